"""The ontology that comes with kg: it loads, it is complete, its words are clean; a broken one is named."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib

from kg.errors import OntologyError
from kg.iris import ONTOLOGY, PREFIXES, name_of
from kg.model import Modality, Polarity, TypeId
from kg.ontology import FramePattern, Ontology, Relation, load
from kg.resources import resource

FOLDER = resource("ontology")
FILES = sorted(FOLDER.glob("*.ttl"))

_TYPES = """Action Actor ArmedForce Event Government Group Instrument InternationalOrganization Locality Organization
    Person Place Quantity State Thing Topic"""
_RELATIONS = """accepts accuses alignsWith alliedWith attacks backstopOf callsFor characterizedAs concerns criticizes
    deploysTo guarantorOf hasStrength holdsOfficeIn hosts includes leads mediates meetsWith memberOf negotiatesWith
    occupies opposes pledges proposes providesAidTo recognizes reflectedIn rejects represents requires respondsTo
    sanctions seeksAccessionTo signs supports takesPlaceIn threatens visits withdrawsFrom"""
_EVENTS = """appoints breaksWith concedesTo convicts cooperatesWith detains elects expels investigates lifts mobilizes
    protestsAgainst releases removesFromOffice rescues restricts"""
_DEEDS = """boycotts cutsAidTo defeats destroys handsOverTo honours interferesIn permits pressures resignsFrom
    runsAgainst seeksRefugeIn seizes spiesOn stopsFighting sues summons takesPartIn tradesWith violates warns"""
_FALLBACKS = ["relatedTo"]
TYPES, RELATIONS = _TYPES.split(), sorted([*_RELATIONS.split(), *_EVENTS.split(), *_DEEDS.split(), *_FALLBACKS])
ABSTRACT = {"Thing", "Actor"}  # nothing is only this: no nouns and no letter
SHAPES = {"box", "circle", "database", "diamond", "dot", "ellipse", "hexagon", "square", "star", "text", "triangle"}
STANCES = {"supportive", "adversarial", "neutral"}
ROLES = {
    "VERB": {"agent", "patient", "subject", "addressee", "complement", "attribute", "predicate", "context", "elided"}
    | {"speaker"},
    "NOUN": {"self", "agent", "bearer", "subject", "compound", "complement", "elided", "office", "home"},
    "ADJ": {"agent", "subject", "attribute", "complement", "speaker"},
}
_PREPOSITIONS = """about across against along among around as at behind between by concerning for from in inside into
    near of on over regarding that to toward towards upon with"""
PREPOSITIONS = set(_PREPOSITIONS.split())
LEMMA = re.compile(r"[a-zé]+([ -][a-zé]+){0,2}")
# What British and American English spell differently: a frame that has one has the other too.
SPELLINGS = ((r"(.*[^aeiou])ise", r"\1ize"), (r"(.*)(av|am|arb)our", r"\1\2or"))
ONE_SPELLING = {
    "advise",
    "comprise",
    "despise",
    "disenfranchise",
    "devise",
    "exercise",
    "practise",
    "praise",
    "promise",
    "raise",
    "rise",
    "supervise",
}


@cache
def ours() -> Ontology:
    return load(FOLDER)


def frames() -> Iterator[tuple[Relation, FramePattern]]:
    return ((relation, frame) for relation in ours().relations.values() for frame in relation.frames)


def where(relation: Relation, frame: FramePattern) -> str:
    return f"{relation.name}: {frame.pos} {sorted(frame.lemmas)[:3]} {frame.particle} {frame.subject} {frame.object}"


def written(folder: Path, text: str) -> Path:
    """A file with a smallest ontology and some more Turtle."""
    head = f"@prefix kg: <{ONTOLOGY}> .\n@prefix owl: <{PREFIXES['owl']}> .\n@prefix rdfs: <{PREFIXES['rdfs']}> .\n"
    types = "kg:Actor a owl:Class ; rdfs:subClassOf kg:Thing . kg:Topic a owl:Class ; rdfs:subClassOf kg:Thing .\n"
    file = folder / "own.ttl"
    file.write_text(head + types + text, encoding="utf-8")
    return file


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_rdflib_and_pyoxigraph_read_the_same_number_of_triples(file: Path) -> None:
    store = ox.Store()
    store.load(path=str(file), format=ox.RdfFormat.TURTLE)
    assert len(rdflib.Graph().parse(file)) == len(store) > 0


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_prefixes_are_those_of_the_program(file: Path) -> None:
    declared = dict(re.findall(r"^@prefix (\w+): <([^>]+)>", file.read_text(encoding="utf-8"), re.MULTILINE))
    assert declared == {prefix: PREFIXES[prefix] for prefix in declared}


def test_types_are_those_of_the_vocabulary() -> None:
    assert sorted(type_.name for type_ in ours().types.values()) == TYPES


def test_relations_are_those_of_the_vocabulary() -> None:
    assert sorted(relation.name for relation in ours().relations.values()) == RELATIONS


@pytest.mark.parametrize("name", TYPES)
def test_type_says_what_it_is_and_how_it_is_drawn(name: str) -> None:
    type_ = ours().types[TypeId(ONTOLOGY + name)]
    assert type_.label
    assert type_.shape in SHAPES
    assert re.fullmatch(r"#[0-9A-F]{6}", type_.fill)
    assert bool(type_.letter) is bool(type_.head_nouns) is (name not in ABSTRACT)


def test_letters_tell_all_types_apart() -> None:
    letters = [type_.letter for type_ in ours().types.values() if type_.letter]
    assert len(letters) == len(set(letters))


def test_state_is_both_an_actor_and_a_place() -> None:
    assert ours().fits(TypeId(ONTOLOGY + "State"), [TypeId(ONTOLOGY + "Actor")])
    assert ours().fits(TypeId(ONTOLOGY + "State"), [TypeId(ONTOLOGY + "Place")])
    assert not ours().fits(TypeId(ONTOLOGY + "Place"), [TypeId(ONTOLOGY + "Actor")])


def test_noun_stands_in_one_class_only() -> None:
    count = Counter(noun for type_ in ours().types.values() for noun in type_.head_nouns)
    assert [noun for noun, times in count.items() if times > 1] == []


def test_nouns_are_lemmas_in_lower_case() -> None:
    nouns = [noun for type_ in ours().types.values() for noun in type_.head_nouns if noun != "*"]
    assert [noun for noun in nouns if not LEMMA.fullmatch(noun)] == []


@pytest.mark.parametrize(
    ("noun", "type_"),
    [
        ("ambassador", "Person"),
        ("official", "Group"),
        ("rebel", "Group"),
        ("troop", "ArmedForce"),
        ("regime", "Government"),
        ("ministry", "Organization"),
        ("alliance", "InternationalOrganization"),
        ("sanction", "Instrument"),
        ("talk", "Event"),
        ("withdrawal", "Action"),
        ("border", "Place"),
        ("country", "State"),
    ],
)
def test_noun_makes_a_phrase_its_type(noun: str, type_: str) -> None:
    assert name_of(ours().type_by_noun[noun]) == type_


def test_unknown_noun_is_an_idea() -> None:
    assert name_of(ours().default_type) == "Topic"


@pytest.mark.parametrize("label", ["PERSON", "GPE", "NORP", "ORG", "LOC", "FAC", "LAW", "EVENT", "MONEY", "CARDINAL"])
def test_label_of_the_entity_recogniser_has_a_type(label: str) -> None:
    assert label in ours().type_by_entity_label


@pytest.mark.parametrize("name", RELATIONS)
def test_relation_says_what_it_means_and_how_it_reads(name: str) -> None:
    relation = ours().relation(name)
    assert relation.definition.endswith(".")
    assert relation.label
    assert " not" in relation.denied_label
    assert relation.domain
    assert relation.range
    assert relation.stance in STANCES
    assert relation.frames


@pytest.mark.parametrize("name", RELATIONS)
def test_relation_has_a_plain_and_another_example(name: str) -> None:
    examples = ours().relation(name).examples
    assert len(examples) >= 2
    assert any(e.polarity is Polarity.AFFIRMED and e.modality is Modality.ASSERTED for e in examples)
    assert len({example.text for example in examples}) == len(examples)
    assert all(example.text.endswith(".") and example.subject and example.object for example in examples)


def test_labels_tell_all_relations_apart() -> None:
    labels = [label for relation in ours().relations.values() for label in (relation.label, relation.denied_label)]
    assert len(labels) == len(set(labels))


def test_fallbacks_are_the_relations_marked_so() -> None:
    assert [relation.name for relation in ours().relations.values() if relation.fallback] == _FALLBACKS


def test_special_relations_lie_below_the_general_ones() -> None:
    below = {relation.name: [name_of(parent) for parent in relation.parents] for relation in ours().relations.values()}
    assert {name: parents for name, parents in below.items() if parents} == {
        "rejects": ["opposes"],
        "accuses": ["criticizes"],
        "protestsAgainst": ["opposes"],
    }


def test_claims_of_a_special_relation_fit_the_general_one() -> None:
    for relation in ours().relations.values():
        for parent in (ours().relations[parent] for parent in relation.parents):
            assert all(ours().fits(type_, parent.domain) for type_ in relation.domain)
            assert all(ours().fits(type_, parent.range) for type_ in relation.range)


def test_symmetric_relations_join_things_of_the_same_types() -> None:
    symmetric = [relation for relation in ours().relations.values() if relation.symmetric]
    assert sorted(relation.name for relation in symmetric) == [
        "alliedWith",
        "cooperatesWith",
        "meetsWith",
        "negotiatesWith",
    ]
    assert all(relation.domain == relation.range and relation.inverse is None for relation in symmetric)


def test_every_inverse_is_a_property_with_a_label_and_no_relation() -> None:
    graph = rdflib.Graph()
    for file in FILES:
        graph.parse(file)
    inverses = [relation.inverse for relation in ours().relations.values() if relation.inverse]
    assert len(inverses) == len(set(inverses)) > 10
    for inverse in inverses:
        assert (rdflib.URIRef(inverse), rdflib.RDF.type, rdflib.OWL.ObjectProperty) in graph
        assert (rdflib.URIRef(inverse), rdflib.RDFS.label, None) in graph
        assert inverse not in ours().relations


def test_frames_use_the_roles_there_are() -> None:
    for relation, frame in frames():
        roles = {role.removesuffix(".owner") for role in (*frame.subject, *frame.object, *frame.holder)}
        unknown = roles - ROLES[frame.pos] - PREPOSITIONS
        assert not unknown, where(relation, frame)


def test_words_of_frames_are_lemmas_in_lower_case() -> None:
    for relation, frame in frames():
        words = [*frame.lemmas, *frame.patient, *([frame.particle] if frame.particle else [])]
        assert [word for word in words if not LEMMA.fullmatch(word)] == [], where(relation, frame)


def test_only_verbs_have_particles_and_light_verb_objects() -> None:
    for relation, frame in frames():
        assert frame.pos == "VERB" or not (frame.particle or frame.patient), where(relation, frame)


def test_frame_without_lemma_is_narrowed_otherwise() -> None:
    for relation, frame in frames():
        assert frame.lemmas or frame.subject_types or frame.modalities, where(relation, frame)


def test_type_guards_leave_something_of_domain_and_range() -> None:
    for relation, frame in frames():
        for guards, allowed in ((frame.subject_types, relation.domain), (frame.object_types, relation.range)):
            for guard in guards:
                assert guard in ours().types, where(relation, frame)
                below = any(ours().fits(type_, [guard]) for type_ in allowed)
                assert below or ours().fits(guard, allowed), where(relation, frame)


def test_no_frame_stands_twice() -> None:
    count = Counter((relation.name, frame) for relation, frame in frames())
    assert [where(ours().relation(name), frame) for (name, frame), times in count.items() if times > 1] == []


@pytest.mark.parametrize(("british", "american"), SPELLINGS)
def test_frames_know_both_spellings(british: str, american: str) -> None:
    for relation, frame in frames():
        if frame.pos != "VERB":
            continue
        for lemma in frame.lemmas - ONE_SPELLING:
            if match := re.fullmatch(british, lemma):
                assert match.expand(american) in frame.lemmas, f"{where(relation, frame)}: {lemma}"


def test_relation_is_found_by_iri_name_and_label() -> None:
    found = {ours().relation(name).id for name in (ONTOLOGY + "backstopOf", "backstopOf", "is backstop of")}
    assert found == {ONTOLOGY + "backstopOf"}


def test_misspelt_relation_is_answered_with_the_nearest_ones() -> None:
    with pytest.raises(OntologyError, match="did you mean oppose"):
        ours().relation("oposes")


def test_loading_twice_gives_the_same() -> None:
    first, second = load(FOLDER), load(*FILES[::-1])
    assert (first.digest, list(first.types), list(first.relations)) == (
        second.digest,
        list(second.types),
        list(second.relations),
    )
    assert first.relations == second.relations


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("kg:Topic kg:headNoun ", "own.ttl: not valid Turtle"),
        ("", "exactly one class must have kg:headNoun"),
        ('kg:Topic kg:headNoun "*" . kg:likes a kg:Relation ; rdfs:domain kg:Aktor .', "Aktor is no class below"),
        ('kg:Topic kg:headNoun "*" . kg:likes a kg:Relation ; kg:frame [ kg:pos "VERB" ] .', "likes: a kg:frame needs"),
    ],
    ids=["bad Turtle", "no default type", "misspelt class", "frame without roles"],
)
def test_broken_ontology_is_refused_with_the_mend(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        load(written(tmp_path, text))


def test_folder_without_turtle_is_refused(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match=r"no \*\.ttl file in"):
        load(tmp_path)


def test_own_ontology_is_read_beside_ours(tmp_path: Path) -> None:
    own = written(
        tmp_path, 'kg:likes a kg:Relation ; rdfs:label "likes" ; rdfs:domain kg:Actor ; rdfs:range kg:Actor .'
    )
    assert load(FOLDER, own).relation("likes").denied_label == "not: likes"


def test_a_head_noun_decides_before_a_likely_noun(tmp_path: Path) -> None:
    text = 'kg:Actor a owl:Class ; rdfs:subClassOf kg:Thing ; kg:headNoun "*", "chair" ; kg:likelyNoun "seat bench" .\n'
    text += 'kg:Topic kg:likelyNoun """chair\ntable""" .\n'
    nouns = load(written(tmp_path, text)).type_by_noun
    assert {noun: name_of(type_) for noun, type_ in nouns.items()} == {
        "seat": "Actor",
        "bench": "Actor",
        "chair": "Actor",
        "table": "Topic",
    }


def test_common_nouns_have_the_class_of_what_they_denote_first() -> None:
    nouns = ours().type_by_noun
    found = {noun: name_of(nouns[noun]) for noun in ("barrister", "retailer", "kidnapping", "carmaker", "municipality")}
    assert found == {
        "barrister": "Person",
        "retailer": "Person",
        "kidnapping": "Action",
        "carmaker": "Organization",
        "municipality": "Locality",
    }


def test_cycle_of_classes_is_no_endless_loop(tmp_path: Path) -> None:
    file = tmp_path / "cycle.ttl"
    file.write_text(
        "@prefix kg: <https://w3id.org/kg-claims/ontology#> .\n@prefix owl: <http://www.w3.org/2002/07/owl#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        "kg:A a owl:Class ; rdfs:subClassOf kg:B . kg:B a owl:Class ; rdfs:subClassOf kg:A, kg:Topic .\n"
    )
    types = load(resource("ontology"), file).types
    names = [{name_of(above) for above in types[TypeId(ONTOLOGY + name)].ancestors} for name in "AB"]
    assert names == [{"A", "B", "Topic", "Thing"}] * 2
