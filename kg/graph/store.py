"""The graph folder: an Oxigraph store, the documents with their texts, and how the graph was built.

    FOLDER/store/            the quads
    FOLDER/documents/*.json  the texts: they may be under copyright, so they are no part of the RDF
    FOLDER/claims.jsonl      the claims before it was decided what is one thing, a line for each document
    FOLDER/rules.jsonl       what rules judged to be one thing or not, derived anew whenever the graph is written
    FOLDER/judgements.jsonl  what people judged; it only grows, and a new build into the folder keeps it
    FOLDER/build.json        what it was built from

A folder is written beside its place and moved there when it is whole, so that a build that is killed leaves the
previous graph as it was; killed between the two moves, it leaves it under the name `.FOLDER.previous`, where it is
read from until the next build moves it back. Only folders that kg wrote, and empty ones, are ever replaced, and only
one process at a time replaces one.
"""

import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from glob import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyoxigraph as ox

from kg.claims.judgements import Judgement, Log, of_record, record
from kg.errors import GraphError
from kg.model import Claim, Document, DocumentId, Mention, Span, digest

if TYPE_CHECKING:
    import rdflib
    from pydantic import TypeAdapter

FORMAT = "kg-graph/3"  # changes with the shape of the folder or of the RDF
STORE, DOCUMENTS, BUILD = "store", "documents", "build.json"
CLAIMS, RULES, JUDGEMENTS = "claims.jsonl", "rules.jsonl", "judgements.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What a graph was derived from, kept so that it can be derived again without reading the documents again."""

    claims: tuple[Claim[Mention], ...] = ()
    rules: tuple[Judgement, ...] = ()
    log: Log = field(default_factory=Log)


