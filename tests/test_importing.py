"""Imports: what was exported becomes a graph again, and the gate holds for claims from elsewhere."""

import json
import shutil
from pathlib import Path

import pytest

import kg
from kg.errors import GraphError, JudgementError, SettingError

BASE = "https://example.org/"


@pytest.fixture
def built(by_lines: None, texts: Path, tmp_path: Path) -> kg.Graph:
    return kg.build(texts, tmp_path / "built")


def exported(graph: kg.Graph, file: Path, format: str = "nquads") -> Path:
    file.write_bytes(graph.export_bytes(format))
    return file


def test_imported_graph_is_the_one_that_was_exported(built: kg.Graph, tmp_path: Path) -> None:
    made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made", documents=built.folder)
    assert made.export("nquads") == built.export("nquads")
    assert made.documents == built.documents
    assert made.claims(all=True) == built.claims(all=True)
    assert made.unchecked == 0
    assert [(row.step, row.taken, row.given, row.skipped) for row in made.report.rows] == [
        ("import", 1, 5, 0),
        ("gate", 5, 5, 0),
        ("write", 5, 5, 0),
    ]


def test_imports_of_the_same_files_give_the_same_folder(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.trig", "nanopubs")
    for name in ("one", "two"):
        kg.import_graph(file, tmp_path / name, documents=built.folder)
    one, two = (kg.open(tmp_path / name) for name in ("one", "two"))
    assert (one.folder / "build.json").read_bytes() == (two.folder / "build.json").read_bytes()
    assert one.export("nquads") == two.export("nquads")


def test_claim_whose_quote_is_not_in_the_text_is_refused(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.nq")
    file.write_text(file.read_text("utf-8").replace('"Graustark | supports | Plan A"', '"Graustark likes it"'), "utf-8")
    made = kg.import_graph(file, tmp_path / "made", documents=built.folder)
    assert len(made.claims()) == 4
    (loss,) = made.report.skipped
    assert (loss.step, loss.source) == ("gate", "a.txt")
    assert "the quote 'Graustark likes it' is not the text at 44-73" in loss.reason


def test_without_texts_claims_are_let_in_and_counted_as_unchecked(built: kg.Graph, tmp_path: Path) -> None:
    made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made")
    assert (len(made.claims()), made.unchecked) == (5, 5)
    assert made.info()["unchecked claims"] == 5
    assert "unchecked claims" not in built.info()
    assert {document.text for document in made.documents.values()} == {""}


def test_texts_of_some_documents_check_the_claims_on_these(built: kg.Graph, tmp_path: Path) -> None:
    (file, other) = sorted((built.folder / "documents").glob("*.json"))
    counts = []
    for documents in (file, other):
        made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made", documents=documents)
        counts.append(made.unchecked)
    assert sorted(counts) == [2, 3]


def test_texts_may_lie_in_a_folder_of_json_files_or_in_a_list(built: kg.Graph, tmp_path: Path) -> None:
    folder, listed = tmp_path / "texts-only", tmp_path / "list.json"
    shutil.copytree(built.folder / "documents", folder)
    listed.write_text(json.dumps([json.loads(each.read_text("utf-8")) for each in folder.glob("*.json")]), "utf-8")
    for documents in (folder, listed):
        made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made", documents=documents)
        assert made.documents == built.documents


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("nix.json", None, r"nix\.json: has no documents of a graph in it .*No such file"),
        ("odd.json", "{}", r"odd\.json: has no documents of a graph in it "),
        ("empty", None, r"empty: has no documents; name a graph folder, a folder of JSON files, or one of these"),
    ],
)
def test_texts_that_are_none_are_an_error(
    built: kg.Graph, tmp_path: Path, name: str, text: str | None, message: str
) -> None:
    (tmp_path / "empty").mkdir()
    if text is not None:
        (tmp_path / name).write_text(text)
    with pytest.raises(GraphError, match=message):
        kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made", documents=tmp_path / name)


