"""`kg infer` and `kg why`: what follows from a graph, and what a triple rests on."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.claims import claim_lines, claim_records
from kg.cli.options import AsJson, GraphFolder
from kg.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.graph.why import Why


def infer(
    graph: GraphFolder = Path("graph"),
    rules: Annotated[
        list[Path] | None,
        typer.Option("--rules", metavar="FILE", help="Your own rules, files or folders of .rq. May be repeated."),
    ] = None,
    clear: Annotated[bool, typer.Option("--clear", help="Take what follows out again.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write what follows from a graph into a named graph of it.

    Follows from what is affirmed and asserted alone, by inverse, symmetric, transitive, sub-property and sub-class, and
    by the rules in ontology/rules. Ask it with `kg query --inferred`; `kg why` tells what each triple rests on.
    """
    from kg.api import open as open_graph

    found = open_graph(graph).infer(rules or (), clear=clear)
    if as_json:
        print_json(dict(found))
    else:
        print_table(("by", "triples"), [(name, f"{number:,}") for name, number in found.items()])


def why(
    subject: Annotated[str, typer.Argument(metavar="SUBJECT", help="Who or what it is said of.")],
    relation: Annotated[str, typer.Argument(metavar="RELATION", help="The relation, or the inverse of one.")],
    object_: Annotated[str, typer.Argument(metavar="OBJECT", help="The other end.")],
    graph: GraphFolder = Path("graph"),
    as_json: AsJson = False,
) -> None:
    """Tell what a triple rests on, down to the quotes: kg why Norland guarantorOf Arvania.

    Exit code 1 if nobody affirms and asserts it and it does not follow; what is denied or proposed is named then.
    """
    from kg.api import open as open_graph

    known = open_graph(graph)
    found = known.why(subject, relation, object_)
    if as_json:
        print_json(_record(known, found))
    else:
        typer.echo("\n".join(_lines(known, found)))
    if not found:
        raise typer.Exit(1)


def _lines(graph: "Graph", found: "Why") -> Iterator[str]:
    """The tree in words, with the titles of documents in place of their ids."""
    yield f"{found.words}: {found.ground}"
    for claim in found.claims or found.others:
        yield from (f"    {line}" for line in claim_lines(graph, claim))
    for premise in found.premises:
        yield from (f"  {line}" for line in _lines(graph, premise))


def _record(graph: "Graph", found: "Why") -> dict[str, Any]:
    return {
        "words": found.words,
        "ground": found.ground,
        "rule": found.rule,
        "claims": claim_records(graph, found.claims),
        "others": claim_records(graph, found.others),
        "premises": [_record(graph, premise) for premise in found.premises],
    }
