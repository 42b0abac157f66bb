"""The ontology: entity types and relations, read from Turtle.

Everything kg knows about the domain stands in `ontology/*.ttl`: what kinds of things there are and by which nouns they
are recognised, what can be claimed of them, in which words, how it is drawn. No type or relation is named in Python.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from kg.errors import OntologyError
from kg.iris import ONTOLOGY, PREFIXES, name_of
from kg.model import Modality, Polarity, RelationId, TypeId
from kg.turtle import Node, Turtle, turtle_files

KG = ONTOLOGY
RDF, RDFS, OWL, SKOS = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "owl", "skos"))


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityType:
    """A kind of thing, how it is recognised and how it is drawn."""

    id: TypeId
    label: str
    ancestors: frozenset[TypeId]  # itself and every class above it
    head_nouns: frozenset[str] = frozenset()  # lemmas that make a phrase one of these: "proposal"
    likely_nouns: frozenset[str] = frozenset()  # lemmas that do so where no class has them as head nouns
    entity_labels: frozenset[str] = frozenset()  # labels of a named-entity recogniser: "PERSON"; "CLAUSE" for clauses
    several: TypeId | None = None  # the type of several of them, spoken of together: nations, ministers
    national_nouns: frozenset[str] = frozenset()  # lemmas for what every state has: "government"
    disjoint: frozenset[TypeId] = frozenset()  # types nothing of this one is of, as declared: with ancestors they count
    empty_nouns: frozenset[str] = frozenset()  # that say nothing by themselves: "way", "instance"
    common_words: frozenset[str] = frozenset()  # words of names that tell nothing of whose it is: "foreign", "supreme"
    home: bool = False  # whether a title that does not say whose it is belongs to one of these: "the prime minister"
    synonyms: tuple[frozenset[str], ...] = ()  # nouns a text uses for one and the same thing: plan, proposal
    shape: str = "box"  # a shape of vis-network
    fill: str = "#ffffff"
    letter: str = ""

    @property
    def name(self) -> str:
        return name_of(self.id)


@dataclass(frozen=True, slots=True, kw_only=True)
class FramePattern:
    """One way of saying a relation: a predicate and the roles its subject and object stand in.

    Roles are those of `kg.claims.frames`; the first one present is taken.
    """

    lemmas: frozenset[str]  # empty: any
    pos: str  # VERB, NOUN or ADJ
    subject: tuple[str, ...]
    object: tuple[str, ...]
    holder: tuple[str, ...] = ()  # the role that says so: who calls something something
    patient: frozenset[str] = frozenset()  # lemmas one of which the direct object has: "hold" + "talks"
    particle: str = ""  # "rule" + "out"
    without: frozenset[str] = frozenset()  # roles nothing may fill: "called Kyiv to discuss" calls for nothing
    subject_types: tuple[TypeId, ...] = ()  # narrower than the domain
    object_types: tuple[TypeId, ...] = ()  # narrower than the range
    except_lemmas: frozenset[str] = frozenset()  # where any other lemma will do
    except_objects: frozenset[str] = frozenset()  # lemmas its object must not have: "took office" occupies nothing
    except_under: frozenset[str] = frozenset()  # lemmas of the verb it must not be the object of: "won an endorsement"
    under: frozenset[str] = frozenset()  # lemmas one of which the verb above it has: "voted" + "in favour of"
    agent_types: tuple[TypeId, ...] = ()  # what the agent must be, where that is neither subject nor object
    modalities: frozenset[Modality] = frozenset()  # only in these: "must" makes a requirement; empty: any
    polarities: frozenset[Polarity] = frozenset()  # likewise
    speaker: str = ""  # the role whose filler must be the one who says the clause, or speak for: "said it would leave"
    sets_modality: Modality | None = None  # "threat of an attack": the words themselves say possible
    sets_polarity: Polarity | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A sentence and the claim that must be read from it."""

    text: str
    subject: str
    object: str
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    holder: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """What can be claimed of two things."""

    id: RelationId
    label: str  # the words on the arrow: "opposes"
    denied_label: str  # "does not oppose"
    definition: str
    domain: tuple[TypeId, ...]  # any of them
    range: tuple[TypeId, ...]
    stance: str  # supportive, adversarial or neutral
    notation: str = ""  # the nearest event code: "PLOVER:REJECT"; of two names the older one, YIELD for CONCEDE
    symmetric: bool = False
    affiliates: bool = False  # whether its subject speaks for its object: who holds office in a state
    fallback: bool = False  # whether it only takes what no other relation does, and is not shown unasked
    transitive: bool = False
    inverse: RelationId | None = None
    inverse_label: str = ""  # "is guaranteed by"
    parents: tuple[RelationId, ...] = ()
    disjoint: tuple[RelationId, ...] = ()  # relations that nobody has to a thing together with this one, as declared
    frames: tuple[FramePattern, ...] = ()
    examples: tuple[Example, ...] = ()

    @property
    def name(self) -> str:
        return name_of(self.id)


