"""The graph in the syntaxes of RDF, written by pyoxigraph in an order that depends on nothing but the graph.

Those for one graph hold the claims, those for several the ontology's words too.
"""

import re
from collections.abc import Iterable, Iterator

import pyoxigraph as ox

from kg.errors import GraphError
from kg.graph.contents import NOT_XML, RDF, Contents
from kg.iris import prefixes

REIFIED = {RDF + "subject", RDF + "predicate", RDF + "object"}  # what one rdf:reifies says in RDF 1.2
REIFIES = ox.NamedNode(RDF + "reifies")

# A term, or a sign between terms, in Turtle as pyoxigraph writes it: texts are on one line, with line ends escaped.
TERM = re.compile(r'"(?:\\.|[^"\\])*"(?:@[\w-]+|\^\^<[^>]*>|\^\^\S+)?|<<\(.*?\)>>|<[^>]*>|\S+')
ELEMENT = re.compile(r"[^\W\d][\w.-]*$")  # the end of an IRI that XML can have as the name of an element


def nquads(contents: Contents) -> str:
    """Everything, one line for each statement, in the order of the lines' bytes: made to be compared."""
    return _lines(contents.store.dump(format=ox.RdfFormat.N_QUADS))


def ntriples(contents: Contents) -> str:
    """The claims, one line for each statement, in the order of the lines' bytes."""
    return _lines(contents.store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=ox.DefaultGraph()))


def turtle(contents: Contents) -> str:
    """The claims in Turtle, a line for each value, so that line by line it shows what changed."""
    return _long(serialize((quad.triple for quad in _default(contents)), ox.RdfFormat.TURTLE, contents.base))


def trig(contents: Contents) -> str:
    """The claims and the ontology's graph in TriG."""
    return serialize(in_order(contents.store), ox.RdfFormat.TRIG, contents.base)


def jsonld(contents: Contents) -> str:
    """The claims and the ontology's graph in JSON-LD 1.1, with IRIs in full."""
    return serialize(in_order(contents.store), ox.RdfFormat.JSON_LD, contents.base)


def rdfxml(contents: Contents) -> str:
    """The claims in RDF/XML. Characters that XML has no place for become U+FFFD.

    Raises:
        GraphError: the IRI of a relation ends with something that XML cannot have as a name.
    """
    triples = [_for_xml(quad) for quad in _default(contents)]
    # A reader of XML takes a carriage return that is not escaped for a line end.
    return serialize(triples, ox.RdfFormat.RDF_XML, contents.base).replace("\r", "&#xD;")


def rdf12(contents: Contents) -> str:
    """The claims in Turtle 1.2, every proposition a reifier of its triple. Tools for RDF 1.1 cannot read it."""
    return _long(serialize(_reified(_default(contents)), ox.RdfFormat.TURTLE, contents.base))


def unreified(quads: Iterable[ox.Quad]) -> Iterator[ox.Quad]:
    """Statements with `rdf:subject`, `rdf:predicate` and `rdf:object` in place of RDF 1.2's `rdf:reifies`."""
    for quad in quads:
        if quad.predicate != REIFIES or not isinstance(quad.object, ox.Triple):
            yield quad
            continue
        for name, term in zip(("subject", "predicate", "object"), quad.object, strict=True):
            yield ox.Quad(quad.subject, ox.NamedNode(RDF + name), term, quad.graph_name)


def in_order(quads: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Quads by graph and subject, what a thing is before what is said of it: the order a person reads in."""

    def order(quad: ox.Quad) -> tuple[str, str, bool, str, str]:
        predicate = quad.predicate.value
        return str(quad.graph_name), str(quad.subject), predicate != RDF + "type", predicate, str(quad.object)

    return sorted(quads, key=order)


def serialize(statements: Iterable[ox.Quad] | Iterable[ox.Triple], format: ox.RdfFormat, base: str) -> str:
    """Statements in a syntax, with the prefixes of the graph, in the order given."""
    content = ox.serialize(statements, format=format, prefixes=prefixes(base)) or b""
    return content.decode("utf-8").rstrip("\n") + "\n"


def _default(contents: Contents) -> list[ox.Quad]:
    return in_order(contents.store.quads_for_pattern(None, None, None, ox.DefaultGraph()))


def _lines(content: bytes | None) -> str:
    lines = sorted(set((content or b"").split(b"\n")) - {b""})
    return b"".join(line + b"\n" for line in lines).decode("utf-8")


def _long(turtle: str) -> str:
    """Turtle in the layout of rdflib's "longturtle": a line for each value, and one for the full stop."""
    lines: list[str] = []
    for line in turtle.split("\n"):
        if not line or line.startswith("@prefix"):
            lines.append(line)
            continue
        *terms, end = TERM.findall(line)
        if not line.startswith("\t"):
            lines += ["", terms.pop(0)]
        lines += _statements(terms)
        if end == ".":
            lines.append(".")
    return "\n".join(lines)


def _statements(terms: list[str]) -> Iterator[str]:
    """The lines of one property and its values, between which `terms` has commas."""
    property_, *values = terms
    *others, last = [value for value in values if value != ","]
    if not others:
        yield f"    {property_} {last} ;"
        return
    yield f"    {property_}"
    yield from (f"        {value} ," for value in others)
    yield f"        {last} ;"


def _for_xml(quad: ox.Quad) -> ox.Triple:
    if not ELEMENT.search(quad.predicate.value):
        raise GraphError(f"{quad.predicate.value}: cannot be written as an element of XML; export turtle instead")
    if not isinstance(quad.object, ox.Literal) or not NOT_XML.search(quad.object.value):
        return quad.triple
    text = NOT_XML.sub("\ufffd", quad.object.value)
    return ox.Triple(quad.subject, quad.predicate, ox.Literal(text, datatype=quad.object.datatype))


def _reified(quads: Iterable[ox.Quad]) -> Iterator[ox.Triple]:
    parts: dict[object, dict[str, ox.Quad]] = {}
    for quad in quads:
        if quad.predicate.value not in REIFIED:
            yield quad.triple
            continue
        found = parts.setdefault(quad.subject, {})
        found[quad.predicate.value] = quad
        if len(found) == len(REIFIED):
            yield _reifier(quad, *(found[RDF + name].object for name in ("subject", "predicate", "object")))


def _reifier(quad: ox.Quad, subject: object, predicate: object, object_: object) -> ox.Triple:
    assert isinstance(subject, ox.NamedNode)
    assert isinstance(predicate, ox.NamedNode)
    assert isinstance(object_, ox.NamedNode)
    return ox.Triple(quad.subject, REIFIES, ox.Triple(subject, predicate, object_))
