"""The steps from files to a graph folder, in order: read, annotate, extract, gate, resolve, write.

Every step counts what it takes, what it gives and what it leaves out; the report is kept in the folder with the graph.
What people judge to be one thing, or not, derives the graph anew from what the folder keeps: the last two steps only.
"""

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from difflib import get_close_matches
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from kg import __version__
from kg.claims.authority import Authority
from kg.claims.entities import Resolution, resolve
from kg.claims.extract import Explained, Extractor, PatternExtractor, gate
from kg.claims.judgements import Judgement, Log, Verdict, judgement
from kg.errors import ClaimError, DocumentError, JudgementError, SettingError
from kg.graph import encode, rules, store
from kg.graph.rules import Inference
from kg.iris import name_of
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Mention, Sentence, digest
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.settings import Settings
from kg.text.annotate import Annotator
from kg.text.read import READERS, Skipped, read
from kg.turtle import turtle_files

if TYPE_CHECKING:
    import pyoxigraph

# What each step takes and gives, in the order of the report.
STEPS = {
    "read": ("inputs", "documents"),
    "annotate": ("documents", "sentences"),
    "extract": ("documents", "claims"),
    "gate": ("claims", "claims"),
    "resolve": ("claims", "claims"),
    "write": ("claims", "claims"),
}

DERIVING = ("resolve", "write")  # the steps that are done again when people judge


class Progress(Protocol):
    """Told of every document that a step has done; `total` is how many there will be."""

    def __call__(self, step: str, done: int, total: int) -> None: ...