@dataclass(frozen=True, kw_only=True)
class Ontology:
    """Types and relations by id, in the order of their ids."""

    types: Mapping[TypeId, EntityType]
    relations: Mapping[RelationId, Relation]
    digest: str  # of the files it was read from
    files: tuple[Path, ...] = field(default=(), compare=False)

    def fits(self, type_: TypeId, allowed: Iterable[TypeId]) -> bool:
        """Whether a type is one of the allowed types or below one of them; everything fits an empty list."""
        options = tuple(allowed)
        known = self.types.get(type_)
        return not options or (known is not None and any(option in known.ancestors for option in options))

    def compatible(self, left: TypeId, right: TypeId) -> bool:
        """Whether one thing may be of both types: neither, nor a type above it, is disjoint with the other's."""
        above = [self.types[type_].ancestors if type_ in self.types else frozenset() for type_ in (left, right)]
        apart = [self._disjoint(ancestors) for ancestors in above]
        return apart[0].isdisjoint(above[1]) and apart[1].isdisjoint(above[0])

    def relation(self, name: str) -> Relation:
        """A relation by IRI, by the name at the end of its IRI or by its label.

        Raises:
            OntologyError: there is none of that name; the message lists the nearest ones.
        """
        for relation in self.relations.values():
            if name in (relation.id, relation.name, relation.label):
                return relation
        from difflib import get_close_matches

        near = get_close_matches(name, [relation.name for relation in self.relations.values()], n=3)
        hint = f"did you mean {' or '.join(near)}?" if near else "`kg info --relations` lists them"
        raise OntologyError(f"no relation {name!r} in the ontology; {hint}")

    def property(self, name: str) -> RelationId:
        """The IRI of a relation or of the inverse of one, by IRI, by the name at its end or by label.

        Raises:
            OntologyError: there is none of that name; the message lists the nearest relations.
        """
        for relation in self.relations.values():
            if relation.inverse and name in (relation.inverse, name_of(relation.inverse), relation.inverse_label):
                return relation.inverse
        return self.relation(name).id

    def _disjoint(self, types: Iterable[TypeId]) -> frozenset[TypeId]:
        """What is declared disjoint with any of some types; those of other ontologies declare nothing."""
        return frozenset().union(*(self.types[type_].disjoint for type_ in types if type_ in self.types))

    def below(self, relation: RelationId) -> frozenset[RelationId]:
        """A relation and every relation below it; hierarchies may hold cycles."""
        found = {relation}
        while more := {one.id for one in self.relations.values() if found & set(one.parents)} - found:
            found |= more
        return frozenset(found)

    @cached_property
    def default_type(self) -> TypeId:
        """The type of what no noun and no label tells anything about."""
        return next(type_.id for type_ in self.types.values() if "*" in type_.head_nouns)

    @cached_property
    def type_by_noun(self) -> Mapping[str, TypeId]:
        likely = {noun: type_.id for type_ in self.types.values() for noun in sorted(type_.likely_nouns)}
        return likely | {
            noun: type_.id for type_ in self.types.values() for noun in sorted(type_.head_nouns) if noun != "*"
        }

    @cached_property
    def empty_nouns(self) -> frozenset[str]:
        """The nouns that say nothing without a word beside them."""
        return frozenset().union(*(type_.empty_nouns for type_ in self.types.values()))

    @cached_property
    def titles(self) -> frozenset[str]:
        """The nouns whose bearer speaks for whom they belong to: minister, spokesperson, head of state."""
        frames = [frame for relation in self.relations.values() if relation.affiliates for frame in relation.frames]
        borne = [frame for frame in frames if frame.pos == "NOUN" and "bearer" in frame.subject]
        return frozenset().union(*(frame.lemmas for frame in borne))

    @cached_property
    def type_by_entity_label(self) -> Mapping[str, TypeId]:
        return {label: type_.id for type_ in self.types.values() for label in sorted(type_.entity_labels)}


