"""Judgements that two names stand for the same thing, or for different ones, and the things that follow from them.

Rules judge anew at each build. What a person judged is kept in a log that only grows: JSON lines, one entry a line, to
be read and edited by hand. An entry is a judgement, or it withdraws an earlier one by its number:

    {"number": 1, "verdict": "same", "left": "brandt", "right": "anna-brandt", "reason": "she says so", "by": "kl"}
    {"number": 2, "withdraws": 1, "reason": "another Brandt"}

Entities are the connected components of `same`. A `different` between members of two components keeps them apart, as in
nomenklatura's resolver. A person's judgement goes before a rule's, a later one of the same pair before an earlier one.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from kg.errors import JudgementError
from kg.model import EntityId


class Verdict(StrEnum):
    """Whether two names stand for one thing."""

    SAME = "same"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What a rule or a person says of two names, and why. `left` comes before `right` in the order of letters."""

    left: EntityId
    right: EntityId
    verdict: Verdict
    reason: str
    by: str = ""  # the rule's name; a person's, if given
    score: float = 1.0  # 0 to 1: how alike the two are
    features: tuple[tuple[str, float], ...] = ()  # what the score comes from, by name
    number: int | None = None  # its place in the log of what people judged; None: a rule's

    @property
    def is_a_persons(self) -> bool:
        return self.number is not None

    @property
    def pair(self) -> tuple[EntityId, EntityId]:
        return (self.left, self.right)


def judgement(
    one: EntityId,
    other: EntityId,
    verdict: Verdict,
    reason: str,
    *,
    by: str = "",
    score: float = 1.0,
    features: Mapping[str, float] | None = None,
) -> Judgement:
    """A judgement with its two ids in order.

    >>> judgement(EntityId("b"), EntityId("a"), Verdict.SAME, "the same words").pair
    ('a', 'b')
    """
    left, right = sorted((one, other))
    values = tuple(sorted((features or {}).items()))
    return Judgement(
        left=left, right=right, verdict=verdict, reason=reason, by=by, score=round(score, 2), features=values
    )


class Log:
    """What people judged, as it stands in the graph's folder."""

    def __init__(self, text: str = "", *, place: str = "the log of judgements") -> None:
        """`text`: the JSON lines; `place`: what an error calls them.

        Raises:
            JudgementError: a line is no entry; the message names it.
        """
        self.text = text if not text or text.endswith("\n") else f"{text}\n"
        self._entries: dict[int, Judgement] = {}
        self._withdrawn: dict[int, int] = {}  # the number of what is withdrawn to that of the entry that does it
        self._last = 0
        for place_in_file, line in enumerate(text.split("\n"), start=1):
            if line.strip():
                self._read(line, f"{place}:{place_in_file}")

    def in_force(self) -> tuple[Judgement, ...]:
        """What was judged and not withdrawn, in the order of the log; of one pair only the last."""
        last = {entry.pair: entry for number, entry in self._entries.items() if number not in self._withdrawn}
        return tuple(sorted(last.values(), key=lambda entry: entry.number or 0))

    def add(self, given: Judgement) -> "Log":
        """The log with one more judgement at its end."""
        values: dict[str, object] = {"verdict": given.verdict, "left": given.left, "right": given.right}
        return self._with(values | {"reason": given.reason, "by": given.by})

    def withdraw(self, number: int, *, reason: str = "", by: str = "") -> "Log":
        """The log with an entry at its end that takes an earlier judgement back.

        Raises:
            JudgementError: there is no such judgement, or it was withdrawn before.
        """
        if number not in self._entries:
            known = ", ".join(map(str, sorted(set(self._entries) - set(self._withdrawn)))) or "none"
            raise JudgementError(f"judgement {number}: there is no such one of a person; in force: {known}")
        if number in self._withdrawn:
            raise JudgementError(
                f"judgement {number}: was withdrawn by {self._withdrawn[number]}; nothing is left to undo"
            )
        return self._with({"withdraws": number, "reason": reason, "by": by})

    def _with(self, values: Mapping[str, object]) -> "Log":
        kept = {"number": self._last + 1} | {name: value for name, value in values.items() if value != ""}
        return Log(f"{self.text}{json.dumps(kept, ensure_ascii=False)}\n")

    def _read(self, line: str, place: str) -> None:
        try:
            entry = json.loads(line)
            number = int(entry.get("number", self._last + 1))
            if number <= self._last:
                raise ValueError(f"number {number} does not come after {self._last}")
            if "withdraws" in entry:
                self._withdraws(int(entry["withdraws"]), number)
            else:
                self._entries[number] = _of_record(entry, number)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise JudgementError(
                f"{place}: {line.strip()!r} is no entry ({error!r}); give verdict, left, right and reason, or withdraws"
            ) from error
        self._last = number

    def _withdraws(self, number: int, by: int) -> None:
        if number not in self._entries:
            raise ValueError(f"withdraws {number}, which no line before it has")
        self._withdrawn[number] = by


