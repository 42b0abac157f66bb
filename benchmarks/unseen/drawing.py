"""Which of the candidates became the unseen texts: drawn at random, the same ones every time.

python benchmarks/unseen/drawing.py

The affairs of `candidates.csv` that no retired text is about are put in random order, and each of the first thirty
gives one text.
"""

import csv
import random
from pathlib import Path

SEED = 2
NUMBER = 30


def drawn(candidates: list[dict[str, str]], seed: int = SEED, number: int = NUMBER) -> list[dict[str, str]]:
    """The chosen candidates, each on an affair of its own, in the order of the file."""
    draw = random.Random(seed)
    retired = {row["affair"] for row in candidates if row["retired"]}
    affairs = sorted({row["affair"] for row in candidates} - retired)
    draw.shuffle(affairs)
    chosen = [draw.choice([row for row in candidates if row["affair"] == affair]) for affair in affairs[:number]]
    return sorted(chosen, key=candidates.index)


if __name__ == "__main__":
    with (Path(__file__).parent / "candidates.csv").open(encoding="utf-8", newline="") as file:
        for row in drawn(list(csv.DictReader(file))):
            print(row["pool"], row["published"], row["words"], row["address"], sep="\t")
