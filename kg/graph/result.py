"""The answer to a query: rows of Python values, and the same in the formats and tables others read."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import islice
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import QueryError, SettingError
from kg.graph.encode import label
from kg.iris import PREFIXES, prefixes

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # it comes without types
    import polars

type Value = str | int | float | bool | None
type Term = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple | None

TABLE_FORMATS = {
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
}
GRAPH_FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "ntriples": ox.RdfFormat.N_TRIPLES,
    "nquads": ox.RdfFormat.N_QUADS,
}

XSD = PREFIXES["xsd"]
NUMBERS: Mapping[str, Callable[[str], int | float]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
}
NO_MATHS = "tex2jax_ignore mathjax_ignore"  # classes without which notebooks typeset "$5m and $6m" as a formula
SHOWN = 50  # rows in a notebook; more than a screen of them nobody reads, and the page stays light


@dataclass(frozen=True, slots=True)
class Row:
    """One row of an answer: a tuple whose values are also found by column, `row["holder"]` or `row.holder`."""

    _columns: tuple[str, ...]
    _values: tuple[Value, ...]

    def __iter__(self) -> Iterator[Value]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, column: str | int) -> Value:
        if isinstance(column, int):
            return self._values[column]
        if column not in self._columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self._columns)}")
        return self._values[self._columns.index(column)]

    def __getattr__(self, column: str) -> Value:
        if column.startswith("_") or column not in self._columns:
            raise AttributeError(f"no column {column!r}; there are {', '.join(self._columns)}")
        return self[column]


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """The answer to a query: rows of Python values.

    IRIs and texts are `str`, numbers `int` or `float`, dates ISO 8601 `str`, what is unbound is `None`. An ASK has one
    row with its `answer`, and is true or false itself; a CONSTRUCT or DESCRIBE has its triples, sorted, as rows.
    `notes` say what to know before the rows are believed, such as which terms of the query are nowhere in the graph;
    `truncated` is true where there are more rows than were asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    _kind: str  # SELECT, ASK or CONSTRUCT
    _content: bytes = field(repr=False)  # W3C SPARQL JSON; N-Triples of a CONSTRUCT
    _store: ox.Store = field(repr=False, compare=False)
    _base: str = field(repr=False)
    notes: tuple[str, ...] = ()
    truncated: bool = False

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Row:
        return self.rows[index]

    def __bool__(self) -> bool:
        return self.rows[0][0] is True if self._kind == "ASK" else bool(self.rows)

    def __repr__(self) -> str:
        rows = f"{len(self)} {'row' if len(self) == 1 else 'rows'} of {', '.join(self.columns)}"
        return f"<Result: {'; '.join((str(bool(self)) if self._kind == 'ASK' else rows, *self.notes))}>"

    def to_csv(self) -> str:
        """SPARQL 1.1 CSV, its lines ended by CR LF."""
        return self.serialize("csv")

    def to_json(self) -> str:
        """SPARQL 1.1 JSON."""
        return self.serialize("json")

    def serialize(self, format: str) -> str:
        """The answer as csv, tsv, json or xml; that of a CONSTRUCT or DESCRIBE as turtle, ntriples or nquads.

        Raises:
            QueryError: the format is not one for this kind of query.
        """
        if self._kind == "CONSTRUCT" and format in GRAPH_FORMATS:
            return _serialize(self._content, GRAPH_FORMATS[format], prefixes(self._base))
        if self._kind != "CONSTRUCT" and format in TABLE_FORMATS:
            parsed = ox.parse_query_results(self._content, format=ox.QueryResultsFormat.JSON)
            return _bytes(parsed.serialize(format=TABLE_FORMATS[format])).decode("utf-8")
        choices = GRAPH_FORMATS if self._kind == "CONSTRUCT" else TABLE_FORMATS
        raise QueryError(f"format {format!r}: not one for the answer to {self._kind}; use {', '.join(choices)}")

    def to_pandas(self) -> "pandas.DataFrame":
        """A data frame with a column for each column, and what pandas has for missing where nothing is bound.

        Raises:
            SettingError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise _missing("pandas") from error
        return pandas.DataFrame([list(row) for row in self.rows], columns=list(self.columns))

    def to_polars(self) -> "polars.DataFrame":
        """A data frame of polars with a column for each column, and null where nothing is bound.

        A column has one type. Where whole numbers and others meet, all are floats; where other types meet, or a whole
        number has more than 64 bits, all are texts.

        >>> from kg.graph.query import run
        >>> store = ox.Store()
        >>> run(store, "SELECT ?n { VALUES ?n { 1 2.5 } }", base="https://example.org/").to_polars()["n"].to_list()
        [1.0, 2.5]

        Raises:
            SettingError: polars is not installed.
        """
        try:
            import polars
        except ImportError as error:
            raise _missing("polars") from error
        return polars.DataFrame({name: _of_one_type([row[name] for row in self.rows]) for name in self.columns})

    def table(self) -> list[list[str]]:
        """The rows as words, after a row of the columns' names: labels for the IRIs that have one, short forms else."""
        return [list(self.columns), *([words for words, _ in cells] for cells in self._cells())]

    def _repr_html_(self) -> str:
        """The first rows as a notebook's table: labels, with the IRI where the mouse rests on one."""
        heads = "".join(f"<th>{escape(column)}</th>" for column in self.columns)
        rows = "".join(f"<tr>{''.join(map(_cell, cells))}</tr>\n" for cells in islice(self._cells(), SHOWN))
        more = [f"... and {len(self) - SHOWN:,} more"] if len(self) > SHOWN else [] if self.rows else ["no rows"]
        below = "".join(f"<p>{escape(line)}</p>" for line in (*more, *self.notes))
        return f"<table class='{NO_MATHS}'>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody>\n</table>{below}"

    def _cells(self) -> Iterator[list[tuple[str, str]]]:
        """Each row as words, and beside them the IRI that they stand for, empty where they stand for none."""
        known: dict[str, str] = {}

        def cell(term: Term) -> tuple[str, str]:
            if not isinstance(term, ox.NamedNode):
                return "" if term is None else str(term) if isinstance(term, ox.Triple) else term.value, ""
            if term.value not in known:
                known[term.value] = label(self._store, term.value) or short(term.value, self._base)
            return known[term.value], term.value

        if self._kind == "ASK":
            yield [("yes" if self else "no", "")]
        else:
            yield from ([cell(term) for term in terms] for terms in self._terms())

    def _terms(self) -> Iterator[tuple[Term, ...]]:
        if self._kind == "CONSTRUCT":
            for quad in ox.parse(self._content, format=ox.RdfFormat.N_TRIPLES):
                yield quad.subject, quad.predicate, quad.object
        else:
            yield from _solutions(self._content)