def load(*paths: Path) -> Ontology:
    """Read an ontology from Turtle files, or from all `*.ttl` of folders, together.

    Raises:
        OntologyError: a file is missing or not Turtle, or a term lacks what it needs; the message names it.
    """
    files = turtle_files(*paths)
    graph = Turtle(files)
    types = {type_.id: type_ for type_ in sorted(_types(graph), key=lambda type_: type_.id)}
    relations = {relation.id: relation for relation in sorted(_relations(graph), key=lambda relation: relation.id)}
    ontology = Ontology(types=types, relations=relations, digest=graph.digest, files=files)
    _check(ontology)
    return ontology


def _types(graph: Turtle) -> Iterator[EntityType]:
    parents = {node.value: graph.iris(node, RDFS + "subClassOf") for node in graph.subjects(OWL + "Class")}

    def ancestors(iri: str) -> frozenset[TypeId]:
        found = {iri}
        while more := {parent for one in found for parent in parents.get(one, ())} - found:
            found |= more
        return frozenset(map(TypeId, found))

    thing = TypeId(KG + "Thing")
    for node in graph.subjects(OWL + "Class"):
        above = ancestors(node.value)
        if thing not in above:
            continue  # classes of the claim vocabulary and of other ontologies
        yield EntityType(
            id=TypeId(node.value),
            label=graph.text(node, RDFS + "label", name_of(node.value)),
            ancestors=above,
            head_nouns=frozenset(graph.texts(node, KG + "headNoun")),
            likely_nouns=frozenset(" ".join(graph.texts(node, KG + "likelyNoun")).split()),
            national_nouns=frozenset(graph.texts(node, KG + "nationalNoun")),
            entity_labels=frozenset(graph.texts(node, KG + "entityLabel")),
            several=next(map(TypeId, graph.iris(node, KG + "several")), None),
            disjoint=frozenset(map(TypeId, graph.iris(node, OWL + "disjointWith"))),
            empty_nouns=frozenset(" ".join(graph.texts(node, KG + "emptyNoun")).split()),
            common_words=frozenset(" ".join(graph.texts(node, KG + "commonWord")).split()),
            home=graph.text(node, KG + "home") == "true",
            synonyms=tuple(frozenset(group.split()) for group in graph.texts(node, KG + "synonyms")),
            shape=graph.text(node, KG + "shape", "box"),
            fill=graph.text(node, KG + "fill", "#ffffff"),
            letter=graph.text(node, KG + "letter"),
        )


def _relations(graph: Turtle) -> Iterator[Relation]:
    for node in graph.subjects(KG + "Relation"):
        label = graph.text(node, RDFS + "label", name_of(node.value))
        inverses = graph.iris(node, OWL + "inverseOf")
        yield Relation(
            id=RelationId(node.value),
            label=label,
            denied_label=graph.text(node, KG + "deniedLabel", f"not: {label}"),
            definition=graph.text(node, SKOS + "definition"),
            domain=tuple(map(TypeId, graph.iris(node, RDFS + "domain"))),
            range=tuple(map(TypeId, graph.iris(node, RDFS + "range"))),
            stance=next(map(name_of, graph.iris(node, KG + "stance")), "neutral"),
            notation=next(reversed(graph.texts(node, SKOS + "notation")), ""),
            fallback=graph.text(node, KG + "fallback") == "true",
            symmetric=OWL + "SymmetricProperty" in graph.iris(node, RDF + "type"),
            affiliates=graph.text(node, KG + "affiliates") == "true",
            transitive=OWL + "TransitiveProperty" in graph.iris(node, RDF + "type"),
            inverse=RelationId(inverses[0]) if inverses else None,
            inverse_label=graph.text(inverses[0], RDFS + "label", name_of(inverses[0])) if inverses else "",
            parents=tuple(map(RelationId, graph.iris(node, RDFS + "subPropertyOf"))),
            disjoint=tuple(map(RelationId, graph.iris(node, OWL + "propertyDisjointWith"))),
            frames=tuple(sorted((_frame(graph, frame) for frame in graph.nodes(node, KG + "frame")), key=_frame_order)),
            examples=tuple(
                sorted(
                    (_example(graph, item) for item in graph.nodes(node, KG + "example")), key=lambda item: item.text
                )
            ),
        )


