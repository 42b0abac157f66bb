"""The comparison with the W3C's tests: a suite of a few own ones, one of every kind, and answers that differ."""

from pathlib import Path

import pyoxigraph as ox
import pytest

from benchmarks.w3c import Answer, alike, cases, main, passes, reason

MANIFEST = """
@prefix mf: <http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#> .
@prefix qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#> .
<#names> a mf:QueryEvaluationTest ; mf:action [ qt:query <names.rq> ; qt:data <data.ttl> ] ; mf:result <names.srj> .
<#copy> a mf:QueryEvaluationTest ; mf:action [ qt:query <copy.rq> ; qt:data <data.ttl> ] ; mf:result <data.ttl> .
<#wrong> a mf:QueryEvaluationTest ; mf:action [ qt:query <names.rq> ] ; mf:result <names.srj> .
<#apart> a mf:QueryEvaluationTest ; mf:action [ qt:query <apart.rq> ; qt:graphData <data.ttl> ] ; mf:result <yes.srj> .
<#lines> a mf:CSVResultFormatTest ; mf:action [ qt:query <names.rq> ; qt:data <data.ttl> ] ; mf:result <names.csv> .
<#bad> a mf:NegativeSyntaxTest11 ; mf:action <bad.rq> .
<#good> a mf:PositiveSyntaxTest11 ; mf:action <names.rq> .
<#change> a mf:UpdateEvaluationTest ; mf:action [] ; mf:result [] .
"""
FILES = {
    "manifest.ttl": MANIFEST,
    "data.ttl": "<a> <name> 'Lake Treaty' ; <size> [ <of> 1.0 ] .",
    "names.rq": "SELECT ?who ?name { ?who <name> ?name }",
    "copy.rq": "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }",
    "apart.rq": "ASK { GRAPH <data.ttl> { <a> <name> ?name } }",
    "bad.rq": "SELECT ?who { ?who nothing:known ?name ",
    "yes.srj": '{"head": {}, "boolean": true}',
    "names.csv": "name,who\nLake Treaty,IRI\n",
    "names.srj": """{"head": {"vars": ["who", "name"]}, "results": {"bindings": [
        {"who": {"type": "uri", "value": "IRI"}, "name": {"type": "literal", "value": "Lake Treaty"}}]}}""",
}


@pytest.fixture
def suite(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in FILES.items():
        (folder / name).write_text(text.replace("IRI", (folder / "a").as_uri()), encoding="utf-8")
    return tmp_path


def test_each_kind_of_test_is_run_by_both(suite: Path) -> None:
    found = {case.name: passes(case) for case in cases(suite) if not reason(case)}

    wrong = found.pop("own/wrong")
    assert wrong == (False, ["json", "xml", "tsv"])
    assert set(found) == {f"own/{name}" for name in ("names", "copy", "apart", "lines", "bad", "good")}
    assert all(result == (True, []) for result in found.values()), found


def test_what_is_not_run_is_counted(
    suite: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["w3c.py", "--suite", str(suite)])

    assert main() == 0
    printed = capsys.readouterr().out
    assert "not run: 1 of 8\n     1 UpdateEvaluationTest" in printed
    assert "both fail              own/wrong: json; xml; tsv" in printed


def rows(*values: ox.Literal | ox.BlankNode) -> Answer:
    return ("x",), [(value,) for value in values]


ONE, TWO = ox.Literal(1), ox.Literal(2)
NODE, OTHER = ox.BlankNode("n"), ox.BlankNode("o")


@pytest.mark.parametrize(
    ("left", "right", "ordered", "same"),
    [
        (rows(ONE, TWO), rows(TWO, ONE), False, True),
        (rows(ONE, TWO), rows(TWO, ONE), True, False),
        (rows(ONE, ONE), rows(ONE), False, False),
        (rows(NODE, NODE), rows(OTHER, OTHER), False, True),
        (rows(NODE, NODE), rows(NODE, OTHER), False, False),
        (rows(ox.Literal("1")), rows(ONE), False, False),
        (rows(ox.Literal("01", datatype=ONE.datatype)), rows(ONE), False, True),
        (True, False, False, False),
        (True, rows(ONE), False, False),
        ("a,b\r\n1,2\r\n", "b,a\n2,1\n", False, True),
        ("a\r\n_:x\r\n", "a\n_:y\n", False, True),
        ("a\r\n1\r\n1\r\n", "a\n1\n", False, False),
    ],
)
def test_answers_are_compared_as_the_standard_means_them(
    left: Answer, right: Answer, ordered: bool, same: bool
) -> None:
    assert alike(left, right, ordered=ordered) is same