def _of_record(entry: Mapping[str, Any], number: int) -> Judgement:
    left, right = str(entry["left"]), str(entry["right"])
    if left == right:
        raise ValueError(f"{left!r} twice")
    found = judgement(
        EntityId(left),
        EntityId(right),
        Verdict(entry["verdict"]),
        str(entry.get("reason", "")),
        by=str(entry.get("by", "")),
    )
    return replace(found, number=number)


def record(given: Judgement) -> dict[str, object]:
    """A judgement as plain values, for JSON."""
    who: dict[str, object] = {"rule": given.by} if given.number is None else {"number": given.number, "by": given.by}
    values: dict[str, object] = {"verdict": given.verdict, "left": given.left, "right": given.right}
    return who | values | {"reason": given.reason, "score": given.score, "features": dict(given.features)}


def of_record(values: Mapping[str, Any]) -> Judgement:
    """A rule's judgement from its plain values.

    Raises:
        KeyError, TypeError, ValueError: they are not one's.
    """
    return judgement(
        EntityId(values["left"]),
        EntityId(values["right"]),
        Verdict(values["verdict"]),
        values["reason"],
        by=values["rule"],
        score=values["score"],
        features=values["features"],
    )


class Identity:
    """Which names are one thing, by the judgements on them."""

    def __init__(self, ids: Iterable[EntityId], judgements: Sequence[Judgement]) -> None:
        """`judgements` on ids that are not among `ids` are passed over."""
        self._members: dict[EntityId, frozenset[EntityId]] = {id_: frozenset({id_}) for id_ in ids}
        self._apart: dict[EntityId, dict[EntityId, Judgement]] = {id_: {} for id_ in self._members}
        known = [given for given in judgements if given.left in self._members and given.right in self._members]
        peoples = {given.pair: given for given in known if given.is_a_persons}
        binding = [given for given in known if given.is_a_persons or given.pair not in peoples]
        for given in binding:
            if given.verdict is Verdict.DIFFERENT:
                self._apart[given.left][given.right] = self._apart[given.right][given.left] = given
        self.refused: list[tuple[Judgement, Judgement]] = []  # each `same` that did not count, with what forbade it
        for given in sorted((each for each in binding if each.verdict is Verdict.SAME), key=_weight):
            self._join(given)

    def members(self, id_: EntityId) -> frozenset[EntityId]:
        """All that is the same thing, itself included."""
        return self._members[id_]

    def components(self) -> Iterator[frozenset[EntityId]]:
        """The things, each once, in the order of their first ids."""
        yield from sorted(set(self._members.values()), key=min)

    def forbids(self, one: EntityId, other: EntityId) -> Judgement | None:
        """What keeps two things apart by a person's judgement; None if nobody's does."""
        return self._veto(one, other, by_person=True)

    def _join(self, given: Judgement) -> None:
        if self._members[given.left] is self._members[given.right]:
            return
        veto = self._veto(*given.pair, by_person=given.is_a_persons)
        if veto is not None:
            self.refused.append((given, veto))
            return
        together = self._members[given.left] | self._members[given.right]
        for id_ in together:
            self._members[id_] = together

    def _veto(self, one: EntityId, other: EntityId, *, by_person: bool) -> Judgement | None:
        """The first `different` between members of the two; `by_person`: only what people judged counts."""
        left, right = sorted((self._members[one], self._members[other]), key=len)
        found = [
            each for id_ in sorted(left) for other_id, each in sorted(self._apart[id_].items()) if other_id in right
        ]
        return next((each for each in found if each.is_a_persons or not by_person), None)


def _weight(given: Judgement) -> tuple[object, ...]:
    """The order judgements count in: people's, the latest first; then rules', the surest first."""
    return (-(given.number or 0), -given.score, given.left, given.right)
