"""Times of queries, of saved questions and of loading, over synthetic claims, all contenders side by side in one run.

python benchmarks/query.py [--claims 10000 100000] [--graph FOLDER] [--no-rdflib] [--no-load]

The claims are made up after those of a real graph (benchmarks/synthetic.py): that of `--graph`, or else one built from
the affair, the sample documents and the own gold set. The typical queries are benchmarks/queries/*.rq. "bare" is
pyoxigraph with the same SPARQL over the same store on disk, its rows read to the end as terms; "kg" is `g.query`, its
rows read to the end as Python values. rdflib has its own store in memory, in a process of its own, and `LIMIT` seconds
for a query. It needs Linux or macOS: the process that holds rdflib's store forks for every query.
"""

import argparse
import gc
import multiprocessing
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain
from multiprocessing.connection import Connection
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import OWN_GOLD
from benchmarks.synthetic import Pattern, synthetic
from kg import pipeline
from kg.graph import encode, query, questions, store
from kg.iris import BASE, name_of, prefixes
from kg.model import Claim, Document, Entity
from kg.ontology import Ontology
from kg.resources import resource

HERE = Path(__file__).resolve().parent
LIMIT = 120  # seconds that rdflib has for a query
REPEATS = 5  # of each query by each contender; the median counts
RARE = 5  # claims about what is called rare, or the nearest number there is


@dataclass(frozen=True, slots=True)
class World:
    """Synthetic claims with what they are measured with."""

    claims: Sequence[Claim[Entity]]
    documents: Sequence[Document]
    ontology: Ontology
    extractor: str

    def quads(self) -> Iterator[ox.Quad]:
        """What a build of them would write."""
        written = encode.quads(self.claims, self.documents, base=BASE, extractor=self.extractor)
        return chain(written, encode.ontology_quads(self.ontology))

    def common(self) -> Entity:
        """What most claims are about."""
        return self._by_frequency()[0]

    def rare(self) -> Entity:
        """Something that few claims are about."""
        counts = Counter(entity for claim in self.claims for entity in (claim.subject.id, claim.object.id))
        return min(self._by_frequency(), key=lambda entity: abs(counts[entity.id] - RARE))

    def speaker(self) -> Entity:
        """Who holds most claims."""
        counts = Counter(claim.holder[0].id for claim in self.claims if claim.holder)
        known = {claim.holder[0].id: claim.holder[0] for claim in self.claims if claim.holder}
        return known[min(counts, key=lambda id_: (-counts[id_], id_))]

    def _by_frequency(self) -> list[Entity]:
        counts = Counter(entity.id for claim in self.claims for entity in (claim.subject, claim.object))
        known = {entity.id: entity for claim in self.claims for entity in (claim.subject, claim.object)}
        return [known[id_] for id_ in sorted(counts, key=lambda id_: (-counts[id_], id_))]


def real_graph(folder: Path | None, temporary: Path) -> Path:
    """The folder of the graph to draw from; built if none is given."""
    if folder is not None:
        return folder
    sources = [HERE / "affair" / "documents", resource("seeds/documents"), OWN_GOLD / "text"]
    pipeline.build(sources, temporary / "real")
    return temporary / "real"


def world(pattern: Pattern, number: int, ontology: Ontology, extractor: str) -> World:
    """So many claims with their documents."""
    claims, documents = synthetic(pattern, number)
    return World(claims, documents, ontology, extractor)


def typical(known: World) -> dict[str, str]:
    """The typical queries by name, about what is common and rare in the claims."""
    places = {name: encode.entity_iri(one().id, base=BASE) for name, one in _named(known).items()}
    places["document"] = encode.document_iri(known.documents[0].id, base=BASE)
    found = {}
    for file in sorted((HERE / "queries").glob("*.rq")):
        text = file.read_text("utf-8")
        for name, iri in places.items():
            text = text.replace(f"<{name}>", f"<{iri}>")
        found[file.stem] = text
    return found


def bare(opened: ox.Store, sparql: str) -> int:
    """Ask pyoxigraph itself; the number of rows."""
    answer = opened.query(sparql, prefixes=prefixes(BASE))
    return 1 if isinstance(answer, ox.QueryBoolean) else len([tuple(row) for row in answer])


def ours(opened: ox.Store, sparql: str) -> int:
    """Ask as `g.query` does; the number of rows."""
    return len([tuple(row) for row in query.run(opened, sparql, base=BASE)])


