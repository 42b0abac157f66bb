"""SPARQL and saved questions: what their answers hold, and what is said of those that cannot be answered."""

import json
import pickle
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyoxigraph as ox
import pytest

from kg.errors import QueryError, SettingError
from kg.graph.contradictions import Kind, contradictions
from kg.graph.encode import ontology_quads, quads
from kg.graph.names import entities_called
from kg.graph.query import run
from kg.graph.questions import Question, bound, question, questions
from kg.graph.result import Iri, Result
from kg.iris import ONTOLOGY, name_of
from kg.model import Claim, Document, Entity, Modality, Polarity, TimeSpan
from kg.ontology import Ontology, load
from kg.resources import resource

from .conftest import BASE, Fill, entity, relation

QUESTIONS = resource("ontology") / "queries"
NAMES = [file.stem for file in sorted(QUESTIONS.glob("*.rq"))]
CLAIM_COLUMNS = {"subject", "relation", "object", "polarity", "modality", "holder", "quote", "document", "start", "end"}


def answer(store: ox.Store, sparql: str) -> Result:
    return run(store, sparql, base=BASE)


def asked(store: ox.Store, ontology: Ontology, name: str, **arguments: str) -> Result:
    return answered(store, question(name, QUESTIONS), arguments, ontology)


def answered(store: ox.Store, asked: Question, arguments: Mapping[str, str], ontology: Ontology) -> Result:
    return answer(store, bound(asked, store, arguments, base=BASE, ontology=ontology))


def words(result: Result) -> list[str]:
    """The rows of claims as sentences, with what is to be known beside them."""
    return [
        f"{row.subject} {row.relation} {row.object} | {row.polarity} {row.modality} | {row.holder}" for row in result
    ]


def test_values_are_those_of_python(store: ox.Store) -> None:
    row = answer(
        store,
        'SELECT (ent:norland AS ?iri) ("a"@en AS ?text) (1 AS ?whole) (0.5 AS ?part) (1e3 AS ?double) (true AS ?yes)'
        ' ("2025-03"^^xsd:gYearMonth AS ?month) ("x"^^xsd:integer AS ?ill) ?none {}',
    )[0]
    assert list(row) == [BASE + "entity/norland", "a", 1, 0.5, 1000.0, True, "2025-03", "x", None]
    assert [type(value) for value in row] == [Iri, str, int, float, float, bool, str, str, type(None)]


def test_row_is_a_tuple_with_names(store: ox.Store) -> None:
    row = answer(store, "SELECT (1 AS ?one) (2 AS ?two) {}")[0]
    one, two = row
    assert (one, two) == (row["one"], row["two"]) == (row.one, row.two) == (row[0], row[1])
    assert len(row) == 2
    with pytest.raises(KeyError, match="no column 'three'; there are one, two"):
        row["three"]
    with pytest.raises(AttributeError, match="no column 'three'; there are one, two"):
        _ = row.three


def test_type_that_nothing_has_because_a_property_implies_it_is_told(store: ox.Store) -> None:
    note = "line 1, column 17: kg:Proposition is nowhere in the graph; what kg:states leads to is one"
    assert answer(store, "SELECT * { ?p a kg:Proposition }").notes == (note,)
    assert answer(store, "ASK { ?claim a kg:Claim }").notes == ()


def test_iri_has_its_label_beside_it(store: ox.Store) -> None:
    (row,) = answer(store, "SELECT ?what ('x' AS ?text) { ent:norland kg:supports ?what }")
    assert isinstance(row.what, Iri)
    assert (row.what, row.what.label) == (BASE + "entity/lake-treaty", "Lake Treaty")
    assert pickle.loads(pickle.dumps(row)).what.label == "Lake Treaty"


def test_data_frames_have_labels_beside_iris_if_wanted(store: ox.Store) -> None:
    found = answer(store, "SELECT ?what ?type { ent:norland kg:supports ?what . ?what rdfs:label ?type }")
    expected = [{"what": BASE + "entity/lake-treaty", "what label": "Lake Treaty", "type": "Lake Treaty"}]
    assert found.to_pandas(labels=True).to_dict("records") == found.to_polars(labels=True).to_dicts() == expected
    assert list(found.to_pandas().columns) == ["what", "type"]


def test_rows_can_be_pickled_and_compared(store: ox.Store) -> None:
    rows = answer(store, "SELECT (1 AS ?one) {}").rows
    assert pickle.loads(pickle.dumps(rows)) == rows


def test_prefixes_of_the_graph_need_no_declaration(store: ox.Store) -> None:
    assert answer(store, "ASK { ent:norland a kg:State ; rdfs:label 'Norland' }")
    assert answer(store, "PREFIX ent: <urn:> SELECT (ent:x AS ?x) {}")[0].x == "urn:x"


