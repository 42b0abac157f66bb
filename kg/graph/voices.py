"""Tells who says something independently of whom, so that a sentence printed ten times does not count for ten."""

from collections.abc import Iterable

from kg.model import Claim, DocumentId, Entity, EntityId

type Claims = tuple[Claim[Entity], ...]

# Words: two documents with the same sentence of so many or more have it from one pen. Shingles of eight words are what
# near-duplicates are usually found by (Broder, "On the resemblance and containment of documents", 1997); shorter quotes
# ("Norland backs the Lake Treaty") two people may well write alike.
REPRINTED = 8


def subjects(claims: Iterable[Claim[Entity]]) -> tuple[Entity, ...]:
    """Whom claims are about, each once, by label."""
    found = {claim.subject.id: claim.subject for claim in claims}
    return tuple(sorted(found.values(), key=lambda entity: (entity.label, entity.id)))


def independent(claims: Iterable[Claim[Entity]]) -> int:
    """The number of documents that state some claims, those that reprint another one's words left out."""
    return len(origins(claims))


def voices(claims: Iterable[Claim[Entity]]) -> tuple[tuple[EntityId | None, DocumentId | None], ...]:
    """Who says so, each once: outermost speakers, then the documents that say so in their own words.

    A speaker quoted in two documents is one voice. A document counts where one of its claims has no speaker, and it
    does not reprint another one's words.
    """
    known = list(claims)
    speakers = {claim.holder[0].id for claim in known if claim.holder}
    documents = origins(claim for claim in known if not claim.holder)
    return (*((id_, None) for id_ in sorted(speakers)), *((None, id_) for id_ in documents))


def origins(claims: Iterable[Claim[Entity]]) -> tuple[DocumentId, ...]:
    """The documents that state some claims, sorted, without those whose words an earlier one of them has."""
    quotes: dict[DocumentId, set[str]] = {}
    for claim in claims:
        quotes.setdefault(claim.evidence.document, set()).add(" ".join(claim.evidence.quote.split()))
    seen: set[str] = set()
    found = []
    for document in sorted(quotes):
        long = {quote for quote in quotes[document] if quote.count(" ") + 1 >= REPRINTED}
        if seen.isdisjoint(long):
            found.append(document)
        seen |= long
    return tuple(found)
