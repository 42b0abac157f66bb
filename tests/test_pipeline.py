"""From files to a graph folder: what every step takes, gives and leaves out."""

import json
from pathlib import Path

import pytest

from kg.errors import GraphError, SettingError
from kg.graph import encode, store
from kg.iris import BASE
from kg.pipeline import Loss, Report, Row, build, derived
from kg.settings import Settings

pytestmark = pytest.mark.usefixtures("by_lines")

OWN = """
@prefix kg: <https://w3id.org/kg-claims/ontology#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
kg:mapsFor a kg:Relation, owl:ObjectProperty ; rdfs:label "draws maps for" ; kg:deniedLabel "draws no maps for" ;
    rdfs:domain kg:Actor ; rdfs:range kg:Actor ; kg:stance kg:neutral .
"""


def table(report: Report) -> dict[str, tuple[int, int, int]]:
    return {row.step: (row.taken, row.given, row.skipped) for row in report.rows}


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a graph folder but the store's own, and the store as sorted lines."""
    files = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    found = {name: path.read_bytes() for name, path in files.items() if not name.startswith("store/")}
    lines = sorted(str(quad).encode() for quad in store.open_store(folder))
    return found | {"store": b"\n".join(lines)}


def test_every_step_counts_what_it_takes_gives_and_leaves_out(texts: Path, tmp_path: Path) -> None:
    (texts / "d.txt").write_text("Ruritania | opposes | Plan A | misquoted\nGraustark | opposes | Plan A\n")
    (texts / "e.txt").write_text("UNPARSABLE")
    (texts / "f.txt").write_text("UNREADABLE\n")
    (texts / "g.txt").write_bytes((texts / "a.txt").read_bytes())
    report = build([texts], tmp_path / "graph")
    assert table(report) == {
        "read": (7, 5, 2),
        "annotate": (5, 8, 1),
        "extract": (4, 7, 1),
        "gate": (7, 6, 1),
        "resolve": (6, 6, 0),
        "write": (6, 6, 0),
    }
    assert [(loss.step, loss.source) for loss in report.skipped] == [
        ("read", "c.docx"),
        ("read", "g.txt"),
        ("gate", "d.txt"),
        ("annotate", "e.txt"),
        ("extract", "f.txt"),
    ]
    assert Loss("read", "g.txt", "the same text as a.txt") in report.skipped
    assert Loss("annotate", "e.txt", "no sentence in it; write some") in report.skipped


def test_report_is_kept_with_the_graph(texts: Path, tmp_path: Path) -> None:
    report = build([texts], tmp_path / "graph")
    assert Report.of(store.load_build(tmp_path / "graph")) == report
    assert report.rows[0] == Row("read", "inputs", 3, "documents", 2, 1)


def test_the_same_input_gives_the_same_folder_wherever_it_lies(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "one")
    moved = texts.rename(tmp_path / "elsewhere")
    build([moved], tmp_path / "two")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_nothing_of_the_machine_is_in_the_folder(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN)
    build([texts], tmp_path / "graph", settings=Settings(ontology=(tmp_path / "own.ttl",)))
    assert not [name for name, content in contents(tmp_path / "graph").items() if str(tmp_path).encode() in content]


