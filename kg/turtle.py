"""Turtle files as a lookup: what stands there of a subject under a property.

Texts and IRIs come sorted, nodes in the order of the files: nothing depends on a set's order.
"""

from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import digest

RDF, OWL = PREFIXES["rdf"], PREFIXES["owl"]

type Node = ox.NamedNode | ox.BlankNode  # what has properties; an IRI may be given as a string instead


def turtle_files(*paths: Path) -> tuple[Path, ...]:
    """The files named, and the `*.ttl` files of the folders named, sorted.

    Raises:
        OntologyError: there is none.
    """
    files = tuple(sorted(file for path in paths for file in (path.glob("*.ttl") if path.is_dir() else [path])))
    if not files:
        raise OntologyError(f"no *.ttl file in {', '.join(map(str, paths)) or 'nothing'}; name a file or a folder")
    return files


class Turtle:
    """The triples of some Turtle files, taken together and looked up by subject and property."""

    def __init__(self, files: Iterable[Path]) -> None:
        self._objects: dict[Node, dict[str, list[object]]] = {}
        contents = [self._read(file) for file in files]
        self._named = sorted((node for node in self._objects if isinstance(node, ox.NamedNode)), key=_value)
        self.digest = digest(*sorted(contents))

    def named(self) -> list[str]:
        """The IRI of every subject that has one."""
        return [node.value for node in self._named]

    def subjects(self, class_: str) -> list[ox.NamedNode]:
        """The named subjects of one class, as written: subclasses are not followed."""
        type_ = ox.NamedNode(class_)
        return [node for node in self._named if type_ in self._values(node, RDF + "type")]

    def nodes(self, subject: Node | str, property_: str) -> list[Node]:
        """The objects that are not literals."""
        return [node for node in self._values(subject, property_) if isinstance(node, ox.NamedNode | ox.BlankNode)]

    def iris(self, subject: Node | str, property_: str) -> list[str]:
        """The named objects, with the members of an `owl:unionOf` in place of an anonymous class."""
        found: list[str] = []
        for node in self.nodes(subject, property_):
            found += [node.value] if isinstance(node, ox.NamedNode) else self._union(node)
        return sorted(found)

    def texts(self, subject: Node | str, property_: str) -> list[str]:
        """The literals' words, whatever their language or datatype."""
        return sorted(node.value for node in self._values(subject, property_) if isinstance(node, ox.Literal))

    def text(self, subject: Node | str, property_: str, default: str = "") -> str:
        """The first literal's words."""
        return next(iter(self.texts(subject, property_)), default)

    def _read(self, file: Path) -> str:
        """Add one file's triples and return its text."""
        try:
            content = file.read_bytes()
            # blank nodes are renamed: `_:a` in two files is two nodes
            for quad in ox.parse(content, ox.RdfFormat.TURTLE, base_iri=ONTOLOGY, rename_blank_nodes=True):
                if isinstance(quad.subject, ox.NamedNode | ox.BlankNode):
                    self._objects.setdefault(quad.subject, {}).setdefault(quad.predicate.value, []).append(quad.object)
        except OSError as error:
            raise OntologyError(f"{file}: cannot be read ({error.strerror}); check the path") from error
        except SyntaxError as error:
            raise OntologyError(f"{file}: not valid Turtle: {error}; mend the line named") from error
        return content.decode("utf-8")

    def _values(self, subject: Node | str, property_: str) -> Collection[object]:
        node = ox.NamedNode(subject) if isinstance(subject, str) else subject
        return dict.fromkeys(self._objects.get(node, {}).get(property_, ()))  # once, though it stands in two files

    def _union(self, node: ox.BlankNode) -> Iterator[str]:
        for start in self.nodes(node, OWL + "unionOf"):
            rest: Node = start
            while rest != ox.NamedNode(RDF + "nil"):
                yield from (item.value for item in self.nodes(rest, RDF + "first"))
                rest = self.nodes(rest, RDF + "rest")[0]


def _value(node: ox.NamedNode) -> str:
    return node.value
