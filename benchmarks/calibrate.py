"""Fit the weights of confidence to the gold sets and write them to `kg/claims/confidence.toml`.

python benchmarks/calibrate.py [--gold DIR]            fits on the own gold set and the development gold, and writes
python benchmarks/calibrate.py [--gold DIR] --sweep    tries other strengths of the pull towards 0, and writes nothing
"""

import argparse
import sys
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import SHARED_GOLD, development_cases, own_cases
from benchmarks.fitting import Example, examples, fit, left_out, log_loss, ranking, rendered
from kg.claims.confidence import BASE, FEATURES, FITTED, RELATION, Weights

SWEEP = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0), (0.5, 1.0, 2.0, 4.0)

HEAD = """\
# What the features of a claim do to its confidence, in log-odds; kg/claims/confidence.py says what each of them is.
# Written by `python benchmarks/calibrate.py` from {claims} claims of {documents} documents: not to be edited by hand.
# Behind each weight: how many of those claims have the feature, and the share of them that is right.
"""


def gold(folder: Path) -> list[Example]:
    """The claims found in both gold sets, read without weights so that the result does not depend on earlier ones."""
    return examples([*development_cases(folder, Weights()), *own_cases(Weights())])


def toml(known: Sequence[Example], weights: Mapping[str, float]) -> str:
    """Weights as they are committed: features in the order of their table, relations by name."""
    names = [name for name in (BASE, *FEATURES) if name in weights]
    relations = sorted(name for name in weights if name.startswith(RELATION))
    head = HEAD.format(claims=len(known), documents=len({example.document for example in known}))
    lines = ["[features]", *(_line(name, name, known, weights) for name in names)]
    lines += ["", "[relations]"]
    lines += [_line(name, name.removeprefix(RELATION), known, weights) for name in relations]
    return head + "\n".join(lines) + "\n"


def _line(name: str, key: str, known: Sequence[Example], weights: Mapping[str, float]) -> str:
    right = [example.right for example in known if name in example.features]
    weight = round(weights[name], 2) + 0.0  # never "-0.0"
    return f'"{key}" = {weight:.2f}  # {len(right)}, {sum(right) / len(right):.2f}'


def sweep(known: Sequence[Example]) -> Iterator[str]:
    """How well left-out documents are predicted under other penalties, as lines of text."""
    yield f"{'features':>8} {'relations':>9} {'log loss':>9} {'ROC area':>9}"
    for penalty, for_relations in product(*SWEEP):
        judged = left_out(known, penalty, for_relations)
        yield f"{penalty:8} {for_relations:9} {log_loss(judged):9.4f} {ranking(judged):9.3f}"


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(description="Fit the weights of confidence to the gold sets.")
    parser.add_argument("--gold", type=Path, default=SHARED_GOLD, help="the folder of the development gold")
    parser.add_argument("--sweep", action="store_true", help="try other penalties and write nothing")
    options = parser.parse_args()
    if not options.gold.exists():
        print(f"{options.gold}: no development gold there; name its folder with --gold", file=sys.stderr)
        return 2
    known = gold(options.gold)
    if options.sweep:
        print(*sweep(known), sep="\n")
        return 0
    FITTED.write_text(toml(known, fit(known)), encoding="utf-8", newline="\n")
    print(f"{FITTED.name} written. The confidence of claims in documents that were not fitted on:")
    print(*rendered(left_out(known)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