def write(
    folder: Path,
    quads: Iterable[ox.Quad],
    documents: Iterable[Document],
    build: Mapping[str, object],
    kept: Kept | None = None,
) -> None:
    """Write a graph folder, in place of the graph that was there.

    `build` becomes `build.json`, with the format added. Nothing changes in place until everything is on disk.

    Raises:
        GraphError: the folder holds something else than a graph, or it cannot be written.
    """
    folder = folder.resolve()
    check_target(folder)
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with writing(folder):
            _restore(folder)
            _clear_leftovers(folder)
            with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_building(folder)) as temporary:
                fresh = Path(temporary) / "graph"
                fresh.mkdir()
                _fill(fresh, quads, documents, build)
                _keep(fresh, kept or Kept())
                _swap(fresh, folder)
    except OSError as error:
        raise GraphError(f"{folder}: cannot be written ({error}); check the disk and the permissions") from error


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Keep other processes of this machine from writing a folder, from before it is read until it is written.

    Raises:
        GraphError: another process is at it.
    """
    from filelock import FileLock, Timeout

    place = str(folder.resolve())
    lock = FileLock(Path(tempfile.gettempdir()) / f"kg-{_user()}-{digest(place)}.lock", timeout=0, is_singleton=True)
    try:
        with lock:
            yield
    except Timeout as error:
        raise GraphError(f"{folder}: another kg is writing it; wait until that is done, or name another") from error


def check_target(folder: Path) -> None:
    """Make sure that a graph may be written there: call it before the hours of work, not after.

    Raises:
        GraphError: it is a file, or a folder with anything in it that kg did not write.
    """
    if not folder.exists():
        return
    if not folder.is_dir():
        raise GraphError(f"{folder}: is a file; name a folder for the graph")
    names = {path.name for path in folder.iterdir()}
    if names and not _is_graph(folder):
        raise GraphError(f"{folder}: is neither empty nor a kg graph, and is left alone; name another folder")
    if strange := sorted(names - {STORE, DOCUMENTS, BUILD, CLAIMS, RULES, JUDGEMENTS}):
        raise GraphError(f"{folder}: {', '.join(strange)} would be lost with the old graph; move it elsewhere first")


def open_store(folder: Path) -> ox.Store:
    """The store of a graph folder, to read from; several may read it at once.

    Raises:
        GraphError: there is no graph there, or none that this version can read.
    """
    return open_at(store_of(folder))


def store_of(folder: Path) -> Path:
    """Where the store of a graph folder is.

    Raises:
        GraphError: there is no graph there, or none that this version can read.
    """
    return _place(folder) / STORE


def open_at(place: Path) -> ox.Store:
    """The store in a place, to read from.

    Raises:
        GraphError: there is none, or it is broken.
    """
    try:
        return ox.Store.read_only(str(place))
    except OSError as error:
        raise GraphError(f"{place}: cannot be opened ({error}); build the graph again") from error


def fill(place: Path, quads: Iterable[ox.Quad]) -> None:
    """Write a store of some quads into an empty place on disk: one in memory has fewer indexes and is slow."""
    store = ox.Store(str(place))
    store.bulk_extend(quads)
    store.optimize()  # 0.7 s at 100,000 claims, and questions take a quarter less afterwards
    store.flush()


def load_documents(folder: Path) -> dict[DocumentId, Document]:
    """The documents of a graph folder with their texts, in the order of their ids.

    Raises:
        GraphError: there is no graph there, or a document's file is broken.
    """
    documents = (_load_document(file) for file in (_place(folder) / DOCUMENTS).glob("*.json"))
    return {document.id: document for document in sorted(documents, key=lambda document: document.id)}


def load_build(folder: Path) -> dict[str, Any]:
    """What `build.json` says of how the graph was built.

    Raises:
        GraphError: there is no graph there.
    """
    return _build(_place(folder))


def load_claims(folder: Path, documents: Mapping[DocumentId, Document]) -> tuple[Claim[Mention], ...]:
    """The claims of a graph folder as they were read, before mentions became entities.

    Raises:
        GraphError: there is no graph there, or the file is broken.
    """
    extractor, file = str(load_build(folder).get("extractor")), _place(folder) / CLAIMS
    return tuple(claim for line in _lines(file) for claim in _load_claims(line, documents, extractor, file))


def load_rules(folder: Path) -> tuple[Judgement, ...]:
    """What the rules judged when the graph was last written.

    Raises:
        GraphError: there is no graph there, or the file is broken.
    """
    file = _place(folder) / RULES
    try:
        return tuple(of_record(json.loads(line)) for line in _lines(file))
    except (ValueError, TypeError, KeyError) as error:
        raise GraphError(f"{file}: is broken ({error!r}); build the graph again") from error


def load_kept(folder: Path, documents: Mapping[DocumentId, Document]) -> Kept:
    """What a graph folder keeps to derive the graph again.

    Raises:
        GraphError: there is no graph there, or a file is broken.
        JudgementError: a line of the log, edited by hand, is no entry.
    """
    return Kept(claims=load_claims(folder, documents), rules=load_rules(folder), log=load_log(folder))


def load_log(folder: Path) -> Log:
    """What people judged; an empty log where there is no graph yet, and of one that an older kg built.

    Raises:
        JudgementError: a line of it, edited by hand, is no entry.
        GraphError: it cannot be read.
    """
    file = _standing(folder) / JUDGEMENTS
    if not _is_graph(file.parent) or not file.exists():
        return Log()
    try:
        return Log(file.read_text(encoding="utf-8"), place=str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"{file}: cannot be read ({error}); save it as UTF-8") from error


def to_rdflib(store: ox.Store) -> "rdflib.Graph":
    """The default graph of a store as an `rdflib.Graph` over the same data: nothing is copied.

    Its texts are typed `xsd:string`, which rdflib holds unequal to a plain `Literal`: compare `str` of them. Never take
    its `len` in a loop; copy it into a plain `rdflib.Graph` before a SHACL run.
    """
    import rdflib
    from oxrdflib import OxigraphStore
    from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

    # Without this identifier rdflib asks for a named graph of its own, and the default graph looks empty.
    return rdflib.Graph(store=OxigraphStore(store=store), identifier=DATASET_DEFAULT_GRAPH_ID)


def _fill(folder: Path, quads: Iterable[ox.Quad], documents: Iterable[Document], build: Mapping[str, object]) -> None:
    (folder / DOCUMENTS).mkdir()
    for document in documents:
        _dump(_record(document), folder / DOCUMENTS / f"{quote(document.id, safe='')}.json")
    fill(folder / STORE, quads)
    _dump({**build, "format": FORMAT}, folder / BUILD)


def _keep(folder: Path, kept: Kept) -> None:
    by_document: dict[DocumentId, list[dict[str, Any]]] = {}
    for claim in sorted(kept.claims, key=lambda claim: (claim.evidence.document, claim.evidence.span, repr(claim))):
        by_document.setdefault(claim.evidence.document, []).append(_claim_record(claim))
    claims = [{"document": document, "claims": records} for document, records in by_document.items()]
    _dump_lines(claims, folder / CLAIMS)
    _dump_lines(map(record, kept.rules), folder / RULES)
    (folder / JUDGEMENTS).write_text(kept.log.text, encoding="utf-8", newline="\n")


@cache
def _claims_adapter() -> "TypeAdapter[Claim[Mention]]":
    from pydantic import TypeAdapter

    return TypeAdapter(Claim[Mention])


def _claim_record(claim: Claim[Mention]) -> dict[str, Any]:
    """A claim as plain values, without what document and build tell: its quote is the text at its place."""
    found: dict[str, Any] = _claims_adapter().dump_python(claim, mode="json", exclude_defaults=True)
    for name in ("document", "quote", "extractor"):
        del found["evidence"][name]
    return found


def _load_claims(
    line: str, documents: Mapping[DocumentId, Document], extractor: str, file: Path
) -> Iterator[Claim[Mention]]:
    try:
        entry = json.loads(line)
        document = documents[entry["document"]]
        for found in entry["claims"]:
            quote = document.text[slice(*found["evidence"]["span"])]
            found["evidence"] |= {"document": document.id, "quote": quote, "extractor": extractor}
            yield _claims_adapter().validate_python(found)
    except (ValueError, TypeError, KeyError) as error:  # pydantic's own is a ValueError
        raise GraphError(f"{file}: is broken ({error!r}); build the graph again") from error


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8").split("\n")[:-1]
    except (OSError, UnicodeDecodeError) as error:
        raise GraphError(f"{file}: cannot be read ({error}); build the graph again") from error


def _dump_lines(records: Iterable[Mapping[str, Any]], file: Path) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(f"{json.dumps(each, ensure_ascii=False, separators=(',', ':'))}\n" for each in records)


def _swap(fresh: Path, folder: Path) -> None:
    """Put the fresh graph in place of the old one; between the two renames the old one is whole under another name."""
    previous = _previous(folder)
    if _is_graph(folder):
        os.rename(folder, previous)
    elif folder.exists():
        folder.rmdir()
    try:
        os.rename(fresh, folder)
    except OSError:
        _restore(folder)
        raise
    _restore(folder)


def _restore(folder: Path) -> None:
    """Bring back the previous graph if a killed build left no other; remove it if there is a new one."""
    previous = _previous(folder)
    if previous.exists() and _is_graph(folder):
        shutil.rmtree(previous)
    elif _is_graph(previous):
        os.rename(previous, folder)


def _clear_leftovers(folder: Path) -> None:
    """Remove what killed builds of this folder left half written: whoever may write it knows that no other is at it."""
    for leftover in folder.parent.glob(f"{escape(_building(folder))}*"):
        shutil.rmtree(leftover)


def _building(folder: Path) -> str:
    return f".{folder.name}.building-"


def _previous(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.previous")


def _user() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "")


def _place(folder: Path) -> Path:
    """Where the graph of a folder is read from."""
    place = _standing(folder)
    if not place.exists():
        raise GraphError(f"{folder}: there is no such folder; build one with `kg build`")
    if not _is_graph(place):
        raise GraphError(f"{folder}: is no kg graph, it has no {BUILD} of one; name the folder `kg build` wrote")
    if (found := _build(place)["format"]) != FORMAT:
        raise GraphError(f"{folder}: is in format {found!r}, this kg reads {FORMAT!r}; build the graph again")
    return place


def _standing(folder: Path) -> Path:
    """The folder, or the previous graph where a build was killed before another was in its place."""
    previous = _previous(folder.resolve())
    return previous if not folder.exists() and _is_graph(previous) else folder


def _is_graph(folder: Path) -> bool:
    return str(_build(folder).get("format", "")).startswith(FORMAT.partition("/")[0] + "/")


def _build(folder: Path) -> dict[str, Any]:
    """The contents of `build.json`, empty when there is none or it is something else's."""
    try:
        found = json.loads((folder / BUILD).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _record(document: Document) -> dict[str, object]:
    return {
        "id": document.id,
        "title": document.title,
        "source": document.source,
        "published": document.published,
        "publisher": document.publisher,
        "language": document.language,
        "licence": document.licence,
        "text": document.text,
        "sentences": [list(span) for span in document.sentences],
    }


def _load_document(file: Path) -> Document:
    try:
        record = json.loads(file.read_text(encoding="utf-8"))
        sentences = tuple(Span(*pair) for pair in record.pop("sentences"))
        return Document(sentences=sentences, **record)
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise GraphError(f"{file}: is no document of a graph ({error!r}); build the graph again") from error


def _dump(record: Mapping[str, object], file: Path) -> None:
    text = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    file.write_text(text, encoding="utf-8", newline="\n")
