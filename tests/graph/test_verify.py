"""`verify` finds nothing wrong with a graph that was just built, and what was damaged where it was damaged."""

import json
import re
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import kg
from kg.errors import GraphError, SettingError
from kg.graph import checks, encode, store
from kg.graph.checks import Known
from kg.graph.problems import Check, Problem, Verification
from kg.iris import BASE, ONTOLOGY, PREFIXES
from kg.model import Claim, Document, Entity, EntityId
from kg.ontology import Ontology

from .conftest import BASE as EXAMPLE
from .conftest import Fill

RDF, RDFS, DCTERMS = (PREFIXES[name] for name in ("rdf", "rdfs", "dcterms"))
TYPE, LABEL = RDF + "type", RDFS + "label"
DIRECT = (BASE + "entity/ruritania", ONTOLOGY + "opposes", BASE + "entity/plan-a")

type Found = list[tuple[str, str]]  # the names of checks, each with what it says of one problem


@pytest.fixture
def graph(by_lines: None, texts: Path, tmp_path: Path) -> Path:
    """A graph of five claims, of which two are held by somebody or denied."""
    folder = tmp_path / "graph"
    kg.build(texts, folder)
    return folder


def found(folder: Path, **options: object) -> Found:
    """The checks that found something, each with every problem's place and words."""
    chosen = {"engine": "shacl-rust"} | options  # the faster one; test_shapes holds it against pySHACL
    result = kg.open(folder).verify(**chosen)  # type: ignore[arg-type]  # whatever the test gives
    assert result.ok is not any(check.problems or check.skipped for check in result.checks)
    return [(check.name, f"{one.where}: {one.what}") for check in result.checks for one in check.problems]


def name_is(found: Found) -> set[str]:
    return {name for name, _ in found}


@pytest.fixture
def edit(graph: Path) -> Callable[..., None]:
    """Takes triples that match a pattern out of the store, and puts others in."""

    def edited(*patterns: Sequence[str | None], add: Sequence[ox.Quad] = ()) -> None:
        opened = ox.Store(str(graph / "store"))
        for pattern in patterns:
            subject, property_, value = (None if one is None else ox.NamedNode(one) for one in pattern)
            quads = list(opened.quads_for_pattern(subject, property_, value, ox.DefaultGraph()))
            assert quads, pattern
            for quad in quads:
                opened.remove(quad)
        opened.extend(add)
        opened.flush()

    return edited


def quad(subject: str, property_: str, value: str | ox.Literal | ox.BlankNode) -> ox.Quad:
    object_ = ox.NamedNode(value) if isinstance(value, str) else value
    return ox.Quad(ox.NamedNode(subject), ox.NamedNode(property_), object_)


def claim_of(graph: Path, *, quote: str) -> str:
    """The IRI of the one claim whose quote has these words."""
    opened = store.open_store(graph)
    quads = opened.quads_for_pattern(None, ox.NamedNode(ONTOLOGY + "quote"), None)
    [iri] = [one.subject.value for one in quads if quote in one.object.value]  # type: ignore[union-attr]  # quotes are literals
    return iri


def value_of(graph: Path, iri: str, property_: str) -> str:
    [one] = store.open_store(graph).quads_for_pattern(ox.NamedNode(iri), ox.NamedNode(property_), None)
    return str(one.object.value)  # type: ignore[union-attr]  # an IRI or a literal


def rewrite(file: Path, change: Callable[[dict[str, object]], object]) -> None:
    record = json.loads(file.read_text("utf-8"))
    change(record)
    file.write_text(json.dumps(record), "utf-8")


def document(graph: Path, source: str) -> Path:
    files = (graph / "documents").iterdir()
    return next(file for file in files if json.loads(file.read_text("utf-8"))["source"] == source)


# A graph as it was built


