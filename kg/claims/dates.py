"""Dates in words, read against the day a text was published: "on Tuesday", "two years ago", "May to July 2020".

Dates are parsed by dateparser; what stands here is what news means by them: which Tuesday, which June, ranges, decades,
and the words that point back to a date named before ("a day earlier", "June of that year").
"""

import re
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from kg.model import Tense, TimeSpan

if TYPE_CHECKING:
    from dateparser.date import DateDataParser

WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)(?:[a-z]*)\b\.?"
WEEKDAY = rf"(?:{'|'.join(WEEKDAYS)})"
UNIT = r"(?:day|week|month|year|decade)s?"
NUMBER = r"(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a|an|the)"

YEAR = re.compile(r"\b(?:1[0-9]|20)\d\d\b")
DATED = re.compile(
    rf"{YEAR.pattern}|\b{MONTH}|\b{WEEKDAY}|\btoday\b|\byesterday\b|\btomorrow\b"
    rf"|\b(?:this|last|next) (?:week|month|year)\b|\b{NUMBER} {UNIT} ago\b|\bin {NUMBER} {UNIT}\b"
)
RELATIVE = re.compile(rf"\b(?:{UNIT}|today|yesterday|tomorrow)\b")
VAGUE = re.compile(  # words that make a date vaguer or finer than the calendar's units
    r"\b(?:early|late|mid|middle|beginning|start|end|earlier|later|about|around|roughly|almost|nearly|morning|afternoon"
    r"|evening|night|noon|midday|local time|(?:first|second) half|(?:first|second|third|fourth) quarter"
    r"|spring|summer|autumn|fall|winter|of|the|gmt|utc)\b[- ]?"
)
CLOCK = re.compile(r"\b\d{1,2}(?:[:.]\d\d)?\s*[ap]\.?m\b\.?|\b\d{1,2}:\d\d\b")
RANGE = re.compile(
    r"(?:(?P<between>between) |from )?(?P<left>.+?) ?(?P<link>\band\b|\bto\b|\buntil\b|\btill\b|-) ?(?P<right>.+)"
)
ISO = re.compile(r"(?:1[0-9]|20)\d\d-[01][0-9]-[0-3][0-9]")
DECADE = re.compile(r"(\d\d\d0)s")
LASTING = re.compile(rf"(?P<side>past|last|previous|next|coming) (?:(?P<number>{NUMBER}) )?(?P<unit>{UNIT})")
THAT = re.compile(r"(?P<inside>.*?) ?\b(?:of |in )?(?:that|the same) (?P<unit>day|week|month|year)")
AWAY = re.compile(
    rf"(?:(?P<number>{NUMBER}) )?(?P<side>previous|preceding|following|next)? ?(?P<unit>{UNIT})"
    r" ?(?P<then>earlier|before|previously|later|after|afterwards)?"
)
BACK = frozenset({"previous", "preceding", "earlier", "before", "previously"})

PRECISION = {"year": 4, "month": 7, "week": 10, "day": 10}  # characters of an ISO date


