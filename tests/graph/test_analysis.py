"""Networks of claims small enough to be reckoned by hand."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import networkx
import pytest

from kg.errors import QueryError, SettingError
from kg.graph import analysis
from kg.graph.analysis import Network, chosen
from kg.graph.coalitions import Kind, coalitions
from kg.graph.rows import Table
from kg.graph.voices import independent, voices
from kg.iris import ONTOLOGY
from kg.model import Claim, DocumentId, Entity, EntityId, Evidence, Modality, Polarity, RelationId, Span, TypeId
from kg.ontology import Ontology, load

from .conftest import HEAD, RELATIONS, TYPES

PATH = ["a supports b", "b supports c", "c supports d", "d supports e"]
# Two triangles, with one tie between them.
BARBELL = [
    "a supports b",
    "b supports c",
    "a supports c",
    "c supports x",
    "x supports y",
    "y supports z",
    "x supports z",
]


@pytest.fixture
def own(tmp_path: Path) -> Ontology:
    """The small ontology, in which an actor is an agent."""
    file = tmp_path / "own.ttl"
    agents = "kg:Actor rdfs:subClassOf <http://www.w3.org/ns/prov#Agent> .\n"
    file.write_text(HEAD + TYPES + agents + RELATIONS, "utf-8")
    return load(file)


def claim(words: str, document: str = "d1", **options: Any) -> Claim[Entity]:
    """A claim such as "a supports T": a capital letter is an instrument, a small one a state."""
    subject, relation, object_ = words.split()
    given: dict[str, Any] = {"evidence": evidence(document, words), **options}
    return Claim(subject=thing(subject), relation=RelationId(ONTOLOGY + relation), object=thing(object_), **given)


def thing(name: str) -> Entity:
    type_ = TypeId(ONTOLOGY + ("Instrument" if name.isupper() else "State"))
    return Entity(id=EntityId(name), label=name, type=type_)


def network(words: Sequence[str], ontology: Ontology) -> Network:
    return Network(tuple(map(claim, words)), ontology)


def column(table: Table, name: str) -> dict[object, object]:
    return {row["entity"]: row[name] for row in table}


def test_centralities_of_a_path_are_those_of_freeman(own: Ontology) -> None:
    found = network(PATH, own).centralities()
    assert column(found, "degree") == {"a": 0.25, "b": 0.5, "c": 0.5, "d": 0.5, "e": 0.25}
    # Of the six pairs of others, 3 have b between them, 4 c, 3 d.
    assert column(found, "betweenness") == {"a": 0, "b": 0.5, "c": 0.666667, "d": 0.5, "e": 0}
    # From a to the four others it is 1 + 2 + 3 + 4 = 10 steps, from c 6.
    assert column(found, "closeness") == {"a": 0.4, "b": 0.571429, "c": 0.666667, "d": 0.571429, "e": 0.4}


def test_eigenvector_of_a_star_is_the_root_of_two_over_two_in_its_middle(own: Ontology) -> None:
    found = network(["m supports a", "m supports b"], own).centralities()
    assert column(found, "eigenvector") == {"m": 0.707107, "a": 0.5, "b": 0.5}


def test_closeness_counts_only_the_share_that_is_reached(own: Ontology) -> None:
    found = network(["a supports b", "x supports y", "y supports z"], own).centralities()
    assert column(found, "closeness")["a"] == 0.25  # one of four others, one step away


def test_a_tie_weighs_as_many_documents_as_there_are_and_not_as_many_claims(own: Ontology) -> None:
    claims = [claim("a supports b"), claim("a supports b"), claim("b supports a", "d2")]
    (row,) = [row for row in Network(tuple(claims), own).centralities() if row["entity"] == "a"]
    assert (row["neighbours"], row["weight"], row["claims"], row["documents"]) == (1, 2, 3, 2)


def test_support_and_opposition_are_kept_apart(own: Ontology) -> None:
    found = network(["a supports b", "a opposes c", "a deploysTo d", "a supports a"], own)
    assert [(tie.one.id, tie.other.id, tie.stance) for tie in found.ties] == [
        ("a", "b", "supportive"),
        ("a", "c", "adversarial"),
        ("a", "d", "neutral"),
    ]
    assert set(column(found.centralities("adversarial"), "label")) == {"a", "c"}
    assert len(found.graph()) == 4
    with pytest.raises(QueryError, match="no stance 'adverse'; did you mean adversarial"):
        found.graph("adverse")


def test_only_rows_of_actors_are_given_where_they_are_wanted(own: Ontology) -> None:
    assert set(column(network(["a supports T"], own).centralities(actors=True), "degree")) == {"a"}


def test_claims_are_chosen_by_polarity_and_modality() -> None:
    plan = claim("a supports b", modality=Modality.INTENDED)
    denied = claim("a supports b", polarity=Polarity.DENIED)
    assert chosen([plan, denied], ["affirmed"], ["intended", "asserted"]) == (plan,)
    assert chosen([plan, denied], ["denied"], ["asserted"]) == (denied,)
    with pytest.raises(QueryError, match="no modality 'planned'; use one of asserted, intended"):
        chosen([plan], ["affirmed"], ["planned"])


def test_communities_are_the_two_triangles(own: Ontology) -> None:
    found = network(BARBELL, own).communities()
    assert column(found, "community") == {"a": 1, "b": 1, "c": 1, "x": 2, "y": 2, "z": 2}
    assert found.notes == ("modularity 0.36",)  # 2 * (3/7 - (7/14)**2) = 0.357


def test_the_bridge_of_two_triangles_cuts_three_off(own: Ontology) -> None:
    (row,) = network(BARBELL, own).bridges()
    assert (row["entity"], row["other"], row["cut_off"]) == ("c", "x", 3)
    assert [row["cut_off"] for row in network(PATH, own).bridges()] == [2, 2, 1, 1]


def test_articulation_points_tell_in_how_many_parts_things_fall(own: Ontology) -> None:
    assert column(network(BARBELL, own).articulation_points(), "parts") == {"c": 2, "x": 2}
    star = network(["m supports a", "m supports b", "m supports c"], own)
    assert column(star.articulation_points(), "parts") == {"m": 3}


def test_ego_network_has_the_ties_of_those_around(own: Ontology) -> None:
    found = network(BARBELL, own)
    assert set(found.ego("A").entities) == {"a", "b", "c"}
    assert len(found.ego("a").ties) == 3  # that of its neighbours among them
    assert set(found.ego("a", 2).entities) == {"a", "b", "c", "x"}
    with pytest.raises(QueryError, match="nothing called 'q'"):
        found.ego("q")
    with pytest.raises(QueryError, match="a radius of 0 cannot be asked for"):
        found.ego("a", 0)


def test_large_networks_are_measured_from_a_sample_and_say_so(own: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(analysis, "STEPS", 1)
    monkeypatch.setattr(analysis, "PIVOTS", 3)
    ring = network([f"n{place} supports n{(place + 1) % 12}" for place in range(12)], own)
    found = ring.centralities()
    assert found.notes == ("betweenness and closeness are estimates, from the shortest paths of 3 of 12 entities",)
    assert found == ring.centralities()
    exact = 11 / 36  # of a ring of twelve: 2 * (1 + 2 + 3 + 4 + 5) + 6 steps to eleven others
    assert sum(float(str(value)) for value in column(found, "closeness").values()) / 12 == pytest.approx(exact, rel=0.2)


def test_attributes_fit_the_nodes_of_a_networkx_graph(own: Ontology) -> None:
    found = network([*BARBELL, "a opposes z"], own)
    graph: networkx.Graph[Any] = found.graph()
    networkx.set_node_attributes(graph, found.attributes())
    assert graph.nodes["c"]["supportive_neighbours"] == 3
    assert graph.nodes["a"]["adversarial_weight"] == 1
    assert "adversarial_weight" not in graph.nodes["c"]
    assert {graph.nodes[id_]["community"] for id_ in "abc"} == {graph.nodes["a"]["community"]}


def test_an_empty_network_has_no_rows(own: Ontology) -> None:
    found = network([], own)
    tables = (found.centralities(), found.communities(), found.bridges(), found.articulation_points())
    assert [len(table) for table in tables] == [0, 0, 0, 0]
    assert found.attributes() == {}
    assert (found.coalitions().balance, found.coalitions().frustration) == (None, None)


def test_the_order_of_hashes_changes_nothing() -> None:
    program = (
        "import networkx\nfrom kg.graph.communities import partition\n"
        "graph = networkx.relabel_nodes(networkx.karate_club_graph(), str)\nprint(partition(graph))\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={**os.environ, "PYTHONHASHSEED": seed}, check=True, capture_output=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1


def test_a_sentence_that_is_reprinted_is_one_source() -> None:
    words = "Norland said on Monday that it backs the treaty"
    one, reprint, other = (
        claim("a supports b", document, evidence=evidence(document, quote))
        for document, quote in (("d1", words), ("d2", words), ("d3", "Norland backs it"))
    )
    assert independent([one, reprint, other]) == 2
    assert len(voices([one, reprint, other])) == 2


def evidence(document: str, quote: str) -> Evidence:
    span = Span(0, len(quote))
    return Evidence(document=DocumentId(document), span=span, quote=quote, cue="backs", extractor="patterns/1")


def test_a_score_is_added_up_from_reasons_with_their_claims(own: Ontology) -> None:
    words = [
        "a supports T",
        "b supports T",
        "a opposes U",
        "b rejects U",
        "a supports V",
        "b opposes V",
        "a supports b",
    ]
    (pair,) = [pair for pair in coalitions(map(claim, words), own).pairs if {pair.one.id, pair.other.id} == {"a", "b"}]
    kinds = {(reason.kind, reason.about.id): [one.evidence.quote for one in reason.claims] for reason in pair.reasons}
    assert kinds == {
        (Kind.BOTH_FOR, "T"): ["a supports T", "b supports T"],
        (Kind.BOTH_AGAINST, "U"): ["a opposes U", "b rejects U"],
        (Kind.DIVIDED, "V"): ["a supports V", "b opposes V"],
        (Kind.SUPPORTS, "b"): ["a supports b"],
    }
    assert (pair.together, pair.apart, pair.score) == (3, 1, 2)


def test_who_is_as_often_for_as_against_takes_no_side(own: Ontology) -> None:
    even = coalitions([claim("a supports T"), claim("a opposes T", "d2"), claim("b supports T")], own)
    assert even.pairs == ()
    assert even.table().notes == ("as often for as against, so no side: a on T",)
    claims = [claim("a supports T"), claim("a opposes T", "d2"), claim("a opposes T", "d3"), claim("b supports T")]
    assert [pair.score for pair in coalitions(claims, own).pairs] == [-1]


def test_denied_claims_and_things_that_are_no_actors_take_no_side(own: Ontology) -> None:
    denied = claim("a supports b", polarity=Polarity.DENIED)
    assert coalitions([denied, claim("T supports b"), claim("a supports T")], own).pairs == ()


def test_two_camps_are_balanced_and_their_blocs_are_not_frustrated(own: Ontology) -> None:
    words = ["a supports b", "c supports d", "a opposes c", "a opposes d", "b opposes c", "b opposes d"]
    found = coalitions(map(claim, words), own)
    # a and b: one is for the other, both are against c and against d. a and c: one is against the other, on d they are
    # divided; b and c likewise.
    assert [[actor.id for actor in bloc] for bloc in found.blocs] == [["a", "b"], ["c", "d"]]
    assert (found.balance, found.frustration) == (1.0, 0.0)
    assert [tuple(row.values()) for row in found.between()] == [(1, 1, 3, 0), (1, 2, 0, 6), (2, 2, 1, 0)]


def test_a_friend_of_friends_who_is_a_foe_unbalances_and_frustrates(own: Ontology) -> None:
    found = coalitions(map(claim, ["a supports b", "b supports c", "c opposes a", "a supports d"]), own)
    assert found.balance == 0.0  # the one triangle has one negative side
    scores = {(pair.one.id, pair.other.id): pair.score for pair in found.pairs}
    blocs = [{actor.id for actor in bloc} for bloc in found.blocs]
    against = sum(
        abs(score) for pair, score in scores.items() if (score < 0) == any(set(pair) <= bloc for bloc in blocs)
    )
    assert found.frustration == round(against / sum(map(abs, scores.values())), 3)


def test_crowds_make_no_pairs_and_that_is_told(own: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.graph.coalitions.CROWD", 2)
    found = coalitions(map(claim, ["a supports T", "b supports T", "c supports T"]), own)
    assert found.pairs == ()
    assert found.table().notes == ("more than 2 actors take a side on these, which makes no pairs: T",)


def test_tables_become_data_frames_csv_and_notebook_tables(own: Ontology) -> None:
    table = network(PATH, own).bridges()
    frame = table.to_pandas()
    assert list(frame.columns) == list(table.columns)
    assert frame["cut_off"].tolist() == [2, 2, 1, 1]
    assert table.to_csv().splitlines()[0] == "entity,label,other,other_label,cut_off,weight,claims"
    assert table._repr_html_().count("<tr>") == 5


def test_a_data_frame_without_pandas_says_what_to_do(own: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(SettingError, match="install it with `pip install pandas`, or iterate"):
        network(PATH, own).bridges().to_pandas()
