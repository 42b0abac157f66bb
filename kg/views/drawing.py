"""What of the claims is drawn, and with which marks: the same for the page and for the picture.

A claim is an arrow from its subject to its object. Colour tells the stance of the relation, the stroke how it is said,
the words on the arrow the relation; nothing is told by colour alone.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from kg.errors import GraphError, OntologyError
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Modality, Polarity, Quantity, Span
from kg.ontology import EntityType, Ontology, Relation
from kg.views.layout import Box, Layout, Link, arrange
from kg.views.lettering import BOLD, LINE, lines, width

MOST_CLAIMS = 300  # more arrows than that on one screen tell nobody anything
MOST_ARROWS = 3  # from one thing to another; more claims become one thick arrow
THING_SIZE, HUB_SIZE, WORDS_SIZE = 13.0, 16.0, 11.5  # font sizes in pixels
HUB = 4  # claims about a thing, from which on its name is written larger
BEND = 0.24  # between neighbours of a fan of arrows, as vis-network's roundness
MIXED = "neutral"  # the stance of an arrow whose claims differ in it

STANCES = {"supportive": "Supports / seeks", "adversarial": "Opposes / threatens", "neutral": "Neutral"}
BEFORE_VERB = {
    Modality.INTENDED: "plans to",
    Modality.REQUIRED: "must",
    Modality.POSSIBLE: "may",
    Modality.HYPOTHETICAL: "would",
}
THIRD_PERSON = {"is": "be", "has": "have", "does": "do", "goes": "go"}
NO_ENDING = ("ss", "us", "is", "'s", "\u2019s")  # of words in -s that are no verbs in the third person


class Manner(StrEnum):
    """How a claim is said, as the stroke of its arrow tells it."""

    REPORTED = "reported"  # affirmed and asserted: solid
    PROPOSED = "proposed"  # affirmed in any other modality: dashed
    DENIED = "denied"  # dotted


MANNERS = {
    Manner.REPORTED: "Reported as done",
    Manner.PROPOSED: "Proposed / possible",
    Manner.DENIED: "Denied / has not",
}


@dataclass(frozen=True, slots=True)
class Thing:
    """An entity as it is drawn."""

    entity: Entity
    type: EntityType
    lines: tuple[str, ...]
    size: float  # of the letters
    box: Box


@dataclass(frozen=True, slots=True)
class Arrow:
    """One claim, or all claims of a crowded pair, as it is drawn."""

    claims: tuple[int, ...]  # positions in `Drawing.claims`
    lines: tuple[str, ...]
    stance: str
    manner: Manner
    link: Link  # between positions in `Drawing.things`


@dataclass(frozen=True, slots=True)
class Drawing:
    """Everything that is drawn, in reading order, and how much there is in all."""

    claims: tuple[Claim[Entity], ...]
    things: tuple[Thing, ...]
    arrows: tuple[Arrow, ...]
    all_claims: int
    all_things: int

    def layout(self) -> Layout:
        """Where everything goes; computed once for the page and the picture of the same claims."""
        return _arranged(tuple(thing.box for thing in self.things), tuple(arrow.link for arrow in self.arrows))


class Passage(NamedTuple):
    """The sentence or sentences a claim's quote stands in, with one sentence before and after."""

    document: DocumentId
    before: str
    text: str
    after: str
    start: int  # of `text` in the document
    number: int  # of its first sentence, from 1; 0 if the document's sentences are not known
    of: int


def draw(claims: Iterable[Claim[Entity]], documents: Mapping[DocumentId, Document], ontology: Ontology) -> Drawing:
    """Claims in reading order, at most `MOST_CLAIMS` of them, as things and arrows.

    Raises:
        GraphError: a claim quotes a document that is not given.
        OntologyError: a type or a relation is not in the ontology.
    """
    everything = sorted(claims, key=lambda claim: _reading_order(claim, documents))
    chosen = _most_connected(everything)
    degree = _degrees(chosen)
    entities = {entity.id: entity for claim in chosen for entity in (claim.subject, claim.object)}
    things = tuple(_thing(entity, degree[entity.id], ontology) for entity in entities.values())
    index = {thing.entity.id: number for number, thing in enumerate(things)}
    return Drawing(
        claims=tuple(chosen),
        things=things,
        arrows=tuple(_arrows(chosen, index, ontology)),
        all_claims=len(everything),
        all_things=len(_degrees(everything)),
    )


