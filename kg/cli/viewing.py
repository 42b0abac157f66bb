"""`kg view`: the page and the picture."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Everything, GraphFolder, Sure


def view(
    graph: GraphFolder = Path("graph"),
    output: Annotated[Path, typer.Option("-o", "--output", metavar="FILE", help="The page to write.")] = Path(
        "graph.html"
    ),
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """Draw the graph as an interactive page and as a picture.

    The page is one file that needs no network; the picture is an SVG beside it.
    """
    from kg.api import open as open_graph

    page = open_graph(graph, min_confidence=min_confidence).view(output, all=everything)
    typer.echo(f"{page} {page.with_suffix('.svg')}")
