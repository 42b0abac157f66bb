"""What is wrong with a graph: problems, the checks that found them, and all of it as a report."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from html import escape

SHOWN = 20  # problems that a notebook shows


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong: where, what, and what to do about it."""

    where: str  # a file of the graph's folder, or the short IRI of a thing
    what: str
    mend: str
    iri: str = ""  # the whole IRI of the thing; empty for a file


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check of a graph: how much it looked at, and the problems it found, sorted."""

    name: str
    counts: str  # what `checked` counts, in the plural: "claims"
    checked: int = 0
    problems: tuple[Problem, ...] = ()
    skipped: str = ""  # why it was not made; empty where it was

    @property
    def ok(self) -> bool:
        """Whether it was made and found nothing."""
        return not self.problems and not self.skipped


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The checks of a graph in the order they were made, and what else is to be known of them."""

    checks: tuple[Check, ...]
    notes: tuple[str, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every check was made and none found a problem."""
        return all(check.ok for check in self.checks)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The problems of all checks, in their order."""
        return tuple(problem for check in self.checks for problem in check.problems)

    def record(self) -> dict[str, object]:
        """All of it as plain values, for JSON."""
        return {"ok": self.ok, "checks": [asdict(check) for check in self.checks], "notes": list(self.notes)}

    def table(self) -> Iterator[tuple[str, str, str]]:
        """The name of each check, what it looked at and how many problems it found, below the names of the columns."""
        yield ("check", "checked", "problems")
        for check in self.checks:
            done = f"not made: {check.skipped}" if check.skipped else f"{check.checked:,} {check.counts}"
            yield (check.name, done, f"{len(check.problems):,}")

    def _repr_html_(self) -> str:
        head, *rows = self.table()
        parts = [_row(head, "th"), *(_row(row, "td") for row in rows)]
        problems = "".join(f"<li>{escape(_words(problem))}</li>" for problem in self.problems[:SHOWN])
        more = len(self.problems) - SHOWN
        rest = f"<p>and {more:,} more: <code>.problems</code> has them all</p>" if more > 0 else ""
        return f"<table>{''.join(parts)}</table><ul>{problems}</ul>{rest}"


def _words(problem: Problem) -> str:
    return f"{problem.where}: {problem.what}; {problem.mend}"


def _row(cells: tuple[str, ...], tag: str) -> str:
    return f"<tr>{''.join(f'<{tag}>{escape(cell)}</{tag}>' for cell in cells)}</tr>"