def test_a_graph_that_was_just_built_is_well(graph: Path, texts: Path) -> None:
    result = kg.open(graph).verify(texts, rederive=True)
    assert result.ok
    assert not result.problems
    assert not result.notes
    checked = {check.name: check.checked for check in result.checks}
    assert checked.pop("ontology") > 400
    assert checked.pop("other triples") == checked.pop("derivation") > 60
    assert (
        checked.pop("references") == checked.pop("shapes") == 5 + 4 + 2 + 4
    )  # claims, propositions, documents, entities
    assert checked == {"documents": 2, "sources": 2, "direct triples": 2, "claims": 5, "kept claims": 5}


def test_a_graph_of_every_kind_of_claim_is_well(
    tmp_path: Path, claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    contents = {one.name: one for one in store_checks(claims, documents, ontology)}
    assert all(check.ok for check in contents.values()), contents
    assert contents["claims"].checked == len(claims)


def store_checks(
    claims: Sequence[Claim[Entity]],
    documents: Sequence[Document],
    ontology: Ontology,
    damage: Callable[[ox.Store], None] = lambda store: None,
) -> Iterator[Check]:
    """The checks of a store in memory with some claims, after some damage."""
    quads = ox.Store()
    quads.extend(encode.quads(claims, documents, base=EXAMPLE, extractor="patterns/1"))
    damage(quads)
    known, inside = Known(EXAMPLE), checks.contents(quads, ontology, base=EXAMPLE)
    yield checks.references(inside, ontology, known)
    yield checks.direct_triples(inside, known)
    yield checks.fitting(quads, inside, ontology, known, engine="shacl-rust")
    check, read = checks.claims(quads, inside, {one.id: one for one in documents}, ontology, known=known)
    yield check
    wanted = encode.quads(read.claims.values(), documents, base=EXAMPLE, extractor="patterns/1")
    yield checks.others(quads, inside, wanted, known)


def test_verifying_changes_nothing(graph: Path, tmp_path: Path) -> None:
    before = {file: file.read_bytes() for file in graph.glob("*") if file.is_file()}
    kg.open(graph).verify(rederive=True)
    assert {file: file.read_bytes() for file in graph.glob("*") if file.is_file()} == before


def test_both_engines_say_the_same_of_a_graph(graph: Path, edit: Callable[..., None]) -> None:
    edit((BASE + "entity/plan-a", LABEL, None), (claim_of(graph, quote="denied"), ONTOLOGY + "confidence", None))
    one, other = (kg.open(graph).verify(engine=engine) for engine in ("pyshacl", "shacl-rust"))
    assert one == other
    assert len(one.problems) == 2


# Documents


def test_a_changed_text_is_found_by_its_digest_and_by_the_quotes_in_it(graph: Path) -> None:
    file = document(graph, "a.txt")
    rewrite(file, lambda record: record.update(text=str(record["text"]).replace("supports", "supported", 1)))
    damaged = found(graph)
    assert damaged[0] == (
        "documents",
        f"documents/{file.name}: its text or its source is not the one that its id was made of",
    )
    # The quote it is in, and the one behind it, which has moved by two characters.
    assert [name for name, _ in damaged[1:]] == ["claims", "claims"]
    assert any("is not the text of a.txt at" in words and "supported" in words for _, words in damaged)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"source": "other.txt"}, "its text or its source is not the one that its id was made of"),
        ({"title": "Other"}, "the graph says otherwise of it: title"),
        ({"published": "last year"}, "'last year' is not an ISO 8601 date"),
        ({"sentences": [[0, 5], [3, 9]]}, "its sentences do not follow one another"),
        ({"sentences": [[0, 5], [6, 9_999]]}, "its sentences go on after the end of its text"),
        ({"text": 5}, "is no document of a graph (text: Input should be a valid string)"),
        ({"sentences": [[0]]}, "is no document of a graph (sentences.0.1: "),
    ],
    ids=str,
)
def test_a_changed_document_is_found(graph: Path, change: dict[str, object], words: str) -> None:
    rewrite(document(graph, "b.md"), lambda record: record.update(change))
    damaged = found(graph)
    assert name_is(damaged) == {"documents"}
    assert words in damaged[0][1]