INFERENCE = "inference"  # in `build.json`: the user's own rules, if what follows was asked for


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

    What people judged in the old graph is kept, and holds for the new one.

    Raises:
        SettingError: there is nothing to read, or the language model is not installed.
        JudgementError: the log of what people judged was edited and cannot be read.
        OntologyError: the ontology or the authority files cannot be used.
        GraphError: the folder holds something else than a graph, or cannot be written.
    """
    settings = settings or Settings()
    store.check_target(folder)
    with store.writing(folder):
        return _build(paths, folder, settings, progress)


def _build(paths: Sequence[Path], folder: Path, settings: Settings, progress: Progress | None) -> Report:
    log = store.load_log(folder)
    ontology = load(resource("ontology"), *settings.ontology)
    authority = Authority.load(resource("seeds/authority"))
    extractor: Extractor = PatternExtractor(authority)
    tally = _Tally()
    documents = _read(paths, tally)
    parsed = _annotate(_watched(documents, progress), Annotator(settings.model), tally)
    found = _extract(parsed, extractor, ontology, tally)
    kept = _gate(found, ontology, tally)
    documents, claims = _collect(kept)
    material = _Material(documents, claims, ontology, authority, origin(settings, ontology, extractor.name))
    return _derive(folder, material, material.resolve(log), log, tally)


def explained(document: Document, ontology: Ontology, model: str | None = None) -> Sequence[Explained]:
    """The claims of a document, read from it again, each with what its confidence comes from.

    `model`: the spaCy pipeline to read with; None for the one that comes with kg.

    Raises:
        SettingError: the pipeline is not installed.
    """
    extractor = PatternExtractor(Authority.load(resource("seeds/authority")))
    return tuple(extractor.explained(document, Annotator(model).annotate(document), ontology))


def judge(folder: Path, verdict: Verdict, one: str, other: str, *, reason: str, by: str = "") -> Judgement:
    """Note that a person takes two names of a graph for one thing, or for two, and derive the graph anew.

    The names are given by the ids of entities, or of names that became part of one.

    Raises:
        JudgementError: there is no such id, the reason is empty, or an earlier judgement of a person says otherwise.
        GraphError: there is no graph in the folder, or it cannot be written.
    """
    with store.writing(folder):
        material, log = _Material.of(folder), store.load_log(folder)
        given = judgement(EntityId(one), EntityId(other), verdict, reason.strip(), by=by)
        _check_judgement(given, material.resolve(log))
        extended = log.add(given)
        made = extended.in_force()[-1]
        resolution = material.resolve(extended)
        for refused, veto in resolution.refused:
            if refused.is_a_persons and made in (refused, veto):
                against = veto if refused == made else refused
                raise JudgementError(
                    f"{one}, {other}: judgement {against.number} has {against.left} and {against.right} as "
                    f"{against.verdict} ({against.reason}); undo it first if it was wrong"
                )
        _derive(folder, material, resolution, extended, _Tally.after(material.origin))
        return made


def undo(folder: Path, number: int, *, reason: str = "", by: str = "") -> None:
    """Withdraw a person's judgement, and derive the graph anew: as if it had not been made.

    Raises:
        JudgementError: there is no such judgement, or it was withdrawn before.
        GraphError: there is no graph in the folder, or it cannot be written.
    """
    with store.writing(folder):
        material = _Material.of(folder)
        log = store.load_log(folder).withdraw(number, reason=reason, by=by)
        _derive(folder, material, material.resolve(log), log, _Tally.after(material.origin))


def rederive(folder: Path) -> None:
    """Derive the graph anew from what its folder keeps, after the log was edited by hand.

    Raises:
        JudgementError: a line of the log is no entry.
        GraphError: there is no graph in the folder, or it cannot be written.
    """
    with store.writing(folder):
        material, log = _Material.of(folder), store.load_log(folder)
        _derive(folder, material, material.resolve(log), log, _Tally.after(material.origin))


def infer(folder: Path, own: Sequence[Path] = (), *, clear: bool = False) -> Mapping[str, int]:
    """Write the graph anew with what follows from it in a named graph; how many triples follow by which rule.

    `own`: rules beside those of kg, in files and folders. The graph remembers them, and that it was asked for what
    follows: when people judge, what follows is derived anew too. `clear`: without what follows instead.

    Raises:
        QueryError: a file is no rule.
        GraphError: there is no graph in the folder, or it cannot be written.
    """
    remembered = [{"name": rule.name, "sparql": rule.sparql} for rule in rules.read_rules(*own)]
    with store.writing(folder):
        build, documents = store.load_build(folder), store.load_documents(folder)
        build = {name: value for name, value in build.items() if name != INFERENCE}
        claimed, found = rules.claimed(store.open_store(folder)), None
        if not clear:
            build |= {INFERENCE: remembered}
            found = inference_of(build, claimed, ontology_of(build))
        quads = chain(claimed, found.quads() if found else ())
        store.write(folder, quads, documents.values(), build, store.load_kept(folder, documents))
    return found.counts() if found else {}


def inference_of(build: Mapping[str, Any], quads: Iterable["pyoxigraph.Quad"], ontology: Ontology) -> Inference:
    """What follows from the claims of a graph by its ontology, the rules of kg and those that its `build.json` has."""
    own = build.get(INFERENCE, ())
    known = {rule.name: rule for rule in rules.read_rules(resource("ontology") / "rules")}
    known |= {one["name"]: rules.rule_of(one["name"], one["sparql"], where=one["name"]) for one in own}
    facts = rules.facts_of(quads, ontology, base=str(build["base"]))
    return Inference(facts, ontology, [known[name] for name in sorted(known)])


def derived(folder: Path) -> tuple[Claim[Entity], ...]:
    """The claims of a graph, derived once more from what its folder keeps; nothing is written.

    Raises:
        JudgementError: a line of the log is no entry.
        GraphError: there is no graph in the folder, or what it keeps cannot be read.
    """
    material = _Material.of(folder)
    return _distinct(_sound(material, material.resolve(store.load_log(folder)), _Tally()), material.sources, _Tally())


def unknown(id_: str, names: Sequence[str]) -> str:
    """What to say of an id that none of the names has."""
    near = get_close_matches(id_, names, n=3)
    hint = f"did you mean {' or '.join(near)}?" if near else "`kg entities list` has them all"
    return f"{id_}: no entity or name of the graph has this id; {hint}"


def ontology_of(build: Mapping[str, Any]) -> Ontology:
    """The types and relations a graph was built with: those of this kg and the user's own, from its `build.json`."""
    own = build["ontology"]["own"]
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.ttl" for number, _ in enumerate(own)]
        for file, kept in zip(files, own, strict=True):
            file.write_text(kept["turtle"], "utf-8")
        return load(resource("ontology"), *files)


@dataclass(frozen=True, slots=True)
class _Material:
    """What a graph is derived from once its documents were read."""

    documents: Sequence[Document]
    claims: Sequence[Claim[Mention]]
    ontology: Ontology
    authority: Authority
    origin: Mapping[str, Any]  # what `build.json` says, but for the report

    @classmethod
    def of(cls, folder: Path) -> "_Material":
        """That of a graph folder."""
        build = store.load_build(folder)
        if "imported" in build:
            raise JudgementError(
                f"{folder}: is an imported graph, without the passages where each name stands; judge in the graph it "
                "was exported from, then export and import that again"
            )
        documents = store.load_documents(folder)
        claims = store.load_claims(folder, documents)
        authority = Authority.load(resource("seeds/authority"))
        return cls(list(documents.values()), claims, ontology_of(build), authority, build)

    @property
    def sources(self) -> Mapping[DocumentId, str]:
        """Where each document was read from."""
        return {document.id: document.source for document in self.documents}

    def resolve(self, log: Log) -> Resolution:
        dates = {document.id: document.published for document in self.documents if document.published is not None}
        return resolve(self.claims, self.authority, self.ontology, dates=dates, log=log)


