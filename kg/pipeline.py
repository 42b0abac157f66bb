"""The steps from files to a graph folder, in order: read, annotate, extract, gate, resolve, write.

Every step counts what it takes, what it gives and what it leaves out; the report is kept in the folder with the graph.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import chain
from pathlib import Path
from typing import Any, Protocol

from kg import __version__
from kg.claims.authority import Authority
from kg.claims.entities import resolve
from kg.claims.extract import Extractor, PatternExtractor, gate
from kg.errors import ClaimError, DocumentError, SettingError
from kg.graph import encode, store
from kg.model import Claim, Document, DocumentId, Entity, Mention, Sentence, digest
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.settings import Settings
from kg.text.annotate import Annotator
from kg.text.read import READERS, Skipped, read
from kg.turtle import turtle_files

# What each step takes and gives, in the order of the report.
STEPS = {
    "read": ("inputs", "documents"),
    "annotate": ("documents", "sentences"),
    "extract": ("documents", "claims"),
    "gate": ("claims", "claims"),
    "resolve": ("claims", "claims"),
    "write": ("claims", "claims"),
}


class Progress(Protocol):
    """Told of every document that a step has done; `total` is how many there will be."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


@dataclass(frozen=True, slots=True)
class Row:
    """One step of a build in numbers."""

    step: str
    takes: str  # what `taken` counts
    taken: int
    gives: str  # what `given` counts
    given: int
    skipped: int  # of what it takes


@dataclass(frozen=True, slots=True)
class Loss:
    """One thing that a step left out: where it was from, and why."""

    step: str
    source: str
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """What a build did: the table of its steps, and everything it left out."""

    rows: tuple[Row, ...]
    skipped: tuple[Loss, ...]

    def record(self) -> dict[str, object]:
        """The report as it stands in `build.json`."""
        return {"steps": [asdict(row) for row in self.rows], "skipped": [asdict(loss) for loss in self.skipped]}

    @classmethod
    def of(cls, build: Mapping[str, Any]) -> "Report":
        """The report of a graph from what its `build.json` holds."""
        return cls(
            tuple(Row(**row) for row in build.get("steps", ())),
            tuple(Loss(**loss) for loss in build.get("skipped", ())),
        )


def build(
    paths: Sequence[Path], folder: Path, *, settings: Settings | None = None, progress: Progress | None = None
) -> Report:
    """Read documents, and write the graph of what they claim into a folder, in place of the graph that was there.

    Raises:
        SettingError: there is nothing to read, or the language model is not installed.
        OntologyError: the ontology or the authority files cannot be used.
        GraphError: the folder holds something else than a graph, or cannot be written.
    """
    settings = settings or Settings()
    store.check_target(folder)
    ontology = load(resource("ontology"), *settings.ontology)
    authority = Authority.load(resource("seeds/authority"))
    extractor: Extractor = PatternExtractor(authority)
    tally = _Tally()
    documents = _read(paths, tally)
    parsed = _annotate(_watched(documents, progress), Annotator(settings.model), tally)
    found = _extract(parsed, extractor, ontology, tally)
    kept = _gate(found, ontology, tally)
    documents, claims = _resolve(kept, authority, ontology, tally)
    claims = _distinct(claims, {document.id: document.source for document in documents}, tally)
    report = tally.report()
    store.write(
        folder,
        chain(
            encode.quads(claims, documents, base=settings.base, extractor=extractor.name),
            encode.ontology_quads(ontology),
        ),
        documents,
        _origin(settings, ontology, extractor.name) | report.record(),
    )
    return report