@pytest.mark.parametrize(("sparql", "truth"), [("ASK {}", True), ("ASK { ent:nobody ?p ?o }", False)])
def test_ask_is_true_or_false(store: ox.Store, sparql: str, truth: bool) -> None:
    result = answer(store, sparql)
    assert bool(result) is truth
    assert [list(row) for row in result] == [[truth]]
    assert json.loads(result.to_json())["boolean"] is truth
    assert result.table() == [["answer"], ["yes" if truth else "no"]]


def test_answer_without_rows_is_empty_and_false(store: ox.Store) -> None:
    result = answer(store, "SELECT ?s { ?s a kg:Unheard }")
    assert (len(result), bool(result), list(result)) == (0, False, [])


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("csv", 'name,number\r\n"a, ""b""",1\r\n'),
        ("tsv", '?name\t?number\n"a, \\"b\\""\t1\n'),
    ],
)
def test_answer_is_written_as_the_standard_says(store: ox.Store, form: str, text: str) -> None:
    result = answer(store, """SELECT ("a, \\"b\\"" AS ?name) (1 AS ?number) {}""")
    assert result.serialize(form) == text
    assert result.to_csv() == result.serialize("csv")


def test_answer_is_written_as_json_and_xml_again_and_again(store: ox.Store) -> None:
    result = answer(store, "SELECT (1 AS ?number) {}")
    binding = json.loads(result.to_json())["results"]["bindings"][0]["number"]
    assert binding == {"type": "literal", "value": "1", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}
    assert result.serialize("xml") == result.serialize("xml")
    assert '<binding name="number">' in result.serialize("xml")


def test_construct_gives_its_triples_sorted_and_once(store: ox.Store) -> None:
    result = answer(store, "CONSTRUCT { ?s a kg:Found } WHERE { ?claim kg:states/rdf:subject ?s }")
    subjects = [row.subject for row in result]
    assert subjects == sorted({BASE + f"entity/{name}" for name in ("norland", "southmark", "arvania", "deal")})
    assert "ent:arvania" in result.serialize("turtle")
    assert result.serialize("nquads") == result.serialize("ntriples")
    assert result.table()[1] == ["Arvania", "rdf:type", "kg:Found"]
    assert list(answer(store, "DESCRIBE ent:nobody")) == []


@pytest.mark.parametrize(("sparql", "form"), [("SELECT * {}", "turtle"), ("CONSTRUCT WHERE { ?s a ?o }", "csv")])
def test_format_of_another_kind_of_query_is_refused(store: ox.Store, sparql: str, form: str) -> None:
    with pytest.raises(QueryError, match=f"format '{form}': not one for the answer to (SELECT|CONSTRUCT); use "):
        answer(store, sparql).serialize(form)


def test_data_frame_has_the_columns_and_rows(store: ox.Store) -> None:
    frame = answer(store, "SELECT (1 AS ?one) ('a' AS ?text) {}").to_pandas()
    assert frame.to_dict("records") == [{"one": 1, "text": "a"}]
    assert list(answer(store, "SELECT ?s ?o { ?s a kg:Unheard }").to_pandas().columns) == ["s", "o"]


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ("1 2 UNDEF", [1, 2, None]),
        ("UNDEF 1 0.5", [None, 1.0, 0.5]),
        ("true UNDEF", [True, None]),
        ("'a' kg:Claim", ["a", ONTOLOGY + "Claim"]),
        ("0 true 'many' 1e0 UNDEF", ["0", "true", "many", "1.0", None]),
        ("1 9223372036854775808", ["1", "9223372036854775808"]),
        ("UNDEF", [None]),
        ("", []),
    ],
)
def test_polars_has_the_columns_and_rows_each_column_of_one_type(
    store: ox.Store, values: str, column: list[object]
) -> None:
    frame = answer(store, f"SELECT ?one ?none {{ VALUES ?one {{ {values} }} }}").to_polars()
    assert frame.columns == ["one", "none"]
    assert [(value, type(value)) for value in frame["one"].to_list()] == [(value, type(value)) for value in column]
    assert frame["none"].to_list() == [None] * len(column)


@pytest.mark.parametrize("sparql", ["ASK {}", "CONSTRUCT WHERE { ?claim kg:start ?start ; kg:states ?p }"])
def test_polars_takes_every_kind_of_answer(store: ox.Store, sparql: str) -> None:
    result = answer(store, sparql)
    frame = result.to_polars()
    assert (frame.columns, len(frame)) == (list(result.columns), len(result))


