"""The graph folder: it is written whole or not at all, and nothing but a graph is ever replaced."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import GraphError
from kg.graph.store import FORMAT, check_target, load_build, load_documents, open_store, to_rdflib, write
from kg.model import Document

QUAD = ox.Quad(ox.NamedNode("urn:a"), ox.NamedNode("urn:b"), ox.NamedNode("urn:c"), ox.DefaultGraph())
OTHER = ox.Quad(ox.NamedNode("urn:x"), ox.NamedNode("urn:y"), ox.Literal("z"), ox.NamedNode("urn:g"))


@pytest.fixture
def graph(tmp_path: Path, documents: tuple[Document, ...]) -> Path:
    write(tmp_path / "graph", [QUAD], documents, {"base": "https://example.org/"})
    return tmp_path / "graph"


def interrupted() -> Iterator[ox.Quad]:
    yield OTHER
    raise KeyboardInterrupt


def entries(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*.json")}


def test_what_is_written_is_read_back(graph: Path, documents: tuple[Document, ...]) -> None:
    assert list(open_store(graph)) == [QUAD]
    assert load_documents(graph) == {document.id: document for document in documents}
    assert load_build(graph) == {"base": "https://example.org/", "format": FORMAT}
    assert entries(graph) == ["build.json", "claims.jsonl", "documents", "judgements.jsonl", "rules.jsonl", "store"]


def test_same_input_gives_the_same_files_beside_the_store(
    graph: Path, tmp_path: Path, documents: tuple[Document, ...]
) -> None:
    write(tmp_path / "again", [QUAD], reversed(documents), {"base": "https://example.org/"})
    assert files_of(tmp_path / "again") == files_of(graph)


def test_graph_that_was_there_is_replaced(graph: Path, treaty: Document) -> None:
    write(graph, [OTHER], [treaty], {"base": "urn:other"})
    assert list(open_store(graph)) == [OTHER]
    assert list(load_documents(graph)) == ["d1"]
    assert load_build(graph)["base"] == "urn:other"
    assert entries(graph.parent) == ["graph"]


def test_folders_above_and_an_empty_folder_are_made_use_of(tmp_path: Path) -> None:
    write(tmp_path / "a" / "b" / "graph", [QUAD], [], {})
    (tmp_path / "empty").mkdir()
    write(tmp_path / "empty", [QUAD], [], {})
    assert list(open_store(tmp_path / "empty")) == list(open_store(tmp_path / "a" / "b" / "graph")) == [QUAD]


def test_link_to_a_graph_stays_a_link(graph: Path) -> None:
    link = graph.with_name("link")
    link.symlink_to(graph)
    write(link, [OTHER], [], {})
    assert link.is_symlink()
    assert list(open_store(graph)) == [OTHER]


def test_build_that_fails_leaves_the_previous_graph_as_it_was(graph: Path, documents: tuple[Document, ...]) -> None:
    with pytest.raises(KeyboardInterrupt):
        write(graph, interrupted(), [], {})
    assert list(open_store(graph)) == [QUAD]
    assert len(load_documents(graph)) == len(documents)
    assert entries(graph.parent) == ["graph"]


def test_build_that_is_killed_leaves_the_previous_graph_as_it_was(graph: Path) -> None:
    program = """
import os, signal, sys
from pathlib import Path
import pyoxigraph as ox
from kg.graph.store import write

def killed():
    for number in range(10_000):
        node = ox.NamedNode(f"urn:{number}")
        yield ox.Quad(node, node, node, ox.DefaultGraph())
    os.kill(os.getpid(), signal.SIGKILL)

write(Path(sys.argv[1]), killed(), [], {})
"""
    root = Path(__file__).parents[2]
    killed = subprocess.run(
        [sys.executable, "-c", program, str(graph)], cwd=root, check=False, env=os.environ | {"PYTHONPATH": str(root)}
    )
    assert killed.returncode == -signal.SIGKILL
    assert list(open_store(graph)) == [QUAD]


def test_graph_left_aside_by_a_killed_build_is_read_there_and_brought_back(graph: Path) -> None:
    aside = graph.with_name(".graph.previous")
    graph.rename(aside)
    assert list(open_store(graph)) == [QUAD]
    assert len(load_documents(graph)) == 2
    with pytest.raises(KeyboardInterrupt):
        write(graph, interrupted(), [], {})
    assert list(open_store(graph)) == [QUAD]
    assert not aside.exists()


def test_what_killed_builds_left_is_removed_by_the_next(graph: Path) -> None:
    for name in (".graph.building-a1b2", ".graph.previous"):
        (graph.with_name(name) / "store").mkdir(parents=True)
    write(graph, [OTHER], [], {})
    assert list(open_store(graph)) == [OTHER]
    assert entries(graph.parent) == ["graph"]


def test_folder_that_another_process_writes_is_left_alone(graph: Path) -> None:
    program = """