def _frame(graph: Turtle, node: Node) -> FramePattern:
    modality, polarity = graph.iris(node, KG + "setsModality"), graph.iris(node, KG + "setsPolarity")
    when = frozenset(map(name_of, graph.iris(node, KG + "when")))
    return FramePattern(
        lemmas=frozenset(graph.texts(node, KG + "lemma")),
        pos=graph.text(node, KG + "pos"),
        subject=tuple(graph.text(node, KG + "subject").split()),
        object=tuple(graph.text(node, KG + "object").split()),
        holder=tuple(graph.text(node, KG + "heldBy").split()),
        patient=frozenset(graph.texts(node, KG + "patient")),
        particle=graph.text(node, KG + "particle"),
        without=frozenset(graph.text(node, KG + "without").split()),
        subject_types=tuple(map(TypeId, graph.iris(node, KG + "subjectType"))),
        object_types=tuple(map(TypeId, graph.iris(node, KG + "objectType"))),
        except_lemmas=frozenset(graph.texts(node, KG + "exceptLemma")),
        except_objects=frozenset(graph.texts(node, KG + "exceptObject")),
        except_under=frozenset(graph.texts(node, KG + "exceptUnder")),
        under=frozenset(graph.texts(node, KG + "under")),
        agent_types=tuple(map(TypeId, graph.iris(node, KG + "agentType"))),
        modalities=frozenset(modality for modality in Modality if modality in when),
        polarities=frozenset(polarity for polarity in Polarity if polarity in when),
        speaker=graph.text(node, KG + "saidBy"),
        sets_modality=Modality(name_of(modality[0])) if modality else None,
        sets_polarity=Polarity(name_of(polarity[0])) if polarity else None,
    )


def _frame_order(frame: FramePattern) -> tuple[str, ...]:
    return (frame.pos, *sorted(frame.lemmas), frame.particle, *frame.subject, *frame.object, *sorted(frame.patient))


def _example(graph: Turtle, node: Node) -> Example:
    polarity, modality = graph.iris(node, KG + "polarity"), graph.iris(node, KG + "modality")
    return Example(
        text=graph.text(node, KG + "text"),
        subject=graph.text(node, KG + "subject"),
        object=graph.text(node, KG + "object"),
        polarity=Polarity(name_of(polarity[0])) if polarity else Polarity.AFFIRMED,
        modality=Modality(name_of(modality[0])) if modality else Modality.ASSERTED,
        holder=graph.text(node, KG + "holder") or None,
    )


def _check(ontology: Ontology) -> None:
    """Fail early, with the term and the mend."""
    if sum("*" in type_.head_nouns for type_ in ontology.types.values()) != 1:
        raise OntologyError(
            'exactly one class must have kg:headNoun "*", the type of everything else; add or remove one'
        )
    for relation in ontology.relations.values():
        for type_ in (*relation.domain, *relation.range):
            if type_ not in ontology.types:
                raise OntologyError(f"{relation.name}: {type_} is no class below kg:Thing; declare it or mend its name")
        for frame in relation.frames:
            if frame.pos not in ("VERB", "NOUN", "ADJ") or not frame.subject or not frame.object:
                raise OntologyError(
                    f"{relation.name}: a kg:frame needs kg:pos (VERB, NOUN or ADJ), kg:subject, kg:object"
                )
