"""How many claims of a gold set were found, and how many of those found are right.

Two claims agree when their relations do and both ends name the same thing. A relation agrees with itself, and by half
with one above or below it in the ontology; ends of symmetric relations may change places. Names are the same when they
have the same words, articles and possessive endings aside, or the same head noun and at least half of their words.
Each claim is paired once, best pairs first, as in Kuhn-Munkres matching but greedily.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any

from kg.ontology import Ontology

Row = Mapping[str, Any]  # a claim in the format of the annotation guide

ARTICLES = frozenset("a an the this that these those its his her their our any some".split())
LINKS = frozenset("of to for in on with by from at into over between about near and or that which who as".split())


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one document or of several."""

    gold: int
    predicted: int
    matched: float

    @property
    def precision(self) -> float:
        return self.matched / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        return self.matched / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.matched / (self.gold + self.predicted) if self.gold + self.predicted else 0.0


def total(scores: Sequence[Score]) -> Score:
    """All documents as one."""
    return Score(
        sum(score.gold for score in scores),
        sum(score.predicted for score in scores),
        sum(score.matched for score in scores),
    )


def compare(gold: Sequence[Row], predicted: Sequence[Row], ontology: Ontology) -> Score:
    """Score the predicted claims of one document."""
    pairs = [
        (value, int(left.get("evidence") == right.get("evidence")), i, j)
        for (i, left), (j, right) in product(enumerate(gold), enumerate(predicted))
        if (value := agreement(left, right, ontology))
    ]
    matched, rows, columns = 0.0, set[int](), set[int]()
    for value, _, i, j in sorted(pairs, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if i not in rows and j not in columns:
            rows.add(i)
            columns.add(j)
            matched += value
    return Score(len(gold), len(predicted), matched)


def agreement(gold: Row, predicted: Row, ontology: Ontology) -> float:
    """1, 0.5 or 0: how far a predicted claim states the gold one."""
    expected, found = ontology.relation(gold["relation"]), ontology.relation(predicted["relation"])
    related = expected.id in found.parents or found.id in expected.parents
    if expected.id != found.id and not related:
        return 0.0
    ends = [(predicted["subject"], predicted["object"])]
    ends += [(predicted["object"], predicted["subject"])] if expected.symmetric else []
    fits = any(_same(gold, "subject", subject) and _same(gold, "object", object_) for subject, object_ in ends)
    return (1.0 if expected.id == found.id else 0.5) * fits


def _same(gold: Row, role: str, name: str) -> bool:
    names = [gold[role], *gold.get(f"{role}_aliases", ())]
    if _words(name) in [_words(other) for other in names]:
        return True
    left, right = set(_words(gold[role])) - LINKS, set(_words(name)) - LINKS
    half = 2 * len(left & right) >= len(left | right) > 0
    return half and _head(gold[role]) == _head(name) and ("not" in left) == ("not" in right)


def _words(name: str) -> tuple[str, ...]:
    words = re.findall(r"[\w'-]+", name.casefold().replace("’", "'").replace(".", ""))
    return tuple(word.removesuffix("'s") for word in words if word not in ARTICLES)


def _head(name: str) -> str:
    words = _words(name)
    end = next((place for place, word in enumerate(words) if place and word in LINKS), len(words))
    return words[end - 1] if words else ""
