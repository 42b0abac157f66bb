"""Checks a whole graph against its sources: its texts, its claims, its triples and its shapes.

Nothing is changed. What is wrong comes out as problems, in a report; only a folder that is no graph is an error.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyoxigraph as ox

from kg.errors import KgError
from kg.graph import checks, encode, shapes, sources, store
from kg.graph.checks import AGAIN, Contents, Known, Read
from kg.graph.problems import Check, Problem, Verification
from kg.model import Claim, Document, DocumentId, Entity
from kg.ontology import Ontology

BROKEN = (OSError, RuntimeError)  # what Oxigraph raises of a store whose files were cut or overwritten

type Progress = Callable[[str, int, int], None]
type Claims = Iterable[Claim[Entity]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is checked, and how."""

    sources: Sequence[Path] = ()  # what the graph was built from, to be read again; none: it is not
    rederive: bool = False  # whether the claims are derived again from what the folder keeps
    engine: str = "pyshacl"  # of SHACL, a key of `kg.graph.shapes.ENGINES`


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """How a graph comes about: what the steps before this room know."""

    ontology: Callable[[Mapping[str, Any]], Ontology]  # of what a graph's `build.json` holds
    derive: Callable[[Path], Claims]  # the claims of a folder, once more


def verify(
    folder: Path, ways: Ways, request: Request | None = None, *, progress: Progress | None = None
) -> Verification:
    """The report of all checks of a graph folder.

    Raises:
        GraphError: there is no graph in the folder.
        SettingError: there is no such engine, or it is not installed, or a source does not exist.
    """
    request = request or Request()
    shapes.check_engine(request.engine)
    build, place = store.load_build(folder), store.store_of(folder).parent
    made: list[Check] = []
    total = 8 + bool(request.sources) + request.rederive
    notes: tuple[str, ...] = ()
    try:
        opened = _opened(folder, build, ways)
        if isinstance(opened, Check):
            return Verification(checks=(opened,))
        notes = opened.notes
        for check in _checks(opened, place, ways, request):
            made.append(check)
            if progress is not None:
                progress(check.name, len(made), total)
    except BROKEN as error:
        made.append(_of_store(f"cannot be read ({error})"))
    return Verification(checks=tuple(made), notes=notes)


@dataclass(frozen=True, slots=True)
class _Opened:
    """A graph that can be looked into."""

    folder: Path
    build: Mapping[str, Any]
    ontology: Ontology
    quads: ox.Store
    known: Known
    found: Contents

    @property
    def extractor(self) -> str:
        return str(self.build["extractor"])

    @property
    def is_of_another_ontology(self) -> bool:
        """Whether kg's ontology has changed since the graph was built."""
        return bool(self.build["ontology"].get("digest") != self.ontology.digest)

    @property
    def notes(self) -> tuple[str, ...]:
        changed = (
            "kg's ontology has changed since the graph was built; types and relations are held against the new one"
        )
        return (changed,) if self.is_of_another_ontology else ()


def _opened(folder: Path, build: Mapping[str, Any], ways: Ways) -> _Opened | Check:
    """A graph folder with what is needed to check it, or the one check that failed."""
    base, extractor = build.get("base"), build.get("extractor")
    if not isinstance(base, str) or not isinstance(extractor, str):
        return _of_build("has no base and extractor")
    try:
        ontology = ways.ontology(build)
    except (KgError, LookupError, TypeError, AttributeError, ValueError) as error:
        return _of_build(f"its ontology cannot be read ({error!r})")
    try:
        quads = store.open_store(folder)
    except (KgError, *BROKEN) as error:
        return _of_store(f"cannot be opened: {error}")
    found = checks.contents(quads, ontology, base=base)
    if found.claims and not any(iri.startswith(base) for iri in found.claims):
        return _of_build(f"its base is {base}, and no claim of the {store.STORE} begins with it")
    return _Opened(folder, build, ontology, quads, Known(base), found)


def _of_build(what: str) -> Check:
    return _failed(Problem(store.BUILD, what, f"put the file back as it was, or {AGAIN}"))


def _of_store(what: str) -> Check:
    return _failed(Problem(store.STORE, what, f"put the folder back as it was, or {AGAIN}"))


def _failed(problem: Problem) -> Check:
    return Check(name="folder", counts="files", checked=1, problems=(problem,))


def _checks(graph: _Opened, place: Path, ways: Ways, request: Request) -> Iterator[Check]:
    """The checks one after another: what is wrong in itself before what follows from it."""
    quads, found, known, ontology = graph.quads, graph.found, graph.known, graph.ontology
    imported = "imported" in graph.build
    check, texts = sources.documents(place, quads, found, known, extractor=graph.extractor, imported=imported)
    there = {id_: one for id_, one in texts.items() if one.text or not imported}
    yield check
    if request.sources:
        yield sources.sources(there, request.sources)
    yield checks.references(found, ontology, known)
    yield checks.direct_triples(found, known)
    yield checks.fitting(quads, found, ontology, known, engine=request.engine)
    check, read = checks.claims(quads, found, there, ontology, known=known)
    yield check
    if why := _hindrance(graph, texts, read):
        yield Check(name="kept claims", counts="claims", skipped=why)
        yield Check(name="other triples", counts="triples", skipped=why)
    else:
        check = sources.kept(graph.folder, texts, read, known)
        why = "what the folder keeps is broken" if check.problems else ""
        yield check
        yield _others(graph, texts, read)
    yield Check(name="ontology", counts="triples") if graph.is_of_another_ontology else checks.words(quads, ontology)
    if request.rederive:
        yield _derivation(graph, texts, ways, why)


def _hindrance(graph: _Opened, texts: Mapping[DocumentId, Document], read: Read) -> str:
    """Why the graph cannot be compared with what its claims and its documents make; empty where it can."""
    if read.unread:
        return f"{read.unread:,} of its claims cannot be read"
    there = {encode.document_iri(id_, base=graph.known.base) for id_ in texts}
    return "documents are missing" if graph.found.documents - there else ""


def _others(graph: _Opened, texts: Mapping[DocumentId, Document], read: Read) -> Check:
    """The graph has what its claims and documents make, and no more."""
    graph.known.iris |= _as_they_say(read, graph.known)
    try:
        return checks.others(graph.quads, graph.found, _made(graph, read.claims.values(), texts), graph.known)
    except KgError as error:
        return Check(name="other triples", counts="triples", skipped=str(error))


def _as_they_say(read: Read, known: Known) -> set[str]:
    """The IRIs that claims with a problem, and their propositions, would have by what they say."""
    faulty = [claim for iri, claim in read.claims.items() if iri in known.iris]
    makers = (encode.claim_iri, encode.proposition_iri)
    return {make(claim, base=known.base) for claim in faulty for make in makers}


def _made(graph: _Opened, claims: Claims, texts: Mapping[DocumentId, Document]) -> Iterator[ox.Quad]:
    """What claims and documents make of a default graph."""
    return encode.quads(claims, texts.values(), base=graph.known.base, extractor=graph.extractor)


def _derivation(graph: _Opened, texts: Mapping[DocumentId, Document], ways: Ways, why: str) -> Check:
    """The graph derived again from what its folder keeps is the same."""
    name, counts = "derivation", "triples"
    if why:
        return Check(name=name, counts=counts, skipped=why)
    try:
        wanted = list(_made(graph, ways.derive(graph.folder), texts))
    except KgError as error:
        return Check(name=name, counts=counts, skipped=str(error))
    return checks.same(graph.quads, wanted, graph.known, name=name)
