"""Asks the graph: SPARQL as it is typed, and saved questions with parameters, both answered by a `Result`.

A saved question is a file NAME.rq. Its first comment says what it answers; a comment line `# --what: ...` declares a
parameter, `(optional)` at its end one that may be left out, `(relation)` one that names a relation instead of a thing.
The query holds `VALUES $what { UNDEF }` where the parameter belongs, so the file runs as it is in any SPARQL tool.
A line that ends in `# not with --all` leaves out claims in which no relation but a fallback fits.
"""

import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from html import escape
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING
from unicodedata import normalize

import pyoxigraph as ox

from kg.errors import OntologyError, QueryError, SettingError
from kg.graph.encode import label
from kg.iris import ONTOLOGY, PREFIXES, name_of, prefixes
from kg.ontology import Ontology
from kg.resources import resource

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

XSD, RDFS, OWL, SKOS = (PREFIXES[prefix] for prefix in ("xsd", "rdfs", "owl", "skos"))
NUMBERS: Mapping[str, Callable[[str], int | float]] = {
    XSD + "integer": int,
    XSD + "decimal": float,
    XSD + "double": float,
    XSD + "float": float,
}
NO_MATHS = "tex2jax_ignore mathjax_ignore"  # classes without which notebooks typeset "$5m and $6m" as a formula
SHOWN = 50  # rows in a notebook; more than a screen of them nobody reads, and the page stays light
LONG = r"""\"{3}(?:\\[\s\S]|[^\\])*?\"{3}|'{3}(?:\\[\s\S]|[^\\])*?'{3}"""  # texts of several lines
OPAQUE = re.compile(LONG + r"""|<[^<>\s]*>|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|#.*""")  # texts, IRIs, comments
TEMPLATE = re.compile(r"(?i)\bCONSTRUCT\s*\{[^{}]*\}")  # may name what is in no graph yet
DECLARATION = re.compile(r"(?i)PREFIX\s+([\w.-]*):")
PREFIX = r"(?<![\w?$@:%-])([A-Za-z][\w.-]*)?:"
TERM = re.compile(PREFIX + r"((?:[\w:-]|\.(?=[\w:-]))++)(?![%\\])")
VOCABULARIES = frozenset(PREFIXES.values()) - {XSD, PREFIXES["wd"]}  # a datatype or thing need not be in the graph
TERMS = """SELECT DISTINCT ?term {
    { ?s ?term ?o } UNION { ?s a ?term }
    UNION { GRAPH ?g { { ?term ?p ?o } UNION { ?s ?term ?o } UNION { ?s a ?term } } }
}"""
DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
FILTER = re.compile(r"^.*# not with --all\n", re.MULTILINE)
CHANGES = re.compile(r"(?i)(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b")


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
                known[term.value] = label(self._store, term.value) or _short(term.value, self._base)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """What a saved question can be narrowed down to."""

    name: str
    help: str
    optional: bool = False
    relation: bool = False  # names a relation, not a thing
    date: bool = False  # is a day, a month or a year: "2025-03-04", "2025-03", "2025"


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A saved question: what it answers, what it takes, and its SPARQL."""

    name: str
    help: str
    parameters: tuple[Parameter, ...]
    sparql: str

    def unfiltered(self) -> "Question":
        """The same question about the claims of fallback relations too."""
        return replace(self, sparql=FILTER.sub("", self.sparql))


def run(store: ox.Store, sparql: str, *, base: str, max_rows: int | None = None) -> Result:
    """The answer to a query; the prefixes of `kg.iris.prefixes` need no declaration.

    A term of a known vocabulary that is nowhere in the graph is no error, it only matches nothing: `Result.notes` names
    it and the nearest that is there.

    >>> run(ox.Store(), "ASK { ?claim a kg:Clam }", base="https://example.org/").notes
    ('line 1, column 16: kg:Clam is nowhere in the graph; did you mean kg:Claim?',)

    After `max_rows` rows no more are looked for, and `Result.truncated` and a note say if there are any. A query with
    ORDER BY, GROUP BY or COUNT has done most of its work by then.

    A query with SERVICE sends requests to that address, and no query can be interrupted: run those of strangers
    elsewhere.

    Raises:
        QueryError: it is not SPARQL, or would change the graph; the message says where and what was expected. Or
            `max_rows` is less than 1.
    """
    if max_rows is not None and max_rows < 1:
        raise QueryError(f"at most {max_rows} rows cannot be asked for; give a number from 1 on, or none for all rows")
    try:
        answer = store.query(sparql, prefixes=prefixes(base))
        result = _result(answer, store, base, max_rows)
        return replace(result, notes=_notes(store, sparql, base) + result.notes)
    except SyntaxError as error:
        raise QueryError(_explain(str(error), sparql, base)) from error
    except OSError as error:
        raise QueryError(f"the query cannot be answered: {error}; check the addresses after SERVICE") from error


def questions(*folders: Path) -> tuple[Question, ...]:
    """The saved questions of some folders, by name; of two with the same name that of the later folder.

    Raises:
        QueryError: a file is no saved question; the message names it and the mend.
    """
    files = {file.stem: file for folder in folders for file in sorted(folder.glob("*.rq"))}
    return tuple(_read(files[name]) for name in sorted(files))


def question(name: str, *folders: Path) -> Question:
    """The saved question of that name.

    Raises:
        QueryError: there is none; the message names the nearest.
    """
    known = {question.name: question for question in questions(*folders)}
    if name not in known:
        raise QueryError(f"no question {name!r}; {_nearest(name, known) or '`kg ask` lists them'}")
    return known[name]


def ask(store: ox.Store, question: Question, arguments: Mapping[str, str], *, base: str, ontology: Ontology) -> Result:
    """The answer to a saved question, its parameters given as names of things or relations, or as dates.

    Raises:
        QueryError: a parameter is missing or unknown, it is no date, or nothing is called what it says; the message
            names the nearest.
    """
    takes = {parameter.name: parameter for parameter in question.parameters}
    for name in arguments:
        if name not in takes:
            options = _nearest(name, takes) or f"it takes {', '.join(takes) or 'none'}"
            raise QueryError(f"question {question.name} has no parameter {name!r}; {options}")
    sparql = question.sparql
    for parameter in question.parameters:
        if parameter.name not in arguments and not parameter.optional:
            raise QueryError(f"question {question.name} needs {parameter.name!r}: {parameter.help}")
        value = arguments.get(parameter.name)
        bound = () if value is None else _terms(store, parameter, value, base=base, ontology=ontology)
        sparql = _bind(sparql, parameter.name, bound)
    return run(store, sparql, base=base)


def entities_called(store: ox.Store, name: str, *, base: str) -> tuple[str, ...]:
    """The IRIs of what a name stands for, sorted: by IRI, label or alias in any case, else by the words of a label.

    Raises:
        QueryError: nothing is called that; the message names the nearest.
    """
    labels, aliases = (_names(store, property_, base) for property_ in (RDFS + "label", SKOS + "altLabel"))
    wanted = _fold(name)
    for names in (labels, aliases):
        if exact := sorted({iri for iri, text in names if name == iri or _fold(text) == wanted}):
            return tuple(exact)
    words = _words(wanted)
    if within := sorted({iri for iri, text in labels if words and words <= _words(_fold(text))}):
        return tuple(within)
    hint = (
        _nearest(" ".join(name.split()), dict.fromkeys(sorted(text for _, text in labels + aliases)))
        or "`kg claims` prints what there is"
    )
    raise QueryError(f"nothing called {name!r} in the graph; {hint}")


def _result(answer: object, store: ox.Store, base: str, max_rows: int | None) -> Result:
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


def _short(iri: str, base: str) -> str:
    for prefix, start in prefixes(base).items():
        if iri.startswith(start):
            return f"{prefix}:{iri.removeprefix(start)}"
    return iri


def _explain(message: str, sparql: str, base: str) -> str:
    """The parser's complaint in words: line, column, what is there, and what it would rather have."""
    if CHANGES.match(_without_prologue(sparql)):
        return "the query would change the graph; ask with SELECT, ASK, CONSTRUCT or DESCRIBE, and build to change it"
    if complaint := _undeclared(sparql, prefixes(base)):
        return complaint
    found = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if found is None:
        return f"the query is not SPARQL: {message}; mend it"
    line, column = int(found[1]), int(found[2])
    after = sparql.split("\n")[line - 1][column - 1 :].strip()
    here = f"at {after[:30]!r}" if after else "at its end"
    return f"line {line}, column {column}: not SPARQL {here}; {_expected(found[3])}"