def medians(runs: Mapping[str, Callable[[], object]], repeats: int = REPEATS) -> dict[str, float]:
    """Seconds of the processor for each, in turns, so that both share what else the machine does; the first is free."""
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for turn in range(repeats + 1):
        for name, run in runs.items():
            start = time.process_time()
            run()
            if turn:
                taken[name].append(time.process_time() - start)
    return {name: statistics.median(times) for name, times in taken.items()}


def show_queries(known: World, place: Path, file: Path | None) -> None:
    """The table of typical queries; `file`: the same as N-Quads, for rdflib."""
    opened, asked = store.open_at(place), typical(known)
    slow, note = _of_rdflib(file, asked) if file else ({}, "not measured")
    print(f"\n{'typical query':18} {'rows':>7} {'bare':>10} {'kg':>10} {'kg/bare':>8} {'rdflib':>10} {'rdflib/kg':>10}")
    ratios, gains = list[float](), list[float]()
    for name, sparql in asked.items():
        rows = ours(opened, sparql)
        found = medians({"bare": partial(bare, opened, sparql), "kg": partial(ours, opened, sparql)})
        ratios.append(found["kg"] / found["bare"])
        line = f"{name:18} {rows:7,} {_ms(found['bare'])} {_ms(found['kg'])} {ratios[-1]:8.2f}"
        if name in slow and (taken := slow[name]) is not None:
            gains.append(taken / found["kg"])
            print(f"{line} {_ms(taken)} {gains[-1]:10,.0f}")
        else:
            print(f"{line} {'> ' + str(LIMIT) + ' s' if name in slow else '-':>10} {'-':>10}")
    least = f"; rdflib/kg: median {statistics.median(gains):,.0f}, least {min(gains):,.0f}" if gains else ""
    print(f"kg/bare: median {statistics.median(ratios):.2f}, most {max(ratios):.2f}{least}; rdflib's load: {note}")


def show_questions(known: World, place: Path) -> None:
    """The table of saved questions, with everything left free, and about something common and something rare."""
    opened, most = store.open_at(place), 0.0
    print(f"\n{'saved question':22} {'about':8} {'rows':>7} {'names':>10} {'Oxigraph':>10} {'the whole':>10}")
    for question in questions.questions(resource("ontology") / "queries"):
        for about, arguments in _arguments(question, known):
            names = partial(questions.bound, question, opened, arguments, base=BASE, ontology=known.ontology)
            sparql = names()
            runs: dict[str, Callable[[], object]] = {
                "names": names,
                "Oxigraph": partial(bare, opened, sparql),
                "kg": partial(ours, opened, sparql),
            }
            found = medians(runs, repeats=3)
            whole = found["names"] + found["kg"]
            most = max(most, whole)
            times = f"{_ms(found['names'])} {_ms(found['Oxigraph'])} {_ms(whole)}"
            print(f"{question.name:22} {about:8} {ours(opened, sparql):7,} {times}{' *' if whole > 1 else ''}")
    print(f"most: {most:.2f} s; * more than a second")


def show_load(known: World, folder: Path, file: Path) -> None:
    """How long it takes to load the claims from a file, and to write them as a build does."""
    steps: dict[str, Callable[[], object]] = {
        "bulk_load of the file": lambda: _bulk_load(folder / "bulk", file),
        "the file by kg": lambda: store.fill(folder / "filled", ox.parse(path=str(file))),
        "claims to quads": lambda: sum(1 for _ in known.quads()),
        "claims to a store": lambda: store.fill(folder / "written", known.quads()),
    }
    print(f"\n{'loading':24} {'seconds':>9} {'of bulk_load':>13}")
    least = 0.0
    for name, step in steps.items():
        seconds = _seconds(step)
        least = least or seconds
        print(f"{name:24} {seconds:9.1f} {seconds / least:13.2f}", flush=True)


def show_triples(name: str, quads: Iterable[ox.Quad]) -> None:
    """Triples of the default graph for each claim, and what they are spent on."""
    kinds, spent = Counter[str](), dict[str, Counter[str]]()
    claims = set()
    for quad in quads:
        if quad.graph_name != ox.DefaultGraph():
            continue
        kind, property_ = _kind(quad)
        kinds[kind] += 1
        spent.setdefault(kind, Counter())[property_] += 1
        if kind == "claim":
            claims.add(quad.subject)
    print(f"\n{name}: {len(claims):,} claims, {kinds.total() / len(claims):.2f} triples for each")
    for kind, number in kinds.most_common():
        shares = ", ".join(f"{one} {count / len(claims):.2f}" for one, count in spent[kind].most_common())
        print(f"  {kind:12} {number / len(claims):6.2f}  {shares}")


