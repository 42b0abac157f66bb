"""Writes the SPARQL for a pattern of claims: which relations between which things, held by whom, said how.

The query runs as it is in any SPARQL tool. What is bound stands first in it: Oxigraph has no statistics to go by.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from textwrap import indent

from kg.iris import prefixes
from kg.model import Modality, Polarity, TimeSpan

USED = ("rdf", "rdfs", "kg", "prov", "dcterms", "ent")  # prefixes
LOCAL = re.compile(r"\w(?:[\w-]*\w)?")  # what may stand behind a prefix as it is
LATE = "~"  # sorts behind every digit and hyphen, so that "2018~" is behind "2018-12-31"


@dataclass(frozen=True, slots=True)
class Node:
    """An end or a holder of claims: one of some things, or anything of some types."""

    iris: tuple[str, ...] = ()
    types: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimPattern:
    """Claims of a shape."""

    relations: tuple[str, ...] = ()  # IRIs; none, with `speech`: any
    excluded: tuple[str, ...] = ()  # with `speech`
    reversed: tuple[str, ...] = ()  # of relations that say the same with the ends exchanged
    subject: Node = Node()
    object: Node = Node()
    holder: Node = Node()
    polarity: Polarity | None = None
    modality: Modality | None = None
    cue: str = ""
    title: str = ""  # the cue in any case
    time: TimeSpan | None = None
    speech: bool = False  # what the holder says, and what they do or hold themselves
    about: Node = Node()  # with `speech`: what it is about
    when: bool = False  # only claims that say when
    amount: bool = False  # only claims with an amount


def sparql(pattern: ClaimPattern, *, base: str) -> str:
    """The query for the claims of a pattern: their ends, how they are said and held, and the words of the document.

    >>> query = sparql(ClaimPattern(relations=(prefixes()["kg"] + "opposes",)), base="https://example.org/")
    >>> "VALUES ?r { kg:opposes }" in query
    True

    Its columns are those of the saved questions; `time` comes with `when`, `value` and `unit` come with `amount`.
    """
    more = (["time"] if pattern.when else []) + (["value", "unit"] if pattern.amount else [])
    columns = "subject relation object polarity modality holder".split() + more
    columns += "quote document published start end".split()
    known = {prefix: prefixes(base)[prefix] for prefix in USED}
    lines = [
        *(f"PREFIX {prefix}: <{start}>" for prefix, start in known.items()),
        f"SELECT DISTINCT {' '.join(f'?{column}' for column in columns)}",
        "WHERE {",
        *(f"  {line}" for line in _where(pattern, known)),
        "}",
        f"ORDER BY {'?time ' if pattern.when else ''}?subject ?object ?published ?document ?start ?claim",
    ]
    return "\n".join(lines) + "\n"


def _where(pattern: ClaimPattern, known: Mapping[str, str]) -> Iterator[str]:
    yield from _spoken(pattern, known) if pattern.speech else _propositions(pattern, known)
    yield from _stated(pattern, known)
    yield "?s rdfs:label ?subject ."
    yield "?o rdfs:label ?object ."
    yield "?d dcterms:title ?title ; dcterms:source ?source ."
    yield "GRAPH <https://w3id.org/kg-claims/ontology> { ?r rdfs:label ?affirmed ; kg:deniedLabel ?denied }"
    yield from _timed(pattern)
    yield "OPTIONAL { ?claim kg:holder ?h . ?h rdfs:label ?speaker }"
    if pattern.speech and pattern.about.iris and pattern.holder.iris:
        speakers = ", ".join(_terms(pattern.holder.iris, known))
        yield f"FILTER(?h IN ({speakers}) || ?s IN ({speakers}))"
    yield "OPTIONAL { ?d dcterms:issued ?published }"
    yield "BIND(IF(?p = kg:denied, ?denied, ?affirmed) AS ?relation)"
    yield 'BIND(STRAFTER(STR(?p), "#") AS ?polarity)'
    yield 'BIND(STRAFTER(STR(?m), "#") AS ?modality)'
    yield 'BIND(COALESCE(?speaker, "the document") AS ?holder)'
    yield 'BIND(IF(?title = "", ?source, ?title) AS ?document)'


def _propositions(pattern: ClaimPattern, known: Mapping[str, str]) -> Iterator[str]:
    """The propositions of a pattern; of relations that can be said from either end both ways."""
    straight = list(_one_way(pattern, known))
    if not pattern.reversed:
        yield from straight
        return
    turned = replace(pattern, relations=pattern.reversed, subject=pattern.object, object=pattern.subject)
    yield "{"
    yield from (indent(line, "  ") for line in straight)
    yield "} UNION {"
    yield from (indent(line, "  ") for line in _one_way(turned, known))
    yield "}"


def _one_way(pattern: ClaimPattern, known: Mapping[str, str]) -> Iterator[str]:
    ends = (("?s", "rdf:subject", pattern.subject), ("?o", "rdf:object", pattern.object))
    bound = sorted(ends, key=lambda end: not end[2].iris)
    for variable, _, node in bound:
        if node.iris:
            yield _values(variable, node.iris, known)
    yield _values("?r", pattern.relations, known)
    links = [f"{link} {variable}" for variable, link, node in bound if node.iris]
    links += ["rdf:predicate ?r", *(f"{link} {variable}" for variable, link, node in bound if not node.iris)]
    yield f"?proposition {' ; '.join(links)} ."
    for variable, _, node in ends:
        if node.types:
            kind = f"{variable}_type"
            yield f"{variable} a {kind} ."
            yield f"FILTER({kind} IN ({', '.join(_terms(node.types, known))}))"


def _spoken(pattern: ClaimPattern, known: Mapping[str, str]) -> Iterator[str]:
    """What somebody says about something, and what they are told to do to it or think of it themselves."""
    if pattern.about.iris:
        yield _values("?y", pattern.about.iris, known)
        yield "{ ?proposition rdf:subject ?y } UNION { ?proposition rdf:object ?y }"
    elif pattern.holder.iris:
        yield _values("?h", pattern.holder.iris, known)
    if not (pattern.about.iris and pattern.holder.iris):
        yield "?claim kg:holder ?h ."
    yield "?claim kg:states ?proposition ."
    yield "?proposition rdf:subject ?s ; rdf:predicate ?r ; rdf:object ?o ."
    if pattern.excluded:
        yield f"FILTER(?r NOT IN ({', '.join(_terms(pattern.excluded, known))}))"


def _stated(pattern: ClaimPattern, known: Mapping[str, str]) -> Iterator[str]:
    """What claims there are on the propositions."""
    states = "" if pattern.speech else "kg:states ?proposition ; "
    yield f"?claim {states}kg:polarity ?p ; kg:modality ?m ; kg:quote ?quote ; kg:start ?start ;"
    yield "       kg:end ?end ; prov:wasQuotedFrom ?d ."
    if pattern.holder.iris and not pattern.speech:
        yield _values("?h", pattern.holder.iris, known)
        yield "?claim kg:holder ?h ."
    if pattern.polarity is not None:
        yield f"FILTER(?p = kg:{pattern.polarity})"
    if pattern.modality is not None:
        yield f"FILTER(?m = kg:{pattern.modality})"
    if pattern.cue:
        yield f"?claim kg:cue {_text(pattern.cue)} ."
    if pattern.title:
        yield "?claim kg:cue ?cue ."
        yield f"FILTER(LCASE(?cue) = {_text(pattern.title)})"
    if pattern.amount:
        yield "?claim kg:quantityValue ?value ; kg:quantityUnit ?unit ."


def _timed(pattern: ClaimPattern) -> Iterator[str]:
    """When it holds, and that it does so in the time asked about; dates are compared at the precision both have."""
    if not pattern.when and pattern.time is None:
        return
    yield "OPTIONAL { ?claim kg:validTime ?at }"
    yield "OPTIONAL { ?claim kg:validFrom ?from }"
    yield "OPTIONAL { ?claim kg:validUntil ?until }"
    yield "FILTER(BOUND(?at) || BOUND(?from) || BOUND(?until))"
    if pattern.when:
        yield 'BIND(COALESCE(STR(?at), IF(BOUND(?from), IF(BOUND(?until), CONCAT(STR(?from), " to ", STR(?until)),'
        yield '  CONCAT("from ", STR(?from))), CONCAT("until ", STR(?until)))) AS ?time)'
    if pattern.time is not None and pattern.time.end is not None:
        yield f'FILTER(COALESCE(STR(?at), STR(?from), "") <= {_text(pattern.time.end + LATE)})'
    if pattern.time is not None and pattern.time.start is not None:
        start = _text(pattern.time.start)
        yield f'FILTER(CONCAT(COALESCE(STR(?at), STR(?until), "9999"), "{LATE}") >= {start})'


def _values(variable: str, iris: Sequence[str], known: Mapping[str, str]) -> str:
    return f"VALUES {variable} {{ {' '.join(_terms(iris, known))} }}"


def _terms(iris: Iterable[str], known: Mapping[str, str]) -> Iterator[str]:
    """IRIs, with a prefix where one fits."""
    for iri in iris:
        prefix = next((prefix for prefix, start in known.items() if iri.startswith(start)), None)
        local = iri.removeprefix(known[prefix]) if prefix is not None else ""
        yield f"{prefix}:{local}" if LOCAL.fullmatch(local) else f"<{iri}>"


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'
