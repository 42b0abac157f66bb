"""Claims of texts nobody wrote rules against, drawn at random for a person to judge, and what the judgements add up to.

python benchmarks/unseen/judging.py draw TEXTS FILE.csv [--number 100] [--seed 1]    verdict and cause are left empty
python benchmarks/unseen/judging.py count FILE.csv                                   precision, causes, confidence

`verdict` is `right` only if a careful analyst would sign every part: subject, relation, object, polarity, modality and
holder; otherwise `wrong`, with the `cause` in a word or two.
"""

import argparse
import csv
import random
import sys
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from benchmarks.export import readings
from kg.model import Claim, Mention
from kg.ontology import Ontology, load
from kg.resources import resource

COLUMNS = "text start end subject relation object polarity modality holder confidence verdict cause".split()
EDGES = (0.0, 0.5, 0.7, 1.01)  # of confidence


def drawn(texts: Path, number: int, seed: int) -> list[dict[str, object]]:
    """So many of the claims found in the texts, each as likely as any other, in the order of their passages.

    Claims of fallback relations are not drawn from: they are shown to nobody who does not ask.
    """
    ontology = load(resource("ontology"))
    found = [
        _row(str(reading.document.id), claim, ontology)
        for reading in readings(texts)
        for claim in reading.claims
        if not ontology.relations[claim.relation].fallback
    ]
    chosen = sorted(random.Random(seed).sample(range(len(found)), min(number, len(found))))
    return [found[place] for place in chosen]


def counted(rows: Sequence[dict[str, str]]) -> list[str]:
    """Precision of all, by bin of confidence, and the causes of what is wrong, as lines of text."""
    lines = [_precision("all", rows)]
    for low, high in pairwise(EDGES):
        inside = [row for row in rows if low <= float(row["confidence"]) < high]
        lines.append(_precision(f"confidence {low:.1f} to {min(high, 1.0):.1f}", inside))
    causes = Counter(row["cause"] for row in rows if row["verdict"] == "wrong")
    return [*lines, *(f"{number:4} {cause}" for cause, number in sorted(causes.items(), key=lambda item: -item[1]))]


def _precision(name: str, rows: Sequence[dict[str, str]]) -> str:
    right = sum(row["verdict"] == "right" for row in rows)
    return f"{name:22} {len(rows):4} judged, {right:3} right: precision {right / max(len(rows), 1):.2f}"


def _row(text: str, claim: Claim[Mention], ontology: Ontology) -> dict[str, object]:
    return {
        "text": text,
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
        "subject": claim.subject.name,
        "relation": ontology.relations[claim.relation].name,
        "object": claim.object.name,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "holder": " < ".join(mention.name for mention in reversed(claim.holder)),
        "confidence": claim.confidence,
        "verdict": "",
        "cause": "",
    }


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(description="Draw claims to judge, and count judgements.")
    commands = parser.add_subparsers(dest="command", required=True)
    drawing = commands.add_parser("draw", help="write claims drawn at random, to be judged")
    drawing.add_argument("texts", type=Path)
    drawing.add_argument("file", type=Path)
    drawing.add_argument("--number", type=int, default=100)
    drawing.add_argument("--seed", type=int, default=1)
    counting = commands.add_parser("count", help="print what judgements add up to")
    counting.add_argument("file", type=Path)
    options = parser.parse_args()
    if options.command == "draw":
        with options.file.open("w", encoding="utf-8", newline="") as out:
            writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
            writer.writeheader()
            writer.writerows(drawn(options.texts, options.number, options.seed))
        return 0
    with options.file.open(encoding="utf-8", newline="") as file:
        print(*counted(list(csv.DictReader(file))), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
