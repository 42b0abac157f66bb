"""Extraction does not get worse unnoticed: floors on the project's own gold set, and the scorer itself."""

import json
from pathlib import Path

import pytest

from benchmarks.quality import OWN_GOLD, export, score_own
from benchmarks.scoring import Score, agreement, compare, total
from kg.ontology import Ontology, load
from kg.resources import resource

# A little under what `python benchmarks/quality.py score` printed when they were set: 0.735 and 0.458.
PRECISION, RECALL = 0.71, 0.44


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load(resource("ontology"))


def claim(subject: str, relation: str, object_: str, **more: object) -> dict[str, object]:
    return {"subject": subject, "relation": relation, "object": object_, **more}


def test_own_gold_is_read_as_well_as_before() -> None:
    score = total([row for _, row in score_own()])
    assert score.precision >= PRECISION
    assert score.recall >= RECALL


def test_gold_against_itself_is_perfect(ontology: Ontology) -> None:
    for file in sorted((OWN_GOLD / "claims").glob("*.json")):
        claims = json.loads(file.read_text("utf-8"))["claims"]
        assert compare(claims, claims, ontology).f1 == 1


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        (claim("Russia", "opposes", "the plan"), claim("Russia", "opposes", "plan"), 1),
        (claim("Russia", "opposes", "plan", subject_aliases=["Moscow"]), claim("Moscow", "opposes", "plan"), 1),
        (claim("Russia", "rejects", "plan"), claim("Russia", "opposes", "plan"), 0.5),
        (claim("Russia", "opposes", "plan"), claim("plan", "opposes", "Russia"), 0),
        (claim("France", "meetsWith", "Italy"), claim("Italy", "meetsWith", "France"), 1),
        (claim("Russia", "opposes", "Ukraine's NATO bid"), claim("Russia", "opposes", "NATO bid of Ukraine"), 1),
        (claim("Russia", "opposes", "Ukraine's NATO bid"), claim("Russia", "opposes", "NATO"), 0),
        (claim("Russia", "pledges", "not to attack"), claim("Russia", "pledges", "to attack"), 0),
    ],
    ids=["article", "alias", "sub-relation", "direction", "symmetric", "same head", "other head", "negation"],
)
def test_agreement(gold: dict[str, object], predicted: dict[str, object], expected: float, ontology: Ontology) -> None:
    assert agreement(gold, predicted, ontology) == expected


def test_each_claim_is_paired_once(ontology: Ontology) -> None:
    one = claim("Russia", "opposes", "plan")
    assert compare([one], [one, one], ontology) == Score(gold=1, predicted=2, matched=1)


def test_export_writes_the_format_of_the_guide_for_any_folder(tmp_path: Path) -> None:
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "a.txt").write_text("Moscow rejected the plan, diplomats said.", "utf-8")
    assert export(tmp_path / "texts", tmp_path / "out") == 1
    content = json.loads((tmp_path / "out" / "a.json").read_text("utf-8"))
    assert content["id"] == "a"
    (found,) = content["claims"]
    assert (found["subject"], found["relation"], found["object"]) == ("Russia", "rejects", "plan")
    assert (found["subject_aliases"], found["holder"], found["polarity"]) == (["Moscow"], "diplomats", "affirmed")
    assert found["evidence"] == "Moscow rejected the plan"
