"""Documents to claims by the frame patterns of the ontology, and the gate every back-end's claims pass.

The map from document to claims is pure: it knows one document, the ontology and the authority file.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Protocol

from kg.claims import stance
from kg.claims.authority import Authority
from kg.claims.confidence import Origin, Reason, Weights, confidence
from kg.claims.frames import frames
from kg.claims.mentions import Mentions
from kg.claims.phrases import Tree, noun_phrase
from kg.claims.quantities import quantity
from kg.claims.times import Times
from kg.claims.typing import SPEAKER, Elided, Patterns, Typed, untaken
from kg.errors import ClaimError
from kg.model import Claim, Document, Evidence, Mention, Modality, Polarity, Sentence, Span, Token
from kg.ontology import Ontology

STATED = frozenset({"attr", "oprd", "pobj", "conj"})  # labels of nouns that a clause can say of somebody
OF_ITSELF = frozenset({"self", "bearer", "subject"})  # roles by which a noun says what somebody or something is


class Extractor(Protocol):
    """A back-end: reads the claims of one document."""

    name: str  # name and version: "patterns/1"

    def extract(
        self, document: Document, sentences: Sequence[Sentence], ontology: Ontology
    ) -> Iterator[Claim[Mention]]: ...


@dataclass(frozen=True, slots=True)
class Explained:
    """A claim and what its confidence comes from."""

    claim: Claim[Mention]
    reasons: tuple[Reason, ...]


class PatternExtractor:
    """The offline back-end: grammar, and the frame patterns of the ontology."""

    name = "patterns/1"

    def __init__(self, authority: Authority, weights: Weights | None = None) -> None:
        """`weights`: what features do to confidence; None for those that come with kg."""
        self._authority = authority
        self._weights = Weights.load() if weights is None else weights
        self._indexed: tuple[Ontology, Patterns, Patterns] | None = None  # of the ontology last read with

    def extract(
        self, document: Document, sentences: Sequence[Sentence], ontology: Ontology
    ) -> Iterator[Claim[Mention]]:
        """The claims of one document in text order, each once."""
        return (explained.claim for explained in self.explained(document, sentences, ontology))

    def explained(self, document: Document, sentences: Sequence[Sentence], ontology: Ontology) -> Iterator[Explained]:
        """The same claims, each with what its confidence comes from."""
        patterns, fallbacks = self._patterns(ontology)
        reading = _Reading(document, sentences, self._authority, ontology, patterns, fallbacks, self._weights)
        for claims in reading.sentences_claims():
            yield from _distinct(claims, ontology)

    def _patterns(self, ontology: Ontology) -> tuple[Patterns, Patterns]:
        """The frame patterns by predicate and those of fallbacks, put in order once for all documents."""
        if self._indexed is None or self._indexed[0] is not ontology:
            self._indexed = (ontology, Patterns(ontology), Patterns(ontology, fallback=True))
        return self._indexed[1:]


def gate(document: Document, claim: Claim[Mention], ontology: Ontology) -> None:
    """Refuse a claim whose words are not in the document, whose relation is unknown or whose types do not fit.

    Raises:
        ClaimError: what does not hold, with the claim.
    """
    evidence = claim.evidence
    stated = f"{claim.subject.name} | {claim.relation} | {claim.object.name}"
    if evidence.document != document.id:
        raise ClaimError(f"{document.source}: {stated}: quotes another document, {evidence.document}")
    if not evidence.quote or document.text[slice(*evidence.span)] != evidence.quote:
        place = f"{evidence.span.start}-{evidence.span.end}"
        raise ClaimError(f"{document.source}: {stated}: the quote {evidence.quote!r} is not the text at {place}")
    gate_relation(document, claim, ontology)


def gate_relation(document: Document, claim: Claim[Mention], ontology: Ontology) -> None:
    """Refuse a claim whose relation is unknown or whose types do not fit: what can be told without the text.

    Raises:
        ClaimError: what does not hold, with the claim.
    """
    relation = ontology.relations.get(claim.relation)
    stated = f"{claim.subject.name} | {claim.relation} | {claim.object.name}"
    if relation is None:
        raise ClaimError(f"{document.source}: {stated}: the ontology has no such relation")
    for role, mention, allowed in (
        ("subject", claim.subject, relation.domain),
        ("object", claim.object, relation.range),
    ):
        if not ontology.fits(mention.type, allowed):
            raise ClaimError(f"{document.source}: {stated}: its {role} is a {mention.type}, which does not fit")


@dataclass(slots=True)
class _Reading:
    """One document being read."""

    document: Document
    sentences: Sequence[Sentence]
    authority: Authority
    ontology: Ontology
    patterns: Patterns
    fallbacks: Patterns
    weights: Weights

    def sentences_claims(self) -> Iterator[list[Explained]]:
        """The claims of each sentence."""
        trees = [Tree(sentence) for sentence in self.sentences]
        if not trees:
            return
        mentions = Mentions(trees, self.authority, self.ontology, stance.quoted_by(trees))
        times = Times(self.document.published, trees, self.ontology)
        elided = Elided()
        for tree in trees:
            said = [(frame, stance.stance(tree, frame.predicate)) for frame in frames(tree)]
            typed = [each for frame, how in said for each in self.patterns.read(frame, how, mentions, elided)]
            rest = (each for frame, how in said for each in self.fallbacks.read(frame, how, mentions, Elided()))
            stances = {frame.predicate.index: how for frame, how in said}
            yield [
                claim
                for each in (*typed, *untaken(rest, typed))
                for claim in self._claims(each, stances[each.frame.predicate.index], mentions, times)
            ]

    def _claims(self, typed: Typed, how: stance.Stance, mentions: Mentions, times: Times) -> Iterator[Explained]:
        """The claims of a typed frame: one, or one for each of several who hold it ("which A and B regard as")."""
        if typed.subject.role == "self" and how.polarity is Polarity.DENIED:
            return  # "without talks on the border": what there is not is about nothing
        pattern, span, time = typed.pattern, self._evidence(typed), times.of(typed, how)
        spoken = mentions.is_spoken(typed.frame.predicate)
        for holder in self._holders(typed, mentions):
            reasons = self.weights.explain(Origin(typed, how, holder, spoken))
            claim = Claim(
                subject=typed.subject.mention,
                relation=typed.relation.id,
                object=typed.object.mention,
                evidence=Evidence(
                    document=self.document.id,
                    span=span,
                    quote=self.document.text[slice(*span)],
                    cue=_cue(typed),
                    extractor=PatternExtractor.name,
                ),
                holder=holder,
                polarity=pattern.sets_polarity or how.polarity,
                modality=_modality(typed, how),
                tense=how.tense,
                time=time,
                quantity=quantity(typed.object.phrase) or quantity(typed.subject.phrase),
                confidence=confidence(reasons),
            )
            yield Explained(claim, reasons)

    def _holders(self, typed: Typed, mentions: Mentions) -> list[tuple[Mention, ...]]:
        """Chains of who says so, outermost first: the speakers around the clause, then whoever the frame itself names.

        The empty chain stands for the document. There is no chain if somebody says so and nothing tells who: "it said".
        """
        tree = typed.frame.tree
        if typed.subject.role == "bearer" and typed.frame.predicate.dep not in STATED:
            return [()]  # "President X left, she said": that he is one she takes for granted
        levels = mentions.speakers(tree, typed.frame.predicate)
        patients = typed.frame.arguments.get("patient", ())
        levels += [(tree, [phrase.holder]) for phrase in patients if phrase.holder is not None]
        for role in typed.pattern.holder:
            heads = [phrase.head for phrase in typed.frame.arguments.get(role, ())]
            levels.append((tree, [head for head in heads if not stance.is_nobody(tree, head)]))
        found = [[mentions.resolve(noun_phrase(home, _bearer(home, head))) for head in heads] for home, heads in levels]
        named = [[mention for mention in level if mention is not None] for level in found]
        if any(not level and _are_pronouns(heads) for level, (_, heads) in zip(named, levels, strict=True)):
            return []
        if typed.subject.role == SPEAKER or typed.pattern.speaker:  # the claim is what saying it does
            named = [[mention for mention in level if mention.name != typed.subject.mention.name] for level in named]
        chains = {_once(chain): None for chain in product(*(level for level in named if level))}
        return list(chains)

    def _evidence(self, typed: Typed) -> Span:
        """The stretch of the sentence that holds predicate, subject and object, and the noun a light verb leans on."""
        tree, predicate, arguments = typed.frame.tree, typed.frame.predicate, typed.frame.arguments
        spans = [predicate.span, *(child.span for child in tree.children(predicate, "aux", "auxpass", "neg", "prt"))]
        phrases = [typed.subject.phrase, typed.object.phrase]
        phrases += arguments["patient"] if typed.pattern.patient else []
        spans += [phrase.span for phrase in phrases if phrase.tree is tree]
        for phrase in arguments.get("self", ()):
            spans.append(Span(phrase.span.start, predicate.span.end))
        return self._closed(Span(min(span.start for span in spans), max(span.end for span in spans)))

    def _closed(self, span: Span) -> Span:
        """A stretch with the mark that closes the quotation it ends in, and the full stop before that."""
        text = self.document.text
        inside = text[slice(*span)]
        if inside.count("“") > inside.count("”") or inside.count('"') % 2:
            for further in (1, 2):
                if text[span.end + further - 1 : span.end + further] in ("”", '"'):
                    return Span(span.start, span.end + further)
        return span


def _modality(typed: Typed, how: stance.Stance) -> Modality:
    """That of the words themselves or of the clause; of an act that is only named, of what is done about it."""
    pattern, frame = typed.pattern, typed.frame
    if pattern.sets_modality is not None or how.modality is not Modality.ASSERTED:
        return pattern.sets_modality or how.modality
    if frame.pos == "NOUN" and not OF_ITSELF.intersection((*pattern.subject, *pattern.object)):
        return stance.sought(frame.tree, frame.predicate)
    leans = frame.pos == "VERB" and pattern.patient and typed.object.role != "patient"  # "proposed a truce with"
    return stance.SOUGHT_BY.get(frame.lemma, Modality.ASSERTED) if leans else Modality.ASSERTED


def _bearer(tree: Tree, noun: Token) -> Token:
    """The name a description stands behind: "X, a consultant and a voter who said": X."""
    head = tree.head(noun)
    if noun.dep == "conj" and head is not None and head.dep == "appos":
        noun, head = head, tree.head(head)
    return head if noun.dep == "appos" and head is not None and head.entity == "PERSON" else noun


def _are_pronouns(heads: Sequence[Token]) -> bool:
    return bool(heads) and all(head.pos == "PRON" for head in heads)


def _once(chain: Sequence[Mention]) -> tuple[Mention, ...]:
    """A chain of speakers without those who are named again further in."""
    return tuple({mention.name: mention for mention in reversed(chain)}.values())[::-1]


def _distinct(claims: Sequence[Explained], ontology: Ontology) -> Iterator[Explained]:
    """Each claim of a sentence once: of two readings of the same words, the one that says who holds it."""
    best: dict[tuple[object, ...], Explained] = {}
    for explained in claims:
        claim = explained.claim
        ends = [claim.subject.name, claim.object.name]
        symmetric = ontology.relations[claim.relation].symmetric
        pair = tuple(sorted(ends) if symmetric else ends)
        key = (claim.relation, pair, tuple(mention.name for mention in claim.holder))
        if key not in best or claim.confidence > best[key].claim.confidence:
            best[key] = explained
    held = {key[:-1] for key in best if key[-1]}
    yield from (explained for key, explained in best.items() if key[-1] or key[:-1] not in held)


def _cue(typed: Typed) -> str:
    """The words that carry the relation, of a title all of it; of a fallback, which only they tell apart, lemmas."""
    if typed.relation.fallback:
        preposition = typed.object.role if typed.object.phrase.head.dep == "pobj" else ""
        return " ".join(filter(None, (typed.frame.lemma, typed.frame.particle, preposition)))
    tree, predicate = typed.frame.tree, typed.frame.predicate
    start = tree.sentence.span.start
    particle = tree.child(predicate, "prt")
    words = [predicate] + ([particle] if particle is not None else [])
    if typed.relation.affiliates and typed.frame.pos == "NOUN":
        words = _title(tree, predicate)
    return " ".join(tree.sentence.text[word.span.start - start : word.span.end - start] for word in words)


def _title(tree: Tree, noun: Token) -> list[Token]:
    """The noun of a title with the words in front that say which: "deputy foreign minister"."""
    first = noun.index
    while first and tree.tokens[first - 1].pos in ("ADJ", "NOUN", "PROPN") and not tree.tokens[first - 1].entity:
        first -= 1
    return list(tree.tokens[first : noun.index + 1])