@pytest.mark.parametrize("content", [b"{", b"[]", b"\xff", b'"text"', b"[" * 100_000, b""])
def test_a_document_that_is_no_json_is_one_problem(graph: Path, content: bytes) -> None:
    file = document(graph, "a.txt")
    file.write_bytes(content)
    [(name, words)] = found(graph)
    assert name == "documents"
    assert words.startswith(f"documents/{file.name}: is no document of a graph (")


def test_a_document_without_a_file_is_one_problem(graph: Path) -> None:
    file = document(graph, "a.txt")
    file.unlink()
    assert found(graph) == [("documents", f"doc:{file.stem}: has no file in documents/")]
    assert {one.name: one.skipped for one in kg.open(graph).verify().checks if one.skipped} == {
        "kept claims": "documents are missing",
        "other triples": "documents are missing",
    }


def test_a_file_without_a_document_in_the_graph_is_found(graph: Path) -> None:
    file = document(graph, "a.txt")
    shutil.copy(file, file.with_name("copy.json"))
    [(_, words)] = found(graph)
    assert words.startswith("documents/copy.json: is named otherwise than the document in it")
    file.with_name("copy.json").unlink()
    new = {"id": kg.model.digest("x", "x.txt"), "title": "", "source": "x.txt", "text": "x", "sentences": []}
    file.with_name(f"{new['id']}.json").write_text(json.dumps(new))
    assert found(graph) == [("documents", f"documents/{new['id']}.json: the graph knows no such document")]


def test_an_imported_graph_may_be_without_its_texts_and_says_so(graph: Path, tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_text(kg.open(graph).export("nquads"), "utf-8")
    result = kg.import_graph(tmp_path / "graph.nq", tmp_path / "copy").verify(engine="shacl-rust")
    assert result.ok
    assert ("claims", "5 claims, 5 without their text", "0") in list(result.table())
    whole = kg.import_graph(tmp_path / "graph.nq", tmp_path / "whole", documents=graph).verify(engine="shacl-rust")
    assert ("claims", "5 claims", "0") in list(whole.table())


def test_a_text_that_was_emptied_is_found(graph: Path) -> None:
    rewrite(document(graph, "a.txt"), lambda record: record.update(text="", sentences=[]))
    assert name_is(found(graph)) == {"documents", "claims"}


# Sources


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda file: file.unlink(), "a.txt: is not there"),
        (lambda file: file.write_text("Other."), "a.txt: its text is another now than when the graph was built"),
        (lambda file: file.write_bytes(b"\xff"), "a.txt: can no longer be read: not UTF-8"),
        (lambda file: file.rename(file.with_name("z.txt")), "a.txt: is not there; its text is in z.txt"),
    ],
    ids=["missing", "changed", "unreadable", "moved"],
)
def test_a_source_that_is_not_what_it_was_is_found(
    graph: Path, texts: Path, change: Callable[[Path], object], words: str
) -> None:
    change(texts / "a.txt")
    [(name, said)] = found(graph, sources=texts)
    assert name == "sources"
    assert said.startswith(words)
    assert found(graph) == []