def _undeclared(sparql: str, known: Mapping[str, str]) -> str:
    """A complaint about the first prefix that is not known; the parser itself has another one for it, or none."""
    text = _without_opaque(sparql)
    declared = {found[1] for found in DECLARATION.finditer(text)} | set(known)
    for found in re.finditer(PREFIX, text):
        if (found[1] or "") not in declared:
            near = _nearest(found[0], [f"{prefix}:" for prefix in sorted(declared)]) if found[1] else ""
            hint = f"{near} If not, declare it" if near else f"declare it, or use one of {', '.join(sorted(declared))}"
            return f"{_place(text, found.start())}: no prefix {found[0]!r}; {hint}"
    return ""


def _notes(store: ox.Store, sparql: str, base: str) -> tuple[str, ...]:
    """What is said of the terms of a query that are nowhere in the graph, of each at the first place it stands."""
    text = TEMPLATE.sub(_blank, _without_opaque(sparql))
    known = prefixes(base) | dict(_declared(text, sparql))
    missing: dict[str, str] = {}  # the place of each term by its IRI
    for found in TERM.finditer(text):
        space = known.get(found[1] or "", "")
        if space in VOCABULARIES and not _occurs(store, space + found[2]):
            missing.setdefault(space + found[2], f"{_place(text, found.start())}: {found[0]}")
    there = sorted(_vocabulary(store)) if missing else []
    hints = {iri: _nearest_term(iri, there, base) for iri in missing if iri not in there}
    return tuple(
        f"{missing[iri]} is nowhere in the graph; {hint or 'nothing matches it'}"
        for iri, hint in hints.items()
        if hint or iri.startswith(ONTOLOGY)
    )


