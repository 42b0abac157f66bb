"""`kg entities`: what is one thing, and who judged so."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import AsJson, GraphFolder
from kg.cli.printing import print_json, print_table

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.claims.judgements import Judgement
    from kg.model import Entity

app = typer.Typer(help="List the entities of a graph, and judge which names are one.", rich_markup_mode=None)

OneId = Annotated[str, typer.Argument(metavar="A", help="The id of an entity, or of a name that is part of one.")]
OtherId = Annotated[str, typer.Argument(metavar="B", help="The id of the other.")]
Reason = Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, for those who come after.")]
Author = Annotated[str, typer.Option("--by", metavar="NAME", help="Who says so.")]
About = Annotated[str | None, typer.Option("--about", metavar="NAME", help="Only of the things called that.")]


@app.command("list")
def list_entities(graph: GraphFolder = Path("graph"), about: About = None, as_json: AsJson = False) -> None:
    """List entities: id, label, type and other names."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    found = known.entities(about)
    if as_json:
        print_json([entity_record(known, entity) for entity in found])
        return
    rows = [(one.id, one.label, known.ontology.types[one.type].label, ", ".join(one.aliases)) for one in found]
    print_table(("id", "label", "type", "also called"), rows)


@app.command()
def show(
    id_: Annotated[str, typer.Argument(metavar="ID", help="The id of an entity, or of a name that is part of one.")],
    graph: GraphFolder = Path("graph"),
    as_json: AsJson = False,
) -> None:
    """Show an entity: what it is called, how often and where, and why its names are one."""
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph)
    entity = known.entity(id_)
    if as_json:
        print_json(entity_record(known, entity))
        return
    typer.echo(f"{entity.label} ({known.ontology.types[entity.type].label})\n    id {entity.id}")
    for same in entity.same_as:
        typer.echo(f"    same as {same}")
    for use in entity.uses:
        places = ", ".join(sorted(known.documents[document].source for document in use.documents))
        typer.echo(f"    called {use.alias!r} in {counted(use.count, 'passage')}: {places}")
    for name in known.names(entity):
        typer.echo(f"    name {name}")
    for given in known.judgements_on(entity):
        typer.echo(f"    {_judgement_line(given)}")


@app.command()
def merge(one: OneId, other: OtherId, reason: Reason, graph: GraphFolder = Path("graph"), by: Author = "") -> None:
    """Judge two names to be one thing, and write the graph anew."""
    from kg.api import open as open_graph

    typer.echo(_judgement_line(open_graph(graph).merge(one, other, reason=reason, by=by)))


@app.command()
def split(one: OneId, other: OtherId, reason: Reason, graph: GraphFolder = Path("graph"), by: Author = "") -> None:
    """Judge two names to be two things, whatever rules say, and write the graph anew."""
    from kg.api import open as open_graph

    typer.echo(_judgement_line(open_graph(graph).split(one, other, reason=reason, by=by)))


@app.command()
def undo(
    number: Annotated[int, typer.Argument(metavar="N", help="The number of the judgement, as `log` shows it.")],
    graph: GraphFolder = Path("graph"),
    reason: Annotated[str, typer.Option("--reason", metavar="TEXT", help="Why, if it matters.")] = "",
    by: Author = "",
) -> None:
    """Withdraw a person's judgement, and write the graph as if it had not been made."""
    from kg.api import open as open_graph

    open_graph(graph).undo(number, reason=reason, by=by)
    typer.echo(f"withdrawn: {number}")


@app.command()
def log(graph: GraphFolder = Path("graph"), about: About = None, as_json: AsJson = False) -> None:
    """List the judgements in force: people's with their numbers, then the rules' with their scores."""
    from kg.api import open as open_graph
    from kg.claims.judgements import record

    found = open_graph(graph).judgements(about)
    if as_json:
        print_json([record(given) for given in found])
        return
    for given in found:
        typer.echo(_judgement_line(given))


@app.command("apply")
def apply_log(graph: GraphFolder = Path("graph")) -> None:
    """Write the graph anew after its judgements.jsonl was edited by hand."""
    from kg.api import open as open_graph

    known = open_graph(graph)
    known.rederive()
    typer.echo(f"{known!r}")


def _judgement_line(given: "Judgement") -> str:
    """A judgement in a line: its number or rule, the names, the verdict and why."""
    who = f"{given.number}" if given.is_a_persons else f"[{given.by}]"
    by = f" (by {given.by})" if given.is_a_persons and given.by else ""
    values = " ".join(f"{name} {value:g}" for name, value in given.features)
    score = "" if given.is_a_persons else f" (score {given.score:g}: {values})"
    return f"{who} {given.left} {given.verdict} {given.right}: {given.reason}{by}{score}"


def entity_record(graph: "Graph", entity: "Entity") -> dict[str, Any]:
    """An entity as plain values, for JSON."""
    from kg.claims.judgements import record

    return {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "same_as": list(entity.same_as),
        "uses": [{"alias": use.alias, "count": use.count, "documents": list(use.documents)} for use in entity.uses],
        "names": list(graph.names(entity)),
        "judgements": [record(given) for given in graph.judgements_on(entity)],
    }
