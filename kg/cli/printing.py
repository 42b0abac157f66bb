"""Prints tables, JSON and reports: wrapped for a reader's terminal, never for a file or a pipe."""

import json
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import typer

if TYPE_CHECKING:
    from rich.console import Console

    from kg.pipeline import Report

SHOWN = 20  # of what was skipped, the first so many are named on the terminal; `kg info --json` has them all

NARROW = 24  # characters: a column of a table no wider than that is not wrapped; wider ones share what is left


def print_table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Print rows under the names of their columns."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    cells = [["" if value is None else str(value) for value in row] for row in rows]
    table = Table(box=box.SIMPLE_HEAD if sys.stdout.isatty() else None, pad_edge=False, show_edge=False)
    for place, column in enumerate(columns):
        longest = max((len(row[place]) for row in cells), default=0)
        table.add_column(
            column, no_wrap=longest <= NARROW, ratio=None if longest <= NARROW else min(longest, 3 * NARROW)
        )
    for row in cells:
        table.add_row(*map(Text, row))
    screen = console()
    with screen.capture() as captured:
        screen.print(table)
    for line in captured.get().splitlines():
        typer.echo(line.rstrip())


def print_json(value: object) -> None:
    """Print a value as JSON for a script."""
    print_exactly(json.dumps(value, ensure_ascii=False, indent=2) + "\n")


def print_exactly(text: str) -> None:
    """Print for a program: UTF-8 and the line ends of the format, whatever the terminal's."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8"))
    sys.stdout.buffer.flush()


def print_report(report: "Report", *, as_json: bool) -> None:
    """Print what a build took, gave and left out."""
    if as_json:
        print_json(report.record())
    else:
        rows = [
            (row.step, _amount(row.taken, row.takes), _amount(row.given, row.gives), f"{row.skipped:,}")
            for row in report.rows
        ]
        print_table(("step", "in", "out", "skipped"), rows)
    for loss in report.skipped[:SHOWN]:
        typer.echo(f"kg: skipped by {loss.step}: {loss.source}: {loss.reason}", err=True)
    if len(report.skipped) > SHOWN:
        typer.echo(f"kg: and {len(report.skipped) - SHOWN:,} more; `kg info --json` names them all", err=True)


def _amount(number: int, nouns: str) -> str:
    return f"{number:,} {nouns.removesuffix('s') if number == 1 else nouns}"


def console(*, error: bool = False) -> "Console":
    """A console that wraps text for a reader's terminal, and never for a file or a pipe."""
    from rich.console import Console

    stream = sys.stderr if error else sys.stdout
    return Console(file=stream, markup=False, highlight=False, emoji=False, width=None if stream.isatty() else 100_000)