def test_sources_that_do_not_exist_are_a_wrong_setting(graph: Path, tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no such file or folder"):
        kg.open(graph).verify(tmp_path / "nowhere")


# Claims


@pytest.mark.parametrize(
    ("property_", "value", "words"),
    [
        (
            "quote",
            ox.Literal("Graustark | opposes | Plan C"),
            "its quote 'Graustark | opposes | Plan C' is not the text",
        ),
        ("start", ox.Literal(75), "its quote 'Graustark | opposes | Plan B | denied' is not the text of a.txt at 75-"),
        ("end", ox.Literal(10_000), "is not in the 112 characters of a.txt"),
        ("cue", ox.Literal("walks out"), "its cue 'walks out' is not in the sentence of its quote"),
        ("cue", ox.Literal("Plan"), "its IRI is not that of what it says: it was changed"),
        ("polarity", ONTOLOGY + "affirmed", "its IRI is not that of what it says: it was changed"),
        ("modality", ONTOLOGY + "possible", "its IRI is not that of what it says: it was changed"),
        ("holder", BASE + "entity/graustark", "its IRI is not that of what it says: it was changed"),
    ],
)
def test_a_changed_claim_is_found(
    graph: Path, edit: Callable[..., None], property_: str, value: str | ox.Literal, words: str
) -> None:
    iri = claim_of(graph, quote="denied")
    gone = [] if property_ == "holder" else [(iri, ONTOLOGY + property_, None)]
    edit(*gone, add=[quad(iri, ONTOLOGY + property_, value)])
    damaged = [one for one in found(graph) if one[0] != "direct triples"]
    assert name_is(damaged) == {"claims"}
    [(_, said)] = damaged
    assert said.startswith(f"claim:{iri.rpartition('/')[2]}: ")
    assert words in said


@pytest.mark.parametrize(
    ("property_", "value", "words"),
    [
        (
            "confidence",
            ox.Literal("1.5", datatype=ox.NamedNode(PREFIXES["xsd"] + "decimal")),
            "from 0 to 1. It has '1.5'",
        ),
        ("modality", ONTOLOGY + "perhaps", "A claim has exactly one modality. It has 'kg:perhaps'"),
        ("start", ox.Literal("soon"), "A passage has exactly one start, at 0 or later. It has 'soon'"),
        ("quote", None, "A claim has exactly one quote, and it is not empty"),
        ("states", None, "A claim states exactly one proposition"),
        ("states", BASE + "entity/plan-a", "A proposition has exactly one subject"),
    ],
)
def test_a_malformed_claim_is_found_by_its_shape(
    graph: Path, edit: Callable[..., None], property_: str, value: str | ox.Literal | None, words: str
) -> None:
    iri = claim_of(graph, quote="denied")
    edit((iri, ONTOLOGY + property_, None), add=[] if value is None else [quad(iri, ONTOLOGY + property_, value)])
    damaged = [one for one in found(graph) if one[0] == "shapes"]
    assert any(words in said for _, said in damaged)
    assert name_is(found(graph)) <= {"shapes", "references"}  # a proposition that nothing states any more


@pytest.mark.parametrize("everything", [False, True])
def test_a_claim_taken_out_is_found(graph: Path, edit: Callable[..., None], everything: bool) -> None:
    iri = claim_of(graph, quote="Graustark | supports")
    proposition = value_of(graph, iri, ONTOLOGY + "states")
    direct = (BASE + "entity/graustark", ONTOLOGY + "supports", BASE + "entity/plan-a")
    edit((iri, None, None), *([(proposition, None, None), direct] if everything else []))
    if everything:
        assert found(graph) == [("kept claims", "build.json: its steps wrote 5 claims, the store has 4")]
    else:
        place = proposition.rpartition("/")[2]
        assert found(graph) == [("references", f"prop:{place}: nothing points to it: no claim speaks of it")]


# Triples


def test_a_direct_triple_that_no_claim_makes_is_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(add=[quad(BASE + "entity/graustark", ONTOLOGY + "opposes", BASE + "entity/plan-b")])
    assert found(graph) == [
        ("direct triples", "ent:graustark kg:opposes ent:plan-b: no claim affirms and asserts it"),
    ]


def test_a_missing_direct_triple_is_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(DIRECT)
    words = "ent:ruritania kg:opposes ent:plan-a: a claim affirms and asserts it, and it is missing"
    assert found(graph) == [("direct triples", words)]


def test_a_dropped_proposition_is_one_problem(graph: Path, edit: Callable[..., None]) -> None:
    proposition = value_of(graph, claim_of(graph, quote="Graustark | supports"), ONTOLOGY + "states")
    edit((proposition, None, None))
    place = proposition.rpartition("/")[2]
    assert found(graph) == [("references", f"prop:{place}: is pointed to, and nothing is said of it")]


def test_a_dropped_entity_is_one_problem(graph: Path, edit: Callable[..., None]) -> None:
    edit((BASE + "entity/plan-a", None, None))
    assert found(graph) == [("references", "ent:plan-a: is pointed to, and nothing is said of it")]


def test_a_strange_triple_is_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(add=[quad(BASE + "entity/plan-a", DCTERMS + "creator", ox.Literal("me"))])
    words = "ent:plan-a dcterms:creator '\"me\"': no claim or document makes this triple"
    assert found(graph) == [("other triples", words)]


def test_a_text_at_the_end_of_a_relation_is_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(add=[quad(BASE + "entity/graustark", ONTOLOGY + "opposes", ox.Literal("Plan B"))])
    words = "ent:graustark kg:opposes '\"Plan B\"': no claim or document makes this triple"
    assert found(graph) == [("other triples", words)]


def test_a_claim_of_a_second_type_is_found(graph: Path, edit: Callable[..., None]) -> None:
    iri = claim_of(graph, quote="denied")
    edit(add=[quad(iri, TYPE, PREFIXES["prov"] + "Entity")])
    words = f"claim:{iri.rpartition('/')[2]} rdf:type prov:Entity: no claim or document makes this triple"
    assert found(graph) == [("other triples", words)]


def test_two_sources_of_one_name_are_told_apart(by_lines: None, texts: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "a.txt").write_text("Zembla | opposes | Plan A\n")
    kg.build([texts, other], tmp_path / "graph")
    assert found(tmp_path / "graph", sources=[texts, other]) == []
    assert [name for name, _ in found(tmp_path / "graph", sources=[texts])] == ["sources"]


def test_a_strange_thing_is_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(add=[quad(BASE + "entity/nobody", LABEL, ox.Literal("Nobody"))])
    assert found(graph) == [("references", "ent:nobody: nothing points to it: no claim speaks of it")]


def test_blank_nodes_are_found(graph: Path, edit: Callable[..., None]) -> None:
    edit(add=[quad(BASE + "entity/plan-a", PREFIXES["skos"] + "related", ox.BlankNode("b"))])
    [(name, words)] = found(graph)
    assert name == "references"
    assert "a graph has no blank nodes" in words


@pytest.mark.parametrize(
    ("type_", "check", "words"),
    [
        ("Nonsense", "references", "ent:ruritania: is of type kg:Nonsense, which the ontology lacks"),
        ("Topic", "shapes", "ent:ruritania: The subject of 'opposes' is of type Actor"),
        (None, "shapes", "ent:ruritania: An entity is of exactly one type"),
    ],
)
def test_an_entity_of_a_wrong_type_is_found(
    graph: Path, edit: Callable[..., None], type_: str | None, check: str, words: str
) -> None:
    entity = BASE + "entity/ruritania"
    edit((entity, TYPE, None), add=[quad(entity, TYPE, ONTOLOGY + type_)] if type_ else [])
    damaged = found(graph)
    assert name_is(damaged) == {check}
    assert (check, words) in damaged


def test_an_unknown_relation_is_found(graph: Path, edit: Callable[..., None]) -> None:
    proposition = value_of(graph, claim_of(graph, quote="denied"), ONTOLOGY + "states")
    edit((proposition, RDF + "predicate", None), add=[quad(proposition, RDF + "predicate", ONTOLOGY + "dreadsOf")])
    place = proposition.rpartition("/")[2]
    assert ("references", f"prop:{place}: is on kg:dreadsOf, a relation that the ontology lacks") in found(graph)


def test_changed_words_of_the_ontology_are_found(graph: Path, edit: Callable[..., None]) -> None:
    graph_of_words = ox.NamedNode(ONTOLOGY.removesuffix("#"))
    changed = ox.Quad(ox.NamedNode(ONTOLOGY + "opposes"), ox.NamedNode(LABEL), ox.Literal("hates"), graph_of_words)
    edit(add=[changed])
    assert found(graph) == [("ontology", "kg:opposes rdfs:label '\"hates\"': the ontology does not say this")]


def test_a_chain_of_holders_without_an_end_is_found(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    def tie(quads: ox.Store) -> None:
        [last] = quads.quads_for_pattern(None, ox.NamedNode(RDF + "rest"), ox.NamedNode(RDF + "nil"))
        quads.remove(last)
        quads.add(ox.Quad(last.subject, last.predicate, last.subject))

    damaged = [one for check in store_checks(claims, documents, ontology, tie) for one in check.problems]
    assert damaged[0].what == "is a link of a chain of holders that comes back to itself"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_changed_character_inside_a_quote_is_found(
    data: st.DataObject,
    claims: tuple[Claim[Entity], ...],
    documents: tuple[Document, ...],
    ontology: Ontology,
    fill: Fill,
) -> None:
    claim = data.draw(st.sampled_from(claims))
    place = data.draw(st.integers(claim.evidence.span.start, claim.evidence.span.end - 1))
    texts = {one.id: one for one in documents}
    old = texts[claim.evidence.document]
    new = data.draw(st.characters(exclude_categories=["Cs"]).filter(lambda one: one != old.text[place]))
    texts[old.id] = replace(old, text=old.text[:place] + new + old.text[place + 1 :])
    quads = fill(*claims)
    inside = checks.contents(quads, ontology, base=EXAMPLE)
    check, _ = checks.claims(quads, inside, texts, ontology, known=Known(EXAMPLE))
    assert encode.claim_iri(claim, base=EXAMPLE) in {one.iri for one in check.problems}


# What the folder keeps


@pytest.mark.parametrize("file", [store.CLAIMS, store.RULES, store.JUDGEMENTS])
@pytest.mark.parametrize("content", ["{\n", "5\n", "[]\n", '{"document": "nobody", "claims": [1]}\n'])
def test_a_file_of_lines_that_cannot_be_read_is_found(graph: Path, file: str, content: str) -> None:
    (graph / file).write_text(content)
    [(name, words)] = found(graph)
    assert name == "kept claims"
    assert re.match(rf"{file}(:1)?: cannot be read: ", words)
    assert str(graph) not in words


def test_a_missing_file_of_lines_is_found(graph: Path) -> None:
    (graph / store.RULES).unlink()
    [(_, words)] = found(graph)
    assert words.startswith("rules.jsonl: cannot be read: ")


def test_a_claim_that_is_not_kept_is_found(graph: Path) -> None:
    lines = (graph / store.CLAIMS).read_text("utf-8").splitlines(keepends=True)
    (graph / store.CLAIMS).write_text(lines[0], "utf-8")
    damaged = found(graph)
    assert name_is(damaged) == {"kept claims"}
    assert len(damaged) == json.loads(lines[1])["claims"].__len__()
    assert damaged[0][1].startswith("claims.jsonl: lacks claim:")


def test_a_kept_claim_that_the_graph_lacks_is_found(graph: Path) -> None:
    lines = [json.loads(line) for line in (graph / store.CLAIMS).read_text("utf-8").splitlines()]
    lines[0]["claims"].append(lines[0]["claims"][0])
    (graph / store.CLAIMS).write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    assert found(graph) == [("kept claims", "build.json: its steps took 5 claims, claims.jsonl has 6")]


def test_a_graph_that_is_not_what_it_is_derived_from_is_found(graph: Path, edit: Callable[..., None]) -> None:
    entity = BASE + "entity/plan-a"
    edit((entity, LABEL, None), add=[quad(entity, LABEL, ox.Literal("Plan Ä"))])
    assert found(graph) == []
    assert found(graph, rederive=True) == [("derivation", "ent:plan-a: would not be the same in rdfs:label")]


def test_a_graph_that_cannot_be_derived_again_says_why(graph: Path) -> None:
    (graph / store.JUDGEMENTS).write_text("{\n")
    last = kg.open(graph).verify(rederive=True).checks[-1]
    assert (last.name, last.skipped) == ("derivation", "what the folder keeps is broken")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"base": None}, "build.json: has no base and extractor"),
        ({"base": "https://example.org/"}, "build.json: its base is https://example.org/, and no claim of the store"),
        ({"extractor": 3}, "build.json: has no base and extractor"),
        ({"ontology": {}}, "build.json: its ontology cannot be read (KeyError('own'))"),
        ({"ontology": {"own": [{"turtle": "nonsense"}]}}, "build.json: its ontology cannot be read (OntologyError("),
    ],
    ids=str,
)
def test_a_broken_build_json_is_the_one_problem(graph: Path, change: dict[str, object], words: str) -> None:
    rewrite(graph / store.BUILD, lambda record: record.update(change))
    [(name, said)] = found(graph)
    assert name == "folder"
    assert said.startswith(words)