def main() -> int:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Times of queries, saved questions and loading.")
    parser.add_argument("--claims", type=int, nargs="+", default=[10_000, 100_000], help="how many, one run each")
    parser.add_argument("--graph", type=Path, help="the folder of a real graph to draw from")
    parser.add_argument("--folder", type=Path, help="where stores are written; by default a temporary folder")
    for part in ("rdflib", "load", "queries", "questions", "triples"):
        parser.add_argument(f"--no-{part}", action="store_true", help=f"leave {part} out")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as temporary:
        folder = Path(temporary)
        real = real_graph(options.graph, folder)
        build, opened = store.load_build(real), store.open_store(real)
        ontology = pipeline.ontology_of(build)
        pattern = Pattern(
            list(encode.decode(opened, base=str(build["base"]))), store.load_documents(real).values(), ontology
        )
        show_triples("real", opened)
        for number in options.claims:
            _measure(world(pattern, number, ontology, str(build["extractor"])), folder / str(number), options)
    return 0


def _measure(known: World, folder: Path, options: argparse.Namespace) -> None:
    folder.mkdir()
    if not options.no_triples:
        show_triples("synthetic", known.quads())
    file = folder / "claims.nq"
    ox.serialize(known.quads(), output=str(file), format=ox.RdfFormat.N_QUADS)
    if not options.no_load:
        show_load(known, folder, file)
    place = folder / "bulk"
    if options.no_load:
        _bulk_load(place, file)
    if not options.no_queries:
        show_queries(known, place, None if options.no_rdflib else file)
    if not options.no_questions:
        show_questions(known, place)
    sys.stdout.flush()


def _named(known: World) -> dict[str, Callable[[], Entity]]:
    return {"common": known.common, "rare": known.rare, "speaker": known.speaker}


def _arguments(question: questions.Question, known: World) -> Iterator[tuple[str, dict[str, str]]]:
    """What a question is asked with: as little as it takes, and with each name for the first thing it takes."""
    days = sorted(document.published for document in known.documents if document.published) or ["2025"]
    day = days[-max(len(days) // 50, 1)]
    needed = {one.name: day for one in question.parameters if one.date and not one.optional}
    things = [one for one in question.parameters if not one.date and not one.relation]
    if all(one.optional for one in things):
        yield "-", needed
    for about, entity in (("common", known.common()), ("rare", known.rare())) if things else ():
        yield about, {**needed, things[0].name: entity.label}


def _kind(quad: ox.Quad) -> tuple[str, str]:
    """What a triple is of, and the property, `direct` for those that are claimed."""
    assert isinstance(quad.subject, ox.NamedNode)
    kind = quad.subject.value.removeprefix(BASE).partition("/")[0]
    property_ = quad.predicate.value
    if kind == "entity" and isinstance(quad.object, ox.NamedNode) and quad.object.value.startswith(f"{BASE}entity/"):
        return "direct", "all"
    return kind, name_of(property_)


def _bulk_load(place: Path, file: Path) -> None:
    opened = ox.Store(str(place))
    opened.bulk_load(path=str(file), format=ox.RdfFormat.N_QUADS)
    opened.flush()


def _seconds(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return time.perf_counter() - start


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:7,.1f} ms"


def _of_rdflib(file: Path, asked: Mapping[str, str]) -> tuple[dict[str, float | None], str]:
    """Seconds of each query by rdflib, None where it did not finish, and what its load took."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("fork").Process(target=_serve_rdflib, args=(file, asked, there))
    process.start()
    there.close()
    try:
        loaded = here.recv()
        times = {name: here.recv() for name in asked}
    except EOFError:
        return {}, "it ended"
    finally:
        process.join()
    return times, f"{loaded:,.0f} s"


def _serve_rdflib(file: Path, asked: Mapping[str, str], out: Connection) -> None:
    """Load the file into rdflib's own store, and send the time of each query, asked in a fork."""
    import rdflib

    graph = rdflib.Dataset()
    out.send(_seconds(lambda: graph.parse(str(file), format="nquads")))
    gc.freeze()
    for sparql in asked.values():
        here, there = multiprocessing.Pipe()
        process = multiprocessing.get_context("fork").Process(target=_ask_rdflib, args=(graph, sparql, there))
        process.start()
        out.send(here.recv() if here.poll(LIMIT) else None)
        process.kill()
        process.join()


def _ask_rdflib(graph: object, sparql: str, out: Connection) -> None:
    import rdflib

    assert isinstance(graph, rdflib.Dataset)
    start = time.process_time()
    for _ in graph.query(sparql, initNs=prefixes(BASE)):
        pass
    out.send(time.process_time() - start)


if __name__ == "__main__":
    sys.exit(main())
