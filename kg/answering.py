"""Questions in plain English: read like a document, looked up in a graph, written as SPARQL.

What is not understood is said plainly: that nothing asks, that no relation is in the words, that the graph has nothing
of a name.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from kg.claims.asked import Pattern, Wanted, document_of, read_question
from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.claims.terms import Terms
from kg.claims.wh import Asks, has_question_word, statements
from kg.claims.wording import plain
from kg.errors import QueryError
from kg.graph.encode import entity_iri, label
from kg.graph.names import entity_names, fold, nearest
from kg.graph.patterns import ClaimPattern, Node, sparql
from kg.graph.result import Result
from kg.model import EntityId, Mention, Modality, Polarity, TypeId
from kg.ontology import Ontology, Relation
from kg.resources import resource
from kg.text.annotate import Annotator

if TYPE_CHECKING:
    import pyoxigraph as ox

LISTED = 3  # things named in what a question was read as


@dataclass(frozen=True, slots=True)
class Understood:
    """What a question was taken for."""

    reading: str  # "? opposes Sweden's accession to NATO"
    sparql: str
    asks: Asks = Asks.THING
    wider: str = ""  # the query without what narrows it, such as "not" and "will"; empty: nothing does
    notes: tuple[str, ...] = ()  # what to know before the answer is believed

    def remarks(self, answer: Result, wider: Result | None) -> tuple[str, ...]:
        """What is to be said of an answer: what the question was read as, and yes or no. `wider`: that of the wider."""
        found = (f"read as: {self.reading}", *self.notes)
        if answer and self.asks is Asks.WHETHER:
            return (*found, _verdict(answer))
        if answer:
            return found
        if wider:
            more = f"{len(wider)} say otherwise or do not say: ask more openly"
            return (*found, f"understood, but no claim fits how it is asked (denied, planned, when, how many); {more}")
        return (*found, "understood, but no claim in the graph says so")


def is_english(text: str) -> bool:
    """Whether a question is one in plain English, and not the name of a saved one.

    >>> is_english("who-opposes"), is_english("Who opposes the plan?")
    (False, True)
    """
    return " " in text.strip() or text.rstrip().endswith("?")


class Reader:
    """Reads questions to a graph. The language model is loaded with the first one: a second or two."""

    def __init__(self, ontology: Ontology, model: str | None = None) -> None:
        """`model`: the spaCy pipeline to read with; None for the one that comes with kg."""
        self._ontology = ontology
        self._annotator = Annotator(model)

    def understand(self, store: "ox.Store", question: str, *, base: str) -> Understood:
        """What a question asks of a graph.

        Raises:
            QueryError: it is not understood; the message says which part, and the names nearest to one not known.
        """
        pattern = self._pattern(question)
        names = _Things(store, base, self._authority, self._terms)
        relation = self._ontology.relations[pattern.relation] if pattern.relation is not None else None
        asked = self._spoken(pattern, names) if relation is None else self._related(pattern, relation, names)
        wider = replace(asked, polarity=None, modality=None, title="", time=None, when=False, amount=False)
        return Understood(
            reading=_reading(pattern, relation, asked, names),
            sparql=sparql(asked, base=base),
            asks=pattern.asks,
            wider=sparql(wider, base=base) if wider != asked else "",
            notes=tuple(_notes(pattern, relation)),
        )

    def _spoken(self, pattern: Pattern, names: "_Things") -> ClaimPattern:
        """What somebody says about something."""
        fallbacks = tuple(sorted(one.id for one in self._ontology.relations.values() if one.fallback))
        holder, about = names.node(pattern.holder), names.node(pattern.about)
        return ClaimPattern(speech=True, excluded=fallbacks, holder=holder, about=about)

    def _related(self, pattern: Pattern, relation: Relation, names: "_Things") -> ClaimPattern:
        """Claims of a relation."""
        subject, object_ = names.node(pattern.subject, relation.domain), names.node(pattern.object, relation.range)
        holder = names.node(pattern.holder)
        return ClaimPattern(
            relations=tuple(sorted(self._ontology.below(relation.id))),
            reversed=self._reversed(relation),
            subject=subject,
            object=object_,
            holder=Node() if set(holder.iris) & set(subject.iris) else holder,
            polarity=pattern.polarity,
            modality=pattern.modality,
            cue=pattern.cue,
            title=pattern.title,
            time=pattern.time,
            when=pattern.asks is Asks.TIME,
            amount=pattern.asks is Asks.AMOUNT,
        )

    def _pattern(self, question: str) -> Pattern:
        """The pattern of a question.

        Raises:
            QueryError: nothing asks in it, or it asks for nothing that claims say.
        """
        text = " ".join(question.split()).rstrip("?!. ")
        sentences = self._annotator.annotate(document_of(f"{text}?"))
        if len(sentences) != 1:
            raise QueryError(f"{question!r}: is {len(sentences)} sentences; ask one question at a time")
        if not has_question_word(sentences[0]):
            raise QueryError(
                f"{question!r}: nothing asks in it; begin with who, what, which, where, when, how many, or did, "
                "has, is. `kg ask` lists the saved questions"
            )
        if not statements(sentences[0]):
            raise QueryError(
                f"{question!r}: asks for what claims do not say, such as why or how; ask who, what or when"
            )
        found = read_question(sentences[0], self._annotator.annotate, self._extractor, self._ontology, self._authority)
        if found is None:
            raise QueryError(
                f"{question!r}: no relation was found in the words; say it with another verb, such as "
                f"{', '.join(self._examples())}"
            )
        return found

    def _examples(self) -> Sequence[str]:
        """Some relations, for who found none: those with the most ways to say them."""
        known = [each for each in self._ontology.relations.values() if each.frames and not each.fallback]
        return [each.label for each in sorted(known, key=lambda each: (-len(each.frames), each.id))[:5]]

    def _reversed(self, relation: Relation) -> tuple[str, ...]:
        """The relations that say the same from the other end."""
        below = sorted(self._ontology.below(relation.id))
        known = self._ontology.relations
        found = {one for one in below if known[one].symmetric}
        found |= {inverse for one in below if (inverse := known[one].inverse) is not None and inverse in known}
        return tuple(sorted(found))

    @cached_property
    def _authority(self) -> Authority:
        return Authority.load(resource("seeds/authority"))

    @cached_property
    def _extractor(self) -> PatternExtractor:
        return PatternExtractor(self._authority)

    @cached_property
    def _terms(self) -> Terms:
        return Terms(self._authority, self._ontology)


class _Things:
    """The things of a graph that a question names."""

    def __init__(self, store: "ox.Store", base: str, authority: Authority, terms: Terms) -> None:
        self._store = store
        self._base = base
        self._authority = authority
        self._terms = terms

    def node(self, end: Wanted | tuple[Mention, ...] | None, allowed: Sequence[TypeId] = ()) -> Node:
        """An end of a pattern by the IRIs of what it names.

        `allowed`: the types one of which it has anyhow; only what narrows them down need be asked.

        Raises:
            QueryError: the graph has nothing called so.
        """
        if end is None:
            return Node()
        if isinstance(end, Wanted):
            return Node(types=() if allowed and set(allowed) <= set(end.types) else end.types)
        return Node(iris=tuple(sorted({iri for mention in end for iri in self._iris(mention)})))

    def label(self, iri: str) -> str:
        return label(self._store, iri) or iri

    def _iris(self, mention: Mention) -> tuple[str, ...]:
        """What a mention of a question stands for in the graph.

        What the authority file knows has its id or its label there; other names are looked up as they stand; a
        description is whatever says the same, or more.
        """
        if mention.key is not None:
            iri = entity_iri(EntityId(mention.key), base=self._base)
            if label(self._store, iri):
                return (iri,)
        exact = self._called(mention.text if mention.named else mention.name)
        described = () if exact and mention.named else self._described(mention)
        if found := described or exact:
            return found
        near = nearest(mention.name, dict.fromkeys(sorted(text for _, text in self._names)))
        hint = near or self._related(mention) or "`kg claims` prints what there is"
        raise QueryError(f"nothing called {mention.name!r} in the graph; {hint}")

    def _related(self, mention: Mention) -> str:
        """A hint with the names that have most to do with one that is not known, of those as near the shortest."""
        wanted, could = self._terms.of(mention.name), self._terms.pattern(mention.name)
        shared = {text: len(wanted & self._terms.of(text)) for _, text in self._names if could.search(text)}
        best = sorted((text for text in shared if shared[text]), key=lambda text: (-shared[text], len(text), text))
        return f"there is {', '.join(best[:LISTED])}" if best else ""

    def _called(self, name: str) -> tuple[str, ...]:
        """What has exactly that name."""
        wanted = fold(plain(name))
        return tuple(sorted({iri for iri, text in self._names if fold(text) == wanted}))

    def _described(self, mention: Mention) -> tuple[str, ...]:
        """The things that a description fits: of its head noun if any are, else with all its words in their names.

        What somebody is to do is left out where a thing is described: "respect the treaty" is no treaty.
        """
        wanted, head = self._terms.of(mention.name), self._terms.head(mention.name)
        could = self._terms.pattern(mention.name)
        names = {text for _, text in self._names if could.search(text)}
        fitting = {text for text in names if wanted <= self._terms.of(text)} if wanted else set[str]()
        same = {text for text in fitting if self._terms.head(text) == head}
        return tuple(sorted({iri for iri, text in self._names if text in (same or fitting)}))

    @cached_property
    def _names(self) -> tuple[tuple[str, str], ...]:
        return entity_names(self._store, base=self._base)


def _reading(pattern: Pattern, relation: Relation | None, asked: ClaimPattern, names: _Things) -> str:
    """A pattern in words: "? does not support Sweden's accession to NATO"."""
    if relation is None:
        about = f" about {_named(asked.about, names)}" if asked.about.iris else ""
        return f"what {_named(asked.holder, names)} says{about}"
    label = relation.denied_label if pattern.polarity is not None else relation.label
    words = pattern.cue or pattern.title
    label = f"{label} ({words})" if words else label
    ends = [_named(node, names) for node in (asked.subject, asked.object)]
    parts = [ends[0], label, ends[1]]
    parts += [f"[{pattern.modality}]"] if pattern.modality is not None else []
    parts += [f"[time: {pattern.time}]"] if pattern.time is not None else []
    parts += [f"according to {_named(asked.holder, names)}"] if pattern.holder is not None else []
    return " ".join(parts)


def _named(node: Node, names: _Things) -> str:
    if not node.iris:
        return "?"
    more = f" and {len(node.iris) - LISTED} more" if len(node.iris) > LISTED else ""
    return " / ".join(dict.fromkeys(map(names.label, node.iris[:LISTED]))) + more


def _notes(pattern: Pattern, relation: Relation | None) -> Iterator[str]:
    if relation is not None and relation.fallback:
        yield f"no relation fits; these are the claims in which the text says {pattern.cue!r}"
    if pattern.unused:
        yield f"not looked at: {', '.join(map(repr, pattern.unused))}"


def _verdict(answer: Result) -> str:
    """How many claims say yes and how many no, and how many of them only that it is planned, required or possible.

    Both are kept: nobody is said to be right.
    """
    said = Counter((str(row["polarity"]), row["modality"] == Modality.ASSERTED) for row in answer)
    parts = []
    for polarity in Polarity:
        sure, unsure = said[polarity, True], said[polarity, False]
        put_off = f", {unsure} of them not as a fact (see modality)" if unsure else ""
        parts += [f"{polarity} by {sure + unsure}{put_off}"] if sure + unsure else [f"{polarity} by none"]
    return "; ".join(parts)