def _derive(folder: Path, material: _Material, resolution: Resolution, log: Log, tally: "_Tally") -> Report:
    """Write the graph of claims whose mentions are resolved."""
    names = sorted(id_ for members in resolution.members.values() for id_ in members)
    sound = _sound(material, resolution, tally)
    tally.count("resolve", taken=len(material.claims), given=len(sound))
    for given, id_ in resolution.unknown:
        tally.skip("resolve", store.JUDGEMENTS, f"judgement {given.number}: {unknown(id_, names)}")
    for given, veto in resolution.refused:
        if given.is_a_persons:
            against = f"judgement {veto.number} ({veto.left}, {veto.right}: {veto.verdict})"
            tally.skip("resolve", store.JUDGEMENTS, f"judgement {given.number}: contradicts {against}; withdraw one")
    claims = _distinct(sound, material.sources, tally)
    report = tally.report()
    base, extractor = str(material.origin["base"]), str(material.origin["extractor"])
    quads = encode.quads(claims, material.documents, base=base, extractor=extractor)
    quads = chain(quads, encode.ontology_quads(material.ontology))
    if INFERENCE in material.origin:
        claimed = list(quads)
        quads = chain(claimed, inference_of(material.origin, claimed, material.ontology).quads())
    by_rule = tuple(given for given in resolution.judgements if not given.is_a_persons)
    kept = store.Kept(claims=tuple(material.claims), rules=by_rule, log=log)
    store.write(folder, quads, material.documents, {**material.origin, **report.record()}, kept)
    return report


def _check_judgement(given: Judgement, resolution: Resolution) -> None:
    names = sorted(id_ for members in resolution.members.values() for id_ in members)
    for id_ in given.pair:
        if id_ not in names:
            raise JudgementError(unknown(id_, names))
    if given.left == given.right:
        hint = "`kg entities show` lists the names an entity has, to split it by"
        raise JudgementError(f"{given.left}: is one name, given twice; {hint}")
    if not given.reason:
        raise JudgementError(f"{given.left}, {given.right}: no reason is given; say why, for those who come after")


class _Tally:
    """The running counts of one build."""

    def __init__(self) -> None:
        self._taken: Counter[str] = Counter()
        self._given: Counter[str] = Counter()
        self._skipped: list[Loss] = []

    @classmethod
    def after(cls, build: Mapping[str, Any]) -> "_Tally":
        """The counts of a build up to the steps that are done again when people judge."""
        tally, report = cls(), Report.of(build)
        for row in report.rows:
            if row.step not in DERIVING:
                tally.count(row.step, taken=row.taken, given=row.given)
        tally._skipped += [loss for loss in report.skipped if loss.step not in DERIVING]
        return tally

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


def _collect(kept: Iterable[_Found]) -> tuple[list[Document], list[Claim[Mention]]]:
    """All documents that came through, and their claims."""
    documents, claims = [], []
    for document, found in kept:
        documents.append(document)
        claims += found
    return documents, claims


def _sound(material: _Material, resolution: Resolution, tally: "_Tally") -> tuple[Claim[Entity], ...]:
    """The claims that still hold once it is decided what their mentions are."""
    sources, ontology = material.sources, material.ontology
    return _fitting(_apart(resolution.claims, sources, tally), ontology, sources, tally)


def _fitting(
    claims: Iterable[Claim[Entity]], ontology: Ontology, sources: Mapping[DocumentId, str], tally: _Tally
) -> tuple[Claim[Entity], ...]:
    """The claims whose ends are still of the types that their relation asks for: many mentions settle what one is."""
    kept = []
    for claim in claims:
        relation = ontology.relations[claim.relation]
        ends = ((claim.subject, relation.domain), (claim.object, relation.range))
        misfits = [entity for entity, allowed in ends if not ontology.fits(entity.type, allowed)]
        for entity in misfits[:1]:
            what = f"{entity.label} turns out to be a {name_of(entity.type)}, which {relation.label!r} does not fit"
            tally.skip("resolve", sources[claim.evidence.document], f"{claim.evidence.quote!r}: {what}")
        kept += [] if misfits else [claim]
    return tuple(kept)


def _apart(
    claims: Iterable[Claim[Entity]], sources: Mapping[DocumentId, str], tally: _Tally
) -> tuple[Claim[Entity], ...]:
    """The claims that join two things: where names turn out to be one, a pronoun or a name was misread."""
    given = tuple(claims)
    for claim in given:
        if claim.subject.id == claim.object.id:
            place, what = sources[claim.evidence.document], claim.subject.label
            tally.skip("resolve", place, f"{claim.evidence.quote!r}: joins {what} with itself")
    return tuple(claim for claim in given if claim.subject.id != claim.object.id)


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


def origin(settings: Settings, ontology: Ontology, extractor: str) -> dict[str, object]:
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
