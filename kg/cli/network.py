"""`kg network`, `kg chain` and `kg agreements`: who is central, who stands with whom, what leads where, who agrees."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.claims import claim_lines, claim_records
from kg.cli.options import AsJson, Everything, GraphFolder, Sure
from kg.cli.printing import console, print_exactly, print_json, print_table

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.graph.agreement import Agreement
    from kg.graph.analysis import Network
    from kg.graph.chains import Chain
    from kg.graph.coalitions import Coalitions
    from kg.graph.rows import Table

Modalities = Annotated[
    list[str] | None,
    typer.Option(
        "--modality",
        metavar="NAME",
        help="Claims of this modality: asserted (the default), intended, required, possible, hypothetical. Repeatable.",
    ),
]
AsCsv = Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")]


def network(
    graph: GraphFolder = Path("graph"),
    stance: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Only ties of this stance: supportive, adversarial or neutral."),
    ] = None,
    ego: Annotated[str | None, typer.Option(metavar="NAME", help="Only what is around this.")] = None,
    radius: Annotated[int, typer.Option(metavar="N", min=1, help="With --ego: up to so many ties away.")] = 1,
    coalitions: Annotated[
        bool, typer.Option("--coalitions", help="Who stands with whom and who against whom, and the blocs.")
    ] = False,
    things: Annotated[
        bool, typer.Option("--things", help="Also what is no actor: agreements, events, places.")
    ] = False,
    modality: Modalities = None,
    denied: Annotated[bool, typer.Option("--denied", help="The network of what is denied instead.")] = False,
    top: Annotated[int, typer.Option(metavar="N", min=1, help="The first so many rows of a table.")] = 20,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
    as_csv: AsCsv = False,
    as_json: AsJson = False,
) -> None:
    """Print who is central in the network of claims, apart for support and for opposition.

    Ties are weighted by independent documents. --csv and --json have all rows, and --json the claims of coalitions.
    """
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    with _waiting("measuring the network"):
        found = known.network(
            modalities=modality or ("asserted",), polarities=("denied" if denied else "affirmed",), all=everything
        )
        found = found if ego is None else found.ego(ego, radius)
        sides = found.coalitions() if coalitions else None
        tables = [*_coalition_tables(sides)] if sides else [_central(found, stance, actors=not things)]
    if as_csv:
        print_exactly(tables[0].to_csv())
    elif as_json and sides:
        print_json(_coalition_record(known, sides))
    elif as_json:
        print_json(list(tables[0]))
    else:
        _print_tables(tables, top)


def chain(
    start: Annotated[str, typer.Argument(metavar="FROM", help="Who or what it begins with.")],
    end: Annotated[str, typer.Argument(metavar="TO", help="Who or what it leads to.")],
    graph: GraphFolder = Path("graph"),
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="So many of the shortest chains.")] = 1,
    modality: Modalities = None,
    via_denied: Annotated[bool, typer.Option("--via-denied", help="Over claims that are denied, too.")] = False,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
    as_json: AsJson = False,
) -> None:
    """Print the shortest chain of claims from one thing to another, every step with its quotes.

    Of chains equally short the surest comes first. Only claims that affirm and assert are followed unless asked for.
    """
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    polarities = ("affirmed", "denied") if via_denied else ("affirmed",)
    found = known.chain(
        start, end, modalities=modality or ("asserted",), polarities=polarities, limit=limit, all=everything
    )
    if as_json:
        chains = [_chain_record(known, each) for each in found.chains]
        print_json({"count": found.count, "components": found.components, "chains": chains})
        return
    for each in found.chains:
        typer.echo("\n".join(_chain_lines(known, each)) + "\n")
    if found.components:
        one, other = found.components
        message = f"no chain: {counted(one, 'thing')} within reach of {start}, {counted(other, 'thing')} of {end}"
        typer.echo(f"{message}; --modality and --via-denied follow more claims", err=True)
    else:
        typer.echo(
            f"{len(found.chains):,} of {counted(found.count, 'chain')} of {counted(len(found), 'step')}", err=True
        )


def agreements(
    graph: GraphFolder = Path("graph"),
    about: Annotated[
        str | None, typer.Option(help="Only those about this, or with it as a subject.", metavar="NAME")
    ] = None,
    min_confidence: Sure = 0.0,
    as_json: AsJson = False,
) -> None:
    """Print what several say independently of one another, and on what several take the same side, with quotes.

    A sentence that is reprinted counts once, and so does a speaker whom two documents quote. Nobody is said to be
    right.
    """
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    found = known.agreements(about=about)
    if as_json:
        print_json([_agreement_record(known, each) for each in found])
        return
    for each in found:
        typer.echo(f"{each.about.label}: {each.kind}, {each.number}")
        typer.echo("\n".join(f"  {line}" for claim in each.claims for line in claim_lines(known, claim)) + "\n")
    typer.echo(counted(len(found), "agreement"), err=True)


def _central(network: "Network", stance: str | None, *, actors: bool) -> "Table":
    """The centralities of one stance, or of support and then of opposition, in one table."""
    from kg.graph.rows import Table

    names = (stance,) if stance else _ordered(network.stances)
    tables = [(name, network.centralities(name, actors=actors)) for name in names]
    rows = tuple((name, *row) for name, table in tables for row in table.rows)
    notes = tuple(f"{name}: {note}" for name, table in tables for note in table.notes)
    columns = tables[0][1].columns if tables else ("entity",)
    return Table(("stance", *columns), rows, notes)


def _ordered(stances: Sequence[str]) -> list[str]:
    """Stances with something to tell, the friendly first."""
    return sorted((stance for stance in stances if stance != "neutral"), reverse=True)


def _coalition_tables(found: "Coalitions") -> Iterator["Table"]:
    yield found.table()
    yield found.bloc_table()
    yield found.between()


def _print_tables(tables: Sequence["Table"], top: int) -> None:
    """The first rows of each table, of each stance where there are several."""
    for table in tables:
        rows = _first(table, top)
        columns = [column for column in table.columns if column != "entity"]
        print_table(columns, [[row[column] for column in columns] for row in rows])
        typer.echo("")
        for note in (*table.notes, *([f"{len(rows):,} of {len(table):,} rows"] if len(rows) < len(table) else [])):
            typer.echo(f"kg: {note}", err=True)


def _first(table: "Table", top: int) -> list[dict[str, Any]]:
    """The first so many rows of each stance; of a ranking of pairs half from its top and half from its end."""
    if "score" in table.columns:
        rows = list(table)
        return rows if len(rows) <= top else [*rows[: (top + 1) // 2], *rows[len(rows) - top // 2 :]]
    taken: dict[object, list[dict[str, Any]]] = {}
    for row in table:
        taken.setdefault(row.get("stance"), []).append(row)
    return [row for rows in taken.values() for row in rows[:top]]


def _coalition_record(graph: "Graph", found: "Coalitions") -> dict[str, Any]:
    pairs = [
        {
            **{"one": pair.one.id, "other": pair.other.id, "score": pair.score},
            "reasons": [
                {"kind": reason.kind, "about": reason.about.id, "claims": claim_records(graph, reason.claims)}
                for reason in pair.reasons
            ],
        }
        for pair in found.pairs
    ]
    blocs = [[actor.id for actor in bloc] for bloc in found.blocs]
    return {"pairs": pairs, "blocs": blocs, "balance": found.balance, "frustration": found.frustration}


def _chain_lines(graph: "Graph", chain: "Chain") -> Iterator[str]:
    yield f"{' - '.join(thing.label for thing in chain.things)} (confidence {chain.confidence:.2f})"
    for step in chain.steps:
        yield from (f"  {line}" for claim in step.claims for line in claim_lines(graph, claim))


def _chain_record(graph: "Graph", chain: "Chain") -> dict[str, Any]:
    steps = [
        {"from": step.start.id, "to": step.end.id, "claims": claim_records(graph, step.claims)} for step in chain.steps
    ]
    return {"confidence": round(chain.confidence, 6), "steps": steps}


def _agreement_record(graph: "Graph", found: "Agreement") -> dict[str, Any]:
    told = {"about": found.about.label, "kind": found.kind, "number": found.number}
    return told | {"claims": claim_records(graph, found.claims)}


@contextmanager
def _waiting(what: str) -> Iterator[None]:
    """A sign on the terminal that something goes on, and none where nobody looks."""
    if not sys.stderr.isatty():
        yield
        return
    with console(error=True).status(what):
        yield
