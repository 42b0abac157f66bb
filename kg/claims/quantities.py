"""Amounts in a phrase: value or range, unit, what a share is of, and whether it is approximate."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from kg.claims.phrases import Phrase, noun_phrase
from kg.claims.wording import straight, surface
from kg.model import Quantity, Token

# A bound is not the number: "more than 900" and "up to 5,000" are approximate, as "about 800" is.
APPROXIMATE = frozenset(
    "about above almost approximately around below estimated exceeding fewer least less more most nearly over roughly"
    " some under".split()
)
DEFINITE = frozenset({"the", "these", "those"})
MEASURES = frozenset({"of", "at"})  # "a strength of 5,000", "90 percent of"

_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
).split()
_TENS = {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
NUMBERS: Mapping[str, float] = MappingProxyType({word: float(n) for n, word in enumerate(_WORDS)} | _TENS)
SCALES: Mapping[str, float] = MappingProxyType(
    {"dozen": 12, "hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
)
ROUND: Mapping[str, float] = MappingProxyType({"tens": 10.0} | {f"{word}s": value for word, value in SCALES.items()})
SHORT: Mapping[str, float] = MappingProxyType(
    {"": 1, "k": 1e3, "m": 1e6, "m.": 1e6, "mn": 1e6, "b": 1e9, "bn": 1e9, "tn": 1e12, "trn": 1e12}
)
PARTS: Mapping[str, float] = MappingProxyType(
    {"half": 50.0, "third": 100 / 3, "quarter": 25.0, "fifth": 20.0, "sixth": 100 / 6, "eighth": 12.5, "tenth": 10.0}
)
PERCENT = frozenset({"%", "percent", "pct"})
CURRENCIES: Mapping[str, str] = MappingProxyType({"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"})
DOLLARS: Mapping[str, str] = MappingProxyType(
    {
        "a": "Australian",
        "au": "Australian",
        "c": "Canadian",
        "ca": "Canadian",
        "hk": "Hong Kong",
        "nz": "New Zealand",
        "s": "Singapore",
        "us": "US",
    }
)
DIGITS = re.compile(
    r"(?P<prefix>[a-z]{0,3})(?P<sign>[$€£¥]?)(?P<number>\d[\d,]*(?:\.\d+)?)(?P<short>k|mn|m|bn|b|tn|trn)?"
)
SIGN = re.compile(r"(?P<prefix>[a-z]{0,3})(?P<sign>[$€£¥])")


@dataclass(frozen=True, slots=True)
class _Number:
    """A number as it stands in a phrase."""

    value: float
    end: int  # place of the first word behind it
    currency: str = ""
    scaled: bool = False  # whether its "million" stands beside it
    round: bool = False  # "hundreds", "dozens"


def quantity(phrase: Phrase) -> Quantity | None:
    """The first amount of countable things in a phrase: "a strength of about 800,000 troops" -> 800000 troops, about.

    Years, ordinals, clock times, scores and parts of compounds ("20-point") are not amounts.
    """
    for place, token in enumerate(phrase.tokens):
        if _counts(phrase, token) and _belongs(phrase, token):
            found = _share(phrase, place) or _amount(phrase, place)
            if found is not None:
                return found
    return None


def _counts(phrase: Phrase, token: Token) -> bool:
    """Whether a word may begin an amount.

    No date, ordinal, name ("Article 5") or part of a compound does, nor a small number of what is known ("the two
    sides"): it tells which ones, not how many.
    """
    noun = token.text.casefold() in ROUND or token.lemma in PARTS or token.lemma in SCALES
    if token.pos != "NUM" and not noun and SIGN.match(token.text.casefold()) is None:
        return False
    tokens = phrase.tree.tokens
    head = tokens[token.head]
    year = re.fullmatch(r"(19|20)\d\d", token.text) is not None and head.tag == "NN"
    modifies = token.dep == "compound" and head.pos != "NUM" and head.text.casefold() not in SHORT
    named = token.entity == "LAW" or (
        token.dep in ("nummod", "appos") and head.index < token.index and head.pos != "NUM"
    )
    known = token.text.casefold() in NUMBERS and any(child.lemma in DEFINITE for child in phrase.tree.children(head))
    return (
        token.entity not in ("DATE", "TIME")
        and (token.entity != "ORDINAL" or token.lemma in PARTS)
        and not phrase.tree.goes_on(token)
        and not modifies
        and not year
        and not named
        and not known
    )


def _belongs(phrase: Phrase, number: Token) -> bool:
    """Whether a number counts what the phrase is about, not what a phrase inside it names ("talks of two days")."""
    tree = phrase.tree
    joints = ("compound", "quantmod", "nummod", "nmod", "det", "predet", "conj")
    while number.dep in joints and number.index != phrase.head.index and _is_numeral(number):
        number = tree.tokens[number.head]
    measure = tree.head(number)
    of_head = number.dep == "pobj" and measure is not None and tree.head(measure) is phrase.head
    return phrase.is_clause or number is phrase.head or (of_head and measure is not None and measure.lemma in MEASURES)


def _is_numeral(token: Token) -> bool:
    word = token.text.casefold()
    return token.pos in ("NUM", "SYM", "PROPN") or word in ROUND or token.lemma in SCALES or token.lemma in PARTS


def _share(phrase: Phrase, place: int) -> Quantity | None:
    """A fraction as percent: "a quarter of the voters", "two thirds of them", "half the members"."""
    tokens = phrase.tokens
    part = place + 1 if place + 1 < len(tokens) and tokens[place].lemma in NUMBERS else place
    noun = tokens[part]
    if noun.lemma not in PARTS or (whole := _whole(phrase, noun)) is None:
        return None
    value = PARTS[noun.lemma] * (NUMBERS[tokens[place].lemma] if part != place else 1)
    return Quantity(
        value=round(value, 1), unit="percent", approximate=_is_approximate(phrase, place) or value % 1 != 0, of=whole
    )


def _amount(phrase: Phrase, place: int) -> Quantity | None:
    """A number or a range with what it counts."""
    tokens = _with_short(phrase)
    first = _number(tokens, place)
    if first is None:
        return None
    last = _upper(phrase, place, first)
    unit, head = _unit(tokens, (last or first).end)
    unit = _currency(tokens, place, first) or unit
    if not unit:
        return None
    value = first.value
    if last is not None and last.scaled and not first.scaled:  # "two to three thousand"
        value *= last.value / _unscaled(phrase.tokens, last)
    return Quantity(
        value=value,
        unit=unit,
        approximate=first.round or _is_approximate(phrase, place),
        upper=last.value if last is not None else None,
        of=(_whole(phrase, head) or "") if unit == "percent" and head is not None else "",
    )


def _number(tokens: tuple[Token, ...], place: int) -> _Number | None:
    """The number that begins at a place, with the hundreds and millions behind it."""
    word = tokens[place].text.casefold()
    if (sign := SIGN.fullmatch(word)) and place + 1 < len(tokens):
        number = _number(tokens, place + 1)
        return number and _Number(number.value, number.end, _name(sign), number.scaled)
    if word in ROUND:
        return _round(tokens, place)
    currency, end = "", place + 1
    if digits := DIGITS.fullmatch(word):
        if digits["prefix"] and not digits["sign"]:
            return None
        value = float(digits["number"].replace(",", "")) * SHORT[digits["short"] or ""]
        currency = _name(digits) if digits["sign"] else ""
    elif word == "half" and any(token.lemma in SCALES for token in tokens[place + 1 : place + 3]):
        value, end = 0.5, place + 1 + (tokens[place + 1].lemma == "a")
    elif word in NUMBERS or word in SCALES:
        value, end = NUMBERS.get(word, 1.0), place + (word in NUMBERS)
    else:
        return None
    rest = end
    while rest < len(tokens) and (tokens[rest].lemma in SCALES or _is_short(tokens, rest)):
        value *= SCALES.get(tokens[rest].lemma) or SHORT[tokens[rest].text.casefold()]
        rest += 1
    return _Number(value, rest, currency, scaled=rest > end)


def _round(tokens: tuple[Token, ...], place: int) -> _Number:
    """The least that round words can mean: "hundreds of", "tens of thousands of"."""
    value = ROUND[tokens[place].text.casefold()]
    end = place + 1
    while end + 1 < len(tokens) and tokens[end].lemma == "of" and tokens[end + 1].text.casefold() in ROUND:
        value, end = value * ROUND[tokens[end + 1].text.casefold()], end + 2
    return _Number(value, end + (end < len(tokens) and tokens[end].lemma == "of"), scaled=True, round=True)


def _with_short(phrase: Phrase) -> tuple[Token, ...]:
    """The words of a phrase with the "m" of "£40m" behind it, which the parser may leave out."""
    after = phrase.tree.tokens[phrase.tokens[-1].index + 1 :][:1]
    return phrase.tokens + tuple(token for token in after if _is_short((phrase.tokens[-1], token), 1))


def _is_short(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether it is the "m" of "£40m", which the tokenizer takes off the number."""
    return tokens[place].text.casefold() in SHORT and tokens[place].span.start == tokens[place - 1].span.end


def _upper(phrase: Phrase, place: int, first: _Number) -> _Number | None:
    """The upper bound of a range: "5 to 10", "between 5,000 and 8,000", "10-15", "two or three"."""
    tokens = phrase.tokens
    if first.end + 1 >= len(tokens):
        return None
    before = phrase.tree.tokens[tokens[place].index - 1].lemma if tokens[place].index else ""
    link = tokens[first.end].text.casefold()
    if link not in ("to", "-", "or") and not (link == "and" and before == "between"):
        return None
    last = _number(tokens, first.end + 1)
    return last if last is not None and last.value > first.value else None


def _unscaled(tokens: tuple[Token, ...], number: _Number) -> float:
    """A number without the scale behind it: the "three" of "three thousand"."""
    value, place = number.value, number.end - 1
    while tokens[place].lemma in SCALES:
        value, place = value / SCALES[tokens[place].lemma], place - 1
    return value


def _name(sign: re.Match[str]) -> str:
    name = CURRENCIES[sign["sign"]]
    country = DOLLARS.get(sign["prefix"], "") if name == "dollars" else ""
    return f"{country} {name}".strip()


def _currency(tokens: tuple[Token, ...], place: int, first: _Number) -> str:
    """The currency whose sign stands with a number or in front of it."""
    if first.currency or place == 0:
        return first.currency
    sign = SIGN.fullmatch(tokens[place - 1].text.casefold())
    return _name(sign) if sign else ""


def _is_approximate(phrase: Phrase, place: int) -> bool:
    """Whether words in front of a number make it one of several: "about", "at least", "more than", "up to"."""
    start = phrase.tokens[place].index
    before = [token.lemma for token in phrase.tree.tokens[max(start - 3, 0) : start]]
    return any(word in APPROXIMATE for word in before) or before[-2:] == ["up", "to"]


def _unit(tokens: tuple[Token, ...], place: int) -> tuple[str, Token | None]:
    """What is counted, the last of the nouns that follow, and its word; "" for nothing."""
    for position, token in enumerate(tokens[place:], start=place):
        if token.text.casefold() in PERCENT:
            return "percent", token
        if token.lemma == "per" and position + 1 < len(tokens) and tokens[position + 1].lemma == "cent":
            return "percent", tokens[position + 1]
        last = position + 1 == len(tokens) or tokens[position + 1].pos not in ("NOUN", "PROPN")
        if token.pos in ("NOUN", "PROPN") and last:
            return token.text, token
        if token.pos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "SYM"):
            return "", None
    return "", None


def _whole(phrase: Phrase, share: Token) -> str | None:
    """What a share is of, in the words of the text: "the territory" of "40 percent of the territory"."""
    tree = phrase.tree
    for of in tree.children(share, "prep"):
        noun = tree.child(of, "pobj")
        if of.lemma == "of" and noun is not None:
            return straight(surface(tree, noun_phrase(tree, noun).span))
    return None