@pytest.mark.parametrize("package", ["pandas", "polars"])
def test_data_frame_of_a_package_that_is_not_installed_says_how_to_install_it(
    store: ox.Store, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(SettingError, match=f"{package}: it is not installed; .* `pip install {package}`"):
        getattr(answer(store, "ASK {}"), f"to_{package}")()


def test_table_shows_labels_in_place_of_iris(store: ox.Store) -> None:
    table = answer(
        store,
        "SELECT ?s ?r ?o ?p ?none { ?prop rdf:subject ?s ; rdf:predicate ?r, kg:rejects ; rdf:object ?o . ?d a ?p }",
    ).table()
    assert table[0] == ["s", "r", "o", "p", "none"]
    assert ["Southmark", "rejects", "Lake Treaty", "kg:Document", ""] in table


def test_notebook_shows_labels_with_their_iris(store: ox.Store) -> None:
    html = answer(store, "SELECT ?who ?n ?none { ?who rdfs:label 'Norland' BIND(1 AS ?n) }")._repr_html_()
    table = ElementTree.fromstring(f"<div>{html}</div>")
    assert [head.text for head in table.iter("th")] == ["who", "n", "none"]
    assert [(cell.text, cell.get("title")) for cell in table.iter("td")] == [
        ("Norland", BASE + "entity/norland"),
        ("1", None),
        (None, None),
    ]


def test_notebook_shows_texts_as_they_are_and_runs_none_of_them(store: ox.Store) -> None:
    text, iri = "<script>alert('$1 & $2')</script>", "urn:a'onmouseover='alert(1)"
    store.add(ox.Quad(ox.NamedNode(iri), ox.NamedNode(relation("quote")), ox.Literal(text)))
    html = answer(store, f"SELECT ?s ?quote {{ ?s kg:quote ?quote FILTER(?s = <{iri}>) }}")._repr_html_()
    cells = list(ElementTree.fromstring(html).iter("td"))
    assert [(cell.text, cell.attrib) for cell in cells] == [(iri, {"title": iri}), (text, {})]
    assert "<script" not in html


def test_notebook_shows_the_first_rows_and_how_many_more(store: ox.Store) -> None:
    numbers = " ".join(map(str, range(1234)))
    html = answer(store, f"SELECT ?n {{ VALUES ?n {{ {numbers} }} }}")._repr_html_()
    assert [cell.text for cell in ElementTree.fromstring(f"<div>{html}</div>").iter("td")] == [
        str(number) for number in range(50)
    ]
    assert html.endswith("<p>... and 1,184 more</p>")


@pytest.mark.parametrize(
    ("sparql", "cells"),
    [
        ("ASK {}", ["yes"]),
        ("CONSTRUCT { ent:norland a kg:State } {}", ["Norland", "rdf:type", "State"]),
        ("DESCRIBE ent:nobody", []),
    ],
)
def test_notebook_shows_every_kind_of_answer(store: ox.Store, sparql: str, cells: list[str]) -> None:
    html = answer(store, sparql)._repr_html_()
    assert [cell.text for cell in ElementTree.fromstring(f"<div>{html}</div>").iter("td")] == cells
    assert ("no rows" in html) is (not cells)


def test_result_says_what_it_holds(store: ox.Store) -> None:
    assert repr(answer(store, "SELECT (1 AS ?one) (2 AS ?two) {}")) == "<Result: 1 row of one, two>"
    assert repr(answer(store, "ASK {}")) == "<Result: True>"


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT * WHERE { ?s ?p ?o ", r"line 1, column 27: not SPARQL at its end; expected one of .*\}"),
        ("SELECT *\nWHERE { ?s ?p }", r"line 2, column 16: not SPARQL"),
        ("SELECT *\n{ ?s foo:bar ?o }", r"line 2, column 6: no prefix 'foo:'; declare it, or use one of claim, "),
        ("SELECT * { ?s ?p ?o FILTER(foo:bar(?s)) }", r"line 1, column 28: no prefix 'foo:'"),
        ("PREFIX q: <u:q>\nSELECT * { q:a q:b '#:x' . <u:a:b> x:y ?z } # r:s", r"line 2, column 36: no prefix 'x:'"),
        ("SELECT *\n{ ?s rdsf:label ?o }", r"column 6: no prefix 'rdsf:'; did you mean .*rdfs:.*\? If not, declare"),
        ("SELECT * { ?s rdfs:label '''a:\nb:''' ; x:y 1 }", r"line 2, column 9: no prefix 'x:'"),
        ("SELECT * { ?s :label ?o }", r"line 1, column 15: no prefix ':'; declare it, or use one of claim, "),
        ("", r"line 1, column 1: not SPARQL at its end"),
        ("INSERT DATA { <urn:a> <urn:b> 1 }", r"the query would change the graph; ask with SELECT, ASK, CONSTRUCT"),
        ("# why\nPREFIX q: <urn:q>\nDELETE WHERE { ?s ?p ?o }", r"the query would change the graph"),
        ("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }", r"the query cannot be answered: .*SERVICE"),
        ("SELECT (<urn:f>(1) AS ?x) {}", r"the query cannot be answered: .*<urn:f>.*; ask without it"),
    ],
)  # fmt: skip
def test_query_that_cannot_be_answered_is_explained(store: ox.Store, sparql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message):
        answer(store, sparql)


