"""The gold set in tests/gold against its own rules, its texts, the sample documents and the ontology."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from kg.model import Document, Modality, Polarity, Tense
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.read import read

GOLD = Path(__file__).parent / "gold"
FILES = sorted((GOLD / "claims").glob("*.json"))
EVIDENCE_LENGTH = 15  # words; the few that carry the claim, not the sentence
DIFFICULTIES = ("easy", "medium", "hard")

TEXTS = (
    "subject",
    "subject_type",
    "relation",
    "object",
    "object_type",
    "polarity",
    "modality",
    "evidence",
    "difficulty",
)
ALIASES = ("subject_aliases", "object_aliases")
TEXTS_OR_NULL = ("holder", "time")
OPTIONAL_TEXTS = ("addressee", "about", "office")
FIELDS = {*TEXTS, *ALIASES, *TEXTS_OR_NULL, *OPTIONAL_TEXTS, "quantity"}
DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")

type Record = Mapping[str, object]


class Case(NamedTuple):
    """One document of the gold set."""

    record: Record
    claims: list[Record]
    text: str


def case(file: Path) -> Case:
    record = json.loads(file.read_text(encoding="utf-8"))
    text = (GOLD / "text" / f"{file.stem}.txt").read_text(encoding="utf-8")
    return Case(record, record["claims"], text)


def form_faults(claim: Record) -> Iterator[str]:
    """What is wrong with a claim whatever its text and the ontology."""
    yield from (f"{name} is missing or empty" for name in TEXTS if not is_text(claim.get(name)))
    yield from (f"{name} is no list of texts" for name in ALIASES if not is_list_of_texts(claim.get(name)))
    yield from (f"{name} is not given" for name in TEXTS_OR_NULL if name not in claim)
    maybe = (*TEXTS_OR_NULL, *OPTIONAL_TEXTS)
    yield from (f"{name} is empty" for name in maybe if not (claim.get(name) is None or is_text(claim[name])))
    yield from (f"{name} is no field of a claim" for name in sorted(claim.keys() - FIELDS))
    choices = {"polarity": Polarity, "modality": Modality, "difficulty": DIFFICULTIES}
    yield from (
        f"{name} {claim.get(name)!r}" for name, allowed in choices.items() if claim.get(name) not in list(allowed)
    )
    if not is_time(claim.get("time")):
        yield f"time {claim['time']!r}"
    if "quantity" in claim and not is_quantity(claim["quantity"]):
        yield f"quantity {claim['quantity']!r}"


def text_faults(claim: Record, text: str) -> Iterator[str]:
    """What a claim says of its text that is not so."""
    evidence = str(claim["evidence"])
    if evidence not in text:
        yield f"evidence {evidence!r} is not in the text"
    if len(evidence.split()) > EVIDENCE_LENGTH:
        yield f"evidence {evidence!r} has more than {EVIDENCE_LENGTH} words"
    yield from (
        f"alias {alias!r} is not in the text" for name in ALIASES for alias in texts(claim[name]) if alias not in text
    )


def ontology_faults(claim: Record, ontology: Ontology) -> Iterator[str]:
    """The relation and the types of a claim that the ontology does not have."""
    known = {relation.name for relation in ontology.relations.values()}
    if claim["relation"] not in known:
        yield f"relation {claim['relation']!r}"
    types = {type_.name for type_ in ontology.types.values()}
    yield from (f"{role} {claim[role]!r}" for role in ("subject_type", "object_type") if claim[role] not in types)


def is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value) and value == value.strip()


def is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(is_text, value)) and len(value) == len(set(value))


def is_time(value: object) -> bool:
    return value is None or value in list(Tense) or (isinstance(value, str) and DATE.fullmatch(value) is not None)


def is_quantity(value: object) -> bool:
    if not isinstance(value, dict) or not value.keys() <= {"value", "unit", "approx"}:
        return False
    number = value.get("value")
    is_number = isinstance(number, int | float) and not isinstance(number, bool)
    return is_number and is_text(value.get("unit")) and value.get("approx", True) is True


def texts(value: object) -> Iterable[str]:
    return value if isinstance(value, list) else ()


def named(claims: list[Record], faults: Iterable[Iterable[str]]) -> list[str]:
    """The faults, each with the claim it was found in."""
    pairs = zip(claims, faults, strict=True)
    return [
        f"{claim.get('relation')} at {claim.get('evidence')!r}: {fault}" for claim, found in pairs for fault in found
    ]


each_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load(resource("ontology"))


def test_every_text_has_its_claims_and_every_claims_file_its_text() -> None:
    stems = sorted(path.stem for path in (GOLD / "text").glob("*.txt"))
    assert stems
    assert [file.stem for file in FILES] == stems


@each_file
def test_record_says_what_the_text_is_and_where_it_comes_from(file: Path) -> None:
    record, claims, text = case(file)
    assert list(record) == ["id", "title", "published", "source", "claims"]
    assert record["id"] == file.stem
    assert record["title"] == text.split("\n", 1)[0]
    assert DATE.fullmatch(str(record["published"]))
    source = record["source"]
    assert isinstance(source, dict)
    assert source["licence"] == "CC0-1.0"
    assert len(claims) >= 12


@each_file
def test_claims_have_all_fields_and_only_values_of_the_guide(file: Path) -> None:
    claims = case(file).claims
    assert named(claims, map(form_faults, claims)) == []


@each_file
def test_evidence_and_aliases_stand_in_the_text(file: Path) -> None:
    _, claims, text = case(file)
    assert named(claims, (text_faults(claim, text) for claim in claims)) == []


@each_file
def test_relations_and_types_are_those_of_the_ontology(file: Path, ontology: Ontology) -> None:
    claims = case(file).claims
    assert named(claims, (ontology_faults(claim, ontology) for claim in claims)) == []


@each_file
def test_no_claim_is_annotated_twice_in_one_passage(file: Path) -> None:
    keys = ("subject", "relation", "object", "holder", "evidence")
    counts = Counter(tuple(claim[key] for key in keys) for claim in case(file).claims)
    assert [key for key, count in counts.items() if count > 1] == []


@each_file
def test_one_name_has_one_type_as_subject_and_object(file: Path) -> None:
    """Places apart: the same name may be a state that acts and a place where something happens."""
    types: dict[object, set[object]] = {}
    for claim in case(file).claims:
        for role in ("subject", "object"):
            types.setdefault(claim[role], set()).add(claim[f"{role}_type"])
    assert {name: found for name, found in types.items() if len(found - {"Place"}) > 1} == {}


def test_gold_texts_are_the_sample_documents_word_for_word() -> None:
    documents = [item for item in read([resource("seeds/documents")]) if isinstance(item, Document)]
    paths = {f"seeds/documents/{document.source}": document for document in documents}
    cases = {
        source["path"]: found for found in map(case, FILES) if "path" in (source := dict_of(found.record["source"]))
    }
    assert cases.keys() == paths.keys()
    for path, (record, _, text) in cases.items():
        document = paths[str(path)]
        assert (document.text, document.title, document.published) == (text, record["title"], record["published"])
        assert document.licence == "CC0-1.0"


def dict_of(value: object) -> dict[str, object]:
    assert isinstance(value, dict)
    return value


def test_readme_counts_the_claims_of_every_document() -> None:
    rows = re.findall(
        r"^\| ([\w-]+) \|((?: *\d+ \|)+)$", (GOLD / "README.md").read_text(encoding="utf-8"), re.MULTILINE
    )
    written = {name: [int(number) for number in numbers.split("|")[:-1]] for name, numbers in rows}
    counted = {file.stem: counts(file) for file in FILES}
    counted["total"] = [sum(column) for column in zip(*counted.values(), strict=True)]
    assert written == counted


def counts(file: Path) -> list[int]:
    """Words, claims, and claims of each difficulty."""
    _, claims, text = case(file)
    levels = Counter(claim["difficulty"] for claim in claims)
    return [len(text.split()), len(claims), *(levels[level] for level in DIFFICULTIES)]


SOUND: Record = {
    "subject": "Egypt",
    "subject_aliases": ["Cairo"],
    "subject_type": "State",
    "relation": "rejects",
    "object": "draft",
    "object_aliases": [],
    "object_type": "Instrument",
    "polarity": "affirmed",
    "modality": "asserted",
    "holder": None,
    "time": "2020-02",
    "evidence": "Cairo rejected the draft",
    "difficulty": "easy",
}


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        pytest.param({}, "", id="sound"),
        pytest.param({"subject": ""}, "subject is missing or empty", id="no subject"),
        pytest.param({"object_aliases": "the draft"}, "object_aliases is no list of texts", id="alias not in a list"),
        pytest.param({"holder": ""}, "holder is empty", id="empty holder"),
        pytest.param({"certainty": "high"}, "certainty is no field of a claim", id="unknown field"),
        pytest.param({"polarity": "negative"}, "polarity 'negative'", id="unknown polarity"),
        pytest.param({"time": "February"}, "time 'February'", id="time in words"),
        pytest.param({"quantity": {"value": "many", "unit": "troops"}}, "quantity", id="quantity in words"),
        pytest.param({"evidence": "Cairo refused the draft"}, "is not in the text", id="evidence not in the text"),
        pytest.param({"evidence": "word " * 15 + "word"}, "more than 15 words", id="evidence too long"),
        pytest.param({"subject_aliases": ["Kairo"]}, "alias 'Kairo' is not in the text", id="alias not in the text"),
        pytest.param({"relation": "dislikes"}, "relation 'dislikes'", id="unknown relation"),
        pytest.param({"object_type": "Paper"}, "object_type 'Paper'", id="unknown type"),
    ],
)
def test_checks_find_a_fault(change: Record, fault: str, ontology: Ontology) -> None:
    claim = {**SOUND, **change}
    text = "Cairo rejected the draft. " + "word " * 16
    found = [*form_faults(claim), *text_faults(claim, text), *ontology_faults(claim, ontology)]
    assert len(found) == bool(fault), found
    assert all(fault in message for message in found)
