"""Confidence fitted to gold: logistic regression, and how far its confidences can be believed.

Every measure here is of claims in documents that were not fitted on.
"""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.corpus import Case
from kg.claims.confidence import BASE, RELATION, Reason, confidence

# How strongly weights are drawn towards none (the ridge): a relation's own weight little, so that ten claims are enough
# to speak, the other features much. `benchmarks/calibrate.py --sweep` tries others: on left-out documents it gave a log
# loss of 0.556 for these when they were chosen, 0.565 for 2 and 1, 0.565 for 8 and 4, 0.562 for 32 and 1.
PENALTY = 8.0
RELATION_PENALTY = 1.0
BASE_PENALTY = 0.01  # next to none: the base is the share of right claims
STEPS = 25  # of Newton's method; it is at rest after about 6

# Edges of the bins of the reliability table: the lowest bin is wide because few claims are in it.
EDGES = (0.0, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


@dataclass(frozen=True, slots=True)
class Example:
    """A found claim that gold can judge."""

    document: str
    features: Mapping[str, float]
    right: float  # 1, 0.5 for the relation above or below, or 0


@dataclass(frozen=True, slots=True)
class Judged:
    """A confidence beside what gold says."""

    confidence: float
    right: float


@dataclass(frozen=True, slots=True)
class Bin:
    """The claims whose confidence lies between two edges."""

    low: float
    high: float
    number: int
    confidence: float  # mean
    right: float  # share


def examples(cases: Sequence[Case]) -> list[Example]:
    """Every claim found that the gold has something to say about."""
    found = []
    for case in cases:
        credit = {pair.found: pair.credit for pair in case.pairs}
        for place in case.counted:
            values = {reason.feature: reason.value for reason in case.reading.reasons[place]}
            found.append(Example(case.id, values, credit.get(place, 0.0)))
    return found


def fit(
    known: Sequence[Example], penalty: float = PENALTY, for_relations: float = RELATION_PENALTY
) -> dict[str, float]:
    """Weights in log-odds by feature, by Newton's method on the penalised likelihood (ridge logistic regression)."""
    names = sorted({name for example in known for name in example.features})
    values = np.array([[example.features.get(name, 0.0) for name in names] for example in known])
    right = np.array([example.right for example in known])
    pull = np.array([_pull(name, penalty, for_relations) for name in names])
    weights = np.zeros(len(names))
    for _ in range(STEPS):
        chance = 1 / (1 + np.exp(-values @ weights))
        slope = values.T @ (right - chance) - pull * weights
        curve = (values.T * (chance * (1 - chance))) @ values + np.diag(pull)
        weights = weights + np.linalg.solve(curve, slope)
    return {name: float(weight) for name, weight in zip(names, weights, strict=True)}


def left_out(
    known: Sequence[Example], penalty: float = PENALTY, for_relations: float = RELATION_PENALTY
) -> list[Judged]:
    """The confidence of every claim by weights fitted on all documents but its own."""
    judged = []
    for document in dict.fromkeys(example.document for example in known):
        weights = fit([example for example in known if example.document != document], penalty, for_relations)
        mine = [example for example in known if example.document == document]
        judged += [Judged(_confidence(example, weights), example.right) for example in mine]
    return judged


def bins(judged: Sequence[Judged], edges: Sequence[float] = EDGES) -> Iterator[Bin]:
    """The reliability table: claims by confidence; a bin has its lower edge and, the last one, its upper."""
    for low, high in pairwise(edges):
        inside = [one for one in judged if low <= one.confidence < high or one.confidence == high == edges[-1]]
        if inside:
            sure, right = (sum(values) / len(inside) for values in zip(*map(_pair, inside), strict=True))
            yield Bin(low, high, len(inside), sure, right)


def calibration_error(judged: Sequence[Judged], edges: Sequence[float] = EDGES) -> float:
    """Expected calibration error: how far confidence and share of right claims lie apart, over the bins by size."""
    found = list(bins(judged, edges))
    return sum(one.number * abs(one.confidence - one.right) for one in found) / max(len(judged), 1)


def log_loss(judged: Sequence[Judged]) -> float:
    """Mean surprise at what gold says, in nats; a smaller one tells right from wrong better."""
    total = 0.0
    for one in judged:
        chance = min(max(one.confidence, 0.01), 0.99)
        total -= one.right * math.log(chance) + (1 - one.right) * math.log(1 - chance)
    return total / max(len(judged), 1)


def ranking(judged: Sequence[Judged]) -> float:
    """How often a right claim has more confidence than a wrong one (the area under the ROC curve); ties count half."""
    right = [one.confidence for one in judged if one.right]
    wrong = [one.confidence for one in judged if not one.right]
    wins = sum((good > bad) + (good == bad) / 2 for good in right for bad in wrong)
    return wins / (len(right) * len(wrong)) if right and wrong else 0.5


def rendered(judged: Sequence[Judged]) -> Iterator[str]:
    """The reliability table and its measures as lines of text."""
    yield f"{'confidence':14} {'claims':>6} {'mean':>6} {'right':>6}"
    for one in bins(judged):
        yield f"{one.low:.1f} to {one.high:.1f}     {one.number:6} {one.confidence:6.3f} {one.right:6.3f}"
    measures = (calibration_error(judged), log_loss(judged), ranking(judged))
    yield "expected calibration error {:.3f}, log loss {:.3f}, area under the ROC curve {:.3f}".format(*measures)


def _pull(name: str, penalty: float, for_relations: float) -> float:
    return BASE_PENALTY if name == BASE else for_relations if name.startswith(RELATION) else penalty


def _confidence(example: Example, weights: Mapping[str, float]) -> float:
    return confidence(tuple(Reason(*item, weights.get(item[0], 0.0)) for item in example.features.items()))


def _pair(one: Judged) -> tuple[float, float]:
    return one.confidence, one.right
