"""How sure a claim is, from how it was read, with the reasons.

A confidence is the chance that a careful reader finds the claim in its passage: the logistic function of a sum of
weights. Each feature below is a property of the typed frame a claim was read from; the weights, in log-odds, stand in
`confidence.toml`, where `benchmarks/calibrate.py` writes them from the gold sets. A relation has a weight of its own,
drawn towards none where few examples speak for it.
"""

import math
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.claims.pronouns import is_pronoun
from kg.claims.stance import Stance
from kg.claims.typing import Filled, Typed
from kg.errors import SettingError
from kg.iris import name_of
from kg.model import Mention, Polarity

FITTED = Path(__file__).with_name("confidence.toml")
RELATION = "relation "  # in front of a relation's name: the name of its feature
BASE = "every claim"  # the feature all claims have

LONG = 25  # words and marks: half of the claims found in the gold sets stand in sentences of up to 24
MODIFYING = frozenset({"relcl", "acl", "amod"})  # labels of relative clauses and participles: "backed by Moscow"


@dataclass(frozen=True, slots=True)
class Origin:
    """What a claim was read from."""

    typed: Typed
    stance: Stance
    holder: tuple[Mention, ...] = ()
    spoken: bool = False  # whether the predicate stands in a quotation or a turn of an interview


@dataclass(frozen=True, slots=True)
class Reason:
    """One feature of a claim and what it does to its confidence."""

    feature: str
    value: float  # 1 for what simply holds
    weight: float  # log-odds

    @property
    def amount(self) -> float:
        return self.value * self.weight


@dataclass(frozen=True, slots=True)
class Weights:
    """Log-odds by the name of a feature; what is not there weighs nothing."""

    features: Mapping[str, float] = field(default_factory=dict)

    @classmethod
    def load(cls, file: Path = FITTED) -> "Weights":
        """The weights in a file that `benchmarks/calibrate.py` wrote.

        Raises:
            SettingError: the file is not there, or no table of weights.
        """
        try:
            tables = tomllib.loads(file.read_text("utf-8"))
            relations = {f"{RELATION}{name}": float(weight) for name, weight in tables["relations"].items()}
            return cls({name: float(weight) for name, weight in tables["features"].items()} | relations)
        except (OSError, KeyError, ValueError, TypeError, AttributeError) as error:
            raise SettingError(f"{file}: no weights ({error}); write them with benchmarks/calibrate.py") from error

    def explain(self, origin: Origin) -> tuple[Reason, ...]:
        """What speaks for and against a claim: the features that hold of it, with their weights."""
        return tuple(Reason(name, value, self.features.get(name, 0.0)) for name, value in features(origin).items())


def confidence(reasons: tuple[Reason, ...]) -> float:
    """The confidence that reasons add up to, from 0 to 1, to two decimals.

    >>> confidence((Reason("every claim", 1, 1.1), Reason("subject is a pronoun", 1, -0.4)))
    0.67
    """
    return round(1 / (1 + math.exp(-sum(reason.amount for reason in reasons))), 2)


def features(origin: Origin) -> dict[str, float]:
    """The features that hold of a claim, by name, in the order of the table; then its relation."""
    found = {BASE: 1.0} | {name: 1.0 for name, holds in FEATURES.items() if holds(origin)}
    return found | {f"{RELATION}{name_of(origin.typed.relation.id)}": 1.0}


FEATURES: Mapping[str, Callable[[Origin], bool]] = {
    "subject is known beforehand": lambda it: it.typed.subject.mention.key is not None,
    "subject is a description": lambda it: _is_described(it.typed.subject),
    "subject is a pronoun": lambda it: _is_pronoun(it.typed.subject),
    "subject hangs on another word": lambda it: _head_of(it.typed.subject) != it.typed.frame.predicate.index,
    "subject stands behind the predicate": lambda it: _index_of(it.typed.subject) > it.typed.frame.predicate.index,
    "object is a pronoun": lambda it: _is_pronoun(it.typed.object),
    "object is a clause": lambda it: it.typed.object.phrase.is_clause,
    "object is the verb's own": lambda it: it.typed.object.role == "patient",
    "an end is from another sentence": lambda it: _elsewhere(it.typed, it.typed.subject, it.typed.object),
    "predicate is a noun": lambda it: it.typed.frame.pos == "NOUN",
    "predicate is an adjective": lambda it: it.typed.frame.pos == "ADJ",
    "predicate modifies a noun": lambda it: it.typed.frame.predicate.dep in MODIFYING,
    "pattern asks for an object or particle": lambda it: bool(it.typed.pattern.patient or it.typed.pattern.particle),
    "denied": lambda it: it.stance.polarity is Polarity.DENIED,
    "said by somebody": lambda it: bool(it.holder),
    "in spoken words": lambda it: it.spoken,
    "in a question": lambda it: it.typed.frame.tree.sentence.text.rstrip(" \"'”’)").endswith("?"),
    "in a long sentence": lambda it: len(it.typed.frame.tree.tokens) > LONG,
}


def _is_pronoun(end: Filled) -> bool:
    return is_pronoun(end.phrase)


def _is_described(end: Filled) -> bool:
    return not (end.mention.named or end.phrase.is_clause or is_pronoun(end.phrase))


def _index_of(end: Filled) -> int:
    return end.phrase.head.index


def _head_of(end: Filled) -> int:
    return end.phrase.head.head


def _elsewhere(typed: Typed, *ends: Filled) -> bool:
    return any(end.phrase.tree is not typed.frame.tree for end in ends)
