"""Saved questions: SPARQL with help and parameters, in files that run as they are in any SPARQL tool.

A saved question is a file NAME.rq. Its first comment says what it answers; a comment line `# --what: ...` declares a
parameter, `(optional)` at its end one that may be left out, `(relation)` one that names a relation instead of a thing.
The query holds `VALUES $what { UNDEF }` where the parameter belongs, so the file runs as it is in any SPARQL tool.
A line that ends in `# not with --all` leaves out claims in which no relation but a fallback fits.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError, QueryError
from kg.graph.names import entities_called, nearest
from kg.ontology import Ontology

DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2])(?:-(?:0[1-9]|[12]\d|3[01]))?)?")
FILTER = re.compile(r"^.*# not with --all\n", re.MULTILINE)


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
        raise QueryError(f"no question {name!r}; {nearest(name, known) or '`kg ask` lists them'}")
    return known[name]


def bound(question: Question, store: ox.Store, arguments: Mapping[str, str], *, base: str, ontology: Ontology) -> str:
    """The SPARQL of a saved question, its parameters given as names of things or relations, or as dates.

    Raises:
        QueryError: a parameter is missing or unknown, it is no date, or nothing is called what it says; the message
            names the nearest.
    """
    takes = {parameter.name: parameter for parameter in question.parameters}
    for name in arguments:
        if name not in takes:
            options = nearest(name, takes) or f"it takes {', '.join(takes) or 'none'}"
            raise QueryError(f"question {question.name} has no parameter {name!r}; {options}")
    sparql = question.sparql
    for parameter in question.parameters:
        if parameter.name not in arguments and not parameter.optional:
            raise QueryError(f"question {question.name} needs {parameter.name!r}: {parameter.help}")
        value = arguments.get(parameter.name)
        terms = () if value is None else _terms(store, parameter, value, base=base, ontology=ontology)
        sparql = _bind(sparql, parameter.name, terms)
    return sparql


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