class Calendar:
    """Reads dates against one day: that of publication, or one that a text has named.

    >>> Calendar("2021-03-10").span("Tuesday", Tense.PAST)
    TimeSpan(start='2021-03-09', end='2021-03-09')
    >>> Calendar(None).span("Tuesday", Tense.PAST) is None
    True
    """

    def __init__(self, today: str | None) -> None:
        """`today`: a partial ISO date; without one, only what names its year can be read."""
        self._today = today
        self._known: dict[tuple[str, Tense | None, tuple[str, ...]], TimeSpan | None] = {}

    def span(self, words: str, tense: Tense | None, anchors: tuple[str, ...] = ()) -> TimeSpan | None:
        """The time that words name, or None.

        Args:
            words: without the preposition, but with the "between" or "from" of a range.
            tense: of the clause: "in June" is the last June in the past tense and the next one in the future.
            anchors: dates named before, the nearest first, for words that point back.
        """
        key = (words, tense, anchors)
        if key not in self._known:
            found = self._read(words.casefold().removesuffix("'s"), tense, anchors)
            self._known[key] = found if found is None or self._fits(found, tense) else None
        return self._known[key]

    def _fits(self, span: TimeSpan, tense: Tense | None) -> bool:
        """Whether a time lies where the tense says; if not, it is that of other words of the sentence."""
        today = self._today or ""
        if today and tense is Tense.PAST and span.start is not None:
            return span.start <= today
        if today and tense is Tense.FUTURE and span.end is not None:
            return span.end >= today[: len(span.end)]
        return True

    def _read(self, words: str, tense: Tense | None, anchors: tuple[str, ...]) -> TimeSpan | None:
        if (found := _points_back(words)) is not None:
            spans = (_from_anchor(found, anchor) for anchor in anchors)
            return next((span for span in spans if span is not None), None)
        if ISO.fullmatch(words):
            return TimeSpan(words, words) if _is_date(words) else None
        bare = " ".join(VAGUE.sub("", CLOCK.sub("", words)).split()).strip(" ,")
        if decade := DECADE.fullmatch(bare):
            return TimeSpan(decade[1], f"{decade[1][:3]}9")
        if (lasting := LASTING.fullmatch(bare)) and (lasting["side"] in ("past", "coming") or lasting["number"]):
            return self._lasting(lasting)
        if range_ := RANGE.fullmatch(bare):
            return self._range(range_, tense) if range_["between"] or range_["link"] != "and" else None
        return self._day(bare.removeprefix("from ").removeprefix("between "), tense)

    def _day(self, words: str, tense: Tense | None) -> TimeSpan | None:
        """One day, week, month or year."""
        if nearer := re.match(rf"(last|past|next|this) (?={MONTH}|{WEEKDAY})", words):
            tense = {"last": Tense.PAST, "past": Tense.PAST, "next": Tense.FUTURE}.get(nearer[1], tense)
            words = words[nearer.end() :]
        if words in WEEKDAYS:
            return self._weekday(WEEKDAYS.index(words), tense)
        year, relative = YEAR.search(words), RELATIVE.search(words)
        if not DATED.search(words) or (year and relative) or not (year or self._today):
            return None
        found = self._parser.get_date_data(words)
        known = len(self._today or "") if not year else 10
        if found.date_obj is None or PRECISION.get(found.period, 11) > known:
            return None
        day = found.date_obj.date()
        if found.period == "week":
            monday = day - timedelta(days=day.weekday())
            return TimeSpan(monday.isoformat(), (monday + timedelta(days=6)).isoformat())
        text = day.isoformat()[: PRECISION[found.period]]
        text = text if year or relative else self._in_year(text, tense)
        return TimeSpan(text, text)

    def _weekday(self, number: int, tense: Tense | None) -> TimeSpan | None:
        """The last such day, today included; the next one in the future, and in the present: "speaks on Friday"."""
        if self._today is None or len(self._today) < PRECISION["day"]:
            return None
        back = (self._base.weekday() - number) % 7
        days = -back % 7 if tense in (Tense.FUTURE, Tense.ONGOING) else -back
        day = (self._base.date() + timedelta(days=days)).isoformat()
        return TimeSpan(day, day)

    def _in_year(self, text: str, tense: Tense | None) -> str:
        """A month or day in the year that the tense asks for: the last one, the next one, or the nearest."""
        today = (self._today or "")[: len(text)]
        years = [f"{self._base.year + shift}{text[4:]}" for shift in range(-4, 5)]
        years = [one for one in years if _is_date(one)]  # 29 February is not in every year
        if tense is Tense.PAST:
            return max((one for one in years if one <= today), default=text)
        if tense is Tense.FUTURE:
            return min((one for one in years if one >= today), default=text)
        return min(years, key=lambda one: abs(_months(one) - _months(today)))

    def _range(self, match: re.Match[str], tense: Tense | None) -> TimeSpan | None:
        """Two dates, what the one leaves out taken from the other: "May to July 2020", "4-6 May", "1998-99"."""
        left, right = match["left"], match["right"]
        left_month, right_month = re.search(rf"\b{MONTH}", left), re.search(rf"\b{MONTH}", right)
        if right_month and re.fullmatch(r"\d{1,2}", left):
            left = f"{left} {right_month[0]}"
        if left_month and re.match(r"\d{1,2}\b(?!\d)", right) and not right_month:
            right = f"{left_month[0]} {right}"
        if YEAR.fullmatch(left) and re.fullmatch(r"\d\d", right):
            right = left[:2] + right
        if (year := YEAR.search(right)) and not YEAR.search(left):
            left = f"{left} {year[0]}"
        start, end = self._day(left, tense), self._day(right, tense)
        if start is None or end is None or (start.start or "") > (end.end or ""):
            return None
        return TimeSpan(start.start, end.end)

    def _lasting(self, match: re.Match[str]) -> TimeSpan | None:
        """A stretch up to today or from today on: "the past three years", "the next two months"."""
        number = _number(match["number"])
        if match["side"] in ("next", "coming"):
            end = self._day(f"in {number} {match['unit']}", None)
            return TimeSpan(self._today, end.end) if end and match["number"] else None
        start = self._day(f"{number} {match['unit']} ago", None)
        return TimeSpan(start.start, self._today) if start else None

    @cached_property
    def _base(self) -> datetime:
        """The first moment of today's day, month or year; of no year in particular without a today."""
        today = self._today or "2000"
        return datetime.combine(date.fromisoformat(today + "-01-01"[len(today) - 4 :]), time())

    @cached_property
    def _parser(self) -> "DateDataParser":
        from dateparser.date import DateDataParser  # a tenth of a second: only when there is a date to read

        settings = {"RELATIVE_BASE": self._base, "PREFER_DATES_FROM": "current_period", "TIMEZONE": "UTC"}
        return DateDataParser(languages=["en"], settings=settings)


def _points_back(words: str) -> re.Match[str] | None:
    """The parts of words that count from a date named before, if they do."""
    if (that := THAT.fullmatch(words)) and (not that["inside"] or that["unit"] == "year"):
        return that
    away = AWAY.fullmatch(words)
    if away is None or (away["side"] is None) == (away["then"] is None):
        return None
    return None if away["side"] == "next" and not words.startswith("the ") else away


def _from_anchor(match: re.Match[str], anchor: str) -> TimeSpan | None:
    """The time that lies some days, months or years from a date, or in the same one."""
    groups = match.groupdict()
    unit = groups["unit"].removesuffix("s")
    if "inside" in groups:
        if groups["inside"]:
            return Calendar(None).span(f"{groups['inside']} {anchor[:4]}", None)
        same = anchor[: PRECISION[unit]] if unit != "week" and len(anchor) >= PRECISION[unit] else None
        return TimeSpan(same, same) if same else None
    number = _number(groups["number"])
    back = (groups["side"] or groups["then"]) in BACK
    return Calendar(anchor).span(f"{number} {unit} ago" if back else f"in {number} {unit}", None)


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text + "-01-01"[len(text) - 4 :])
    except ValueError:
        return False
    return True


def _number(word: str | None) -> str:
    return "1" if word in (None, "a", "an", "the") else str(word)


def _months(text: str) -> float:
    """A partial date on a line of months."""
    parts = [int(part) for part in text.split("-")]
    return parts[0] * 12 + (parts[1] if len(parts) > 1 else 1) + (parts[2] / 31 if len(parts) > 2 else 0)
