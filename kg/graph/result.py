"""The answer to a query: rows of Python values, and the same in the formats and tables others read."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.encode import label
from kg.graph.rows import Value, html_table, not_installed
from kg.iris import PREFIXES, prefixes

if TYPE_CHECKING:
    import pandas  # type: ignore[import-untyped]  # it comes without types
    import polars

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


class Labels:
    """What the things of a graph are called, each looked up once."""

    def __init__(self, base: str, store: ox.Store | None = None, known: Mapping[str, str] | None = None) -> None:
        self.base = base
        self._store = store
        self._known = dict(known or {})

    def of(self, iri: str) -> str:
        """The label of an IRI; where it has none the IRI with its prefix."""
        if iri not in self._known:
            found = label(self._store, iri) if self._store else ""
            self._known[iri] = found or short(iri, self.base)
        return self._known[iri]

    def only(self, iris: Iterable[str]) -> "Labels":
        """Those of some IRIs, without the store."""
        return Labels(self.base, known={iri: self.of(iri) for iri in iris})

    def __reduce__(self) -> tuple[object, ...]:
        return Labels, (self.base, None, self._known)


class Iri(str):
    """An IRI: a text that knows what the graph calls it.

    >>> Iri("https://example.org/entity/lake-treaty", Labels("https://example.org/")).label
    'ent:lake-treaty'
    """

    __slots__ = ("_labels",)
    _labels: Labels

    def __new__(cls, iri: str, labels: Labels) -> "Iri":
        """An IRI of the graph that the labels are of."""
        self = super().__new__(cls, iri)
        self._labels = labels
        return self

    @property
    def label(self) -> str:
        """The label; where it has none the IRI with its prefix."""
        return self._labels.of(str(self))

    def __reduce__(self) -> tuple[object, ...]:
        return Iri, (str(self), self._labels.only([str(self)]))


@dataclass(frozen=True, slots=True, repr=False)
class Row:
    """One row of an answer: a tuple whose values are also found by column, `row["holder"]` or `row.holder`."""

    _columns: tuple[str, ...]
    _terms: tuple[Term, ...]
    _labels: Labels = field(compare=False)

    def __iter__(self) -> Iterator[Value]:
        return (_value(term, self._labels) for term in self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __getitem__(self, column: str | int) -> Value:
        if isinstance(column, int):
            return _value(self._terms[column], self._labels)
        if column not in self._columns:
            raise KeyError(f"no column {column!r}; there are {', '.join(self._columns)}")
        return self[self._columns.index(column)]

    def __getattr__(self, column: str) -> Value:
        if column.startswith("_") or column not in self._columns:
            raise AttributeError(f"no column {column!r}; there are {', '.join(self._columns)}")
        return self[column]

    def __repr__(self) -> str:
        values = ", ".join(f"{column}={value!r}" for column, value in zip(self._columns, self, strict=True))
        return f"Row({values})"

    def __reduce__(self) -> tuple[object, ...]:
        iris = (term.value for term in self._terms if isinstance(term, ox.NamedNode))
        return Row, (self._columns, self._terms, self._labels.only(iris))


@dataclass(frozen=True, slots=True, repr=False)
class Result:
    """The answer to a query: rows of Python values.

    IRIs and texts are `str`, numbers `int` or `float`, dates ISO 8601 `str`, what is unbound is `None`; an IRI has its
    `label` beside it. An ASK has one row with its `answer`, and is true or false itself; a CONSTRUCT or DESCRIBE has
    its triples, sorted, as rows. `notes` say what to know before the rows are believed, such as which terms of the
    query are nowhere in the graph; `truncated` is true where there are more rows than were asked for.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    _kind: str  # SELECT, ASK or CONSTRUCT
    _labels: Labels = field(compare=False)
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
            return _written(self._triples(), GRAPH_FORMATS[format], prefixes(self._labels.base))
        if self._kind != "CONSTRUCT" and format == "json":
            return self._json()
        if self._kind != "CONSTRUCT" and format in TABLE_FORMATS:
            parsed = ox.parse_query_results(self._json(), format=ox.QueryResultsFormat.JSON)
            return _bytes(parsed.serialize(format=TABLE_FORMATS[format])).decode("utf-8")
        choices = GRAPH_FORMATS if self._kind == "CONSTRUCT" else TABLE_FORMATS
        raise QueryError(f"format {format!r}: not one for the answer to {self._kind}; use {', '.join(choices)}")

    def to_pandas(self, *, labels: bool = False) -> "pandas.DataFrame":
        """A data frame with a column for each column, and what pandas has for missing where nothing is bound.

        `labels`: beside each column that holds IRIs another, such as "who label", with what they are called.

        Raises:
            SettingError: pandas is not installed.
        """
        try:
            import pandas
        except ImportError as error:
            raise not_installed("pandas") from error
        columns = dict(self._columns(labels=labels))
        return pandas.DataFrame(columns, columns=list(columns), index=range(len(self)))

    def to_polars(self, *, labels: bool = False) -> "polars.DataFrame":
        """A data frame of polars with a column for each column, and null where nothing is bound.

        A column has one type. Where whole numbers and others meet, all are floats; where other types meet, or a whole
        number has more than 64 bits, all are texts. `labels`: as for `to_pandas`.

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
            raise not_installed("polars") from error
        return polars.DataFrame({name: _of_one_type(values) for name, values in self._columns(labels=labels)})

    def _columns(self, *, labels: bool) -> Iterator[tuple[str, list[Value]]]:
        """Each column with its values, IRIs as plain texts; behind one with IRIs, if wanted, their labels."""
        for place, name in enumerate(self.columns):
            values = [row[place] for row in self.rows]
            yield name, [str(value) if isinstance(value, Iri) else value for value in values]
            if labels and any(isinstance(value, Iri) for value in values):
                yield f"{name} label", [value.label if isinstance(value, Iri) else None for value in values]

    def told(self) -> tuple[dict[str, object], bytes]:
        """What `restored` makes the same answer of, in another process."""
        kind = {"kind": self._kind, "notes": self.notes, "truncated": self.truncated}
        return kind, self.serialize("ntriples" if self._kind == "CONSTRUCT" else "json").encode("utf-8")

    def table(self) -> list[list[str]]:
        """The rows as words, after a row of the columns' names: labels for the IRIs that have one, short forms else."""
        return [list(self.columns), *([words for words, _ in cells] for cells in self._cells())]

    def _repr_html_(self) -> str:
        """The first rows as a notebook's table: labels, with the IRI where the mouse rests on one."""
        return html_table(self.columns, ("".join(map(_cell, cells)) for cells in self._cells()), len(self), self.notes)

    def _cells(self) -> Iterator[list[tuple[str, str]]]:
        """Each row as words, and beside them the IRI that they stand for, empty where they stand for none."""

        def cell(term: Term) -> tuple[str, str]:
            if isinstance(term, ox.NamedNode):
                return self._labels.of(term.value), term.value
            return "" if term is None else str(term) if isinstance(term, ox.Triple) else term.value, ""

        if self._kind == "ASK":
            yield [("yes" if self else "no", "")]
        else:
            yield from ([cell(term) for term in row._terms] for row in self.rows)

    def _triples(self) -> list[ox.Triple]:
        return [ox.Triple(*row._terms) for row in self.rows]  # type: ignore[arg-type]  # the terms are those of triples

    def _json(self) -> str:
        """SPARQL 1.1 JSON, byte for byte as Oxigraph writes it."""
        bindings = [
            {column: _binding(term) for column, term in zip(self.columns, row._terms, strict=True) if term is not None}
            for row in self.rows
        ]
        solutions = {"head": {"vars": self.columns}, "results": {"bindings": bindings}}
        document = {"head": {}, "boolean": bool(self)} if self._kind == "ASK" else solutions
        return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def result_of(answer: object, labels: Labels, max_rows: int | None) -> Result:
    """What Oxigraph answers, read to its end or as far as `max_rows`."""
    if isinstance(answer, ox.QueryBoolean):
        return Result(("answer",), (Row(("answer",), (ox.Literal(bool(answer)),), labels),), "ASK", labels)
    if isinstance(answer, ox.QuerySolutions):
        columns = tuple(variable.value for variable in answer.variables)
        solutions = map(tuple, islice(answer, max_rows and min(max_rows, sys.maxsize)))
        rows = tuple(Row(columns, solution, labels) for solution in solutions)
        more = max_rows is not None and next(answer, None) is not None
        return Result(columns, rows, "SELECT", labels, _told(rows, more), more)
    assert isinstance(answer, ox.QueryTriples)
    triples, more = _first_triples(answer, max_rows)
    found = _of_triples(triples, labels)
    return replace(found, notes=_told(found.rows, more), truncated=more)