def test_relation_that_the_ontology_lacks_is_refused(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.nq")
    file.write_text(file.read_text("utf-8").replace("ontology#supports>", "ontology#adores>"), "utf-8")
    made = kg.import_graph(file, tmp_path / "made", documents=built.folder)
    assert len(made.claims()) == 3
    assert {loss.reason.rpartition(": ")[2] for loss in made.report.skipped} == {"the ontology has no such relation"}


def test_several_files_become_one_graph_with_each_claim_once(built: kg.Graph, tmp_path: Path) -> None:
    files = [exported(built, tmp_path / "graph.nq"), exported(built, tmp_path / "graph.ttl", "turtle")]
    told: list[tuple[str, int, int]] = []

    def tell(step: str, done: int, total: int) -> None:
        told.append((step, done, total))

    made = kg.import_graph(
        files,
        tmp_path / "made",
        documents=built.folder,
        progress=lambda step, done, total: told.append((step, done, total)),
    )
    assert made.claims() == built.claims()
    assert [(row.step, row.taken, row.given) for row in made.report.rows][2] == ("write", 10, 5)
    assert {loss.reason.rpartition(": ")[2] for loss in made.report.skipped} == {"the same claim in several files"}
    assert told == [("import", 0, 2), ("import", 1, 2)]


def test_files_with_other_bases_need_one_to_be_chosen(built: kg.Graph, tmp_path: Path) -> None:
    one, other = exported(built, tmp_path / "one.nq"), tmp_path / "other.nq"
    other.write_text(one.read_text("utf-8").replace(built.base, BASE), "utf-8")
    with pytest.raises(SettingError, match=r"the IRIs of the files begin differently .*; choose with --base"):
        kg.import_graph([one, other], tmp_path / "made")
    made = kg.import_graph([one, other], tmp_path / "made", base="https://example.net/")
    assert made.base == "https://example.net/"
    assert made.claims() == built.claims()


def test_files_of_two_extractors_are_kept_apart(built: kg.Graph, tmp_path: Path) -> None:
    one, other = exported(built, tmp_path / "one.nq"), tmp_path / "other.nq"
    other.write_text(one.read_text("utf-8").replace('"lines/1"', '"readers/2"'), "utf-8")
    with pytest.raises(SettingError, match="the claims were read by lines/1 and by readers/2; import them into"):
        kg.import_graph([one, other], tmp_path / "made")


def test_no_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"no file to import; name files that end with \.nq, "):
        kg.import_graph([], tmp_path / "made")


def test_claim_whose_document_the_file_lacks_is_an_error(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.nt", "ntriples")
    lines = [line for line in file.read_text("utf-8").splitlines() if "ontology#Document>" not in line]
    file.write_text("\n".join(lines), "utf-8")
    with pytest.raises(GraphError, match=r"graph\.nt: claim '.*': nothing is said of its document '.*'; exp"):
        kg.import_graph(file, tmp_path / "made")


def test_date_that_the_graph_cannot_hold_is_an_error_and_leaves_the_old_graph(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.nt", "ntriples")
    file.write_text(file.read_text("utf-8").replace('"2025-03"', '"spring"'), "utf-8")
    before = built.export("nquads")
    with pytest.raises(GraphError, match=r"cannot be written: b\.md: 'spring' is not an ISO 8601 date"):
        kg.import_graph(file, built.folder)
    assert kg.open(built.folder).export("nquads") == before


def test_what_people_judged_is_not_overwritten(built: kg.Graph, tmp_path: Path) -> None:
    file = exported(built, tmp_path / "graph.nq")
    built.merge("plan-a", "plan-b", reason="one plan")
    with pytest.raises(GraphError, match="built: holds judgements of people, which an imported graph cannot keep"):
        kg.import_graph(file, built.folder)


def test_what_is_one_thing_cannot_be_judged_in_an_imported_graph(built: kg.Graph, tmp_path: Path) -> None:
    made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made", documents=built.folder)
    before = made.export("nquads")
    with pytest.raises(JudgementError, match="made: is an imported graph, without the passages where each name stands"):
        made.merge("plan-a", "plan-b", reason="one plan")
    with pytest.raises(JudgementError, match="made: is an imported graph"):
        made.rederive()
    assert kg.open(made.folder).export("nquads") == before


def test_imported_graph_is_replaced_by_a_build_and_drawn_without_texts(
    built: kg.Graph, texts: Path, tmp_path: Path
) -> None:
    made = kg.import_graph(exported(built, tmp_path / "graph.nq"), tmp_path / "made")
    assert made.view(tmp_path / "page.html").exists()
    assert kg.build(texts, made.folder).export("nquads") == built.export("nquads")
