"""`kg info`: what is in a graph, and what it was built with."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import AsJson, GraphFolder
from kg.cli.printing import print_json, print_report, print_table

if TYPE_CHECKING:
    from kg.api import Graph


def info(
    graph: GraphFolder = Path("graph"),
    relations: Annotated[bool, typer.Option("--relations", help="List the relations it may hold instead.")] = False,
    as_json: AsJson = False,
) -> None:
    """Tell what is in a graph, what it was built with and what was left out."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    if relations:
        _print_relations(known, as_json=as_json)
        return
    facts = known.info()
    if as_json:
        print_json(facts)
        return
    plain = {name: value for name, value in facts.items() if isinstance(value, str | int)}
    print_table(("", str(graph)), plain.items())
    print_report(known.report, as_json=False)


def _print_relations(graph: "Graph", *, as_json: bool) -> None:
    rows = [(known.name, known.label, known.definition) for known in graph.ontology.relations.values()]
    if as_json:
        print_json([dict(zip(("name", "label", "definition"), row, strict=True)) for row in rows])
    else:
        print_table(("name", "in words", "meaning"), rows)