def test_documents_are_kept_with_their_texts_and_sentences(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph")
    documents = {document.source: document for document in store.load_documents(tmp_path / "graph").values()}
    assert sorted(documents) == ["a.txt", "b.md"]
    b = documents["b.md"]
    assert (b.title, b.published, b.licence) == ("Plans", "2025-03", "CC0-1.0")
    assert [b.text[slice(*span)] for span in b.sentences] == b.text.strip().split("\n")


def test_a_relation_of_the_users_own_is_kept_with_the_graph(texts: Path, tmp_path: Path) -> None:
    (tmp_path / "own.ttl").write_text(OWN)
    (texts / "d.txt").write_text("Ruritania | mapsFor | Graustark\n")
    build([texts], tmp_path / "graph", settings=Settings(ontology=(tmp_path / "own.ttl",)))
    kept = store.load_build(tmp_path / "graph")["ontology"]
    assert kept["own"] == [{"name": "own.ttl", "turtle": OWN}]
    assert "own.ttl" in kept["files"]


def test_claims_of_the_same_passage_are_written_once(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ruritania | opposes | Plan A | twice\n")
    report = build([tmp_path / "a.txt"], tmp_path / "graph")
    assert table(report)["write"] == (2, 1, 1)
    assert [(loss.step, loss.source) for loss in report.skipped] == [("write", "a.txt")]


def test_a_claim_whose_ends_turn_out_to_be_one_thing_is_left_out_and_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Ruritania | opposes | Republic of Ruritania\nGraustark | opposes | Plan A\n")
    report = build([tmp_path / "a.txt"], tmp_path / "graph")
    assert table(report)["resolve"] == (2, 1, 1)
    (loss,) = report.skipped
    assert (loss.step, loss.source) == ("resolve", "a.txt")
    assert loss.reason.endswith("joins Republic of Ruritania with itself")


def test_a_claim_whose_end_turns_out_to_be_of_a_type_that_does_not_fit_is_left_out_and_named(tmp_path: Path) -> None:
    others = "Ruritania | opposes | Zembla\nGraustark | opposes | Zembla\n"  # the objects of these may be anything
    (tmp_path / "a.txt").write_text(f"Ruritania | accuses | Zembla\n{others}")
    report = build([tmp_path / "a.txt"], tmp_path / "graph")
    assert table(report)["resolve"] == (3, 2, 1)
    (loss,) = report.skipped
    assert (loss.step, loss.source) == ("resolve", "a.txt")
    assert loss.reason == (
        "'Ruritania | accuses | Zembla': Zembla turns out to be a Thing, which 'accuses' does not fit"
    )


def test_a_graph_is_derived_once_more_without_being_written(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph")
    again = derived(tmp_path / "graph")
    written = encode.decode(store.open_store(tmp_path / "graph"), base=BASE)
    assert sorted(again, key=encode.claim_id) == sorted(written, key=encode.claim_id)


def test_progress_hears_of_every_document(texts: Path, tmp_path: Path) -> None:
    heard: list[tuple[str, int, int]] = []
    build([texts], tmp_path / "graph", progress=lambda *word: heard.append(word))
    assert heard == [("annotate", 0, 2), ("annotate", 1, 2), ("annotate", 2, 2)]


def test_documents_without_a_claim_make_an_empty_graph(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nobody claims anything.")
    report = build([tmp_path / "a.txt"], tmp_path / "graph")
    assert table(report)["write"] == (0, 0, 0)
    assert len(store.load_documents(tmp_path / "graph")) == 1


def test_a_folder_with_nothing_in_it_stops_and_leaves_the_old_graph(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph")
    before = contents(tmp_path / "graph")
    (tmp_path / "empty").mkdir()
    with pytest.raises(SettingError, match=r"empty: nothing to read there; name files or folders with \.txt, \.md"):
        build([tmp_path / "empty"], tmp_path / "graph")
    assert contents(tmp_path / "graph") == before


def test_a_folder_that_is_no_graph_is_left_alone(texts: Path, tmp_path: Path) -> None:
    with pytest.raises(GraphError, match="left alone"):
        build([texts], texts)
    assert sorted(path.name for path in texts.iterdir()) == ["a.txt", "b.md", "c.docx"]


def test_build_json_is_plain_and_says_what_the_graph_was_built_with(texts: Path, tmp_path: Path) -> None:
    build([texts], tmp_path / "graph", settings=Settings(base="https://example.org/"))
    kept = json.loads((tmp_path / "graph" / "build.json").read_text("utf-8"))
    assert (kept["base"], kept["extractor"], kept["model"]) == ("https://example.org/", "lines/1", None)
    assert kept["skipped"] == [
        {"step": "read", "source": "c.docx", "reason": kept["skipped"][0]["reason"]},
    ]
