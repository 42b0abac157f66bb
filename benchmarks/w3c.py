"""The W3C's tests of SPARQL 1.1 queries, run through `g.query` beside pyoxigraph itself: what is lost on the way.

python benchmarks/w3c.py --suite rdf-tests/sparql/sparql11

The suite is a folder of a checkout of https://github.com/w3c/rdf-tests and stays there. Every test is run by both over
one store. An answer of kg passes only if what it is written as, in every format there is, reads back as what the test
expects. What is no test of queries over given data is counted by its kind and not run.
"""

import argparse
import csv
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pyoxigraph as ox

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from kg.errors import QueryError
from kg.graph import query
from kg.graph.result import Result
from kg.iris import BASE, PREFIXES

type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple
type Table = tuple[tuple[str, ...], list[tuple[Term | None, ...]]]
type Answer = bool | Table | frozenset[ox.Triple] | str  # str: CSV, which does not say what its texts are

MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
RS = "http://www.w3.org/2001/sw/DataAccess/tests/result-set#"
QT = "http://www.w3.org/2001/sw/DataAccess/tests/test-query#"
XSD, RDF = PREFIXES["xsd"], PREFIXES["rdf"]
NUMBERS = {XSD + name for name in ("integer", "decimal", "double", "float")}
EVALUATED = ("QueryEvaluationTest", "CSVResultFormatTest")
PARSED = {"PositiveSyntaxTest11": True, "NegativeSyntaxTest11": False}
FORMATS = {
    ".srx": ox.QueryResultsFormat.XML,
    ".srj": ox.QueryResultsFormat.JSON,
    ".tsv": ox.QueryResultsFormat.TSV,
}
TRIPLE = ("subject", "predicate", "object")  # the columns of a CONSTRUCT
ELSEWHERE = {"entailment": "entailment regimes", "service": "needs other servers"}  # by folder
ORDERED = re.compile(r"(?i)\bORDER\s+BY\b[^{}]*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test of a manifest."""

    name: str  # folder and name within it
    kind: str
    query: Path | None
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()  # each of them a named graph
    result: Path | None = None


def cases(suite: Path) -> Iterator[Case]:
    """The tests of all manifests of a folder, in the order of their names."""
    for manifest in sorted(suite.glob("*/manifest.ttl")):
        graph = ox.Store()
        graph.load(path=str(manifest), format=ox.RdfFormat.TURTLE, base_iri=manifest.resolve().as_uri())
        for quad in sorted(graph.quads_for_pattern(None, ox.NamedNode(RDF + "type"), None), key=str):
            kind = quad.object.value.removeprefix(MF) if isinstance(quad.object, ox.NamedNode) else ""
            if kind.endswith(("Test", "Test11")):
                yield _case(graph, quad.subject, kind, manifest.parent.name)


def reason(case: Case) -> str:
    """Why a test is not one of queries over given data; empty if it is."""
    if case.kind not in (*EVALUATED, *PARSED):
        return case.kind
    return ELSEWHERE.get(case.name.partition("/")[0], "")


def passes(case: Case) -> tuple[bool, list[str]]:
    """Whether pyoxigraph passes, and what kg gets wrong."""
    assert case.query is not None
    text, store = case.query.read_text("utf-8"), _store(case)
    base = case.query.resolve().as_uri()
    wanted = PARSED.get(case.kind)
    if wanted is not None:
        return _parses(store, text, base) == wanted, [] if _asks(store, text, base) == wanted else ["syntax"]
    assert case.result is not None
    expected, ordered = _expected(case.result), bool(ORDERED.search(text))
    try:
        own = alike(_bare(store, text, base, case.result.suffix), expected, ordered=ordered)
    except (SyntaxError, OSError, RuntimeError):
        own = False
    try:
        found = query.run(store, _based(text, base), base=BASE)
    except QueryError as error:
        return own, [str(error)]
    return own, [format for format, answer in _written(found, expected) if not alike(answer, expected, ordered=ordered)]


def alike(found: Answer, expected: Answer, *, ordered: bool) -> bool:
    """Whether two answers are the same, but for the names of blank nodes, the forms of numbers and, maybe, order."""
    if isinstance(found, tuple) and isinstance(expected, tuple):
        return set(found[0]) == set(expected[0]) and _rows(found, ordered) == _rows(expected, ordered)
    if isinstance(found, frozenset) and isinstance(expected, frozenset):
        return _canonical(ox.Quad(*triple) for triple in found) == _canonical(ox.Quad(*triple) for triple in expected)
    if isinstance(found, str) and isinstance(expected, str):
        return _lines(found) == _lines(expected)
    return type(found) is type(expected) and found == expected


def main() -> int:
    """Parse the command line, run and print."""
    parser = argparse.ArgumentParser(description="The W3C's tests of SPARQL 1.1 queries.")
    parser.add_argument("--suite", type=Path, required=True, help="the folder sparql/sparql11 of w3c/rdf-tests")
    options = parser.parse_args()
    found = list(cases(options.suite))
    if not found:
        parser.error(f"{options.suite}: no */manifest.ttl there; clone https://github.com/w3c/rdf-tests")
    _show([case for case in found if not reason(case)])
    left = Counter(filter(None, map(reason, found)))
    print(f"\nnot run: {left.total()} of {len(found)}")
    for why, number in sorted(left.items()):
        print(f"  {number:4} {why}")
    return 0


def _show(run: Sequence[Case]) -> None:
    by_kind = defaultdict[str, Counter[str]](Counter)
    failures = list[str]()
    for case in run:
        own, wrong = passes(case)
        by_kind[case.kind].update({"tests": 1, "pyoxigraph": own, "kg": not wrong})
        if not own or wrong:
            sides = "both fail" if not own and wrong else "only kg fails" if wrong else "only pyoxigraph fails"
            failures.append(f"  {sides:22} {case.name}: {'; '.join(wrong) or '-'}")
    print(f"{'kind of test':24} {'tests':>6} {'pyoxigraph':>11} {'kg':>6}")
    for kind, counts in [*sorted(by_kind.items()), ("all", sum(by_kind.values(), Counter[str]()))]:
        print(f"{kind:24} {counts['tests']:6} {counts['pyoxigraph']:11} {counts['kg']:6}")
    print("\nwhat does not pass:")
    print("\n".join(failures) or "  nothing")


def _case(graph: ox.Store, test: Term, kind: str, folder: str) -> Case:
    def files(node: Term, property_: str) -> tuple[Path, ...]:
        found = graph.quads_for_pattern(node, ox.NamedNode(property_), None)  # type: ignore[arg-type]  # a node of a list, no literal
        return tuple(sorted(_path(quad.object.value) for quad in found if isinstance(quad.object, ox.NamedNode)))

    [action] = [quad.object for quad in graph.quads_for_pattern(test, ox.NamedNode(MF + "action"), None)] or [test]  # type: ignore[arg-type]  # a test
    queries = files(test, MF + "action") or files(action, QT + "query")
    name = str(test).strip("<>").rpartition("#")[2].rpartition("/")[2]
    return Case(
        name=f"{folder}/{name}",
        kind=kind,
        query=next(iter(queries), None),
        data=files(action, QT + "data"),
        graphs=files(action, QT + "graphData"),
        result=next(iter(files(test, MF + "result")), None),
    )


def _path(iri: str) -> Path:
    return Path(ox.NamedNode(iri).value.removeprefix("file://"))


def _store(case: Case) -> ox.Store:
    store = ox.Store()
    for file in case.data:
        store.load(path=str(file), base_iri=file.resolve().as_uri())
    for file in case.graphs:
        iri = file.resolve().as_uri()
        store.load(path=str(file), base_iri=iri, to_graph=ox.NamedNode(iri))
    return store


def _based(text: str, base: str) -> str:
    """A query with the address it was read from: `g.query` takes it from the query itself."""
    return f"BASE <{base}>\n{text}"


def _parses(store: ox.Store, text: str, base: str) -> bool:
    try:
        store.query(text, base_iri=base)
    except SyntaxError:
        return False
    except (OSError, RuntimeError):  # it was understood, but asks for another server or function
        return True
    return True


def _asks(store: ox.Store, text: str, base: str) -> bool:
    try:
        query.run(store, _based(text, base), base=BASE)
    except QueryError as error:
        return "cannot be answered" in str(error)
    return True


def _bare(store: ox.Store, text: str, base: str, suffix: str) -> Answer:
    answer = store.query(text, base_iri=base)
    if suffix == ".csv" and isinstance(answer, ox.QuerySolutions):
        content = answer.serialize(format=ox.QueryResultsFormat.CSV)
        return (content or b"").decode("utf-8")
    return _answer(answer)


def _answer(answer: object) -> Answer:
    if isinstance(answer, ox.QueryBoolean):
        return bool(answer)
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        return columns, [tuple(row) for row in answer]
    assert isinstance(answer, ox.QueryTriples)
    return frozenset(answer)


def _written(found: Result, expected: Answer) -> Iterator[tuple[str, Answer]]:
    """An answer of kg as it reads back from every format that says all of it."""
    if isinstance(expected, str):
        yield "csv", found.to_csv()
    elif found.columns == TRIPLE and isinstance(expected, frozenset):
        for name, format in (("ntriples", ox.RdfFormat.N_TRIPLES), ("turtle", ox.RdfFormat.TURTLE)):
            quads = ox.parse(found.serialize(name).encode(), format=format)
            yield name, frozenset(quad.triple for quad in quads)
    else:
        names = {"json": ox.QueryResultsFormat.JSON, "xml": ox.QueryResultsFormat.XML}
        names |= {} if isinstance(expected, bool) else {"tsv": ox.QueryResultsFormat.TSV}
        for name, read in names.items():
            yield name, _answer(ox.parse_query_results(found.serialize(name).encode(), format=read))


def _expected(file: Path) -> Answer:
    if file.suffix == ".csv":
        return file.read_bytes().decode("utf-8")
    if file.suffix in FORMATS:
        return _answer(ox.parse_query_results(path=str(file), format=FORMATS[file.suffix]))
    triples = frozenset(quad.triple for quad in ox.parse(path=str(file), base_iri=file.resolve().as_uri()))
    return _table(triples) if any(triple.predicate.value == RS + "resultVariable" for triple in triples) else triples


def _table(triples: frozenset[ox.Triple]) -> Table:
    """A table that is written as a graph, in the vocabulary of the oldest tests."""
    facts = defaultdict[Term, defaultdict[str, list[Term]]](lambda: defaultdict(list))
    for triple in triples:
        facts[triple.subject][triple.predicate.value].append(triple.object)
    columns = tuple(
        sorted(_text(name) for each in facts.copy().values() for name in each.get(RS + "resultVariable", ()))
    )
    rows = list[tuple[Term | None, ...]]()
    for solution in (one for each in facts.copy().values() for one in each.get(RS + "solution", ())):
        bindings = [facts[binding] for binding in facts[solution][RS + "binding"]]
        row = {_text(binding[RS + "variable"][0]): binding[RS + "value"][0] for binding in bindings}
        rows.append(tuple(row.get(column) for column in columns))
    return columns, rows


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.Literal) else str(term)