@pytest.mark.parametrize(
    ("sparql", "notes"),
    [
        ("SELECT * { ?s kg:suports ?o }", ["line 1, column 15: kg:suports .*; did you mean kg:supports"]),
        ("SELECT *\n{ ?s rdfs:lable ?o ; a kg:Clam }", ["line 2, .* mean rdfs:label", "line 2, .* mean kg:Claim"]),
        ("SELECT * { ?s kg:polarity kg:Denied }", ["line 1, .* did you mean kg:denied"]),
        ("ASK { ?s kg:zzz ?o . ?o kg:zzz ?s }", ["column 10: kg:zzz is nowhere in the graph; nothing matches it"]),
        (f"PREFIX q: <{ONTOLOGY}> ASK {{ ?s q:suports|q:opposes ?o }}", ["column 59: q:suports .* kg:supports"]),
        ("CONSTRUCT { ?s kg:about ?o } { ?s kg:state ?o }", ["column 35: kg:state .* did you mean kg:states"]),
        ("SELECT * { ?p kg:subject/kg:label ?o }", ["kg:subject .* mean rdf:subject", "kg:label .* mean rdfs:label"]),
        ("DESCRIBE kg:Stat", ["did you mean kg:State"]),
        ("SELECT * { ?s kg:supports-more.or-less ?o }", ["kg:supports-more.or-less is nowhere"]),
    ],
)  # fmt: skip
def test_term_that_is_nowhere_in_the_graph_is_noted_with_the_nearest(
    store: ox.Store, sparql: str, notes: list[str]
) -> None:
    found = answer(store, sparql).notes
    assert len(found) == len(notes)
    assert all(re.search(note, text) for note, text in zip(notes, found, strict=True)), found


@pytest.mark.parametrize(
    "sparql",
    [
        "ASK { ?claim kg:quantityUpper 1 ; kg:holderChain/rdf:rest* ?list }",
        "ASK { ?s rdfs:seeAlso ?o ; owl:sameAs wd:Q1 ; kg:start '1'^^xsd:short }",
        "ASK { ent:nobody rdfs:label 'kg:nothing', <urn:kg:nothing> } # kg:nothing",
        '''ASK { ?s rdfs:label """two "lines"\nof kg:nothing""" }''',
        "PREFIX kg: <urn:mine:> ASK { ?s kg:suports ?o }",
        r"ASK { ?s kg:supports\,not%20 ?o }",
    ],
)
def test_what_may_well_be_missing_from_a_graph_is_not_noted(store: ox.Store, sparql: str) -> None:
    assert answer(store, sparql).notes == ()


TERMS_OF_EVERY_KIND = r"""SELECT * {
    VALUES (?number ?node) { (1 ent:norland) (2 UNDEF) (3 <urn:x>) } ?blank kg:quote "blank"
    BIND("a \"b\" é \n <&/>"@en-GB AS ?text) BIND("x"^^xsd:string AS ?plain) BIND(1.50 AS ?part)
    BIND(STRLANGDIR("x", "ar", "rtl") AS ?leftwards)
    BIND(TRIPLE(ent:a, kg:supports, TRIPLE(ent:b, kg:opposes, "y")) AS ?triple)
}"""


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_rows_that_were_all_asked_for_are_written_as_without_a_limit(store: ox.Store, form: str) -> None:
    store.add(ox.Quad(ox.BlankNode("b"), ox.NamedNode(relation("quote")), ox.Literal("blank")))
    whole = answer(store, TERMS_OF_EVERY_KIND)
    capped = run(store, TERMS_OF_EVERY_KIND, base=BASE, max_rows=3)
    assert capped.serialize(form) == whole.serialize(form)
    assert (capped.truncated, capped.notes, capped.rows) == (False, (), whole.rows)
    assert run(store, TERMS_OF_EVERY_KIND, base=BASE, max_rows=10**30).rows == whole.rows
    assert len(whole) == 3


@pytest.mark.parametrize(
    ("max_rows", "note"),
    [
        (1, "only the first row was asked for; there are more"),
        (2, "only the first 2 rows were asked for; there are more"),
    ],
)
def test_rows_beyond_those_asked_for_are_left_out_and_that_is_said(store: ox.Store, max_rows: int, note: str) -> None:
    result = run(store, "SELECT ?n { VALUES ?n { 1 2 3 } }", base=BASE, max_rows=max_rows)
    assert [row.n for row in result] == [1, 2, 3][:max_rows]
    assert (result.truncated, result.notes) == (True, (note,))
    assert len(json.loads(result.to_json())["results"]["bindings"]) == len(result.table()) - 1 == max_rows


def test_triples_are_counted_once(store: ox.Store) -> None:
    sparql = "CONSTRUCT { ent:x kg:end ?n } { VALUES ?n { 1 1 2 2 } }"
    capped = [run(store, sparql, base=BASE, max_rows=number) for number in (1, 2)]
    assert [(len(result), result.truncated) for result in capped] == [(1, True), (2, False)]


def test_no_row_is_looked_for_after_those_asked_for(store: ox.Store) -> None:
    endless = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o . ?p ?q ?r }"  # more rows than could be counted
    for sparql in (f"SELECT * {endless}", f"CONSTRUCT {{ ?a ?e ?r }} WHERE {endless}"):
        assert len(run(store, sparql, base=BASE, max_rows=5)) == 5


