"""The nouns of kg: what is read, what is recognised in it, what is claimed and by whom.

All of them are plain frozen values of the standard library, so that steps can be tested by hand, pickled to another
process and compared. Offsets are Unicode code points into `Document.text`, half-open.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple, NewType

DocumentId = NewType("DocumentId", str)
EntityId = NewType("EntityId", str)  # the local part of the entity's IRI: "ukraine"
TypeId = NewType("TypeId", str)  # the IRI of a class of the ontology
RelationId = NewType("RelationId", str)  # the IRI of a property of the ontology


class Span(NamedTuple):
    """A stretch of a document's text: code points `start` to `end`, half-open.

    >>> "Kyiv agreed"[slice(*Span(0, 4))]
    'Kyiv'
    """

    start: int
    end: int


def overlap(left: Span, right: Span) -> float:
    """Share of the shorter span that the other covers, from 0 to 1.

    >>> overlap(Span(0, 4), Span(2, 10))
    0.5
    """
    shorter = min(left.end - left.start, right.end - right.start)
    shared = min(left.end, right.end) - max(left.start, right.start)
    return max(shared, 0) / shorter if shorter > 0 else 0.0


def digest(*parts: object) -> str:
    """128 bits of SHA-256, in hex, of the parts as one JSON list: `("ab", "c")` and `("a", "bc")` differ.

    >>> digest("ab", "c") == digest("a", "bc")
    False
    >>> len(digest("ab"))
    32
    """
    text = json.dumps(parts, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


class Polarity(StrEnum):
    """Whether the passage says the relation holds or that it does not."""

    AFFIRMED = "affirmed"
    DENIED = "denied"


class Modality(StrEnum):
    """How far from done the relation is, in the passage's words."""

    ASSERTED = "asserted"
    INTENDED = "intended"  # plans, aims, will, vows
    REQUIRED = "required"  # must, should, needs to
    POSSIBLE = "possible"  # may, could, is expected to
    HYPOTHETICAL = "hypothetical"  # would, if


class Tense(StrEnum):
    """When the relation holds, seen from the document's date."""

    PAST = "past"
    ONGOING = "ongoing"
    FUTURE = "future"


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """When something holds or happened, each end an ISO 8601 date at its own precision: 2021, 2021-03 or 2021-03-04.

    Both ends alike: within that day, month or year. An end that is None is open, "since 2014" or "until 2030"; at least
    one of them is not.

    >>> str(TimeSpan("2020-05", "2020-07")), str(TimeSpan("2014", None)), str(TimeSpan("2021-03-04", "2021-03-04"))
    ('2020-05 to 2020-07', 'from 2014', '2021-03-04')
    """

    start: str | None
    end: str | None

    def __str__(self) -> str:
        if self.start is None:
            return f"until {self.end}"
        if self.end is None:
            return f"from {self.start}"
        return self.start if self.start == self.end else f"{self.start} to {self.end}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text to read claims from, with what is known of its origin."""

    id: DocumentId
    text: str
    title: str
    source: str  # where it came from: a path relative to the input, or an address
    published: str | None = None  # ISO 8601, at its own precision: 2021, 2021-03 or 2021-03-04
    publisher: str | None = None
    language: str = "en"
    licence: str | None = None
    sentences: tuple[Span, ...] = ()  # set once it has been parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """A word of a sentence with its grammar: Universal POS and the ClearNLP labels of spaCy's English models."""

    index: int  # position in the sentence
    span: Span
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int  # index of the head in the sentence; its own index for the root
    entity: str = ""  # the named-entity label it is part of, "" for none
    begins: bool = False  # whether it begins a named entity


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A parsed sentence of one document, the unit claims are read from."""

    document: DocumentId
    index: int  # position in the document
    span: Span
    text: str
    tokens: tuple[Token, ...]
    starts_line: bool = False  # whether it is the first of its line: a paragraph or heading

    def children(self, token: Token, *deps: str) -> Iterator[Token]:
        """The direct dependents of a token in text order, only those with one of the labels if any are given."""
        for other in self.tokens:
            if other.head == token.index and other.index != token.index and (not deps or other.dep in deps):
                yield other


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A phrase of the text that stands for something, and what it stands for within its document."""

    span: Span
    text: str  # the phrase as written
    name: str  # the fullest name the document has for it: "Volodymyr Zelenskyy" for "he"
    type: TypeId
    key: str | None = None  # the id in the authority file, for what the graph knew before
    named: bool = False  # a proper name, not a description


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """That an entity goes by an alias: in how many passages that claims speak of, and in which documents."""

    alias: str
    count: int
    documents: tuple[DocumentId, ...]  # sorted


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A thing of the graph that mentions of one or many documents stand for."""

    id: EntityId
    label: str
    type: TypeId
    aliases: tuple[str, ...] = ()  # sorted, without the label
    same_as: tuple[str, ...] = ()  # sorted IRIs of the same thing elsewhere, checked
    uses: tuple[Use, ...] = ()  # sorted, of aliases only


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """An amount with its unit, as a claim states it: "40 percent of the land", "between 5,000 and 8,000 troops"."""

    value: float  # of a range the lower bound
    unit: str  # "troops", "percent", "US dollars"
    approximate: bool = False
    upper: float | None = None  # of a range the upper bound
    of: str = ""  # what a share is of: "the territory"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The passage a claim was read from. The gate refuses it unless `document.text[slice(*span)] == quote`."""

    document: DocumentId
    span: Span
    quote: str
    cue: str  # the words that carry the relation
    extractor: str  # name and version of the back-end: "patterns/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim[Argument: (Mention, Entity)]:
    """What one passage states: a relation between two things, who says so, how, and the words.

    `Claim[Mention]` is what a back-end extracts; entity resolution makes a `Claim[Entity]` of it, for the graph.
    Claims are never changed or retired.
    """

    subject: Argument
    relation: RelationId
    object: Argument
    evidence: Evidence
    holder: tuple[Argument, ...] = ()  # outermost speaker first; empty: the document itself
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    tense: Tense | None = None
    time: TimeSpan | None = None
    quantity: Quantity | None = None
    confidence: float = 1.0  # 0 to 1

    @property
    def arguments(self) -> Iterator[Argument]:
        """What it joins and who holds it, in the order subject, object, holders."""
        yield self.subject
        yield self.object
        yield from self.holder

    @property
    def is_direct(self) -> bool:
        """Whether the claim affirms and asserts its relation, so that a direct triple stands for it."""
        return self.polarity is Polarity.AFFIRMED and self.modality is Modality.ASSERTED
