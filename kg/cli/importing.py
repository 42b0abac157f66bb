"""`kg import`: exported graphs back to a graph folder."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.building import progress_bar
from kg.cli.options import AsJson, GraphFolder, OntologyFiles, Strict
from kg.cli.printing import print_json, print_report

if TYPE_CHECKING:
    from kg.api import Graph


def import_graph(
    files: Annotated[
        list[Path], typer.Argument(metavar="FILES", help="Files of RDF: .nq, .nt, .ttl, .trig, .jsonld or .rdf.")
    ],
    graph: GraphFolder = Path("graph"),
    documents: Annotated[
        list[Path] | None,
        typer.Option(
            "--documents",
            metavar="PATH",
            help="The texts: the graph folder they lie in, or JSON files. May be repeated.",
        ),
    ] = None,
    ontology: OntologyFiles = None,
    base: Annotated[
        str | None, typer.Option("--base", metavar="IRI", help="What IRIs begin with, if not as in the files.")
    ] = None,
    strict: Strict = False,
    as_json: AsJson = False,
) -> None:
    """Write a graph of what `kg export` wrote as RDF, here or elsewhere.

    A claim is refused, named and counted if its quote is not in the text that --documents gives, if its relation is
    unknown or its types do not fit. Without a text its quote cannot be checked, and how many are so is said. A graph
    that is already in the folder is replaced. What is one thing cannot be judged in an imported graph.
    """
    from kg.api import import_graph as import_files

    with progress_bar() as progress:
        made = import_files(files, graph, documents=documents or (), ontology=ontology, base=base, progress=progress)
    if as_json:
        print_json(made.report.record() | {"unchecked": made.unchecked})
    else:
        print_report(made.report, as_json=False)
        typer.echo(f"Graph in {graph}. Look at it: kg view -g {graph}. Ask it: kg ask -g {graph}.")
    if made.unchecked:
        typer.echo(f"kg: {_unchecked(made)}", err=True)
    if strict and made.report.skipped:
        raise typer.Exit(1)


def _unchecked(graph: "Graph") -> str:
    from kg.api import counted

    claims = counted(graph.unchecked, "claim")
    return f"the quotes of {claims} were not checked, their texts are not there; give them with --documents"