@pytest.mark.parametrize("max_rows", [0, -1])
def test_less_than_one_row_cannot_be_asked_for(store: ox.Store, max_rows: int) -> None:
    with pytest.raises(QueryError, match=f"at most {max_rows} rows cannot be asked for; give a number from 1 on"):
        run(store, "ASK {}", base=BASE, max_rows=max_rows)


def test_notes_are_seen_where_an_answer_is_shown(store: ox.Store) -> None:
    result = answer(store, "SELECT ?s { ?s a kg:Clam }")
    note = "line 1, column 18: kg:Clam is nowhere in the graph; did you mean kg:Claim?"
    assert repr(result) == f"<Result: 0 rows of s; {note}>"
    assert result._repr_html_().endswith(f"<p>no rows</p><p>{note}</p>")


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Norland", ["norland"]),
        ("norland", ["norland"]),
        ("  KINGDOM of  norland ", ["norland"]),
        ("Lind", ["ida-lind"]),
        ("treaty", ["lake-treaty"]),
        ("arvania", ["arvania"]),
        ("officials", ["arvania-officials"]),
        ("treaty lake", ["lake-treaty"]),
        (BASE + "entity/norland", ["norland"]),
    ],
)
def test_name_is_looked_for_as_label_then_alias_then_by_its_words(store: ox.Store, name: str, found: list[str]) -> None:
    assert [iri.removeprefix(BASE + "entity/") for iri in entities_called(store, name, base=BASE)] == found


@pytest.mark.parametrize("name", ["Große Straße", "GROSSE  STRASSE", "große\tstraße "])
def test_name_is_found_however_its_letters_and_spaces_are_written(
    fill: Fill, claims: tuple[Claim[Entity], ...], name: str
) -> None:
    store = fill(replace(claims[0], subject=replace(entity("deal"), label="Große\u00a0 Strasse")))
    assert entities_called(store, name, base=BASE) == (BASE + "entity/deal",)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("Norlan", "did you mean Norland or the Norlanders?"),
        ("Zembla", "`kg claims` prints what there is"),
        ("", "`kg claims`"),
        ("?", ""),
    ],
)
def test_name_of_nothing_is_told_with_the_nearest(store: ox.Store, name: str, hint: str) -> None:
    with pytest.raises(QueryError, match=f"nothing called .* in the graph; {hint}".replace("?", r"\?")):
        entities_called(store, name, base=BASE)


def test_questions_asked_for_come_with_kg() -> None:
    expected = {"who-guarantees", "who-backstops", "who-opposes", "who-supports", "who-seeks-accession", "quantities"}
    expected |= {
        "denied",
        "only-proposed",
        "who-says",
        "about",
        "changed",
        "contested",
        "requirements",
        "most-connected",
        "timeline",
    }
    expected |= {
        "mediators",
        "one-source",
        "several-sources",
        "shared-positions",
        "who-accuses",
        "who-blocks-accession",
        "who-signs",
    }
    assert expected | {"positions"} <= set(NAMES)
    assert len(NAMES) >= 20


@pytest.mark.parametrize("one", questions(QUESTIONS), ids=lambda one: one.name)
def test_question_says_what_it_answers_and_runs_as_it_is_in_rdflib_too(one: Question, store: ox.Store) -> None:
    from rdflib.plugins.sparql import prepareQuery

    from kg.iris import prefixes

    assert one.help.endswith((".", "?"))
    assert all(parameter.help for parameter in one.parameters)
    prepareQuery(one.sparql, initNs=prefixes(BASE))
    assert answer(store, one.sparql).columns


@pytest.mark.parametrize("name", [name for name in NAMES if name != "most-connected"])
def test_question_about_claims_has_the_columns_of_a_claim(name: str, store: ox.Store) -> None:
    columns = set(answer(store, question(name, QUESTIONS).sparql).columns)
    assert columns >= CLAIM_COLUMNS