def result_of(answer: object, store: ox.Store, base: str, max_rows: int | None) -> Result:
    """What Oxigraph answers, read to its end or as far as `max_rows`."""
    if isinstance(answer, ox.QueryBoolean):
        content = _bytes(answer.serialize(format=ox.QueryResultsFormat.JSON))
        return Result(("answer",), (Row(("answer",), (bool(answer),)),), "ASK", content, store, base)
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        content, more = _first_solutions(answer, columns, max_rows)
        rows = tuple(Row(columns, tuple(map(_value, terms))) for terms in _solutions(content))
        return Result(columns, rows, "SELECT", content, store, base, _told(rows, more), more)
    assert isinstance(answer, ox.QueryTriples)
    columns = ("subject", "predicate", "object")
    triples, more = _first_triples(answer, max_rows)
    rows = tuple(Row(columns, (_value(one.subject), one.predicate.value, _value(one.object))) for one in triples)
    content = _bytes(ox.serialize(triples, format=ox.RdfFormat.N_TRIPLES))
    return Result(columns, rows, "CONSTRUCT", content, store, base, _told(rows, more), more)


def _told(rows: Sequence[Row], more: bool) -> tuple[str, ...]:
    shown = "row was" if len(rows) == 1 else f"{len(rows):,} rows were"
    return (f"only the first {shown} asked for; there are more",) if more else ()