def restored(content: bytes, told: Mapping[str, Any], labels: Labels) -> Result:
    """The answer that `Result.told` was asked of."""
    if told["kind"] == "CONSTRUCT":
        found = _of_triples((quad.triple for quad in ox.parse(content, format=ox.RdfFormat.N_TRIPLES)), labels)
    else:
        found = result_of(ox.parse_query_results(content, format=ox.QueryResultsFormat.JSON), labels, None)
    return replace(found, notes=tuple(told["notes"]), truncated=told["truncated"])


def _of_triples(triples: Iterable[ox.Triple], labels: Labels) -> Result:
    columns = ("subject", "predicate", "object")
    return Result(columns, tuple(Row(columns, tuple(triple), labels) for triple in triples), "CONSTRUCT", labels)


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


def _value(term: Term, labels: Labels) -> Value:
    if isinstance(term, ox.NamedNode):
        return Iri(term.value, labels)
    if not isinstance(term, ox.Literal):
        return None if term is None else str(term)
    if term.datatype.value == XSD + "boolean":
        return term.value in ("true", "1")
    read = NUMBERS.get(term.datatype.value)
    try:
        return read(term.value) if read else term.value
    except ValueError:  # "many"^^xsd:integer: stores keep ill-typed literals
        return term.value


def _written(triples: Iterable[ox.Triple], format: ox.RdfFormat, prefixes: Mapping[str, str]) -> str:
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
