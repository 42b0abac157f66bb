"""Finds what a name stands for in the graph, and the nearest there is where it stands for nothing."""

import re
from collections.abc import Iterable
from difflib import get_close_matches
from unicodedata import normalize

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iris import PREFIXES

RDFS, SKOS = PREFIXES["rdfs"], PREFIXES["skos"]


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
        nearest(" ".join(name.split()), dict.fromkeys(sorted(text for _, text in labels + aliases)))
        or "`kg claims` prints what there is"
    )
    raise QueryError(f"nothing called {name!r} in the graph; {hint}")


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known names nearest to one that is not known, empty when none is near."""
    near = get_close_matches(name, list(known))
    return f"did you mean {' or '.join(near)}?" if near else ""


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
