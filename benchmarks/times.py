"""Times and amounts of claims, measured on the claims that were found: how often they are those of the gold.

python benchmarks/times.py [--all] [FOLDER ...]    gold sets; the own one and ../shared/gold if none is named

Of the pairs that `benchmarks/scoring.py` would make: the tense where the gold has one; the date where it has one, exact
or of another precision; the dates given where the gold has none; and value with unit of amounts, the same way. Relative
dates are read against the date of publication that the gold file gives. `--all` prints the pairs that differ.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import OWN_GOLD, SHARED_GOLD
from benchmarks.export import row
from benchmarks.scoring import Row, agreement
from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.model import Claim, Document, DocumentId, Mention
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.annotate import Annotator

TENSES = ("past", "ongoing", "future")


def measure(folder: Path, *, show: bool) -> Counter[str]:
    """Counts over all documents of a gold set, by what they count."""
    ontology = load(resource("ontology"))
    extractor, annotator = PatternExtractor(Authority.load(resource("seeds/authority"))), Annotator()
    counts: Counter[str] = Counter()
    for file in sorted((folder / "claims").glob("*.json")):
        content = json.loads(file.read_text("utf-8"))
        document = _document(folder, content)
        claims = list(extractor.extract(document, annotator.annotate(document), ontology))
        for gold, claim in pairs(content["claims"], claims, ontology):
            verdicts = list(judged(gold, claim, row(claim, ontology)))
            counts.update(verdicts)
            if show and any(not verdict.endswith("right") for verdict in verdicts):
                found = (claim.tense and claim.tense.value, row(claim, ontology)["time"], claim.quantity)
                wanted = (gold.get("time"), gold.get("quantity"))
                print(f"{content['id'][:24]:24} {', '.join(verdicts)}: gold {wanted}, found {found}")
                print(f"{'':24} {claim.evidence.quote}")
    return counts


def pairs(
    gold: Sequence[Row], claims: Sequence[Claim[Mention]], ontology: Ontology
) -> Iterator[tuple[Row, Claim[Mention]]]:
    """Gold claims with the claims found for them, each once, best pairs first."""
    rows = [row(claim, ontology) for claim in claims]
    annotated = {claim["relation"] for claim in gold}
    scored = [
        (value, int(left.get("evidence") == right.get("evidence")), i, j)
        for (i, left), (j, right) in product(enumerate(gold), enumerate(rows))
        if right["relation"] in annotated and (value := agreement(left, right, ontology))
    ]
    taken, used = set[int](), set[int]()
    for _, _, i, j in sorted(scored, key=lambda pair: (-pair[0], -pair[1], pair[2], pair[3])):
        if i not in taken and j not in used:
            taken.add(i)
            used.add(j)
            yield gold[i], claims[j]


def judged(gold: Row, claim: Claim[Mention], found: Row) -> Iterator[str]:
    """What is right and wrong about the time and the amount of a claim."""
    wanted, time = gold.get("time"), found["time"]
    date = time if time not in (None, *TENSES) else None
    if wanted in TENSES:
        yield f"tense {'right' if claim.tense and claim.tense.value == wanted else 'wrong'}"
    if wanted in (None, *TENSES):
        yield from ["date beyond the gold"] if date else []
    elif date is None:
        yield "date missing"
    else:
        near = wanted.startswith(date) or date.startswith(wanted)
        yield f"date {'right' if date == wanted else 'of another precision' if near else 'wrong'}"
    yield from _amount(gold.get("quantity"), found.get("quantity"))


def _amount(wanted: Any, found: Any) -> Iterator[str]:
    if wanted and found:
        same = wanted["value"] == found["value"] and wanted["unit"] == found["unit"]
        yield f"amount {'right' if same else 'wrong'}"
    elif wanted or found:
        yield "amount missing" if wanted else "amount beyond the gold"


def _document(folder: Path, content: Row) -> Document:
    text = (folder / "text" / f"{content['id']}.txt").read_bytes().decode("utf-8")
    id_ = DocumentId(content["id"])
    return Document(id=id_, text=text, title=content["title"], source=id_, published=content.get("published"))


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(description="Times and amounts of claims.")
    parser.add_argument("--all", action="store_true", help="print the pairs that differ")
    parser.add_argument("folders", type=Path, nargs="*", help="gold sets: folders with text/ID.txt and claims/ID.json")
    options = parser.parse_args()
    for folder in options.folders or [folder for folder in (OWN_GOLD, SHARED_GOLD) if folder.exists()]:
        counts = measure(folder, show=options.all)
        print(folder)
        for name, count in sorted(counts.items()):
            print(f"  {name:28} {count:4}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