REJECTED = "Southmark rejects Lake Treaty | affirmed asserted | Officials in Arvania"
NOT_REJECTED = "Southmark does not reject Lake Treaty | denied asserted | the document"
SUPPORTED = "Norland supports Lake Treaty | affirmed asserted | the document"
GUARANTEED = "Norland is guarantor of Arvania | affirmed hypothetical | the document"
BACKSTOPPED = "Norland is backstop of Lake Treaty | affirmed hypothetical | the document"
DEPLOYED = "Norland deploys to Arvania | affirmed hypothetical | the document"
REQUIRED = "any deal requires respect Arvania's borders | affirmed required | the document"
SOUGHT = "Arvania seeks to join Coastal League | affirmed intended | Ida Lind"


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("who-guarantees", {}, [GUARANTEED]),
        ("who-guarantees", {"whom": "Arvania"}, [GUARANTEED]),
        ("who-guarantees", {"whom": "Lake Treaty"}, []),
        ("who-backstops", {"whom": "treaty"}, [BACKSTOPPED]),
        ("who-opposes", {}, [REJECTED, NOT_REJECTED]),
        ("who-opposes", {"what": "Lake Treaty"}, [REJECTED, NOT_REJECTED]),
        ("who-opposes", {"what": "Norland"}, []),
        ("who-supports", {"what": "Lake Treaty"}, [SUPPORTED]),
        ("who-seeks-accession", {"who": "Arvania", "what": "League"}, [SOUGHT]),
        ("who-seeks-accession", {"what": "Norland"}, []),
        ("denied", {}, [NOT_REJECTED]),
        ("only-proposed", {}, [SOUGHT, REQUIRED, DEPLOYED, GUARANTEED, BACKSTOPPED]),
        ("who-says", {"who": "Ida Lind"}, [SOUGHT, REJECTED]),
        ("who-says", {"who": "Officials"}, [REJECTED]),
        ("who-says", {"who": "Lind", "about": "Coastal League"}, [SOUGHT]),
        ("about", {"what": "Arvania"}, [SOUGHT, GUARANTEED, DEPLOYED]),
        ("about", {"what": "Lake Treaty", "only": "opposes"}, [REJECTED, NOT_REJECTED]),
        ("about", {"what": "Lake Treaty", "only": "is backstop of"}, [BACKSTOPPED]),
        ("requirements", {}, [REQUIRED]),
        ("requirements", {"what": "any deal"}, [REQUIRED]),
        ("requirements", {"what": "Norland"}, []),
        ("positions", {"who": "Southmark"}, [REJECTED, NOT_REJECTED]),
        ("positions", {"who": "Norland", "what": "Lake Treaty"}, [SUPPORTED]),
        ("quantities", {}, [DEPLOYED]),
        ("timeline", {"what": "Arvania"}, [DEPLOYED]),
        ("timeline", {"what": "Lake Treaty"}, [NOT_REJECTED]),
    ],
)  # fmt: skip
def test_question_finds_its_claims(
    store: ox.Store, ontology: Ontology, name: str, arguments: dict[str, str], expected: list[str]
) -> None:
    assert sorted(words(asked(store, ontology, name, **arguments))) == sorted(expected)


def test_rows_say_where_the_words_stand(store: ox.Store, ontology: Ontology) -> None:
    backstop = asked(store, ontology, "who-backstops")[0]
    assert (backstop.document, backstop.published) == ("news/league.txt", "2025")
    opposed = asked(store, ontology, "who-opposes")[0]
    assert (opposed.document, opposed.quote) == (
        "Talks on the Lake Treaty",
        "Southmark had rejected the Lake Treaty",
    )


def test_claims_of_one_document_come_in_the_order_of_the_text(store: ox.Store, ontology: Ontology) -> None:
    starts = [row.start for row in asked(store, ontology, "about", what="Norland") if row.document != "news/league.txt"]
    assert starts == [26, 75, 261]


def test_quantities_give_value_unit_and_whether_it_is_about_right(store: ox.Store, ontology: Ontology) -> None:
    row = asked(store, ontology, "quantities")[0]
    assert (row.value, row.unit, row.approximate) == (800, "troops", True)