def test_a_missing_store_is_the_one_problem(graph: Path) -> None:
    shutil.rmtree(graph / store.STORE)
    [(name, words)] = found(graph)
    assert name == "folder"
    assert words.startswith("store: ")


def test_a_store_whose_files_were_cut_is_a_problem(graph: Path) -> None:
    for file in (graph / store.STORE).glob("*.sst"):
        file.write_bytes(file.read_bytes()[:40])
    damaged = found(graph)
    assert damaged[-1][0] == "folder"
    assert damaged[-1][1].startswith("store: ")


def test_a_graph_of_an_earlier_ontology_is_noted_and_is_no_problem(graph: Path) -> None:
    rewrite(graph / store.BUILD, lambda record: record["ontology"].update(digest="0"))  # type: ignore[attr-defined]  # JSON
    result = kg.open(graph).verify()
    assert result.ok
    assert result.notes[0].startswith("kg's ontology has changed since the graph was built")


def test_a_folder_that_is_no_graph_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="is no kg graph"):
        kg.open(tmp_path).verify()


@pytest.mark.parametrize("engine", ["jena", "shacl-rust"])
def test_an_engine_that_is_not_there_is_a_wrong_setting(
    graph: Path, engine: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(SettingError, match=r"no SHACL engine of that name|pip install 'kg\[shacl\]'"):
        kg.open(graph).verify(engine=engine)


# The report


def test_progress_hears_of_every_check(graph: Path, texts: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    result = kg.open(graph).verify(texts, rederive=True, progress=lambda *told: heard.append(told))
    assert heard == [(check.name, number, 10) for number, check in enumerate(result.checks, start=1)]


def test_a_report_is_a_table_with_its_problems_in_a_notebook() -> None:
    problems = tuple(Problem(f"claim:{number}", "its quote is <b>", "build the graph again") for number in range(22))
    made = Check(name="claims", counts="claims", checked=1_200, problems=problems)
    left = Check(name="other triples", counts="triples", skipped="documents are missing")
    html = Verification(checks=(made, left))._repr_html_()
    assert "<tr><td>claims</td><td>1,200 claims</td><td>22</td></tr>" in html
    assert "<td>not made: documents are missing</td>" in html
    assert "<li>claim:0: its quote is &lt;b&gt;; build the graph again</li>" in html
    assert html.count("<li>") == 20
    assert "and 2 more" in html


def test_entity_ids_with_spaces_are_well(
    claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...], ontology: Ontology
) -> None:
    named = replace(claims[1], subject=replace(claims[1].subject, id=EntityId("nor land / ä")))
    assert all(check.ok for check in store_checks([named], documents, ontology))
