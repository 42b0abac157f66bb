"""Exported graphs back to a graph folder: receive, gate, write. Crash-safe like a build.

The gate holds for claims that come from elsewhere too: where the text is given, the quote must stand in it, and in any
case the relation must be known and the types fit. Claims on texts that are not given are let in and counted as
unchecked. An imported graph has the claims about entities only, not the mentions they were read from, so that it cannot
be judged anew what is one thing: that is done in the graph it came from.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from pathlib import Path

from kg.claims.extract import gate, gate_relation
from kg.errors import ClaimError, DocumentError, GraphError, SettingError
from kg.graph import encode, store
from kg.graph.received import SUFFIXES, Received, merged, received
from kg.model import Claim, Document, DocumentId, Entity, Mention
from kg.ontology import Ontology, load
from kg.pipeline import Loss, Progress, Report, Row, origin
from kg.resources import resource
from kg.settings import Settings


def import_graph(
    files: Sequence[Path],
    folder: Path,
    *,
    documents: Sequence[Path] = (),
    settings: Settings | None = None,
    base: str | None = None,
    progress: Progress | None = None,
) -> Report:
    """Write the graph of what files of RDF hold into a folder, in place of the graph that was there.

    `documents`: graph folders, folders of JSON files and JSON files with the texts. `base`: what the IRIs of the graph
    begin with; None: as in the files.

    Raises:
        SettingError: there is no file, or the files have different bases and none is given.
        GraphError: a file cannot be read or is no export of a graph, or the folder holds something else, or judgements
            of people that would be lost.
        OntologyError: the ontology cannot be used.
    """
    settings = settings or Settings()
    store.check_target(folder)
    with store.writing(folder):
        _check_log(folder)
        ontology = load(resource("ontology"), *settings.ontology)
        found = _receive(files, progress)
        texts = _texts(documents)
        known = _documents(found, texts)
        claims, report = _checked(files, merged(found), known, ontology)
        unchecked = sum(not known[claim.evidence.document].text for claim in claims)
        about = origin(settings, ontology, _extractor(found)) | {
            "base": base or _base(files, found),
            "model": None,
            "imported": {"files": [file.name for file in files], "unchecked": unchecked},
        }
        _write(folder, claims, known, ontology, about | report.record())
        return report


def texts_in(path: Path) -> dict[DocumentId, Document]:
    """The documents with their texts that a path has: of a graph folder, of a folder of JSON files, or of one file.

    A file has one document, or a list of them, as a graph's `documents/*.json` have them.

    Raises:
        GraphError: there are none, or a file is broken.
    """
    if (path / store.BUILD).exists():
        return store.load_documents(path)
    files = sorted(path.glob("*.json")) if path.is_dir() else [path]
    if not files:
        raise GraphError(f"{path}: has no documents; name a graph folder, a folder of JSON files, or one of these")
    return {document.id: document for file in files for document in _read_texts(file)}


def _check_log(folder: Path) -> None:
    if store.load_log(folder).text:
        raise GraphError(
            f"{folder}: holds judgements of people, which an imported graph cannot keep; name another folder"
        )


def _receive(files: Sequence[Path], progress: Progress | None) -> list[Received]:
    if not files:
        raise SettingError(f"no file to import; name files that end with {', '.join(SUFFIXES)}")
    found = []
    for done, file in enumerate(files):
        if progress is not None:
            progress("import", done, len(files))
        found.append(received(file))
    return found


def _texts(paths: Iterable[Path]) -> dict[DocumentId, Document]:
    return {id_: document for path in paths for id_, document in texts_in(path).items()}


def _read_texts(file: Path) -> list[Document]:
    from pydantic import TypeAdapter

    adapter: TypeAdapter[Document | list[Document]] = TypeAdapter(Document | list[Document])
    try:
        found = adapter.validate_json(file.read_bytes())
    except (OSError, ValueError) as error:
        raise GraphError(f"{file}: has no documents of a graph in it ({error}); name a graph's folder") from error
    return found if isinstance(found, list) else [found]


def _documents(found: Iterable[Received], texts: Mapping[DocumentId, Document]) -> dict[DocumentId, Document]:
    """The documents of all files, with their texts where these are known, in the order of their ids."""
    known = {id_: document for file in reversed(list(found)) for id_, document in file.documents.items()}
    return {id_: texts.get(id_, document) for id_, document in sorted(known.items())}


def _extractor(found: Iterable[Received]) -> str:
    names = sorted({claim.evidence.extractor for file in found for claim in file.claims})
    if len(names) > 1:
        raise SettingError(f"the claims were read by {' and by '.join(names)}; import them into graphs of their own")
    return names[0] if names else "none"


def _base(files: Sequence[Path], found: Sequence[Received]) -> str:
    bases = {file.base: path for path, file in zip(files, found, strict=True)}
    if len(bases) > 1:
        each = ", ".join(f"{path} {base}" for base, path in bases.items())
        raise SettingError(f"the IRIs of the files begin differently ({each}); choose with --base")
    return next(iter(bases))


def _checked(
    files: Sequence[Path],
    claims: Sequence[Claim[Entity]],
    documents: Mapping[DocumentId, Document],
    ontology: Ontology,
) -> tuple[list[Claim[Entity]], Report]:
    """The claims that pass the gate, each once, and what was left out."""
    losses: list[Loss] = []
    passed = [claim for claim in claims if not _refused(claim, documents, ontology, losses)]
    kept = list(encode.distinct(passed).values())
    chosen = set(map(id, kept))
    twice = [claim for claim in passed if id(claim) not in chosen]
    for claim in twice:
        source = documents[claim.evidence.document].source
        losses.append(Loss("write", source, f"{claim.evidence.quote!r}: the same claim in several files"))
    rows = (
        Row("import", "files", len(files), "claims", len(claims), 0),
        Row("gate", "claims", len(claims), "claims", len(passed), len(claims) - len(passed)),
        Row("write", "claims", len(passed), "claims", len(kept), len(twice)),
    )
    return kept, Report(rows, tuple(losses))


def _refused(
    claim: Claim[Entity], documents: Mapping[DocumentId, Document], ontology: Ontology, losses: list[Loss]
) -> bool:
    """Whether the gate refuses a claim; why is added to the losses."""
    document = documents[claim.evidence.document]
    check = gate if document.text else gate_relation
    try:
        check(document, _as_read(claim), ontology)
    except ClaimError as error:
        losses.append(Loss("gate", document.source, str(error).removeprefix(f"{document.source}: ")))
        return True
    return False


def _as_read(claim: Claim[Entity]) -> Claim[Mention]:
    """The claim as the gate takes it. The place of the mentions is not known: that of the quote stands for it."""

    def mention(entity: Entity) -> Mention:
        return Mention(span=claim.evidence.span, text=entity.label, name=entity.label, type=entity.type, key=entity.id)

    return Claim(
        subject=mention(claim.subject), relation=claim.relation, object=mention(claim.object), evidence=claim.evidence
    )


def _write(
    folder: Path,
    claims: Sequence[Claim[Entity]],
    documents: Mapping[DocumentId, Document],
    ontology: Ontology,
    about: Mapping[str, object],
) -> None:
    base, extractor = str(about["base"]), str(about["extractor"])
    quads = encode.quads(claims, documents.values(), base=base, extractor=extractor)
    try:
        store.write(folder, chain(quads, encode.ontology_quads(ontology)), documents.values(), about)
    except DocumentError as error:  # a date or a number that the graph cannot hold
        raise GraphError(f"{folder}: cannot be written: {error}") from error
