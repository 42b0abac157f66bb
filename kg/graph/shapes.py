"""SHACL: what every graph satisfies, by hand, and what its relations ask of their ends, from the ontology.

The hand-written shapes are `ontology/shapes.ttl`. The derived ones have one shape for each relation: it starts at the
relation and goes by its propositions to their subjects and objects, which must be of a class of the domain and of the
range, or below one. pySHACL is the engine that counts; shacl-rust, which is faster, finds the same.
"""

import logging
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

import pyoxigraph as ox

from kg.errors import SettingError
from kg.iris import PREFIXES, name_of
from kg.model import TypeId
from kg.ontology import Ontology
from kg.resources import resource

if TYPE_CHECKING:
    import rdflib

RDF, RDFS = PREFIXES["rdf"], PREFIXES["rdfs"]


@dataclass(frozen=True, slots=True, order=True)
class Result:
    """One thing that does not fit a shape."""

    focus: str  # the IRI of the thing looked at
    message: str
    value: str = ""  # the value that does not fit, an IRI or a text; empty where there is none


type Engine = Callable[[ox.Store, Ontology], Iterator[Result]]


def validate(store: ox.Store, ontology: Ontology, *, engine: str = "pyshacl") -> tuple[Result, ...]:
    """What of a store's default graph does not fit the shapes, sorted.

    Raises:
        SettingError: there is no such engine, or it is not installed.
    """
    check_engine(engine)
    return tuple(sorted(set(ENGINES[engine](store, ontology))))


def check_engine(engine: str) -> None:
    """Make sure that an engine can be used.

    Raises:
        SettingError: there is no such engine, or it is not installed.
    """
    from importlib.util import find_spec

    if engine not in ENGINES:
        raise SettingError(f"{engine!r}: no SHACL engine of that name; choose {' or '.join(ENGINES)}")
    if find_spec(engine.replace("-", "_")) is None:
        raise SettingError(f"{engine}: is not installed; `pip install 'kg[shacl]'` brings it, pyshacl is there anyway")


def shapes(ontology: Ontology) -> "rdflib.Graph":
    """The hand-written shapes with those derived from an ontology, as an rdflib graph."""
    import rdflib

    return rdflib.Graph().parse(resource("ontology") / "shapes.ttl") + derived(ontology)


def derived(ontology: Ontology) -> "rdflib.Graph":
    """A shape for each relation that says of what types its subjects and its objects are."""
    import rdflib

    graph = rdflib.Graph()
    for relation in ontology.relations.values():
        shape, target = rdflib.URIRef(relation.id + "Shape"), rdflib.URIRef(relation.id)
        graph.add((shape, rdflib.RDF.type, rdflib.SH.NodeShape))
        graph.add((shape, rdflib.SH.targetNode, target))
        for end, types in (("subject", relation.domain), ("object", relation.range)):
            if types:
                words = " or ".join(ontology.types[type_].label for type_ in types)
                message = f"The {end} of {relation.label!r} is of type {words}."
                graph.add((shape, rdflib.SH.property, _end(graph, RDF + end, types, message)))
    return graph


def _end(graph: "rdflib.Graph", end: str, types: Sequence[TypeId], message: str) -> "rdflib.BNode":
    """The shape of one end of all propositions on a relation, which is where its path begins."""
    import rdflib
    from rdflib.collection import Collection

    node, back = rdflib.BNode(), rdflib.BNode()
    graph.add((back, rdflib.SH.inversePath, rdflib.RDF.predicate))
    path = Collection(graph, rdflib.BNode(), [back, rdflib.URIRef(end)])
    graph.add((node, rdflib.SH.path, path.uri))
    graph.add((node, rdflib.SH.message, rdflib.Literal(message, lang="en")))
    classes = [rdflib.BNode() for _ in types] if len(types) > 1 else [node]
    for place, type_ in zip(classes, types, strict=True):
        graph.add((place, rdflib.SH["class"], rdflib.URIRef(type_)))
    if len(types) > 1:
        graph.add((node, rdflib.SH["or"], Collection(graph, rdflib.BNode(), [*classes]).uri))
    return node


