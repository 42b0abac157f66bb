"""`kg export`: the graph for other programs."""

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Everything, GraphFolder, Sure
from kg.cli.printing import print_exactly


def export(
    form: Annotated[
        str,
        typer.Argument(
            metavar="FORMAT", help="nquads (sorted), ntriples, turtle, trig, jsonld, rdf12, graphml, gexf or csv."
        ),
    ],
    graph: GraphFolder = Path("graph"),
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file, not the screen.")
    ] = None,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """Hand the graph on to another program. The same graph gives the same bytes."""
    from kg.api import open as open_graph
    from kg.api import write_text

    text = open_graph(graph, min_confidence=min_confidence).export(form, all=everything)
    if output is None:
        print_exactly(text)
    else:
        write_text(output, text)
