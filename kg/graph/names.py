"""Finds what a name stands for in the graph, and the nearest there is where it stands for nothing."""

import re
from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from unicodedata import normalize

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iris import PREFIXES

type Names = Sequence[tuple[str, str]]  # ids of things, each with a name

RDFS, SKOS = PREFIXES["rdfs"], PREFIXES["skos"]
# A name in plain letters with single spaces folds to its lower case; of all others the fold is compared in Python.
MAY_BE = (
    """FILTER(LCASE(STR(?name)) = ?wanted || REGEX(STR(?name), "[^ -~]|  |^ | $") || LCASE(STR(?thing)) = ?wanted)"""
)


def entities_called(store: ox.Store, name: str, *, base: str) -> tuple[str, ...]:
    """The IRIs of what a name stands for, sorted: by IRI, label or alias in any case, else by the words of a label.

    Raises:
        QueryError: nothing is called that; the message names the nearest.
    """
    for property_ in (RDFS + "label", SKOS + "altLabel"):
        if exact := _exact(name, _names(store, property_, base, like=fold(name))):
            return exact
    return _by_words(name, *(_names(store, property_, base) for property_ in (RDFS + "label", SKOS + "altLabel")))


def called(name: str, labels: Names, aliases: Names) -> tuple[str, ...]:
    """The same of things whose ids stand beside their labels and aliases.

    >>> called("lake treaty", [("lake-treaty", "Lake Treaty"), ("norland", "Norland")], [])
    ('lake-treaty',)

    Raises:
        QueryError: nothing is called that; the message names the nearest.
    """
    return _exact(name, labels) or _exact(name, aliases) or _by_words(name, labels, aliases)


def _exact(name: str, names: Names) -> tuple[str, ...]:
    wanted = fold(name)
    return tuple(sorted({id_ for id_, text in names if name == id_ or fold(text) == wanted}))


def _by_words(name: str, labels: Names, aliases: Names) -> tuple[str, ...]:
    words = _words(fold(name))
    if within := sorted({id_ for id_, text in labels if words and words <= _words(fold(text))}):
        return tuple(within)
    hint = (
        nearest(" ".join(name.split()), dict.fromkeys(sorted(text for _, text in (*labels, *aliases))))
        or "`kg claims` prints what there is"
    )
    raise QueryError(f"nothing called {name!r} in the graph; {hint}")


def entity_names(store: ox.Store, *, base: str) -> tuple[tuple[str, str], ...]:
    """The entities of a graph with each of their names: an IRI, and a label or an alias."""
    return (*_names(store, RDFS + "label", base), *_names(store, SKOS + "altLabel", base))


def nearest(name: str, known: Iterable[str]) -> str:
    """A hint with the known names nearest to one that is not known, empty when none is near."""
    near = get_close_matches(name, list(known))
    return f"did you mean {' or '.join(near)}?" if near else ""


def _names(store: ox.Store, property_: str, base: str, *, like: str | None = None) -> list[tuple[str, str]]:
    """The entities that have a name of that kind, each with it.

    `like`: only names that may be this one once they are folded, and the name of the entity with this IRI.
    """
    may_be = MAY_BE.replace("?wanted", str(ox.Literal(like))) if like is not None else ""
    found = store.query(f"SELECT ?thing ?name WHERE {{ ?thing <{property_}> ?name {may_be} }}")
    assert isinstance(found, ox.QuerySolutions)
    return [
        (thing.value, text.value)
        for thing, text in found
        if isinstance(thing, ox.NamedNode) and isinstance(text, ox.Literal) and thing.value.startswith(base + "entity/")
    ]


def fold(name: str) -> str:
    """A name as names are compared: in any case and spacing alike."""
    return " ".join(normalize("NFC", name).casefold().split())


def _words(folded: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", folded))
