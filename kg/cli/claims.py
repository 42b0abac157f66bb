"""`kg claims` and `kg contradictions`: claims with their quotes, and those that do not go together."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.options import AsJson, Everything, GraphFolder, Sure
from kg.cli.printing import print_json

if TYPE_CHECKING:
    from kg.api import Graph
    from kg.graph.contradictions import Contradiction
    from kg.model import Claim, Document, Entity


def claims(
    graph: GraphFolder = Path("graph"),
    about: Annotated[str | None, typer.Option(help="Only those with this subject or object.", metavar="NAME")] = None,
    relation: Annotated[
        str | None, typer.Option(help="Only this relation, and those below it.", metavar="NAME")
    ] = None,
    holder: Annotated[str | None, typer.Option(help="Only what this speaker says.", metavar="NAME")] = None,
    everything: Everything = False,
    min_confidence: Sure = 0.0,
    explain: Annotated[bool, typer.Option("--explain", help="Tell what each confidence comes from.")] = False,
    as_json: AsJson = False,
) -> None:
    """Print claims, each with its quote, its document and where in its text the quote stands."""
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    found = known.claims(about=about, relation=relation, holder=holder, all=everything)
    if as_json:
        records = claim_records(known, found)
        why = [{"reasons": {each.feature: each.amount for each in known.explain(claim)}} for claim in found if explain]
        print_json([record | extra for record, extra in zip(records, why or [{}] * len(found), strict=True)])
        return
    for claim in found:
        typer.echo("\n".join(claim_lines(known, claim)))
        typer.echo(f"    {_reasons(known, claim)}\n" if explain else "")
    typer.echo(f"{len(found):,} of {len(known.claims(all=everything)):,} claims", err=True)


def contradictions(
    graph: GraphFolder = Path("graph"),
    about: Annotated[
        str | None, typer.Option(help="Only those about this, or with it on a side.", metavar="NAME")
    ] = None,
    min_confidence: Sure = 0.0,
    as_json: AsJson = False,
) -> None:
    """Print claims that do not go together, both sides with their quotes and documents.

    One claim affirms what another denies, or somebody supports what somebody opposes. Nobody is said to be right.
    """
    from kg.api import counted
    from kg.api import open as open_graph

    known = open_graph(graph, min_confidence=min_confidence)
    found = known.contradictions(about=about)
    if as_json:
        print_json([_contradiction_record(known, each) for each in found])
        return
    for each in found:
        typer.echo(f"{each.about.label}: {each.kind}")
        for side, claims in (("one side", each.one), ("the other", each.other)):
            typer.echo(f"  {side}")
            lines = (line for claim in claims for line in claim_lines(known, claim))
            typer.echo("\n".join(f"    {line}" for line in lines))
        typer.echo("")
    typer.echo(counted(len(found), "contradiction"), err=True)


def _contradiction_record(graph: "Graph", found: "Contradiction") -> dict[str, Any]:
    sides = {"one": claim_records(graph, found.one), "other": claim_records(graph, found.other)}
    return {"about": found.about.label, "kind": found.kind.value} | sides


def claim_lines(graph: "Graph", claim: "Claim[Entity]") -> Iterator[str]:
    """A claim in words, its quote, and where that stands."""
    from kg.views.drawing import relation_of, words_of

    return told(claim, words_of(claim, relation_of(claim, graph.ontology)), graph.documents[claim.evidence.document])


def told(claim: "Claim[Entity]", words: str, document: "Document") -> Iterator[str]:
    """A claim whose relation is in these words, with what is to be known of it, its quote, and where that stands."""
    start, end = claim.evidence.span
    marks = "".join(f" [{tag}]" for tag in _tags(claim))
    yield f"{claim.subject.label} {words} {claim.object.label}{marks}"
    yield f'    "{claim.evidence.quote}"'
    issued = f", {document.published}" if document.published else ""
    yield f"    {document.title} ({document.source}{issued}) {start}-{end}"


def _reasons(graph: "Graph", claim: "Claim[Entity]") -> str:
    """A confidence and the features it adds up, in log-odds, the weightiest first."""
    reasons = [f"{reason.feature} {reason.amount:+.2f}" for reason in graph.explain(claim)]
    return f"confidence {claim.confidence}: {', '.join(reasons)}"


def _tags(claim: "Claim[Entity]") -> Iterator[str]:
    """What is to be known of a claim beside its words; nothing of one that the document plainly asserts."""
    from kg.model import Modality, Polarity
    from kg.views.drawing import holder_of, quantity_words

    if claim.polarity is Polarity.DENIED:
        yield str(claim.polarity)
    if claim.modality is not Modality.ASSERTED:
        yield str(claim.modality)
    if claim.tense:
        yield str(claim.tense)
    if claim.time:
        yield str(claim.time)
    if claim.quantity:
        yield quantity_words(claim.quantity)
    if claim.holder:
        yield f"according to {holder_of(claim)}"


def claim_records(graph: "Graph", claims: "Sequence[Claim[Entity]]") -> list[dict[str, Any]]:
    """Claims of a graph as plain values, for JSON."""
    return [claim_record(claim, graph.documents[claim.evidence.document]) for claim in claims]


def claim_record(claim: "Claim[Entity]", document: "Document") -> dict[str, Any]:
    """A claim as plain values, for JSON."""
    from dataclasses import asdict

    return {
        "subject": {"id": claim.subject.id, "label": claim.subject.label},
        "relation": claim.relation,
        "object": {"id": claim.object.id, "label": claim.object.label},
        "polarity": claim.polarity,
        "modality": claim.modality,
        "holder": [{"id": entity.id, "label": entity.label} for entity in claim.holder],
        "tense": claim.tense,
        "time": claim.time and {"start": claim.time.start, "end": claim.time.end},
        "quantity": claim.quantity and asdict(claim.quantity),
        "confidence": claim.confidence,
        "quote": claim.evidence.quote,
        "cue": claim.evidence.cue,
        "document": {"id": document.id, "title": document.title, "source": document.source},
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
    }
