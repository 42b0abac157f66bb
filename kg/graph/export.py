"""The formats of export, and what each is for. The same graph always gives the same bytes.

The syntaxes of RDF hold what the store holds. Everything else has an edge, a row, a nanopublication or an annotation
for each claim, but for those of fallback relations only if `all` of them are wanted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from kg.errors import SettingError
from kg.graph import annotations, nanopublications, networks, rdf, tables
from kg.graph.contents import Contents
from kg.graph.names import nearest
from kg.graph.networks import to_networkx
from kg.model import Document, DocumentId

__all__ = ["FORMATS", "Format", "export", "format_called", "to_networkx"]


@dataclass(frozen=True, slots=True)
class Format:
    """A format of export: what it is for, how its files end, and the function that writes it as text or as bytes."""

    help: str
    suffix: str
    write: Callable[[Contents], str] | Callable[[Contents], bytes]
    binary: bool = False  # not a text: it belongs into a file, not on a terminal


FORMATS: Mapping[str, Format] = {
    "nquads": Format("RDF, everything, one sorted line for each statement", ".nq", rdf.nquads),
    "ntriples": Format("RDF, the claims, one sorted line for each statement", ".nt", rdf.ntriples),
    "turtle": Format("RDF, the claims, to be read by people", ".ttl", rdf.turtle),
    "trig": Format("RDF, the claims and the names of relations and types", ".trig", rdf.trig),
    "jsonld": Format("RDF, everything, as JSON-LD", ".jsonld", rdf.jsonld),
    "rdfxml": Format("RDF, the claims, for tools that read no other RDF", ".rdf", rdf.rdfxml),
    "rdf12": Format("RDF 1.2, the claims as statements about triples", ".ttl", rdf.rdf12),
    "nanopubs": Format("RDF, a nanopublication for each claim", ".trig", nanopublications.nanopublications),
    "annotations": Format("Web Annotations, one for each quote", ".jsonld", annotations.annotations),
    "graphml": Format("network for yEd, Gephi, Cytoscape, igraph", ".graphml", networks.graphml),
    "gexf": Format("network for Gephi", ".gexf", networks.gexf),
    "csv": Format("table for a spreadsheet, a row for each claim", ".csv", tables.csv),
    "csv-nodes": Format("table of the things claims are about, for Gephi", ".csv", tables.csv_nodes),
    "csv-edges": Format("table of the claims between them, for Gephi", ".csv", tables.csv_edges),
    "parquet": Format("table with typed columns, for data frames and DuckDB", ".parquet", tables.parquet, binary=True),
}


def export(
    store: ox.Store,
    format: str,
    *,
    base: str,
    all: bool = False,
    documents: Mapping[DocumentId, Document] | None = None,
) -> bytes:
    """The graph in one of `FORMATS`, texts in UTF-8.

    `all`: with the claims of fallback relations, where there is a choice; `documents`: those of the graph, for the
    words around the quotes of annotations.

    Raises:
        SettingError: there is no such format, and the message names those there are; or it needs what is not installed.
        GraphError: the graph was built with another base, or the format cannot hold it.
    """
    contents = Contents(store, base, all, documents or {})
    written = format_called(format).write(contents)
    return written.encode("utf-8") if isinstance(written, str) else written


def format_called(name: str) -> Format:
    """The format of a name.

    Raises:
        SettingError: there is none; the message names the nearest.
    """
    if name not in FORMATS:
        hint = nearest(name, FORMATS) or f"choose one of {', '.join(FORMATS)}"
        raise SettingError(f"no export format {name!r}; {hint}")
    return FORMATS[name]
