"""`kg build` and `kg demo`: documents to a graph."""

import os
import sys
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import AsJson, BaseIri, GraphFolder, ModelName, OntologyFiles, Strict
from kg.cli.printing import console, print_report

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.pipeline import Progress


def build(
    paths: Annotated[list[Path], typer.Argument(metavar="PATHS", help="Files, and folders to walk.")],
    graph: GraphFolder = Path("graph"),
    ontology: OntologyFiles = None,
    base: BaseIri = None,
    model: ModelName = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Read documents and write the graph of what they claim.

    Reads .txt, .md with front matter, .html and .jsonl. What cannot be read is skipped, named and counted. A graph that
    is already in the folder is replaced.
    """
    made = _build(paths, graph, ontology=ontology, base=base, model=model)
    print_report(made.report, as_json=as_json)
    if not as_json:
        typer.echo(f"Graph in {graph}. Look at it: kg view -g {graph}. Ask it: kg ask -g {graph}.")
    if strict and made.report.skipped:
        raise typer.Exit(1)


def demo(
    graph: GraphFolder = Path("demo-graph"),
    open_page: Annotated[
        bool | None,
        typer.Option("--open/--no-open", help="Show the page in the browser; by default, where there is a screen."),
    ] = None,
) -> None:
    """Build the graph of the reports that come with kg, draw it and open the page."""
    from kg.resources import resource

    made = _build([resource("seeds/documents")], graph, ontology=None, base=None, model=None)
    print_report(made.report, as_json=False)
    page = made.view(graph.with_name(f"{graph.name}.html"))
    typer.echo(f"Graph in {graph}. Page {page}, picture {page.with_suffix('.svg')}. Ask it: kg ask -g {graph}.")
    if _has_screen() if open_page is None else open_page:
        webbrowser.open(page.resolve().as_uri())


def _build(
    paths: Sequence[Path], graph: Path, *, ontology: Sequence[Path] | None, base: str | None, model: str | None
) -> "Graph":
    from kg.api import build as build_graph

    with progress_bar() as progress:
        return build_graph(paths, graph, ontology=ontology, base=base, model=model, progress=progress)


@contextmanager
def progress_bar() -> Iterator["Progress | None"]:
    """A bar on the terminal, and none where nobody looks."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import Progress as Bar

    with Bar(console=console(error=True), transient=True) as bar:
        task = bar.add_task("starting", total=None)

        def tell(step: str, done: int, total: int) -> None:
            bar.update(task, description=step, completed=done, total=total)

        yield tell


def _has_screen() -> bool:
    displays = ("DISPLAY", "WAYLAND_DISPLAY")
    return sys.stdout.isatty() and (sys.platform in ("darwin", "win32") or any(map(os.environ.get, displays)))
