"""`kg export`: the graph for other programs."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.options import Everything, GraphFolder, Sure
from kg.errors import SettingError
from kg.graph.export import FORMATS, format_called

HELP = "\n".join(
    [
        "Hand the graph on to another program. The same graph gives the same bytes.",
        "",
        "\b",
        "Formats:",
        *(f"{name:<12} {form.help}" for name, form in FORMATS.items()),
    ]
)


def export(
    form: Annotated[str, typer.Argument(metavar="FORMAT", help="One of those above.")],
    graph: GraphFolder = Path("graph"),
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Write a file, not the screen.")
    ] = None,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
) -> None:
    """The command; its help is `HELP`."""
    from kg.api import open as open_graph
    from kg.api import write_bytes

    chosen = format_called(form)
    if chosen.binary and output is None:
        raise SettingError(f"{form} is not text; name a file for it: -o graph{chosen.suffix}")
    content = open_graph(graph, min_confidence=min_confidence).export_bytes(form, all=everything)
    if output is None:
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
    else:
        write_bytes(output, content)
