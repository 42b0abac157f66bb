"""`kg diff`: what claims came and went between two graphs."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.claims import claim_record, told
from kg.cli.options import AsJson
from kg.cli.printing import print_json

if TYPE_CHECKING:
    from kg.graph.diff import Diff, Side
    from kg.model import Claim, Entity


def diff(
    before: Annotated[Path, typer.Argument(metavar="A", help="A graph folder, or a file of RDF that kg exported.")],
    after: Annotated[Path, typer.Argument(metavar="B", help="The other one.")],
    as_json: AsJson = False,
) -> None:
    """Tell what claims came and went between two graphs, with their quotes.

    Claims are compared by what they are, not by the order or the format of files. Where one passage is read the same
    way but about another thing, as after names were merged, that is said once for all such claims. Exits with 0 if
    there is no difference, with 1 if there is, like diff.
    """
    from kg.api import compare

    found = compare(before, after)
    if as_json:
        print_json(_record(found))
    else:
        for line in _lines(found):
            typer.echo(line)
        typer.echo(_summary(found), err=True)
    if not found.same:
        raise typer.Exit(1)


def _lines(found: "Diff") -> Iterator[str]:
    for one, other in found.renamed:
        yield f"~ {one.label} ({one.id}) is now {_renaming(one, other)}"
    for (one_id, other_id), count in found.became.items():
        yield f"~ {one_id} is now {other_id} in {_counted(count, 'claim')}"
    for claim in found.went:
        yield from _claim_lines("-", claim, found.before)
    for claim in found.came:
        yield from _claim_lines("+", claim, found.after)
    for was, claim in found.changed:
        yield from _claim_lines("~", claim, found.after)
        if was.evidence.quote != claim.evidence.quote:
            yield f'      the quote was "{was.evidence.quote}"'
        if was.confidence != claim.confidence:
            yield f"      confidence {was.confidence:g}, now {claim.confidence:g}"


def _renaming(one: "Entity", other: "Entity") -> str:
    from kg.iris import name_of

    if one.label != other.label:
        return f"called {other.label}"
    return f"of type {name_of(other.type)}, not {name_of(one.type)}"


def _claim_lines(sign: str, claim: "Claim[Entity]", side: "Side") -> Iterator[str]:
    """A claim in words, its quote, and where that stands."""
    first, *rest = told(claim, side.contents.words(claim), side.documents[claim.evidence.document])
    yield f"{sign} {first}"
    yield from (f"  {line}" for line in rest)


def _summary(found: "Diff") -> str:
    parts = [
        f"{_counted(len(found.came), 'claim')} came, {len(found.went):,} went",
        f"{len(found.moved):,} are about another thing, {len(found.changed):,} have another confidence or quote",
        f"{len(found.renamed):,} things have another name",
    ]
    return "; ".join(parts) if not found.same else "no difference"


def _record(found: "Diff") -> dict[str, Any]:
    """The difference as plain values, for JSON."""
    before, after = found.before, found.after
    return {
        "came": [_claim(claim, after) for claim in found.came],
        "went": [_claim(claim, before) for claim in found.went],
        "moved": [{"before": _claim(one, before), "after": _claim(other, after)} for one, other in found.moved],
        "changed": [{"before": _claim(one, before), "after": _claim(other, after)} for one, other in found.changed],
        "renamed": [{"id": one.id, "before": _named(one), "after": _named(other)} for one, other in found.renamed],
        "became": [{"before": one, "after": other, "claims": count} for (one, other), count in found.became.items()],
    }


def _claim(claim: "Claim[Entity]", side: "Side") -> dict[str, Any]:
    return claim_record(claim, side.documents[claim.evidence.document])


def _named(entity: "Entity") -> dict[str, str]:
    return {"label": entity.label, "type": entity.type}


def _counted(number: int, noun: str) -> str:
    from kg.api import counted

    return counted(number, noun)