def test_timeline_is_in_the_order_of_time_whatever_the_precision(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    times = [TimeSpan("2021-03-04", "2021-03-04"), TimeSpan("2014", None), TimeSpan(None, "2020-11")]
    store = fill(*(replace(claim, time=time) for claim, time in zip(claims[1:4], times, strict=True)))
    rows = [(row["from"], row.until) for row in asked(store, ontology, "timeline", what="Lake Treaty")]
    assert rows == [("2014", None), (None, "2020-11"), ("2021-03-04", "2021-03-04")]


@pytest.mark.parametrize(
    ("name", "role", "stated"),
    [
        ("mediators", "what", "mediates"),
        ("who-signs", "what", "signs"),
        ("who-accuses", "whom", "accuses"),
    ],
)
def test_question_of_an_act_finds_who_does_it_to_whom(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology, name: str, role: str, stated: str
) -> None:
    store = fill(replace(claims[1], relation=relation(stated)), claims[2])
    rows = [f"Norland {stated} Lake Treaty | affirmed asserted | the document"]
    assert words(asked(store, ontology, name)) == words(asked(store, ontology, name, who="Norland")) == rows
    assert words(asked(store, ontology, name, **{role: "Lake Treaty"})) == rows
    assert len(asked(store, ontology, name, who="Southmark")) == 0


def test_accession_is_blocked_by_who_opposes_what_is_called_so(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    accession = replace(entity("borders"), label="Arvania's accession to the Coastal League")
    opposed = replace(claims[2], object=accession, holder=())
    found = asked(fill(opposed, claims[3]), ontology, "who-blocks-accession")
    assert words(found) == [f"Southmark rejects {accession.label} | affirmed asserted | the document"]


def test_claims_are_told_apart_by_how_many_documents_have_them(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    again = replace(claims[1], evidence=replace(claims[7].evidence, cue="backs"))
    store = fill(claims[1], again, claims[2])
    once, twice = asked(store, ontology, "one-source", about="Southmark"), asked(store, ontology, "several-sources")
    assert words(once) == [REJECTED]
    assert words(twice) == [SUPPORTED, SUPPORTED]
    assert {(row.documents, row.document) for row in twice} == {(2, "Talks on the Lake Treaty"), (2, "news/league.txt")}
    assert len(asked(store, ontology, "one-source", about="Norland")) == 0
    assert len(asked(store, ontology, "several-sources", about="Norland")) == 2


def test_two_share_a_position_where_both_affirm_it(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    backing = replace(claims[1], subject=entity("arvania"))
    planned = replace(backing, subject=entity("ida-lind"), modality=Modality.INTENDED)
    store = fill(claims[1], backing, planned, claims[2])
    (row,) = asked(store, ontology, "shared-positions", who="Norland")
    assert (row.other, row.side, row.object) == ("Arvania", "both support it", "Lake Treaty")
    assert len(asked(store, ontology, "shared-positions", **{"who": "Norland", "with": "Southmark"})) == 0


@pytest.mark.parametrize(
    ("span", "found"),
    [
        ({"since": "2025-03"}, {"2025-03-04", "2025"}),  # of 2025 nobody knows when
        ({"since": "2025-03-05"}, {"2025"}),
        ({"since": "2026"}, set()),
        ({"since": "2024", "until": "2025-03"}, {"2025-03-04", "2025"}),
        ({"since": "2024", "until": "2025-02-28"}, {"2025"}),
        ({"since": "2024", "until": "2025-03-04", "about": "Southmark"}, {"2025-03-04"}),
    ],
)
def test_claims_of_a_span_of_time_are_those_published_in_it(
    store: ox.Store, ontology: Ontology, span: dict[str, str], found: set[str]
) -> None:
    assert {row.published for row in asked(store, ontology, "since", **span)} == found


def test_what_is_no_date_is_told(store: ox.Store, ontology: Ontology) -> None:
    with pytest.raises(QueryError, match="since: '2025-13' is no date; write 2025-03-04, 2025-03 or 2025"):
        asked(store, ontology, "since", since="2025-13")


def test_contested_keeps_both_sides(store: ox.Store, ontology: Ontology) -> None:
    found = asked(store, ontology, "contested")
    sides = [(row.contest, text) for row, text in zip(found, words(found), strict=True)]
    assert sides == [
        ("affirmed and denied", REJECTED),
        ("affirmed and denied", NOT_REJECTED),
        ("supported and opposed", SUPPORTED),
        ("supported and opposed", REJECTED),
    ]


def test_contested_is_what_contradictions_are(fill: Fill, claims: tuple[Claim[Entity], ...]) -> None:
    whole = load(resource("ontology"))
    accepted = replace(claims[1], subject=entity("arvania"), relation=relation("accepts"))
    again = replace(claims[2], subject=entity("norland"), holder=(), confidence=0.7)
    other = replace(claims[1], object=entity("deal"), confidence=0.6)
    known = (*claims, accepted, again, other, replace(claims[5], polarity=Polarity.DENIED))
    store = fill(*known)
    store.extend(ontology_quads(whole))
    kinds = {Kind.DENIED: "affirmed and denied"}
    expected = {
        (kinds.get(found.kind, "supported and opposed"), claim.subject.label, claim.evidence.span.start, claim.polarity)
        for found in contradictions(known, whole)
        for claim in (*found.one, *found.other)
    }
    rows = asked(store, whole, "contested")
    assert {(row.contest, row.subject, row.start, row.polarity) for row in rows} == expected
    assert {row[0] for row in expected} == {"affirmed and denied", "supported and opposed"}


def test_contested_knows_every_two_relations_that_exclude_each_other() -> None:
    whole = load(resource("ontology"))
    declared = {(one.name, name_of(other)) for one in whole.relations.values() for other in one.disjoint}
    text = question("contested", QUESTIONS).sparql
    assert set(re.findall(r"VALUES \?base \{ kg:(\w+) kg:(\w+) \}", text)) == declared


def test_positions_come_in_the_order_of_time(fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology) -> None:
    dated = [
        replace(claims[3], time=TimeSpan("2026-01", "2026-01")),
        claims[2],  # of a document of 2025-03-04
        replace(claims[2], time=TimeSpan(None, "2024"), polarity=Polarity.DENIED, modality=Modality.INTENDED),
    ]
    rows = asked(fill(*dated), ontology, "positions", who="Southmark")
    assert [row.when for row in rows] == ["2024", "2025-03-04", "2026-01"]


@pytest.fixture
def later(claims: tuple[Claim[Entity], ...]) -> Callable[..., Claim[Entity]]:
    """A claim of the second document, which is of 2025, made of one of the first."""

    def made(number: int, **changes: Any) -> Claim[Entity]:
        return replace(claims[number], evidence=claims[7].evidence, **changes)

    return made


def test_what_changed_is_what_nobody_said_so_until_then(
    documents: tuple[Document, ...],
    claims: tuple[Claim[Entity], ...],
    ontology: Ontology,
    later: Callable[..., Claim[Entity]],
) -> None:
    dated = (documents[0], replace(documents[1], published="2025-05"))
    known = [
        *claims[:4],
        later(1, polarity=Polarity.DENIED),
        later(0, modality=Modality.ASSERTED),
        later(2),
        later(6),
    ]
    store = ox.Store()
    store.extend(quads(known, dated, base=BASE, extractor="patterns/1"))
    store.extend(ontology_quads(ontology))
    rows = asked(store, ontology, "changed", since="2025-03")
    assert [(row.change, row.subject) for row in rows] == [
        ("now asserted", "Norland"),
        ("new", "Arvania"),
        ("now denied", "Norland"),
    ]
    assert len(asked(store, ontology, "changed", since="2025-03", about="Coastal League")) == 1
    assert len(asked(store, ontology, "changed", since="2025-03", until="2025-04")) == 0
    assert {row.change for row in asked(store, ontology, "changed", since="2025-02")} == {"new"}


def test_claims_of_different_modality_do_not_contest_each_other(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    planned = replace(claims[6], holder=())
    denied = replace(planned, polarity=Polarity.DENIED, modality=Modality.ASSERTED)
    assert len(asked(fill(planned, denied), ontology, "contested")) == 0
    assert len(asked(fill(planned, replace(denied, modality=Modality.INTENDED)), ontology, "contested")) == 2


def test_only_proposed_leaves_out_what_somebody_asserts(
    fill: Fill, claims: tuple[Claim[Entity], ...], ontology: Ontology
) -> None:
    asserted = replace(claims[0], modality=Modality.ASSERTED)
    assert len(asked(fill(claims[0]), ontology, "only-proposed")) == 1
    assert len(asked(fill(claims[0], asserted), ontology, "only-proposed")) == 0


def test_most_connected_counts_claims_and_documents(store: ox.Store, ontology: Ontology) -> None:
    rows = [tuple(row) for row in asked(store, ontology, "most-connected")]
    assert rows[:2] == [("Lake Treaty", "Instrument", 4, 2), ("Norland", "State", 4, 2)]
    assert ("Arvania", "State", 3, 2) in rows


def test_ontology_graph_named_in_the_questions_is_the_one_written() -> None:
    named = {
        iri
        for file in QUESTIONS.glob("*.rq")
        for line in file.read_text("utf-8").splitlines()
        if "GRAPH <" in line
        for iri in [line.partition("GRAPH <")[2].partition(">")[0]]
    }
    assert named == {ONTOLOGY.removesuffix("#")}


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("who-oppose", {}, r"no question 'who-oppose'; did you mean who-opposes"),
        ("xyz", {}, r"no question 'xyz'; `kg ask` lists them"),
        ("about", {"wat": "x"}, r"question about has no parameter 'wat'; did you mean what\?"),
        ("denied", {"xyz": "x"}, r"question denied has no parameter 'xyz'; it takes none"),
        ("about", {}, r"question about needs 'what': who or what the claims are about"),
        ("about", {"what": "Norlan"}, r"nothing called 'Norlan' in the graph; did you mean Norland or "),
        ("about", {"what": "Norland", "only": "reject"}, r"no relation 'reject' in the ontology; did you mean rejects"),
        ("about", {"what": "> } # "}, r"nothing called '> } # ' in the graph"),
    ],
)
def test_question_that_cannot_be_asked_names_the_nearest(
    store: ox.Store, ontology: Ontology, name: str, arguments: dict[str, str], message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        asked(store, ontology, name, **arguments)


def test_question_of_a_later_folder_comes_before_one_of_an_earlier(tmp_path: Path) -> None:
    (tmp_path / "denied.rq").write_text("# Mine.\nASK {}\n")
    assert [one.help for one in questions(QUESTIONS, tmp_path) if one.name == "denied"] == ["Mine."]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT * {}", r"own\.rq: no comment at its top says what it answers"),
        ("# Help.\n# --what\nSELECT * {}", r"own\.rq: '--what' declares no parameter; write `# --NAME: help"),
        ("# Help.\n# --what: it\nSELECT * {}", r"own\.rq: what: a parameter needs both"),
        ("# Help.\nSELECT * { VALUES $what { UNDEF } }", r"own\.rq: what: a parameter needs both"),
        (b"\xff", r"own\.rq: cannot be read .* save it as UTF-8"),
    ],
)
def test_file_that_is_no_question_is_named_with_the_mend(tmp_path: Path, text: str | bytes, message: str) -> None:
    (tmp_path / "own.rq").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(QueryError, match=message):
        questions(tmp_path)


def test_relation_takes_those_below_it_along(store: ox.Store, ontology: Ontology, tmp_path: Path) -> None:
    (tmp_path / "by.rq").write_text(
        "# Propositions of a relation.\n# --by: which (relation)\n"
        "SELECT ?r { VALUES $by { UNDEF } ?p rdf:predicate $by BIND($by AS ?r) }\n"
    )
    found = answered(store, question("by", tmp_path), {"by": "opposes"}, ontology)
    assert [row.r for row in found] == [relation("rejects")]
