"""Mentions of all documents to entities of the graph.

Merging is conservative. What the authority file knows is one thing everywhere; a proper name is one thing everywhere
when name and type agree; a person's surname or a title with it joins the one full name of the collection it fits; a
description that names somebody ("Ukraine's accession to the European Union") is one thing everywhere, and any other
description ("the talks") is a thing of its own document only. Pronouns merge nothing: they were resolved within their
sentence's document and bring no name along.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator

from kg.claims.authority import Authority
from kg.claims.mentions import FIRST_PERSON, SPOKEN_FOR
from kg.claims.pronouns import IMPERSONAL, PERSONAL
from kg.model import Claim, DocumentId, Entity, EntityId, Mention, TypeId, digest

DEMONSTRATIVE = frozenset("who whom whose which that this these those".split())
PRONOUNS = PERSONAL | IMPERSONAL | FIRST_PERSON | SPOKEN_FOR | DEMONSTRATIVE
SLUG_LENGTH = 60  # characters: IRIs stay readable in a table


def resolve(claims: Iterable[Claim[Mention]], authority: Authority) -> tuple[Claim[Entity], ...]:
    """The claims of a whole collection with entities in place of mentions, in the order of their passages.

    The result does not depend on the order of the claims given.
    """
    known = sorted(claims, key=_order)
    identities = _Identities(known, authority)
    return tuple(identities.resolved(claim) for claim in known)


def slug(name: str) -> str:
    """The readable part of an IRI.

    >>> slug("Ukraine's accession to the EU")
    'ukraine-s-accession-to-the-eu'
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")
    if len(words) > SLUG_LENGTH:
        words = f"{words[:SLUG_LENGTH].rstrip('-')}-{digest(name)[:8]}"
    return words or digest(name)[:16]


class _Identities:
    """Which entity each mention of a collection is."""

    def __init__(self, claims: Iterable[Claim[Mention]], authority: Authority) -> None:
        self._authority = authority
        self._names: defaultdict[EntityId, Counter[str]] = defaultdict(Counter)
        self._types: defaultdict[EntityId, Counter[TypeId]] = defaultdict(Counter)
        self._surfaces: defaultdict[EntityId, set[str]] = defaultdict(set)
        for document, mention in _mentions(claims):
            id_ = self._id(document, mention)
            self._names[id_][mention.name] += 1
            self._types[id_][mention.type] += 1
            if _is_alias(mention):
                self._surfaces[id_].add(mention.text)
        self._entities = {id_: self._describe(id_) for id_ in sorted(self._names)}

    def resolved(self, claim: Claim[Mention]) -> Claim[Entity]:
        """The same claim about entities."""

        def entity(mention: Mention) -> Entity:
            return self._entities[self._id(claim.evidence.document, mention)]

        return Claim(
            subject=entity(claim.subject),
            relation=claim.relation,
            object=entity(claim.object),
            evidence=claim.evidence,
            holder=tuple(map(entity, claim.holder)),
            polarity=claim.polarity,
            modality=claim.modality,
            tense=claim.tense,
            quantity=claim.quantity,
            confidence=claim.confidence,
        )

    def _id(self, document: DocumentId, mention: Mention) -> EntityId:
        if mention.key is not None:
            return EntityId(mention.key)
        name = _normal(mention.name)
        if mention.named or self._names_somebody(mention.name):
            return EntityId(slug(name))
        return EntityId(f"{slug(name)}-{document[:8]}")

    def _names_somebody(self, description: str) -> bool:
        """Whether a description holds a name, so that it means the same in every document."""
        return any(word[:1].isupper() for word in re.findall(r"\w+", description)[1:]) or (
            self._authority.find(description.split("'")[0]) is not None
        )

    def _describe(self, id_: EntityId) -> Entity:
        known = self._authority.get(id_)
        label = known.label if known is not None else _most_common(self._names[id_])
        type_ = known.type if known is not None else _most_common(self._types[id_])
        aliases = sorted(self._surfaces[id_] - {label})
        same_as = known.same_as if known is not None else ()
        return Entity(id=id_, label=label, type=type_, aliases=tuple(aliases), same_as=same_as)


def _mentions(claims: Iterable[Claim[Mention]]) -> Iterator[tuple[DocumentId, Mention]]:
    for claim in claims:
        for mention in (claim.subject, claim.object, *claim.holder):
            yield claim.evidence.document, mention


def _is_alias(mention: Mention) -> bool:
    """Whether the words of a mention name the thing elsewhere too; "he" and "his country" name it here only."""
    if mention.text.casefold() in PRONOUNS:
        return False
    last = mention.text.rpartition(" ")[2]
    return not mention.named or any(letter.isupper() for letter in last)


def _order(claim: Claim[Mention]) -> tuple[object, ...]:
    evidence = claim.evidence
    return (evidence.document, evidence.span, claim.relation, claim.subject.name, claim.object.name, claim.polarity)


def _most_common[Name: str](counts: Counter[Name]) -> Name:
    return min(counts, key=lambda name: (-counts[name], name))


def _normal(name: str) -> str:
    return unicodedata.normalize("NFC", " ".join(name.split()))
