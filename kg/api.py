"""What `import kg` offers: build a graph or open one, ask it, look at it, hand it on."""

import shutil
import tempfile
import weakref
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from html import escape
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg import answering, importing, pipeline, settings
from kg.answering import Understood
from kg.claims.confidence import Reason
from kg.claims.judgements import Identity, Judgement, Verdict
from kg.errors import GraphError, JudgementError, QueryError, SettingError
from kg.graph import analysis, chains, diff, encode, export, limited, names, query, questions, store
from kg.graph import verify as verification
from kg.graph.agreement import Agreement, agreements
from kg.graph.contradictions import Contradiction, contradictions
from kg.graph.diff import Diff
from kg.graph.problems import Verification
from kg.graph.result import Labels, Result
from kg.graph.rules import Fact, Inference
from kg.graph.why import Why, why
from kg.model import Claim, Document, DocumentId, Entity, EntityId, Mention, Modality, Polarity
from kg.ontology import Ontology
from kg.pipeline import Progress, Report
from kg.resources import resource

if TYPE_CHECKING:
    import networkx
    import pyoxigraph
    import rdflib

type AnyPath = str | Path

QUESTIONS = resource("ontology") / "queries"  # the saved questions


def build(
    paths: AnyPath | Sequence[AnyPath],
    graph: AnyPath = "graph",
    *,
    ontology: AnyPath | Sequence[AnyPath] | None = None,
    base: str | None = None,
    model: str | None = None,
    progress: Progress | None = None,
) -> "Graph":
    """Read documents from files and folders and write the graph of what they claim into the folder `graph`.

    `ontology`, `base` and `model` come before the environment and kg.toml; `Graph.report` tells what was left out.

    Raises:
        SettingError: a setting, or a path to read from, cannot be used.
        OntologyError: the ontology cannot be used.
        GraphError: the folder holds something else than a graph, or cannot be written.
    """
    chosen = settings.load({"ontology": ontology, "base": base, "model": model})
    pipeline.build(_paths(paths), Path(graph), settings=chosen, progress=progress)
    return Graph(graph)


def open(graph: AnyPath = "graph", *, min_confidence: float = 0.0) -> "Graph":
    """The graph in a folder that `build` wrote.

    `min_confidence`: from 0 to 1; claims with less are left out of all that the graph is asked, shows and hands on, and
    so is whatever only they speak of. What is left is in a temporary folder as long as the graph is used.

    Raises:
        GraphError: there is no graph there.
        SettingError: the confidence is not from 0 to 1.
    """
    return Graph(graph, min_confidence=min_confidence)


def import_graph(
    files: AnyPath | Sequence[AnyPath],
    graph: AnyPath = "graph",
    *,
    documents: AnyPath | Sequence[AnyPath] = (),
    ontology: AnyPath | Sequence[AnyPath] | None = None,
    base: str | None = None,
    progress: Progress | None = None,
) -> "Graph":
    """Write the graph of what `kg export` wrote as RDF, here or elsewhere, into the folder `graph`.

    `documents`: where the texts are, a graph folder or JSON files; `Graph.unchecked` tells how many claims there was no
    text for, `Graph.report` which ones the gate refused. `base`: what the graph's IRIs begin with, if not as in the
    files. What is one thing cannot be judged in an imported graph.

    Raises:
        SettingError: a setting cannot be used, or the files do not go together.
        OntologyError: the ontology cannot be used.
        GraphError: a file is no export of a graph, or the folder holds something else, or cannot be written.
    """
    chosen = settings.load({"ontology": ontology, "base": base})
    importing.import_graph(
        _paths(files),
        Path(graph),
        documents=_paths(documents),
        settings=chosen,
        base=None if base is None else chosen.base,
        progress=progress,
    )
    return Graph(graph)


def compare(before: AnyPath, after: AnyPath) -> Diff:
    """What claims came and went between two graphs, each a graph folder or a file of RDF that `kg export` wrote.

    Raises:
        GraphError: one of them is neither, or cannot be read.
    """
    return diff.diff(diff.side(Path(before)), diff.side(Path(after)))