def _pyshacl(store: ox.Store, ontology: Ontology) -> Iterator[Result]:
    import pyshacl
    import rdflib

    rules = shapes(ontology)
    with _silent("rdflib.term"):  # it prints a traceback for every "many"^^xsd:integer
        _, report, _ = pyshacl.validate(_plain(store, ontology), shacl_graph=rules, inplace=True)
    assert isinstance(report, rdflib.Graph)
    own = _messages(rules)
    for found in report.objects(None, rdflib.SH.result):
        focus, value = (report.value(found, rdflib.SH[name]) for name in ("focusNode", "value"))
        component = report.value(found, rdflib.SH.sourceConstraintComponent)
        said = map(str, report.objects(found, rdflib.SH.resultMessage))
        yield Result(str(focus), _message(said, own, str(component)), "" if value is None else str(value))


def _shacl_rust(store: ox.Store, ontology: Ontology) -> Iterator[Result]:
    import shacl_rust

    rules = shapes(ontology)
    own = _messages(rules)
    with tempfile.TemporaryDirectory() as folder:
        data, forms = Path(folder) / "data.nt", Path(folder) / "shapes.nt"
        ox.serialize(_triples(store, ontology), str(data), format=ox.RdfFormat.N_TRIPLES)
        rules.serialize(str(forms), format="nt", encoding="utf-8")
        report = shacl_rust.validate_file(data, forms, experimental_index=True)
    for found in report["results"]:
        message = _message(found["messages"], own, _plain_text(found["sourceConstraintComponent"]))
        yield Result(_plain_text(found["focusNode"]), message, _plain_text(found.get("value") or ""))


ENGINES: Mapping[str, Engine] = MappingProxyType({"pyshacl": _pyshacl, "shacl-rust": _shacl_rust})


def _triples(store: ox.Store, ontology: Ontology) -> Iterator[ox.Triple]:
    """What is looked at: the default graph, and which type is below which. SHACL 1.0 knows no triples about triples."""
    for quad in store.quads_for_pattern(None, None, None, ox.DefaultGraph()):
        if not isinstance(quad.object, ox.Triple):
            yield quad.triple
    for type_ in ontology.types.values():
        for above in sorted(type_.ancestors - {type_.id}):
            yield ox.Triple(ox.NamedNode(type_.id), ox.NamedNode(RDFS + "subClassOf"), ox.NamedNode(above))


def _plain(store: ox.Store, ontology: Ontology) -> "rdflib.Graph":
    """A plain copy: pySHACL is forty times slower over a store of another kind."""
    import rdflib

    graph = rdflib.Graph()
    for triple in _triples(store, ontology):
        subject, property_, value = (_term(term) for term in triple)
        assert isinstance(property_, rdflib.URIRef)
        assert not isinstance(subject, rdflib.Literal)
        graph.add((subject, property_, value))
    return graph


def _term(term: object) -> "rdflib.URIRef | rdflib.BNode | rdflib.Literal":
    import rdflib

    if isinstance(term, ox.Literal):
        datatype = None if term.language else rdflib.URIRef(term.datatype.value)
        return rdflib.Literal(term.value, lang=term.language, datatype=datatype, normalize=False)
    if isinstance(term, ox.BlankNode):
        return rdflib.BNode(term.value)
    assert isinstance(term, ox.NamedNode)
    return rdflib.URIRef(term.value)


def _plain_text(term: str) -> str:
    """An IRI, a literal or a blank node of N-Triples without what says which of them it is.

    >>> _plain_text('"4"^^<http://www.w3.org/2001/XMLSchema#integer>'), _plain_text("<https://example.org/>")
    ('4', 'https://example.org/')
    """
    if not term.startswith(("<", '"')):
        return term.removeprefix("_:")
    quad = next(iter(ox.parse(f"<x:x> <x:x> {term} .", format=ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)
    return quad.object.value


def _messages(rules: "rdflib.Graph") -> frozenset[str]:
    import rdflib

    return frozenset(map(str, rules.objects(None, rdflib.SH.message)))


def _message(said: Iterable[str], own: Collection[str], component: str) -> str:
    """The message of the shape; an engine has others, in words of its own, beside it."""
    return min((one for one in said if one in own), default=f"Does not satisfy {name_of(component)}.")


@contextmanager
def _silent(name: str) -> Iterator[None]:
    log = logging.getLogger(name)
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before