def _declared(text: str, sparql: str) -> Iterator[tuple[str, str]]:
    """The prefixes that a query declares, each with the start of its IRIs."""
    for found in DECLARATION.finditer(text):
        if start := re.match(r"\s*<([^<>\s]*)>", sparql[found.end() :]):
            yield found[1], start[1]


def _occurs(store: ox.Store, iri: str) -> bool:
    node = ox.NamedNode(iri)
    found = chain(
        store.quads_for_pattern(node, None, None),
        store.quads_for_pattern(None, node, None),
        store.quads_for_pattern(None, None, node),
    )
    return next(found, None) is not None


def _vocabulary(store: ox.Store) -> set[str]:
    """The IRIs of properties, types and the ontology's words in a graph, and the words of claims that it may lack."""
    answer = store.query(TERMS)
    assert isinstance(answer, ox.QuerySolutions)
    written = list(ox.parse(path=str(resource("ontology") / "claims.ttl"), format=ox.RdfFormat.TURTLE))
    patterns = {quad.subject for quad in written if quad.object == ox.NamedNode(OWL + "AnnotationProperty")}
    words = (quad.subject for quad in written if quad.subject not in patterns)  # those of frames are in no graph
    terms = chain((solution["term"] for solution in answer), words)
    return {term.value for term in terms if isinstance(term, ox.NamedNode)}


def _nearest_term(iri: str, there: Sequence[str], base: str) -> str:
    """A hint with the terms of that name in other vocabularies, and those of the nearest names in its own."""
    space = next(space for space in sorted(VOCABULARIES, key=len, reverse=True) if iri.startswith(space))
    names = [one.removeprefix(space) for one in there if one.startswith(space)]
    near = [space + name for name in get_close_matches(iri.removeprefix(space), names)]
    near = [one for one in there if name_of(one) == iri.removeprefix(space)] + near
    return f"did you mean {' or '.join(_short(one, base) for one in near)}?" if near else ""


def _without_opaque(sparql: str) -> str:
    """A query with spaces in place of its IRIs, texts and comments: places stay what they are."""
    return OPAQUE.sub(_blank, sparql)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _place(text: str, offset: int) -> str:
    line, start = text.count("\n", 0, offset) + 1, text.rfind("\n", 0, offset)
    return f"line {line}, column {offset - start}"


