"""What people judge to be one thing changes the graph, is kept when it is built again, and can be undone."""

import json
from pathlib import Path

import pytest

import kg
from kg.graph import store

pytestmark = pytest.mark.usefixtures("by_lines")


@pytest.fixture
def graph(texts: Path, tmp_path: Path) -> kg.Graph:
    return kg.build(texts, tmp_path / "graph")


def files(folder: Path) -> dict[str, bytes]:
    names = (store.BUILD, store.CLAIMS, store.RULES)
    return {name: (folder / name).read_bytes() for name in names}


def test_merge_makes_two_entities_one(graph: kg.Graph) -> None:
    made = graph.merge("ruritania", "graustark", reason="one crown", by="kl")
    assert (made.number, made.reason, made.by) == (1, "one crown", "kl")
    merged = graph.entity("ruritania")
    assert (merged, graph.names(merged)) == (graph.entity("graustark"), ("graustark", "ruritania"))
    assert {merged.label, *merged.aliases} == {"Ruritania", "Graustark"}


def test_graph_after_a_merge_and_its_undo_is_the_one_before_to_the_byte(graph: kg.Graph) -> None:
    before, kept = graph.export("nquads"), files(graph.folder)
    made = graph.merge("ruritania", "graustark", reason="one crown")
    assert graph.export("nquads") != before
    graph.undo(made.number or 0)
    assert (graph.export("nquads"), files(graph.folder)) == (before, kept)


def test_split_of_what_was_merged_is_refused_until_the_merge_is_undone(graph: kg.Graph) -> None:
    graph.merge("ruritania", "graustark", reason="one crown")
    graph.merge("graustark", "plan-a", reason="by mistake")
    with pytest.raises(kg.JudgementError, match="undo it first"):
        graph.split("ruritania", "plan-a", reason="a plan is no state")
    graph.undo(2)
    graph.split("ruritania", "plan-a", reason="a plan is no state")
    assert [given.number for given in graph.judgements()] == [1, 4]


def test_judgements_are_kept_when_the_graph_is_built_again(graph: kg.Graph, texts: Path) -> None:
    graph.merge("ruritania", "graustark", reason="one crown")
    before = graph.export("nquads")
    assert kg.build(texts, graph.folder).export("nquads") == before


def test_judgement_on_what_a_new_build_has_not_is_named(graph: kg.Graph, tmp_path: Path) -> None:
    graph.merge("ruritania", "graustark", reason="one crown")
    (tmp_path / "a.txt").write_text("Ruritania | opposes | Plan A\n")
    built = kg.build(tmp_path / "a.txt", graph.folder)
    assert [loss.reason for loss in built.report.skipped] == [
        "judgement 1: graustark: no entity or name of the graph has this id; `kg entities list` has them all"
    ]


def test_log_edited_by_hand_holds_once_it_is_applied(graph: kg.Graph) -> None:
    entry = {"verdict": "same", "left": "graustark", "right": "ruritania", "reason": "one crown"}
    (graph.folder / store.JUDGEMENTS).write_text(json.dumps(entry), encoding="utf-8")
    graph.rederive()
    assert graph.entity("graustark") == graph.entity("ruritania")


@pytest.mark.parametrize(
    ("one", "other", "reason", "message"),
    [
        ("ruritanja", "graustark", "r", r"ruritanja: no entity .* did you mean ruritania\?"),
        ("ruritania", "ruritania", "r", "one name, given twice"),
        ("ruritania", "graustark", " ", "no reason"),
    ],
)
def test_judgement_that_cannot_be_made_says_why(
    graph: kg.Graph, one: str, other: str, reason: str, message: str
) -> None:
    with pytest.raises(kg.JudgementError, match=message):
        graph.merge(one, other, reason=reason)
    assert (graph.folder / store.JUDGEMENTS).read_text() == ""


def test_claims_kept_with_the_graph_are_those_that_were_read(graph: kg.Graph) -> None:
    kept = store.load_claims(graph.folder, graph.documents)
    assert {claim.evidence for claim in graph.claims()} == {claim.evidence for claim in kept}
    assert {claim.subject.name for claim in kept} == {"Ruritania", "Graustark"}


def test_kept_claims_that_are_broken_are_named(graph: kg.Graph) -> None:
    (graph.folder / store.CLAIMS).write_text('{"document": "nothing"}\n')
    with pytest.raises(kg.GraphError, match=r"claims.jsonl: is broken"):
        graph.rederive()