class Graph:
    """A graph on disk. Only what people judge to be one thing changes it; build it again to change the rest."""

    def __init__(self, folder: AnyPath = "graph", *, min_confidence: float = 0.0) -> None:
        if not 0 <= min_confidence <= 1:
            raise SettingError(
                f"a confidence of {min_confidence} cannot be asked for; give one from 0 to 1, such as 0.7"
            )
        self.folder = Path(folder)
        self.min_confidence = min_confidence
        self._build = store.load_build(self.folder)

    @property
    def base(self) -> str:
        """What the IRIs of its entities, claims and documents begin with."""
        return str(self._build["base"])

    @property
    def report(self) -> Report:
        """What its build took, gave and left out."""
        return Report.of(self._build)

    @property
    def unchecked(self) -> int:
        """How many of its claims were imported without the text their quotes are of: 0 of a graph that was built."""
        return int(self._build.get("imported", {}).get("unchecked", 0))

    @cached_property
    def documents(self) -> Mapping[DocumentId, Document]:
        """The documents it was read from, with their texts."""
        return store.load_documents(self.folder)

    @cached_property
    def ontology(self) -> Ontology:
        """The types and relations it was built with: those of this kg and the user's own."""
        return pipeline.ontology_of(self._build)

    def query(
        self, sparql: str, *, max_rows: int | None = None, timeout: float | None = None, inferred: bool = False
    ) -> Result:
        """The answer to a SPARQL query; its rows iterate as Python values.

        `max_rows`: look for no more rows than that; `Result.truncated` says whether there are more. `timeout`: after so
        many seconds give up. A query with one runs in a process of its own, which takes a fifth of a second more.
        `inferred`: ask what follows (see `infer`) like what is claimed.

        Raises:
            QueryError: it is not SPARQL 1.1, or it would change the graph; it took too long; or `max_rows` or `timeout`
                is none that can be asked for.
        """
        if timeout is None:
            return query.run(self._store, sparql, base=self.base, max_rows=max_rows, inferred=inferred)
        return limited.run(self._place, sparql, base=self.base, timeout=timeout, max_rows=max_rows, inferred=inferred)

    def ask(
        self,
        name: str,
        /,
        *,
        all: bool = False,
        max_rows: int | None = None,
        timeout: float | None = None,
        **parameters: str,
    ) -> Result:
        """The answer to a saved question, such as `graph.ask("who-opposes", what="Ukraine")`, or to one in English.

        What has a blank or a question mark is plain English: `graph.ask("Who opposes Ukraine's accession?")`; it takes
        no parameters, and `Result.notes` say what it was read as.

        `all`: with the claims of fallback relations, as in `claims`; `max_rows`, `timeout`: as in `query`.

        Raises:
            QueryError: there is no such question, a parameter is missing or unknown, or nothing is called that; or as
                for `query`.
        """
        if answering.is_english(name):
            if parameters:
                given = ", ".join(f"--{each}" for each in parameters)
                raise QueryError(f"{name!r}: a question in plain English takes no {given}; put it into the words")
            return self.answer(self.understand(name), max_rows=max_rows, timeout=timeout)
        question = questions.question(name, QUESTIONS)
        question = question.unfiltered() if all else question
        sparql = questions.bound(question, self._store, parameters, base=self.base, ontology=self.ontology)
        return self.query(sparql, max_rows=max_rows, timeout=timeout)

    def claims(
        self, about: str | None = None, relation: str | None = None, holder: str | None = None, *, all: bool = False
    ) -> list[Claim[Entity]]:
        """The claims whose subject or object, relation and holder are those named, in the order of their passages.

        A thing is named by its label, an alias or words of its label, in any case; a relation by its label or the name
        at the end of its IRI, and the relations below it count. Those of a fallback relation, in which something is
        said that no relation fits, are among them with `all` or where that relation is named.

        Raises:
            QueryError: nothing is called that; the message names the nearest.
            OntologyError: there is no such relation; the message names the nearest.
        """
        wanted = None if relation is None else self.ontology.below(self.ontology.relation(relation).id)
        things, holders = self._called(about), self._called(holder)
        return [
            claim
            for claim in self._claims
            if (self._shows(claim, all=all) if wanted is None else claim.relation in wanted)
            and (things is None or not things.isdisjoint((claim.subject.id, claim.object.id)))
            and (holders is None or not holders.isdisjoint(entity.id for entity in claim.holder))
        ]

    def understand(self, question: str) -> Understood:
        """What a question in plain English is read as, and the SPARQL for it.

        The language model is loaded for the first one: a second or two.

        Raises:
            QueryError: it is not understood; the message says which part, and the names nearest to one not known.
            SettingError: the language model the graph was built with is not installed.
        """
        return self._reader.understand(self._store, question, base=self.base)

    def answer(self, understood: Understood, *, max_rows: int | None = None, timeout: float | None = None) -> Result:
        """The answer to a question that was understood; `Result.notes` say what it was read as.

        Raises:
            QueryError: as for `query`.
        """
        found = self.query(understood.sparql, max_rows=max_rows, timeout=timeout)
        wider = None if found or not understood.wider else self.query(understood.wider, timeout=timeout)
        return replace(found, notes=understood.remarks(found, wider) + found.notes)

    def contradictions(self, about: str | None = None) -> list[Contradiction]:
        """What does not go together: claims of two sides, affirmed and denied, or of relations that exclude each other.

        `about`: only where that is the object, or is on a side. Both sides are kept; nobody is said to be right.

        Raises:
            QueryError: nothing is called that; the message names the nearest.
        """
        return self._involving(about, contradictions(self.claims(), self.ontology))

    def agreements(self, about: str | None = None) -> list[Agreement]:
        """What several say independently of one another, and on what several take the same side, with all claims.

        `about`: only where that is the object, or is a subject. Nothing is held to be true for it.

        Raises:
            QueryError: nothing is called that; the message names the nearest.
        """
        return self._involving(about, agreements(self.claims(), self.ontology))

    def _involving[Found: Contradiction | Agreement](self, about: str | None, found: Sequence[Found]) -> list[Found]:
        """Those that are about what is called so, or have it as a subject."""
        things = self._called(about)
        return [
            each
            for each in found
            if things is None or not things.isdisjoint((each.about.id, *(one.id for one in each.subjects)))
        ]

    def network(
        self,
        *,
        modalities: Sequence[str] = ("asserted",),
        polarities: Sequence[str] = ("affirmed",),
        all: bool = False,
    ) -> analysis.Network:
        """Its claims as a network: who is central, which groups there are, who stands with whom.

        `modalities`, `polarities`: which claims make ties; `all`: those of fallback relations too.

        Raises:
            QueryError: there is no such modality or polarity.
        """
        return analysis.Network(analysis.chosen(self.claims(all=all), polarities, modalities), self.ontology)

    def chain(
        self,
        start: str,
        end: str,
        *,
        modalities: Sequence[str] = ("asserted",),
        polarities: Sequence[str] = ("affirmed",),
        limit: int = 1,
        all: bool = False,
    ) -> chains.Connection:
        """The shortest chains of claims between two things, the surest first, with their quotes; false without one.

        `modalities`, `polarities`, `all`: over which claims, as in `network`; `limit`: how many chains at most.

        Raises:
            QueryError: nothing is called that, a thing is at both ends, there is no such modality or polarity, or
                `limit` is less than 1.
        """
        relations = [one.id for one in self.ontology.relations.values() if all or not one.fallback]
        which = chains.Which(
            tuple(analysis.members(Polarity, polarities)), tuple(analysis.members(Modality, modalities)), relations
        )
        ends = [names.entities_called(self._store, name, base=self.base) for name in (start, end)]
        return chains.connection(self._store, (ends[0], ends[1]), which, base=self.base, limit=limit)

    def infer(self, rules: AnyPath | Sequence[AnyPath] = (), *, clear: bool = False) -> Mapping[str, int]:
        """Write what follows from the graph into a named graph of it; how many triples follow by which axiom or rule.

        `rules`: your own beside those of kg, files and folders; `clear`: take what follows out again.

        Raises:
            QueryError: a file is no rule.
            GraphError: the graph cannot be written.
        """
        found = pipeline.infer(self.folder, _paths(rules), clear=clear)
        self._read_again()
        return found

    def why(self, subject: str, relation: str, object: str) -> Why:
        """What a triple rests on, down to the claims with their quotes, whether it is claimed or follows from others.

        Ends are named as for `claims`, the relation as there or by the name or label of its inverse. Of several things
        that a name stands for, those are taken between which there is most to tell.

        Raises:
            QueryError: nothing is called that.
            OntologyError: there is no such relation; the message names the nearest.
        """
        property_ = self.ontology.property(relation)
        ends = (names.entities_called(self._store, name, base=self.base) for name in (subject, object))
        found = [self._why((one, property_, other)) for one, other in product(*ends)]
        return max(found, key=lambda each: (bool(each), len(each.claims), len(each.others)))

    def _why(self, fact: Fact) -> Why:
        return why(fact, self._inference, self._claims_by_fact, self._labels.of)

    @cached_property
    def _inference(self) -> Inference:
        return pipeline.inference_of(self._build, self._store, self.ontology)

    @cached_property
    def _claims_by_fact(self) -> Mapping[Fact, list[Claim[Entity]]]:
        found: dict[Fact, list[Claim[Entity]]] = {}
        for claim in self._claims:
            subject, object_ = (encode.entity_iri(end.id, base=self.base) for end in (claim.subject, claim.object))
            found.setdefault((subject, claim.relation, object_), []).append(claim)
        return found

    @property
    def _labels(self) -> Labels:
        return Labels(self.base, self._store)

    def verify(
        self,
        sources: AnyPath | Sequence[AnyPath] = (),
        *,
        rederive: bool = False,
        engine: str = "pyshacl",
        progress: Progress | None = None,
    ) -> Verification:
        """Check the whole graph against its texts and itself; `ok` tells whether all is well, `problems` what is not.

        `sources`: the files and folders it was built from, to be read again; without them the texts it keeps are
        checked against their digests. `rederive`: derive it again from what it keeps and compare. `engine`: of SHACL,
        "pyshacl" or the faster "shacl-rust", which finds the same.

        Raises:
            SettingError: there is no such engine, it is not installed, or a source does not exist.
        """
        request = verification.Request(sources=_paths(sources), rederive=rederive, engine=engine)
        ways = verification.Ways(ontology=pipeline.ontology_of, derive=pipeline.derived)
        return verification.verify(self.folder, ways, request, progress=progress)

    def explain(self, claim: Claim[Entity]) -> tuple[Reason, ...]:
        """What speaks for and against a claim: the features its confidence adds up, the weightiest first.

        The claim's document is read again for it, with the language model: a second or two for the first claim of each.

        Raises:
            GraphError: the graph was built by other rules than those of this kg, and no longer has the claim.
            SettingError: the language model it was built with is not installed.
        """
        evidence = claim.evidence
        found = self._reasons(evidence.document).get(_reading(claim))
        if found is None:
            raise GraphError(f"{self.folder}: {evidence.quote!r} is not read so by this kg; build the graph again")
        return tuple(sorted(found, key=lambda reason: (-abs(reason.amount), reason.feature)))

    def _reasons(self, document: DocumentId) -> Mapping[object, tuple[Reason, ...]]:
        """The reasons of every claim of a document, by what tells readings of one document apart."""
        if document not in self._explained:
            found = pipeline.explained(self.documents[document], self.ontology, self._build.get("model"))
            self._explained[document] = {_reading(each.claim): each.reasons for each in found}
        return self._explained[document]

    @cached_property
    def _explained(self) -> dict[DocumentId, Mapping[object, tuple[Reason, ...]]]:
        return {}

    def entities(self, about: str | None = None, *, all: bool = False) -> list[Entity]:
        """Everything that its claims are about, or that holds one, in the order of labels.

        `about`: only those called that, as for `claims`; `all`: also what only claims of fallback relations are about.

        Raises:
            QueryError: nothing is called that; the message names the nearest.
        """
        found = {entity.id: entity for claim in self.claims(all=all) for entity in claim.arguments}
        listed = sorted(found.values(), key=lambda entity: (entity.label.casefold(), entity.id))
        called = self._called(about)
        return listed if called is None else [entity for entity in listed if entity.id in called]

    def entity(self, id_: str) -> Entity:
        """An entity by its id, or by that of a name which is part of it.

        Raises:
            JudgementError: there is none; the message names the nearest.
        """
        names = {name: entity for entity in self.entities(all=True) for name in self.names(entity)}
        if id_ not in names:
            raise JudgementError(pipeline.unknown(id_, sorted(names)))
        return names[EntityId(id_)]

    def names(self, entity: Entity) -> tuple[EntityId, ...]:
        """The ids of the names that were judged to be that entity, its own among them; `split` takes them apart."""
        return tuple(sorted(self._identity.members(entity.id)))

    def judgements(self, about: str | None = None) -> list[Judgement]:
        """What is judged to be one thing or not: people's in the order of their numbers, then the rules'.

        `about`: only those on names of the things called that, as for `claims`. Those withdrawn are not among them.

        Raises:
            QueryError: nothing is called that.
            JudgementError: the log was edited and cannot be read.
        """
        if about is None:
            return list(self._judgements)
        names = {name for entity in self.entities(about, all=True) for name in self.names(entity)}
        return [given for given in self._judgements if not names.isdisjoint(given.pair)]

    def judgements_on(self, entity: Entity) -> list[Judgement]:
        """The judgements in force on the names of one entity."""
        names = set(self.names(entity))
        return [given for given in self._judgements if not names.isdisjoint(given.pair)]

    def merge(self, one: str, other: str, *, reason: str, by: str = "") -> Judgement:
        """Take two names, by their ids, for one thing, and write the graph anew; `undo` of its number takes it back.

        Raises:
            JudgementError: there is no such id, no reason, or another judgement of a person says otherwise.
            GraphError: the graph cannot be written.
        """
        return self._judge(Verdict.SAME, one, other, reason, by)

    def split(self, one: str, other: str, *, reason: str, by: str = "") -> Judgement:
        """Take two names, by their ids, for two things, whatever rules say, and write the graph anew.

        Raises:
            JudgementError: there is no such id, no reason, or another judgement of a person says otherwise.
            GraphError: the graph cannot be written.
        """
        return self._judge(Verdict.DIFFERENT, one, other, reason, by)

    def undo(self, number: int, *, reason: str = "", by: str = "") -> None:
        """Withdraw a person's judgement and write the graph anew, as if it had not been made.

        Raises:
            JudgementError: there is no such judgement, or it was withdrawn before.
            GraphError: the graph cannot be written.
        """
        pipeline.undo(self.folder, number, reason=reason, by=by)
        self._read_again()

    def rederive(self) -> None:
        """Write the graph anew after its `judgements.jsonl` was edited by hand.

        Raises:
            JudgementError: a line of it is no entry.
            GraphError: the graph cannot be written.
        """
        pipeline.rederive(self.folder)
        self._read_again()

    def view(self, path: AnyPath = "graph.html", *, all: bool = False) -> Path:
        """Write the interactive page, and beside it the picture as SVG; the page's path.

        `all`: draw the claims of fallback relations too.

        Raises:
            GraphError: the files cannot be written.
        """
        from kg.views import page, picture

        target = Path(path)
        title = f"Claims in {counted(len(self.documents), 'document')}"
        arguments = (self.claims(all=all), self.documents, self.ontology)
        write_text(target, page.page(*arguments, title=title, base=self.base))
        write_text(target.with_suffix(".svg"), picture.picture(*arguments, title=title, base=self.base))
        return target

    def to_networkx(self, *, all: bool = False) -> "networkx.MultiDiGraph[str]":
        """A copy with one node for each entity and one edge for each claim; `all`: of fallback relations too."""
        return export.to_networkx(self.claims(all=all), self.documents)

    def to_rdflib(self) -> "rdflib.Graph":
        """The same data as an rdflib graph, to read from: nothing is copied."""
        return store.to_rdflib(self._store)

    def export(self, format: str, *, all: bool = False) -> str:
        """The graph in one of the formats of `kg export` that are text; the same graph gives the same text.

        Networks, tables, nanopublications and annotations leave out the claims of fallback relations unless `all`; the
        other RDF formats have everything.

        Raises:
            SettingError: there is no such format, or it is not text.
        """
        if export.format_called(format).binary:
            raise SettingError(f"{format} is not text; call export_bytes({format!r}), or `kg export {format} -o FILE`")
        return self.export_bytes(format, all=all).decode("utf-8")

    def export_bytes(self, format: str, *, all: bool = False) -> bytes:
        """The graph in any of the formats of `kg export`, as the bytes of a file: texts in UTF-8.

        Raises:
            SettingError: there is no such format, or it needs a package that is not installed.
            GraphError: the format cannot hold this graph.
        """
        return export.export(self._store, format, base=self.base, all=all, documents=self.documents)

    def info(self) -> dict[str, Any]:
        """What is in it and what it was built with, as plain values."""
        return {
            "documents": len(self.documents),
            "claims": len(self.claims()),
            "fallback claims": len(self._claims) - len(self.claims()),
            "entities": len(self.entities()),
            "triples": len(self._store),
            **({"unchecked claims": self.unchecked} if "imported" in self._build else {}),
            **{name: self._build[name] for name in ("base", "kg", "format", "extractor", "model", "steps", "skipped")},
            "ontology": {name: self._build["ontology"][name] for name in ("digest", "files")},
        }

    def __repr__(self) -> str:
        return f"<kg.Graph {str(self.folder)!r}: {self._summary()}>"

    def _repr_html_(self) -> str:
        return f"<p><b>{escape(str(self.folder))}</b>: {escape(self._summary())}</p>"

    def _summary(self) -> str:
        numbers = (len(self.claims()), "claim"), (len(self.entities()), "entity"), (len(self.documents), "document")
        return ", ".join(counted(number, noun) for number, noun in numbers)

    def _judge(self, verdict: Verdict, one: str, other: str, reason: str, by: str) -> Judgement:
        made = pipeline.judge(self.folder, verdict, one, other, reason=reason, by=by)
        self._read_again()
        return made

    def _read_again(self) -> None:
        """Forget what was read of the graph that another was written in place of."""
        for name in ("_store", "_place", "_inference", "_claims_by_fact", "_claims", "_judgements", "_identity"):
            self.__dict__.pop(name, None)
        self._build = store.load_build(self.folder)

    @cached_property
    def _reader(self) -> answering.Reader:
        return answering.Reader(self.ontology, self._build.get("model"))

    @cached_property
    def _judgements(self) -> tuple[Judgement, ...]:
        return (*store.load_log(self.folder).in_force(), *store.load_rules(self.folder))

    @cached_property
    def _identity(self) -> Identity:
        judged = {id_ for given in self._judgements for id_ in given.pair}
        return Identity(sorted(judged | {entity.id for entity in self.entities(all=True)}), self._judgements)

    @cached_property
    def _store(self) -> "pyoxigraph.Store":
        return store.open_at(self._place)

    @cached_property
    def _place(self) -> Path:
        """Where the store is: of all claims, or of those that are sure enough with what they speak of."""
        if not self.min_confidence:
            return store.store_of(self.folder)
        whole = store.open_store(self.folder)
        claims = encode.decode(whole, base=self.base, documents=self.documents)
        sure = [claim for claim in claims if claim.confidence >= self.min_confidence]
        about = {"base": self.base, "extractor": str(self._build["extractor"])}
        kept = encode.quads(sure, self.documents.values(), **about)
        place = Path(tempfile.mkdtemp(prefix="kg-"))
        weakref.finalize(self, shutil.rmtree, place, ignore_errors=True)  # Windows keeps files of an open store
        quads = [*kept, *encode.ontology_quads(self.ontology)]
        if pipeline.INFERENCE in self._build:
            quads += pipeline.inference_of(self._build, quads, self.ontology).quads()
        store.fill(place, quads)
        return place

    @cached_property
    def _claims(self) -> tuple[Claim[Entity], ...]:
        claims = encode.decode(self._store, base=self.base, documents=self.documents)
        return tuple(sorted(claims, key=self._passage))

    def _shows(self, claim: Claim[Entity], *, all: bool) -> bool:
        """Whether a claim is among those that nobody asked for by its relation."""
        known = self.ontology.relations.get(claim.relation)
        return all or known is None or not known.fallback

    def _passage(self, claim: Claim[Entity]) -> tuple[str, int, int, str]:
        evidence = claim.evidence
        return (self.documents[evidence.document].source, *evidence.span, encode.claim_id(claim))

    def _called(self, name: str | None) -> frozenset[EntityId] | None:
        """The ids of what a name stands for; None, for everything, when there is no name."""
        if name is None:
            return None
        iris = set(names.entities_called(self._store, name, base=self.base))
        return frozenset(one.id for one in self.entities(all=True) if encode.entity_iri(one.id, base=self.base) in iris)


def counted(number: int, noun: str) -> str:
    """A number with its noun.

    >>> counted(1, "entity"), counted(1200, "entity")
    ('1 entity', '1,200 entities')
    """
    plural = f"{noun[:-1]}ies" if noun.endswith("y") else f"{noun}s"
    return f"{number:,} {noun if number == 1 else plural}"


def write_text(path: Path, text: str) -> None:
    """Write a file as UTF-8 with plain newlines on every system.

    Raises:
        GraphError: it cannot be written.
    """
    write_bytes(path, text.encode("utf-8"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write a file.

    Raises:
        GraphError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise GraphError(f"{path}: cannot be written ({error.strerror}); choose another place") from error


def _paths(given: AnyPath | Sequence[AnyPath]) -> list[Path]:
    return [Path(path) for path in ([given] if isinstance(given, str | Path) else given)]


def _reading(claim: Claim[Entity] | Claim[Mention]) -> tuple[object, ...]:
    """What a claim was read from, whatever its ends were resolved to."""
    evidence = claim.evidence
    return (evidence.span, evidence.cue, claim.relation, claim.polarity, claim.modality, claim.confidence)
