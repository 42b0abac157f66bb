"""Claims, nodes and edges as tables, for spreadsheets, data frames and Gephi."""

import csv as csv_
import io
from collections.abc import Iterable, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from kg.errors import SettingError
from kg.graph.contents import CHAIN, Contents
from kg.graph.encode import claim_id, claim_iri, document_iri, entity_iri
from kg.graph.networks import Attribute, document_attributes, edge_attributes, ends, node_attributes
from kg.iris import name_of
from kg.model import Claim, Document, Entity

if TYPE_CHECKING:
    import polars

CLAIM_COLUMNS: Mapping[str, type] = {
    **dict.fromkeys(("claim", "subject", "relation", "object", "polarity", "modality", "tense"), str),
    **dict.fromkeys(("valid_from", "valid_until", "holder"), str),
    **{"value": float, "upper": float, "unit": str, "of": str, "approximate": bool},
    **dict.fromkeys(("quote", "cue", "document", "source", "published"), str),
    **{"start": int, "end": int, "confidence": float},
    **dict.fromkeys(("subject_iri", "subject_type", "relation_iri", "object_iri", "object_type"), str),
    **dict.fromkeys(("document_iri", "holder_iri", "extractor", "publisher"), str),
}

# Gephi reads a table of nodes by `Id` and `Label`, one of edges by `Source`, `Target`, `Type`, `Id` and `Label`.
NODE_COLUMNS = ("Id", "Label", "type", "aliases", "same_as", "iri", "type_iri")
EDGE_COLUMNS = (
    *("Source", "Target", "Type", "Id", "Label", "relation", "polarity", "modality", "tense", "valid_from"),
    *("valid_until", "holder", "holder_ids", "value", "upper", "unit", "of", "approximate", "quote", "cue", "document"),
    *("start", "end", "confidence", "extractor", "relation_iri", "document_title", "document_source"),
    *("document_published", "document_publisher"),
)


def csv(contents: Contents) -> str:
    """A table with a row for each claim, in the order of documents and passages."""
    return _csv(tuple(CLAIM_COLUMNS), claim_rows(contents))


def csv_nodes(contents: Contents) -> str:
    """A table with a row for each thing that claims are about, in the order of ids."""
    entities = sorted(ends(contents.claims()).items())
    return _csv(NODE_COLUMNS, [_node_row(entity, contents.base) for _, entity in entities])


def csv_edges(contents: Contents) -> str:
    """A table with a row for each claim as an edge between the ids of a table of nodes."""
    documents = contents.described()
    rows = [_edge_row(claim, contents, documents[claim.evidence.document]) for claim in contents.claims()]
    return _csv(EDGE_COLUMNS, rows)


def parquet(contents: Contents) -> bytes:
    """The table of claims with typed columns in Apache Parquet, for polars, pandas, DuckDB, Spark and R.

    Raises:
        SettingError: polars is not installed.
    """
    output = io.BytesIO()
    claim_frame(contents).write_parquet(output, compression="zstd")
    return output.getvalue()


def claim_frame(contents: Contents) -> "polars.DataFrame":
    """The table of claims as a data frame; an empty cell is a null.

    Raises:
        SettingError: polars is not installed.
    """
    try:
        import polars
    except ImportError as error:
        raise SettingError(
            "parquet is written by polars, which is not installed; install it with `pip install polars`, or export csv"
        ) from error
    types = {str: polars.String, float: polars.Float64, int: polars.Int64, bool: polars.Boolean}
    schema = {column: types[type_] for column, type_ in CLAIM_COLUMNS.items()}
    rows = claim_rows(contents)
    return polars.DataFrame({column: [row.get(column) for row in rows] for column in schema}, schema=schema)


def claim_rows(contents: Contents) -> list[dict[str, Attribute]]:
    """What the columns of `CLAIM_COLUMNS` hold of each claim; what says nothing is left out."""
    documents = contents.described()
    return [_claim_row(claim, contents, documents[claim.evidence.document]) for claim in contents.claims()]


def _claim_row(claim: Claim[Entity], contents: Contents, document: Document) -> dict[str, Attribute]:
    base = contents.base
    found: dict[str, Attribute | None] = {
        "claim": claim_iri(claim, base=base),
        "subject": claim.subject.label,
        "relation": contents.words(claim),
        "object": claim.object.label,
        "document": document.title,
        "source": document.source,
        "published": document.published,
        "publisher": document.publisher,
        "subject_iri": entity_iri(claim.subject.id, base=base),
        "subject_type": name_of(claim.subject.type),
        "object_iri": entity_iri(claim.object.id, base=base),
        "object_type": name_of(claim.object.type),
        "document_iri": document_iri(document.id, base=base),
        "holder_iri": CHAIN.join(entity_iri(entity.id, base=base) for entity in claim.holder) or None,
    }
    return edge_attributes(claim) | {name: value for name, value in found.items() if value is not None}


def _node_row(entity: Entity, base: str) -> dict[str, Attribute]:
    ids: dict[str, Attribute] = {"Id": entity.id, "Label": entity.label, "iri": entity_iri(entity.id, base=base)}
    return node_attributes(entity) | ids


def _edge_row(claim: Claim[Entity], contents: Contents, document: Document) -> dict[str, Attribute]:
    edge: dict[str, Attribute] = {"Source": claim.subject.id, "Target": claim.object.id, "Type": "Directed"}
    edge |= {"Id": claim_id(claim), "Label": contents.words(claim)}
    return edge_attributes(claim) | document_attributes(document) | edge


def _csv(columns: Sequence[str], rows: Iterable[Mapping[str, Attribute]]) -> str:
    lines: list[str] = []
    # Only with this end of a line does the writer put quotes around a cell with a carriage return in it.
    writer = csv_.writer(SimpleNamespace(write=lines.append), lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([_cell(row.get(column)) for column in columns] for row in rows)
    return "".join(f"{line.removesuffix('\r\n')}\n" for line in lines)


def _cell(value: Attribute | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return "" if value is None else str(value)
