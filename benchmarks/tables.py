"""Scores of many documents cut by relation, difficulty and genre, as tables to print."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from benchmarks.corpus import INTERVIEWS, NEWS, OWN, SEED, Case
from benchmarks.scoring import QUALIFIERS, Row

GENRES = {  # what each part takes together
    "news": (SEED, NEWS),
    NEWS: (NEWS,),
    SEED: (SEED,),
    INTERVIEWS: (INTERVIEWS,),
    OWN: (OWN,),
}


@dataclass(slots=True)
class Line:
    """Counts of one row of a table.

    Precision is of what was found, recall of the gold; where a found claim states a gold claim of another row (of the
    relation above, say) their numerators differ. `found` is None where a found claim has no row, as with difficulty.
    """

    gold: int = 0
    found: int | None = 0
    recalled: float = 0.0  # credit of the gold claims that were found
    right: float = 0.0  # credit of the found claims
    pairs: int = 0
    agrees: Counter[str] = field(default_factory=Counter)  # of the pairs, by qualifier

    @property
    def precision(self) -> float | None:
        return None if self.found is None else self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.recalled / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float | None:
        if self.precision is None:
            return None
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def accuracy(self, qualifier: str) -> float | None:
        """Share of the pairs that agree in polarity, modality or holder; None without pairs."""
        return self.agrees[qualifier] / self.pairs if self.pairs else None

    def record(self) -> dict[str, object]:
        """The row as plain values, for JSON."""
        counts = {"gold": self.gold, "found": self.found, "pairs": self.pairs}
        ratios = {"precision": self.precision, "recall": self.recall, "f1": self.f1}
        return {**counts, **ratios, **{qualifier: self.accuracy(qualifier) for qualifier in QUALIFIERS}}


def by_relation(cases: Sequence[Case]) -> dict[str, Line]:
    """One row for each relation, those with most gold claims first."""
    lines = _lines(cases, lambda case, claim: claim["relation"])
    return dict(sorted(lines.items(), key=lambda item: (-item[1].gold, item[0])))


def by_difficulty(cases: Sequence[Case]) -> dict[str, Line]:
    """One row for each difficulty; what was found by mistake has none, so there is no precision."""
    lines = _lines(cases, lambda case, claim: claim.get("difficulty", ""))
    lines.pop("", None)
    for line in lines.values():
        line.found = None
    return {name: lines[name] for name in ("easy", "medium", "hard") if name in lines}


def by_genre(cases: Sequence[Case]) -> dict[str, Line]:
    """One row for each part of the gold sets that is there, and one for all."""
    parts = {name: [case for case in cases if case.genre in genres] for name, genres in GENRES.items()}
    return {name: _lines(part, lambda case, claim: "")[""] for name, part in (parts | {"all": cases}).items() if part}


def _lines(cases: Sequence[Case], name_of: Callable[[Case, Row], str]) -> dict[str, Line]:
    lines = defaultdict[str, Line](Line)
    for case in cases:
        for claim in case.gold:
            lines[name_of(case, claim)].gold += 1
        for place in case.counted:
            line = lines[name_of(case, case.found[place])]
            line.found = (line.found or 0) + 1
        for pair in case.pairs:
            line = lines[name_of(case, case.gold[pair.gold])]
            line.recalled += pair.credit
            line.pairs += 1
            line.agrees.update(name for name, agreed in pair.agrees.items() if agreed)
            lines[name_of(case, case.found[pair.found])].right += pair.credit
    return dict(lines)


def rendered(title: str, lines: Mapping[str, Line]) -> Iterator[str]:
    """A table as lines of text; "-" where there is nothing to divide by."""
    heads = ("P", "R", "F1", *QUALIFIERS)
    yield f"{title:32} {'gold':>5} {'found':>6}" + "".join(f" {head:>8}" for head in heads)
    for name, line in lines.items():
        ratios = [line.precision, line.recall, line.f1, *map(line.accuracy, QUALIFIERS)]
        cells = "".join(f" {'-':>8}" if ratio is None else f" {ratio:8.3f}" for ratio in ratios)
        yield f"{name:32} {line.gold:5} {'-' if line.found is None else line.found:>6}{cells}"