class _Tally:
    """The running counts of one build."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        self._skipped: list[Loss] = []

    def count(self, step: str, *, taken: int = 0, given: int = 0) -> None:
        self._taken[step] += taken
        self._given[step] += given

    def skip(self, step: str, source: str, reason: str) -> None:
        self._skipped.append(Loss(step, source, reason))

    def report(self) -> Report:
        losses = Counter(loss.step for loss in self._skipped)
        rows = (
            Row(step, takes, self._taken[step], gives, self._given[step], losses[step])
            for step, (takes, gives) in STEPS.items()
        )
        return Report(tuple(rows), tuple(self._skipped))


def _read(paths: Sequence[Path], tally: _Tally) -> list[Document]:
    """The documents in the paths, each text once."""
    items = list(read(paths))
    if not items:
        places = ", ".join(map(str, paths)) or "no path"
        raise SettingError(f"{places}: nothing to read there; name files or folders with {', '.join(READERS)}")
    documents: dict[str, Document] = {}
    for item in items:
        tally.count("read", taken=1)
        if isinstance(item, Skipped):
            tally.skip("read", item.source, item.reason)
        elif (first := documents.setdefault(digest(item.text), item)) is not item:
            tally.skip("read", item.source, f"the same text as {first.source}")
        else:
            tally.count("read", given=1)
    return list(documents.values())


def _watched(documents: Sequence[Document], progress: Progress | None) -> Iterator[Document]:
    """The documents, with word to `progress` whenever one has gone through the steps that follow."""
    for done, document in enumerate(documents):
        if progress is not None:
            progress("annotate", done, len(documents))
        yield document
    if progress is not None:
        progress("annotate", len(documents), len(documents))


type _Parsed = tuple[Document, tuple[Sentence, ...]]
type _Found = tuple[Document, list[Claim[Mention]]]


def _annotate(documents: Iterable[Document], annotator: Annotator, tally: _Tally) -> Iterator[_Parsed]:
    for document in documents:
        tally.count("annotate", taken=1)
        try:
            sentences = annotator.annotate(document)
        except DocumentError as error:
            tally.skip("annotate", document.source, str(error))
            continue
        tally.count("annotate", given=len(sentences))
        yield replace(document, sentences=tuple(sentence.span for sentence in sentences)), sentences


def _extract(parsed: Iterable[_Parsed], extractor: Extractor, ontology: Ontology, tally: _Tally) -> Iterator[_Found]:
    for document, sentences in parsed:
        tally.count("extract", taken=1)
        try:
            claims = list(extractor.extract(document, sentences, ontology))
        except DocumentError as error:
            tally.skip("extract", document.source, str(error))
            continue
        tally.count("extract", given=len(claims))
        yield document, claims


def _gate(found: Iterable[_Found], ontology: Ontology, tally: _Tally) -> Iterator[_Found]:
    """The documents with those of their claims that the gate lets through."""
    for document, claims in found:
        passed = []
        for claim in claims:
            try:
                gate(document, claim, ontology)
            except ClaimError as error:
                tally.skip("gate", document.source, str(error).removeprefix(f"{document.source}: "))
            else:
                passed.append(claim)
        tally.count("gate", taken=len(claims), given=len(passed))
        yield document, passed


def _resolve(
    kept: Iterable[_Found], authority: Authority, ontology: Ontology, tally: _Tally
) -> tuple[list[Document], tuple[Claim[Entity], ...]]:
    """All documents that came through, and their claims about entities."""
    documents, claims = [], []
    for document, found in kept:
        documents.append(document)
        claims += found
    resolved = resolve(claims, authority)
    tally.count("resolve", taken=len(claims), given=len(resolved))
    return documents, resolved


def _distinct(
    claims: Iterable[Claim[Entity]], sources: Mapping[DocumentId, str], tally: _Tally
) -> tuple[Claim[Entity], ...]:
    """The claims, one of each id: the surest of those that the graph could not tell apart."""
    given = tuple(claims)
    kept = tuple(encode.distinct(given).values())
    chosen = set(map(id, kept))
    for claim in given:
        if id(claim) not in chosen:
            source = sources[claim.evidence.document]
            tally.skip("write", source, f"{claim.evidence.quote!r}: the same claim twice in one place")
    tally.count("write", taken=len(given), given=len(kept))
    return kept


def _origin(settings: Settings, ontology: Ontology, extractor: str) -> dict[str, object]:
    """What the graph was built with. The user's own Turtle goes along: without it the graph could not be drawn."""
    own = turtle_files(*settings.ontology) if settings.ontology else ()
    return {
        "kg": __version__,
        "base": settings.base,
        "extractor": extractor,
        "model": Path(settings.model).name if settings.model else None,
        "ontology": {
            "digest": ontology.digest,
            "files": sorted(file.name for file in ontology.files),
            "own": [{"name": file.name, "turtle": file.read_text("utf-8")} for file in own],
        },
    }