def relation_of(claim: Claim[Entity], ontology: Ontology) -> Relation:
    """The relation of a claim.

    Raises:
        OntologyError: the ontology has none of that IRI.
    """
    if claim.relation not in ontology.relations:
        raise OntologyError(f"relation {claim.relation} is not in the ontology; give the one the graph was built with")
    return ontology.relations[claim.relation]


def manner_of(claim: Claim[Entity]) -> Manner:
    """How a claim is said."""
    if claim.polarity is Polarity.DENIED:
        return Manner.DENIED
    return Manner.REPORTED if claim.is_direct else Manner.PROPOSED


def stance_of(relation: Relation) -> str:
    """The stance a relation is drawn in."""
    return relation.stance if relation.stance in STANCES else MIXED


def words_of(claim: Claim[Entity], relation: Relation) -> str:
    """The words between subject and object: the relation, denied or not, in its modality; of a fallback its cue too."""
    label = relation.denied_label if claim.polarity is Polarity.DENIED else relation.label
    label = f"{label} ({claim.evidence.cue})" if relation.fallback else label
    if claim.modality is Modality.ASSERTED:
        return label
    return in_modality(label, BEFORE_VERB[claim.modality])


def in_modality(label: str, before: str) -> str:
    """A relation's words after a modal verb; words that do not begin with an English verb come after a colon.

    >>> in_modality("is backstop of", "would"), in_modality("does not oppose", "may"), in_modality("ally of", "must")
    ('would be backstop of', 'may not oppose', 'must: ally of')
    """
    first, _, rest = label.partition(" ")
    negation, _, after = rest.partition(" ")
    if negation == "not" and first in THIRD_PERSON:
        verb = "" if first == "does" else THIRD_PERSON[first] + " "
        return f"{before} not {verb}{after}" if before != "plans to" else f"plans not to {verb}{after}"
    infinitive = _infinitive(first)
    return f"{before} {infinitive} {rest}".rstrip() if infinitive else f"{before}: {label}"


def holder_of(claim: Claim[Entity]) -> str:
    """Who says so, the outermost speaker first; "" for the document itself."""
    return ", citing ".join(holder.label for holder in claim.holder)


def quantity_words(quantity: Quantity) -> str:
    """An amount in words.

    >>> quantity_words(Quantity(value=800000, unit="troops", approximate=True))
    'about 800,000 troops'
    >>> quantity_words(Quantity(value=10, upper=15, unit="percent", of="the land"))
    '10 to 15 percent of the land'
    """
    about = "about " if quantity.approximate else ""
    upper = f" to {quantity.upper:,.12g}" if quantity.upper is not None else ""
    of = f" of {quantity.of}" if quantity.of else ""
    return f"{about}{quantity.value:,.12g}{upper} {quantity.unit}{of}".strip()


def passage_of(claim: Claim[Entity], documents: Mapping[DocumentId, Document]) -> Passage:
    """Where a claim's quote stands in its document."""
    document, span = documents[claim.evidence.document], claim.evidence.span
    sentences = document.sentences
    inside = [n for n, sentence in enumerate(sentences) if sentence.end > span.start and sentence.start < span.end]
    if not inside:
        return _surroundings(document, span)
    first, last = inside[0], inside[-1]
    start, end = min(sentences[first].start, span.start), max(sentences[last].end, span.end)
    before = document.text[slice(*sentences[first - 1])] if first else ""
    after = document.text[slice(*sentences[last + 1])] if last + 1 < len(sentences) else ""
    return Passage(document.id, before, document.text[start:end], after, start, first + 1, len(sentences))


def _surroundings(document: Document, span: Span) -> Passage:
    """The paragraph of a quote, for documents whose sentences are not known."""
    start = document.text.rfind("\n", 0, span.start) + 1
    end = document.text.find("\n", span.end)
    text = document.text[start : end if end >= 0 else None]
    return Passage(document.id, "", text, "", start, 0, 0)


@lru_cache(maxsize=8)
def _arranged(boxes: tuple[Box, ...], links: tuple[Link, ...]) -> Layout:
    return arrange(boxes, links)


