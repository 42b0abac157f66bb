"""Which of the candidates became the unseen texts: drawn at random, the same ones every time.

python benchmarks/unseen/drawing.py

From every pool of `candidates.csv`, in the order of the file, one affair is drawn and of that affair one text; then one
more news report out of all the pools of news. An affair that was drawn is not drawn again.
"""

import csv
import random
from pathlib import Path

SEED = 1


def drawn(candidates: list[dict[str, str]], seed: int = SEED) -> list[dict[str, str]]:
    """The chosen candidates, one of each pool and one more of the news."""
    draw = random.Random(seed)
    pools = [*dict.fromkeys(row["pool"] for row in candidates), "news"]
    chosen: list[dict[str, str]] = []
    for pool in pools:
        taken = {row["affair"] for row in chosen}
        open_ = [row for row in candidates if row["pool"].startswith(pool) and row["affair"] not in taken]
        affair = draw.choice(sorted({row["affair"] for row in open_}))
        chosen.append(draw.choice([row for row in open_ if row["affair"] == affair]))
    return chosen


if __name__ == "__main__":
    with (Path(__file__).parent / "candidates.csv").open(encoding="utf-8", newline="") as file:
        for row in drawn(list(csv.DictReader(file))):
            print(row["pool"], row["published"], row["words"], row["address"], sep="\t")