import sys
from pathlib import Path
from kg.graph.store import writing

with writing(Path(sys.argv[1])):
    print("at it", flush=True)
    sys.stdin.read()
"""
    command = [sys.executable, "-c", program, str(graph)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "at it\n"
        with pytest.raises(GraphError, match="another kg is writing it; wait until that is done"):
            write(graph, [OTHER], [], {})
        assert list(open_store(graph)) == [QUAD]
        other.communicate("")
    write(graph, [OTHER], [], {})
    assert list(open_store(graph)) == [OTHER]


def test_graph_comes_back_when_the_new_one_cannot_take_its_place(graph: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rename = os.rename

    def failing(source: Path, target: Path) -> None:
        if source.name == "graph" and source.parent != graph.parent:
            raise OSError("disk on fire")
        rename(source, target)

    monkeypatch.setattr("os.rename", failing)
    with pytest.raises(GraphError, match=r"cannot be written \(disk on fire\); check the disk"):
        write(graph, [OTHER], [], {})
    assert list(open_store(graph)) == [QUAD]


def test_folder_that_is_no_graph_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "thesis.txt").write_text("years of work")
    message = "is neither empty nor a kg graph, and is left alone; name another folder"
    with pytest.raises(GraphError, match=message):
        check_target(tmp_path)
    with pytest.raises(GraphError, match=message):
        write(tmp_path, [QUAD], [], {})
    assert entries(tmp_path) == ["thesis.txt"]


def test_folder_with_the_build_file_of_something_else_is_left_alone(tmp_path: Path) -> None:
    for content in ("{}", "[]", "not JSON", '{"format": "npm/2"}'):
        (tmp_path / "build.json").write_text(content)
        with pytest.raises(GraphError, match="left alone"):
            write(tmp_path, [QUAD], [], {})
        assert (tmp_path / "build.json").read_text() == content


def test_graph_with_a_file_of_the_users_is_not_replaced(graph: Path) -> None:
    (graph / "notes.md").write_text("mine")
    with pytest.raises(GraphError, match=r"notes\.md would be lost with the old graph; move it elsewhere first"):
        write(graph, [OTHER], [], {})
    assert list(open_store(graph)) == [QUAD]
    assert (graph / "notes.md").read_text() == "mine"


def test_file_in_the_place_of_a_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "graph").write_text("a file")
    with pytest.raises(GraphError, match="is a file; name a folder"):
        write(tmp_path / "graph", [QUAD], [], {})


@pytest.mark.parametrize("read", [open_store, load_documents, load_build])
def test_missing_strange_and_older_graphs_are_named(graph: Path, tmp_path: Path, read: object) -> None:
    assert callable(read)
    with pytest.raises(GraphError, match="nowhere: there is no such folder; build one with `kg build`"):
        read(tmp_path / "nowhere")
    with pytest.raises(GraphError, match=r"is no kg graph, it has no build\.json of one; name the folder"):
        read(tmp_path)
    (graph / "build.json").write_text(json.dumps({"format": "kg-graph/0"}))
    with pytest.raises(GraphError, match="is in format 'kg-graph/0', this kg reads 'kg-graph/3'; build the graph"):
        read(graph)


def test_older_graph_may_be_replaced(graph: Path) -> None:
    (graph / "build.json").write_text(json.dumps({"format": "kg-graph/0"}))
    write(graph, [OTHER], [], {})
    assert list(open_store(graph)) == [OTHER]


def test_broken_store_and_broken_document_are_named(graph: Path) -> None:
    (graph / "documents" / "d1.json").write_text("{}")
    with pytest.raises(GraphError, match=r"d1\.json: is no document of a graph"):
        load_documents(graph)
    (graph / "store" / "CURRENT").unlink()
    with pytest.raises(GraphError, match=r"store: cannot be opened .* build the graph again"):
        open_store(graph)


def test_store_is_open_to_several_readers_and_to_no_writer(graph: Path) -> None:
    first, second = open_store(graph), open_store(graph)
    assert list(first) == list(second) == [QUAD]
    with pytest.raises(RuntimeError, match="read-write"):
        first.add(OTHER)


def test_rdflib_sees_the_default_graph_of_the_same_store(graph: Path) -> None:
    face = to_rdflib(open_store(graph))
    assert [tuple(map(str, triple)) for triple in face] == [("urn:a", "urn:b", "urn:c")]
    assert [str(row[0]) for row in face.query("SELECT ?o { <urn:a> <urn:b> ?o }")] == ["urn:c"]  # type: ignore[index]  # the rows of a SELECT
