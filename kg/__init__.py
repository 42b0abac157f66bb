"""Reads documents about politics, diplomacy and conflict and builds a knowledge graph of claims.

    import kg
    graph = kg.build("seeds/documents")
    graph.claims(about="Ukraine")

Importing kg loads none of what it needs to read, store or draw; that comes with the first call.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.api import Graph, build, compare, import_graph, open
    from kg.claims.judgements import Judgement
    from kg.errors import (
        ClaimError,
        DocumentError,
        GraphError,
        JudgementError,
        KgError,
        OntologyError,
        QueryError,
        SettingError,
    )
    from kg.graph.result import Result
    from kg.model import Claim, Document, Entity, Evidence, Modality, Polarity, Quantity, Span, Tense
    from kg.pipeline import Report

__version__ = "0.1.0"

_HOMES = {
    "kg.api": ("Graph", "build", "compare", "import_graph", "open"),
    "kg.claims.judgements": ("Judgement",),
    "kg.errors": (
        "ClaimError",
        "DocumentError",
        "GraphError",
        "JudgementError",
        "KgError",
        "OntologyError",
        "QueryError",
        "SettingError",
    ),
    "kg.graph.result": ("Result",),
    "kg.model": ("Claim", "Document", "Entity", "Evidence", "Modality", "Polarity", "Quantity", "Span", "Tense"),
    "kg.pipeline": ("Report",),
}
_HOME = {name: module for module, names in _HOMES.items() for name in names}

__all__ = [
    "Claim",
    "ClaimError",
    "Document",
    "DocumentError",
    "Entity",
    "Evidence",
    "Graph",
    "GraphError",
    "Judgement",
    "JudgementError",
    "KgError",
    "Modality",
    "OntologyError",
    "Polarity",
    "Quantity",
    "QueryError",
    "Report",
    "Result",
    "SettingError",
    "Span",
    "Tense",
    "__version__",
    "build",
    "compare",
    "import_graph",
    "open",
]


def __getattr__(name: str) -> object:
    """A public name, from the module it lives in, loaded when it is first asked for (PEP 562)."""
    if name not in _HOME:
        raise AttributeError(f"module 'kg' has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(_HOME[name]), name)
    return value


def __dir__() -> list[str]:
    return __all__
