"""`import kg` in a notebook: build, open, ask, look, hand on."""

from dataclasses import replace
from pathlib import Path

import pytest

import kg
from kg.claims.confidence import confidence
from kg.errors import GraphError

pytestmark = pytest.mark.usefixtures("by_lines")


@pytest.fixture
def graph(texts: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> kg.Graph:
    monkeypatch.chdir(tmp_path)
    return kg.build("texts")


def test_a_graph_that_was_built_can_be_opened_again(graph: kg.Graph) -> None:
    assert kg.open("graph").claims() == graph.claims()
    assert kg.open().report == graph.report


def test_claims_come_in_the_order_of_their_passages(graph: kg.Graph) -> None:
    places = [(graph.documents[claim.evidence.document].source, claim.evidence.span) for claim in graph.claims()]
    assert places == sorted(places)
    assert len(places) == 5


def test_every_quote_is_a_slice_of_its_document(graph: kg.Graph) -> None:
    for claim in graph.claims():
        assert graph.documents[claim.evidence.document].text[slice(*claim.evidence.span)] == claim.evidence.quote


def test_relations_below_the_one_named_count(texts: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(
        "@prefix kg: <https://w3id.org/kg-claims/ontology#> .\n"
        "@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        'kg:sneersAt a kg:Relation ; rdfs:label "sneers at" ; rdfs:subPropertyOf kg:opposes ;\n'
        "    rdfs:domain kg:Actor ; rdfs:range kg:Topic .\n"
    )
    (texts / "d.txt").write_text("Zembla | sneersAt | Plan Z\n")
    graph = kg.build(texts, tmp_path / "graph", ontology=own)
    assert "Zembla" in {claim.subject.label for claim in graph.claims(relation="opposes")}
    assert {claim.subject.label for claim in kg.open(tmp_path / "graph").claims(relation="sneers at")} == {"Zembla"}


def test_rows_of_an_answer_iterate_as_python_values(graph: kg.Graph) -> None:
    query = "SELECT ?start ?quote WHERE { ?claim kg:start ?start ; kg:quote ?quote } ORDER BY ?quote"
    assert next(tuple(row) for row in graph.query(query)) == (74, "Graustark | opposes | Plan B | denied")
    assert {row["subject"] for row in graph.ask("about", what="Plan B")} == {"Graustark", "Ruritania"}


def test_only_so_many_rows_of_an_answer_are_looked_for(graph: kg.Graph) -> None:
    results = [graph.query("SELECT ?quote { ?claim kg:quote ?quote }", max_rows=number) for number in (2, 5, None)]
    assert [(len(result), result.truncated) for result in results] == [(2, True), (5, False), (5, False)]


def test_limits_hold_for_queries_and_saved_questions(graph: kg.Graph) -> None:
    query = "SELECT ?quote { ?claim kg:quote ?quote } ORDER BY ?quote"
    assert graph.query(query, timeout=60) == graph.query(query)
    limited = graph.ask("about", what="Plan B", timeout=60, max_rows=1)
    assert (limited[0], limited.truncated) == (graph.ask("about", what="Plan B")[0], True)


def test_limits_hold_for_the_sure_claims_alone(graph: kg.Graph) -> None:
    sure = kg.open(graph.folder, min_confidence=0.5)
    count = "SELECT (COUNT(*) AS ?n) { ?claim kg:quote ?quote }"
    assert sure.query(count, timeout=60) == sure.query(count)


def test_what_a_claim_denies_or_only_plans_is_no_triple(graph: kg.Graph) -> None:
    told = "ASK { ?subject ?relation ?object . ?subject rdfs:label '%s' . ?object rdfs:label '%s' }"
    assert graph.query(told % ("Graustark", "Plan A"))
    assert not graph.query(told % ("Graustark", "Plan B"))
    assert not graph.query(told % ("Ruritania", "Plan B"))


def test_entities_are_all_subjects_objects_and_holders_once(graph: kg.Graph) -> None:
    assert [entity.label for entity in graph.entities()] == ["Graustark", "Plan A", "Plan B", "Ruritania"]


def test_networkx_has_a_node_for_each_entity_and_an_edge_for_each_claim(graph: kg.Graph) -> None:
    network = graph.to_networkx()
    assert (network.number_of_nodes(), network.number_of_edges()) == (4, 5)


def test_rdflib_sees_the_same_claims(graph: kg.Graph) -> None:
    import rdflib

    claims = graph.to_rdflib().subjects(rdflib.RDF.type, rdflib.URIRef("https://w3id.org/kg-claims/ontology#Claim"))
    assert len(list(claims)) == 5


def test_network_chain_and_agreements_are_at_hand(graph: kg.Graph) -> None:
    assert [row["label"] for row in graph.network().centralities("supportive", actors=True)] == ["Graustark"]
    assert len(graph.network(modalities=["intended"]).ties) == 1
    assert graph.chain("Graustark", "Ruritania").chains[0].things[1].label == "Plan A"
    assert [found.number for found in graph.agreements(about="Plan A")] == [2]
    assert graph.agreements(about="Plan B") == []
    assert set(graph.network().attributes()) <= set(graph.to_networkx())


def test_view_returns_the_page_and_writes_the_picture_beside_it(graph: kg.Graph, tmp_path: Path) -> None:
    assert graph.view() == Path("graph.html")
    assert (tmp_path / "graph.svg").is_file()


def test_a_notebook_shows_a_summary_that_cannot_run(graph: kg.Graph, tmp_path: Path) -> None:
    assert repr(graph) == "<kg.Graph 'graph': 5 claims, 4 entities, 2 documents>"
    moved = (tmp_path / "graph").rename(tmp_path / "<script>")
    assert "&lt;script&gt;" in kg.open(moved)._repr_html_()
    assert "<script>" not in kg.open(moved)._repr_html_()


def test_a_folder_that_is_no_graph_is_refused(tmp_path: Path) -> None:
    with pytest.raises(kg.GraphError, match="is no kg graph"):
        kg.open(tmp_path)


def test_what_no_relation_fits_is_kept_and_left_out_of_answers(texts: Path, tmp_path: Path) -> None:
    (texts / "d.txt").write_text("Zembla | relatedTo | Plan Z\n")
    graph = kg.build(texts, tmp_path / "graph")

    def shown(*, all: bool) -> list[bool]:
        names = {data["label"] for _, data in graph.to_networkx(all=all).nodes(data=True)}
        return [
            "Zembla" in {claim.subject.label for claim in graph.claims(all=all)},
            "Zembla" in {entity.label for entity in graph.entities(all=all)},
            "Zembla" in {row["subject"] for row in graph.ask("about", all=all, what="Plan Z")},
            "Zembla" in {row["entity"] for row in graph.ask("most-connected", all=all)},
            "Zembla" in names,
            "Zembla" in graph.export("csv", all=all),
            "Zembla" in graph.export("graphml", all=all),
            "Zembla" in graph.view(tmp_path / "page.html", all=all).read_text("utf-8"),
        ]

    assert (shown(all=False), shown(all=True)) == ([False] * 8, [True] * 8)
    assert [claim.subject.label for claim in graph.claims(relation="relatedTo")] == ["Zembla"]
    assert "Zembla" in graph.export("nquads")
    assert graph.info()["fallback claims"] == 1


def test_a_graph_opened_with_a_confidence_has_no_trace_of_claims_with_less(texts: Path, tmp_path: Path) -> None:
    (texts / "d.txt").write_text("Zembla | opposes | Plan Z | unsure\nRuritania | supports | Plan A | unsure\n")
    whole = kg.build(texts, tmp_path / "graph")
    sure, told = kg.open(tmp_path / "graph", min_confidence=0.5), "ASK { ?thing rdfs:label 'Zembla' }"
    assert (len(whole.claims()), len(sure.claims())) == (7, 5)
    assert (bool(whole.query(told)), bool(sure.query(told))) == (True, False)
    assert "Zembla" not in sure.export("csv")
    assert len(sure.ask("about", what="Ruritania")) == len(whole.ask("about", what="Ruritania")) - 1
    assert {claim.confidence for claim in kg.open(tmp_path / "graph", min_confidence=0.4).claims()} == {0.4, 1.0}


def test_a_confidence_beyond_1_is_refused(graph: kg.Graph) -> None:
    with pytest.raises(kg.SettingError, match="from 0 to 1"):
        kg.open("graph", min_confidence=70)


def test_reasons_add_up_to_the_confidence_of_a_claim(graph: kg.Graph) -> None:
    for claim in graph.claims():
        reasons = graph.explain(claim)
        assert confidence(reasons) == claim.confidence
        assert [abs(each.amount) for each in reasons] == sorted((abs(each.amount) for each in reasons), reverse=True)


def test_a_claim_that_is_not_read_any_more_is_not_explained(graph: kg.Graph) -> None:
    strange = replace(graph.claims()[0], confidence=0.123)
    with pytest.raises(GraphError, match="is not read so by this kg; build the graph again"):
        graph.explain(strange)
