"""`kg verify`: whether a graph still is what its texts say."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.building import progress_bar
from kg.cli.options import AsJson, GraphFolder
from kg.cli.printing import SHOWN, print_json, print_table

if TYPE_CHECKING:
    from kg.graph.problems import Verification


def verify(
    graph: GraphFolder = Path("graph"),
    sources: Annotated[
        list[Path] | None,
        typer.Option("--sources", metavar="PATH", help="Read what the graph was built from again. May be repeated."),
    ] = None,
    rederive: Annotated[
        bool, typer.Option("--rederive", help="Also derive the graph again from what its folder keeps, and compare.")
    ] = False,
    engine: Annotated[
        str, typer.Option("--engine", metavar="NAME", help="For the shapes: pyshacl, or the faster shacl-rust.")
    ] = "pyshacl",
    as_json: AsJson = False,
) -> None:
    """Check a whole graph: its texts, quotes, triples and shapes.

    Prints what was checked and what is wrong; nothing is changed. Exits with 1 if anything is wrong.
    """
    from kg.api import open as open_graph

    with progress_bar() as tell:
        found = open_graph(graph).verify(sources or (), rederive=rederive, engine=engine, progress=tell)
    if as_json:
        print_json(found.record())
    else:
        _print(found)
    if not found.ok:
        raise typer.Exit(1)


def _print(found: "Verification") -> None:
    columns, *rows = found.table()
    print_table(columns, rows)
    for check in found.checks:
        for problem in check.problems[:SHOWN]:
            typer.echo(f"\n{check.name}: {problem.where}\n    {problem.what}\n    to do: {problem.mend}")
        if (more := len(check.problems) - SHOWN) > 0:
            typer.echo(f"\n{check.name}: and {more:,} more; --json has them all")
    for note in found.notes:
        typer.echo(f"kg: {note}", err=True)
    typer.echo("\nAll is well." if found.ok else "\nSomething is wrong.", err=True)