def _expected(message: str) -> str:
    """What the parser expected, without the ranges of letters that a name could go on with."""
    kept = re.sub(r"(, )?\[[^\]]*\]", "", message).replace("expected one of ,", "expected one of").strip()
    return "mend what stands before it" if kept in ("expected", "expected one of", "") else kept


def _without_prologue(sparql: str) -> str:
    """A query from its first keyword that is neither PREFIX nor BASE."""
    text = re.sub(r"(?m)^\s*#.*$", "", sparql)
    return re.sub(r"(?i)^(\s*(PREFIX\s+\S*\s*<[^>]*>|BASE\s*<[^>]*>))*\s*", "", text)


def _read(file: Path) -> Question:
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"{file}: cannot be read ({error}); save it as UTF-8") from error
    comments = [line.lstrip("# ").rstrip() for line in _head(text)]
    help_ = " ".join(line for line in comments if not line.startswith("--"))
    parameters = tuple(_parameter(line, file) for line in comments if line.startswith("--"))
    declared, used = {parameter.name for parameter in parameters}, set(re.findall(_values(r"(\w+)"), text))
    if not help_:
        raise QueryError(f"{file}: no comment at its top says what it answers; begin with `# ...`")
    if declared != used:
        names = ", ".join(sorted(declared ^ used))
        raise QueryError(f"{file}: {names}: a parameter needs both `# --NAME: help` and `VALUES $NAME {{ UNDEF }}`")
    return Question(name=file.stem, help=help_, parameters=parameters, sparql=text)


def _head(text: str) -> Iterator[str]:
    for line in text.splitlines():
        if not line.startswith("#"):
            return
        yield line


def _parameter(line: str, file: Path) -> Parameter:
    found = re.fullmatch(r"--(\w+): (.+?)(?: \(((?:optional|relation|date|, )+)\))?", line)
    if found is None:
        raise QueryError(f"{file}: {line!r} declares no parameter; write `# --NAME: help (optional)`")
    kinds = (found[3] or "").split(", ")
    return Parameter(
        name=found[1],
        help=found[2],
        optional="optional" in kinds,
        **{kind: kind in kinds for kind in ("relation", "date")},
    )


def _values(name: str) -> str:
    """A pattern for the place of a parameter in a query."""
    return rf"VALUES \${name} \{{ UNDEF \}}"


def _bind(sparql: str, name: str, terms: Iterable[ox.NamedNode | ox.Literal]) -> str:
    """The query with a parameter bound by VALUES, or left free: Oxigraph plans badly around an UNDEF that stays."""
    nodes = " ".join(map(str, terms))
    return re.sub(_values(name), f"VALUES ${name} {{ {nodes} }}" if nodes else "", sparql)


def _terms(
    store: ox.Store, parameter: Parameter, value: str, *, base: str, ontology: Ontology
) -> tuple[ox.NamedNode | ox.Literal, ...]:
    """What a parameter may be, for a value somebody gave it."""
    if parameter.date:
        if DATE.fullmatch(value) is None:
            raise QueryError(f"{parameter.name}: {value!r} is no date; write 2025-03-04, 2025-03 or 2025")
        return (ox.Literal(value),)
    if not parameter.relation:
        return tuple(map(ox.NamedNode, entities_called(store, value, base=base)))
    try:
        return tuple(map(ox.NamedNode, sorted(ontology.below(ontology.relation(value).id))))
    except OntologyError as error:
        raise QueryError(str(error)) from error


def _names(store: ox.Store, property_: str, base: str) -> list[tuple[str, str]]:
    """The entities that have a name of that kind, each with it."""
    return [
        (quad.subject.value, quad.object.value)
        for quad in store.quads_for_pattern(None, ox.NamedNode(property_), None, ox.DefaultGraph())
        if isinstance(quad.subject, ox.NamedNode)
        and isinstance(quad.object, ox.Literal)
        and quad.subject.value.startswith(base + "entity/")
    ]


def _fold(name: str) -> str:
    return " ".join(normalize("NFC", name).casefold().split())


def _words(folded: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", folded))


def _nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known names nearest to one that is not known, empty when none is near."""
    near = get_close_matches(name, list(known))
    return f"did you mean {' or '.join(near)}?" if near else ""