def _rows(table: Table, ordered: bool) -> ox.Dataset:
    """A table as a graph: a node for each row, so that blank nodes may have other names but be the same throughout."""
    quads = list[ox.Quad]()
    for place, values in enumerate(table[1]):
        row = ox.BlankNode()
        quads.append(ox.Quad(row, ox.NamedNode("row:place"), ox.Literal(place if ordered else 0)))
        for column, value in zip(table[0], values, strict=True):
            if value is not None:
                quads.append(ox.Quad(row, ox.NamedNode(f"column:{column}"), _plain(value)))
    return _canonical(quads)


def _canonical(quads: Iterable[ox.Quad]) -> ox.Dataset:
    dataset = ox.Dataset(ox.Quad(quad.subject, quad.predicate, _plain(quad.object)) for quad in quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.UNSTABLE)
    return dataset


def _plain(term: Term) -> Term:
    """A number or truth value in one form: a test does not say in which of several it is to be written."""
    if not isinstance(term, ox.Literal):
        return term
    if term.datatype.value == XSD + "boolean":
        return ox.Literal({"0": "false", "1": "true"}.get(term.value, term.value), datatype=term.datatype)
    if term.datatype.value not in NUMBERS:
        return term
    try:
        value = Decimal(term.value)
    except ArithmeticError:
        return term
    text = str(float(value)) if term.datatype.value.endswith(("double", "float")) else f"{value.normalize():f}"
    return ox.Literal(text, datatype=term.datatype)


def _lines(text: str) -> list[list[tuple[str, str]]]:
    """The rows of a CSV, whatever their order and that of its columns; blank nodes all alike."""
    head, *rows = csv.reader(StringIO(text, newline=""))
    values = ([re.sub(r"^_:\w+$", "_:b", value) for value in row] for row in rows)
    return sorted(sorted(zip(head, row, strict=True)) for row in values)


if __name__ == "__main__":
    sys.exit(main())
