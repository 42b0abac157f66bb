"""Asks the graph in SPARQL: what is wrong with a query, and which of its terms are nowhere in the graph, is told with
the place and the nearest there is.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches

import pyoxigraph as ox

from kg.errors import QueryError
from kg.graph.names import nearest
from kg.graph.result import Labels, Result, result_of, short
from kg.graph.rules import GRAPHS
from kg.iris import ONTOLOGY, PREFIXES, name_of, prefixes
from kg.resources import resource

XSD, RDFS, OWL = (PREFIXES[prefix] for prefix in ("xsd", "rdfs", "owl"))
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
CHANGES = re.compile(r"(?i)(INSERT|DELETE|LOAD|CLEAR|DROP|CREATE|COPY|MOVE|ADD|WITH)\b")


def run(store: ox.Store, sparql: str, *, base: str, max_rows: int | None = None, inferred: bool = False) -> Result:
    """The answer to a query; the prefixes of `kg.iris.prefixes` need no declaration.

    A term of a known vocabulary that is nowhere in the graph is no error, it only matches nothing: `Result.notes` names
    it and the nearest that is there.

    >>> run(ox.Store(), "ASK { ?claim a kg:Clam }", base="https://example.org/").notes
    ('line 1, column 16: kg:Clam is nowhere in the graph; did you mean kg:Claim?',)

    After `max_rows` rows no more are looked for, and `Result.truncated` and a note say if there are any. A query with
    ORDER BY, GROUP BY or COUNT has done most of its work by then.

    `inferred`: what follows (`kg.graph.rules`) is asked like what is claimed; without it, only in its named graph.

    A query with SERVICE sends requests to that address. No query can be interrupted; `kg.graph.limited` runs it where
    it can be ended.

    Raises:
        QueryError: it is not SPARQL, or would change the graph; the message says where and what was expected. Or
            `max_rows` is less than 1.
    """
    if max_rows is not None and max_rows < 1:
        raise QueryError(f"at most {max_rows} rows cannot be asked for; give a number from 1 on, or none for all rows")
    try:
        answer = store.query(sparql, prefixes=prefixes(base), default_graph=GRAPHS if inferred else None)
        result = result_of(answer, Labels(base, store), max_rows)
        return replace(result, notes=_notes(store, sparql, base) + result.notes)
    except SyntaxError as error:
        raise QueryError(_explain(str(error), sparql, base)) from error
    except OSError as error:
        raise QueryError(f"the query cannot be answered: {error}; check the addresses after SERVICE") from error
    except RuntimeError as error:  # of a function there is not, for example
        raise QueryError(f"the query cannot be answered: {error}; ask without it") from error


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
            near = nearest(found[0], [f"{prefix}:" for prefix in sorted(declared)]) if found[1] else ""
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
    # To look through the whole graph takes a second with 100,000 claims: not for a word that it may well lack.
    there = sorted(_vocabulary(store) if missing.keys() - _words_of_claims() else _words_of_claims()) if missing else []
    hints = {iri: _nearest_term(iri, there, base) for iri in missing if iri not in there}
    ranges = _ranges(store) if missing else {}
    hints |= {iri: f"what {short(ranges[iri], base)} leads to is one" for iri in missing if iri in ranges}
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
    """Whether a term is anywhere in a graph: most are properties, so that is looked up first."""
    node = ox.NamedNode(iri)
    places = ((None, node, None), (None, None, node), (node, None, None))
    return any(next(store.quads_for_pattern(*place), None) is not None for place in places)


def _vocabulary(store: ox.Store) -> set[str]:
    """The IRIs of properties, types and the ontology's words in a graph, and the words of claims that it may lack."""
    answer = store.query(TERMS)
    assert isinstance(answer, ox.QuerySolutions)
    terms = {solution["term"] for solution in answer}
    return {term.value for term in terms if isinstance(term, ox.NamedNode)} | _words_of_claims()


def _words_of_claims() -> set[str]:
    """The words of claims, which a graph may lack and a query may ask for all the same."""
    written = _claim_vocabulary()
    patterns = {quad.subject for quad in written if quad.object == ox.NamedNode(OWL + "AnnotationProperty")}
    words = (quad.subject for quad in written if quad.subject not in patterns)  # those of frames are in no graph
    lists = {PREFIXES["rdf"] + name for name in ("first", "rest", "nil")}  # of speakers inside one another
    return {word.value for word in words if isinstance(word, ox.NamedNode)} | lists


def _ranges(store: ox.Store) -> dict[str, str]:
    """The classes that nothing is typed as, because a property that the graph has leads to nothing else; with it."""
    given = [quad for quad in _claim_vocabulary() if quad.predicate.value == RDFS + "range"]
    return {quad.object.value: quad.subject.value for quad in given if _occurs(store, quad.subject.value)}  # type: ignore[union-attr]  # IRIs both


def _claim_vocabulary() -> list[ox.Quad]:
    return list(ox.parse(path=str(resource("ontology") / "claims.ttl"), format=ox.RdfFormat.TURTLE))


def _nearest_term(iri: str, there: Sequence[str], base: str) -> str:
    """A hint with the terms of that name in other vocabularies, and those of the nearest names in its own."""
    space = next(space for space in sorted(VOCABULARIES, key=len, reverse=True) if iri.startswith(space))
    names = [one.removeprefix(space) for one in there if one.startswith(space)]
    near = [space + name for name in get_close_matches(iri.removeprefix(space), names)]
    near = [one for one in there if name_of(one) == iri.removeprefix(space)] + near
    return f"did you mean {' or '.join(short(one, base) for one in near)}?" if near else ""


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