def _reading_order(
    claim: Claim[Entity], documents: Mapping[DocumentId, Document]
) -> tuple[str, str, str, int, int, str, str, str, str]:
    evidence = claim.evidence
    if evidence.document not in documents:
        raise GraphError(f"claim {evidence.quote!r}: document {evidence.document!r} is not given; pass it as well")
    document = documents[evidence.document]
    source = (document.published or "9999", document.title, document.id)
    said = (claim.subject.id, claim.relation, claim.object.id, f"{claim.polarity} {claim.modality} {holder_of(claim)}")
    return (*source, *evidence.span, *said)


def _degrees(claims: Iterable[Claim[Entity]]) -> Counter[EntityId]:
    return Counter(entity.id for claim in claims for entity in (claim.subject, claim.object))


def _most_connected(claims: Sequence[Claim[Entity]]) -> list[Claim[Entity]]:
    """The claims about the things most is claimed of, still in reading order."""
    degree = _degrees(claims)

    def weight(position: int) -> tuple[int, int]:
        claim = claims[position]
        return -degree[claim.subject.id] - degree[claim.object.id], position

    return [claims[position] for position in sorted(sorted(range(len(claims)), key=weight)[:MOST_CLAIMS])]


def _thing(entity: Entity, claims: int, ontology: Ontology) -> Thing:
    if entity.type not in ontology.types:
        raise OntologyError(
            f"type {entity.type} of {entity.label!r} is not in the ontology; give the one the graph was built with"
        )
    type_ = ontology.types[entity.type]
    size = HUB_SIZE if claims >= HUB else THING_SIZE
    written = lines(entity.label, 20, 4)
    words = max(width(line, size) for line in written) * BOLD
    high = len(written) * size * LINE
    round_ = type_.shape == "ellipse"
    box = Box(round(words * (1.3 if round_ else 1) + 22), round(high * (1.3 if round_ else 1) + 14))
    return Thing(entity, type_, written, size, box)


def _arrows(claims: Sequence[Claim[Entity]], index: Mapping[EntityId, int], ontology: Ontology) -> Iterable[Arrow]:
    pairs: dict[tuple[int, int], list[int]] = {}
    for number, claim in enumerate(claims):
        pairs.setdefault((index[claim.subject.id], index[claim.object.id]), []).append(number)
    for pair in sorted({(min(pair), max(pair)) for pair in pairs}):
        bundles = [
            (ends, bundle)
            for ends in dict.fromkeys((pair, pair[::-1]))
            for bundle in _bundles(pairs.get((ends[0], ends[1]), []), MOST_ARROWS if pair[0] != pair[1] else 1)
        ]
        for position, ((source, target), bundle) in enumerate(bundles):
            aside = BEND * (position - (len(bundles) - 1) / 2)
            bend = aside if source <= target else -aside  # the other direction bends to the other hand
            yield _arrow([claims[number] for number in bundle], tuple(bundle), (source, target, bend), ontology)


def _bundles(numbers: Sequence[int], most: int) -> list[list[int]]:
    """Claims of one pair as arrows: one each, or all in one if they are too many; a thing has one arrow to itself."""
    if len(numbers) > most:
        return [list(numbers)]
    return [[number] for number in numbers]


def _arrow(
    claims: Sequence[Claim[Entity]], numbers: tuple[int, ...], ends: tuple[int, int, float], ontology: Ontology
) -> Arrow:
    relations = [relation_of(claim, ontology) for claim in claims]
    words = words_of(claims[0], relations[0]) if len(claims) == 1 else f"{len(claims)} claims"
    written = lines(words, 22, 2)
    wide = max(width(line, WORDS_SIZE) for line in written) * BOLD + 4
    stances = {stance_of(relation) for relation in relations}
    manners = {manner_of(claim) for claim in claims}
    source, target, bend = ends
    return Arrow(
        claims=numbers,
        lines=written,
        stance=stances.pop() if len(stances) == 1 else MIXED,
        manner=manners.pop() if len(manners) == 1 else Manner.REPORTED,
        link=Link(source, target, round(wide), round(len(written) * WORDS_SIZE * LINE + 2), bend),
    )


def _infinitive(verb: str) -> str:
    """An English verb without the ending of the third person, "" for what is none."""
    if verb in THIRD_PERSON:
        return THIRD_PERSON[verb]
    if not verb.endswith("s") or verb.endswith(NO_ENDING) or len(verb) < 4:
        return ""
    if verb.endswith("ies") and len(verb) > 4:
        return verb[:-3] + "y"
    return verb[:-2] if verb.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")) else verb[:-1]