def _first_triples(answer: ox.QueryTriples, max_rows: int | None) -> tuple[list[ox.Triple], bool]:
    """The triples, or the first so many different ones, sorted; and whether there are more."""
    found: set[ox.Triple] = set()
    for triple in answer:
        if triple not in found and len(found) == max_rows:
            return sorted(found, key=str), True
        found.add(triple)
    return sorted(found, key=str), False


def _first_solutions(answer: ox.QuerySolutions, columns: tuple[str, ...], max_rows: int | None) -> tuple[bytes, bool]:
    """The solutions, or the first so many, as SPARQL 1.1 JSON; and whether there are more.

    pyoxigraph writes all solutions or none, so those that are cut off are written here, byte for byte as it would.
    """
    if max_rows is None:
        return _bytes(answer.serialize(format=ox.QueryResultsFormat.JSON)), False
    found = list(islice(answer, min(max_rows, sys.maxsize)))
    bindings = [
        {column: _binding(term) for column, term in zip(columns, solution, strict=True) if term is not None}
        for solution in found
    ]
    document = {"head": {"vars": columns}, "results": {"bindings": bindings}}
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return content, next(answer, None) is not None


def _binding(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> dict[str, object]:
    """A term as https://www.w3.org/TR/sparql12-results-json/#select-encode-terms has it."""
    if isinstance(term, ox.Triple):
        ends = {"subject": term.subject, "predicate": term.predicate, "object": term.object}
        return {"type": "triple", "value": {name: _binding(end) for name, end in ends.items()}}
    if not isinstance(term, ox.Literal):
        return {"type": "uri" if isinstance(term, ox.NamedNode) else "bnode", "value": term.value}
    written: dict[str, object] = {"type": "literal", "value": term.value}
    if term.language:
        direction = {"its:dir": str(term.direction)} if term.direction else {}
        return written | {"xml:lang": term.language} | direction
    return written if term.datatype.value == XSD + "string" else written | {"datatype": term.datatype.value}


def _missing(package: str) -> SettingError:
    return SettingError(f"no data frame of {package}: it is not installed; install it with `pip install {package}`")


def _of_one_type(values: Sequence[Value]) -> list[Value]:
    """Values as a column takes them that has one type."""
    types = {_type(value) for value in values if value is not None}
    if types == {int, float}:
        return [value if value is None else float(value) for value in values]
    if str in types or len(types) > 1:
        return [
            str(value).lower() if isinstance(value, bool) else value if value is None else str(value)
            for value in values
        ]
    return list(values)


def _type(value: Value) -> type:
    """The type of a value; that of a whole number which no column of numbers holds is text."""
    return str if isinstance(value, int) and not -(2**63) <= value < 2**63 else type(value)


def _cell(cell: tuple[str, str]) -> str:
    words, iri = cell
    return f"<td title='{escape(iri)}'>{escape(words)}</td>" if iri else f"<td>{escape(words)}</td>"


def _solutions(content: bytes) -> Iterator[tuple[Term, ...]]:
    parsed = ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON)
    assert isinstance(parsed, ox.QuerySolutions)
    for solution in parsed:
        yield tuple(solution)


def _value(term: Term) -> Value:
    if term is None or isinstance(term, ox.Triple):
        return None if term is None else str(term)
    if not isinstance(term, ox.Literal):
        return str(term) if isinstance(term, ox.BlankNode) else term.value
    if term.datatype.value == XSD + "boolean":
        return term.value in ("true", "1")
    read = NUMBERS.get(term.datatype.value)
    try:
        return read(term.value) if read else term.value
    except ValueError:  # "many"^^xsd:integer: stores keep ill-typed literals
        return term.value


def _serialize(content: bytes, format: ox.RdfFormat, prefixes: Mapping[str, str]) -> str:
    quads = ox.parse(content, format=ox.RdfFormat.N_TRIPLES)
    triples = [ox.Triple(quad.subject, quad.predicate, quad.object) for quad in quads]
    return _bytes(ox.serialize(triples, format=format, prefixes=dict(prefixes))).decode("utf-8")


def _bytes(content: bytes | None) -> bytes:
    """What pyoxigraph's serialisers return when they are given no file to write to."""
    assert content is not None
    return content


def short(iri: str, base: str) -> str:
    """An IRI with its prefix, whole where there is none for it."""
    for prefix, start in prefixes(base).items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri
