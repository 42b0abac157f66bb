"""What is checked of the files of a graph: its texts against their ids and sources, and what it keeps beside them."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, unquote

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import encode, store
from kg.graph.checks import AGAIN, Contents, Known, Read, excerpt
from kg.graph.contents import reading
from kg.graph.problems import Check, Problem
from kg.iris import name_of
from kg.model import Claim, Document, DocumentId, Mention, digest
from kg.text.read import Skipped, read

if TYPE_CHECKING:
    from pydantic import TypeAdapter

type Documents = Mapping[DocumentId, Document]

TAKEN, GIVEN = ("resolve", "taken"), ("write", "given")  # the numbers of a build that its claims are held against
RESTORE = f"put its file back as it was, or {AGAIN}"


def documents(
    place: Path, quads: ox.Store, found: Contents, known: Known, *, extractor: str, imported: bool
) -> tuple[Check, dict[DocumentId, Document]]:
    """Every document's file has the text that its id is the digest of, and the graph says the same of it.

    `imported`: the graph came from RDF, which has no texts; a document may have none then.
    """
    texts: dict[DocumentId, Document] = {}
    problems: list[Problem] = []
    there: set[str] = set()
    for file in sorted((place / store.DOCUMENTS).glob("*")):
        name, document = f"{store.DOCUMENTS}/{file.name}", _document(file)
        if isinstance(document, str):
            iri = encode.document_iri(DocumentId(unquote(file.stem)), base=known.base)
            known.iris.add(iri)
            problems.append(Problem(name, f"is no document of a graph ({document})", RESTORE, iri))
        else:
            iri = encode.document_iri(document.id, base=known.base)
            texts[document.id] = document
            if unlike := _unlike(document, iri, quads, base=known.base, extractor=extractor):
                known.iris.add(iri)
            faults = (*_faults(file, document, imported=imported), unlike)
            problems += [Problem(name, what, RESTORE, iri) for what in faults if what]
        there.add(iri)
    for iri in sorted(found.documents - there):
        problems.append(known.problem(iri, f"has no file in {store.DOCUMENTS}/", RESTORE))
    check = Check(
        name="documents", counts="documents", checked=len(there | found.documents), problems=tuple(sorted(problems))
    )
    return check, texts


@cache
def _adapter() -> "TypeAdapter[Document]":
    from pydantic import TypeAdapter

    return TypeAdapter(Document)


def _document(file: Path) -> Document | str:
    """The document of a file, or what is wrong with it."""
    from pydantic import ValidationError

    try:
        return _adapter().validate_json(file.read_bytes(), strict=True)
    except OSError as error:
        return error.strerror or "it cannot be read"
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(map(str, first['loc']))}: {first['msg']}".removeprefix(": ")


def _faults(file: Path, document: Document, *, imported: bool) -> Iterator[str]:
    """What is wrong with the file of a document that can be read."""
    if file.name != f"{quote(document.id, safe='')}.json":
        yield f"is named otherwise than the document in it, {document.id}"
    elif (document.text or not imported) and digest(document.text, document.source) != document.id:
        yield "its text or its source is not the one that its id was made of"
    ends = [0, *(end for _, end in document.sentences)]
    if not all(last <= start < end for last, (start, end) in zip(ends, document.sentences, strict=False)):
        yield "its sentences do not follow one another"
    elif ends[-1] > len(document.text):
        yield "its sentences go on after the end of its text"


def _unlike(document: Document, iri: str, quads: ox.Store, *, base: str, extractor: str) -> str:
    """What the file of a document and the graph do not agree on; empty where they do."""
    there = set(quads.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()))
    try:
        wanted = set(encode.quads((), [document], base=base, extractor=extractor))
    except KgError as error:
        return str(error)
    if not there:
        return "the graph knows no such document"
    differing = ", ".join(sorted({name_of(quad.predicate.value) for quad in wanted ^ there}))
    return f"the graph says otherwise of it: {differing}" if differing else ""


def sources(texts: Documents, paths: Sequence[Path]) -> Check:
    """The files that the documents were read from, read again, are there and say the same.

    Raises:
        SettingError: one of the paths does not exist.
    """
    again = list(read(paths))
    same = {item.id for item in again if isinstance(item, Document)}
    found = {item.source: item for item in again}
    moved = {digest(item.text): item.source for item in again if isinstance(item, Document)}
    problems = [
        Problem(document.source, _became(document, found.get(document.source), moved), f"put it back, or {AGAIN}")
        for document in texts.values()
        if document.id not in same
    ]
    return Check(name="sources", counts="files", checked=len(texts), problems=tuple(sorted(problems)))


def _became(document: Document, found: Document | Skipped | None, moved: Mapping[str, str]) -> str:
    """What became of the file that a document was read from, and that is not as it was."""
    if isinstance(found, Skipped):
        return f"can no longer be read: {found.reason}"
    if found is not None:
        return "its text is another now than when the graph was built"
    elsewhere = moved.get(digest(document.text))
    return f"is not there; its text is in {elsewhere}" if elsewhere else "is not there"


def kept(folder: Path, texts: Documents, read: Read, known: Known) -> Check:
    """The files that a graph can be derived from again can be read, and every claim of it is among those they keep."""
    name, build = "kept claims", store.load_build(folder)
    problems: list[Problem] = []
    before: list[Claim[Mention]] = []
    try:
        before += store.load_claims(folder, texts)
        problems += [Problem(store.CLAIMS, what, AGAIN) for what in _lost(before, read, build, known)]
    except (KgError, AttributeError, RecursionError) as error:
        problems.append(_unreadable(store.CLAIMS, error))
    problems += _broken(store.RULES, store.load_rules, folder)
    problems += _broken(store.JUDGEMENTS, store.load_log, folder)
    if not problems and not known.iris:
        problems += [Problem(store.BUILD, what, AGAIN) for what in _miscounted(before, read, build)]
    return Check(name=name, counts="claims", checked=len(before), problems=tuple(sorted(problems)))


def _broken(name: str, load: Callable[[Path], object], folder: Path) -> Iterator[Problem]:
    try:
        load(folder)
    except (KgError, AttributeError, RecursionError) as error:
        yield _unreadable(name, error)


def _unreadable(name: str, error: Exception) -> Problem:
    """A problem of a file, from an error that names it by its whole path, and may name a line."""
    found = re.search(rf"{re.escape(name)}(:\d+)?: (.*)", str(error), re.DOTALL)
    line, what = (found[1] or "", found[2]) if found else ("", str(error))
    return Problem(f"{name}{line}", f"cannot be read: {what}", f"mend the line, or {AGAIN}")


def _lost(before: Iterable[Claim[Mention]], read: Read, build: Mapping[str, Any], known: Known) -> Iterator[str]:
    """The claims of the graph that are not among those that were kept, where any were."""
    keys = set(map(reading, before))
    if not keys and not _steps(build).get(TAKEN):
        return
    for iri, claim in read.claims.items():
        if iri not in known.iris and reading(claim) not in keys:
            yield f"lacks {known.short(iri)}, {excerpt(claim.evidence.quote)}"


def _miscounted(before: Sequence[object], read: Read, build: Mapping[str, Any]) -> Iterator[str]:
    """Where the numbers of claims are not those that the build came to."""
    steps = _steps(build)
    for step, verb, number, where in (
        (TAKEN, "took", len(before), store.CLAIMS),
        (GIVEN, "wrote", len(read.claims) + read.unread, "the store"),
    ):
        if step in steps and steps[step] != number:
            yield f"its steps {verb} {steps[step]} claims, {where} has {number}"


def _steps(build: Mapping[str, Any]) -> dict[tuple[str, str], object]:
    """The numbers of a build's steps, as far as there are any."""
    rows = build.get("steps")
    known = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    return {(str(row.get("step")), end): row.get(end) for row in known for end in ("taken", "given")}
