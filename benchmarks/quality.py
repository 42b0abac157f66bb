"""Extraction quality: claims in the format of the annotation guide, and their score against gold.

python benchmarks/quality.py export [--all] TEXTS OUT  one OUT/ID.json for every TEXTS/ID.txt
python benchmarks/quality.py score [--json]            the project's own gold set, and ../shared/gold where present
python benchmarks/quality.py attributions TEXTS OUT    who says what in every TEXTS/ID.txt, as spans in OUT/ID.json
"""

import argparse
import importlib.util
import json
import sys
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.scoring import Row, Score, compare, total
from kg.claims.attribution import attributions
from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.claims.grammar import Tree
from kg.model import Claim, Document, DocumentId, Mention, Tense
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.annotate import Annotator

ROOT = Path(__file__).resolve().parent.parent
OWN_GOLD = ROOT / "tests" / "gold"
SHARED_GOLD = ROOT.parent / "shared" / "gold"


def export(texts: Path, out: Path, *, fallbacks: bool = False) -> int:
    """Write the claims of every `ID.txt` of a folder to `ID.json`; the number of texts.

    `fallbacks`: also those of relations that only take what no other one does.
    """
    ontology = load(resource("ontology"))
    extractor, annotator = PatternExtractor(Authority.load(resource("seeds/authority"))), Annotator()
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(texts.glob("*.txt"))
    for file in files:
        document = _document(file)
        claims = extractor.extract(document, annotator.annotate(document), ontology)
        content = {
            "id": file.stem,
            "title": document.title,
            "published": None,
            "source": {"file": file.name},
            "claims": [
                row(claim, ontology) for claim in claims if fallbacks or not ontology.relations[claim.relation].fallback
            ],
        }
        (out / f"{file.stem}.json").write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")
    return len(files)


def export_attributions(texts: Path, out: Path) -> int:
    """Write source, cue and content of every attribution of every `ID.txt` to `ID.json`; the number of texts."""
    annotator = Annotator()
    out.mkdir(parents=True, exist_ok=True)
    files = sorted(texts.glob("*.txt"))
    for file in files:
        document = _document(file)
        trees = [Tree(sentence) for sentence in annotator.annotate(document)]
        found = [attribution._asdict() for attribution in attributions(trees)]
        (out / f"{file.stem}.json").write_text(json.dumps(found), encoding="utf-8")
    return len(files)


def row(claim: Claim[Mention], ontology: Ontology) -> dict[str, object]:
    """One claim as the guide writes it."""
    return {
        "subject": claim.subject.name,
        "subject_aliases": _aliases(claim.subject),
        "subject_type": ontology.types[claim.subject.type].name,
        "relation": ontology.relations[claim.relation].name,
        "object": claim.object.name,
        "object_aliases": _aliases(claim.object),
        "object_type": ontology.types[claim.object.type].name,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "holder": claim.holder[0].name if claim.holder else None,
        "time": _time(claim),
        **_quantity(claim),
        "evidence": claim.evidence.quote,
    }


def score_own() -> list[tuple[str, Score]]:
    """The project's own gold set, document by document."""
    ontology, gold = load(resource("ontology")), _claims(OWN_GOLD / "claims")
    with tempfile.TemporaryDirectory() as folder:
        export(OWN_GOLD / "text", Path(folder))
        predicted = _claims(Path(folder))
    annotated = {claim["relation"] for claims in gold.values() for claim in claims}  # the gold says nothing of others
    kept = {id_: [claim for claim in claims if claim["relation"] in annotated] for id_, claims in predicted.items()}
    return [(id_, compare(claims, kept.get(id_, []), ontology)) for id_, claims in sorted(gold.items())]


def score_shared() -> list[tuple[str, Score]]:
    """The development gold beside the project, by its own scorer: all, without interviews, and the seed article."""
    scorer = _module(SHARED_GOLD / "score.py")
    gold = scorer.load(SHARED_GOLD / "claims")
    with tempfile.TemporaryDirectory() as folder:
        export(SHARED_GOLD / "text", Path(folder))
        predicted = scorer.load(Path(folder))
    news = {id_: claims for id_, claims in gold.items() if "interview" not in id_}
    seed = {id_: claims for id_, claims in gold.items() if id_.startswith("seed")}
    parts = {id_: {id_: claims} for id_, claims in gold.items()} | {"seed article": seed, "news": news, "all": gold}
    return [(name, _of_report(scorer.score(part, predicted)["total"])) for name, part in parts.items()]


def show(title: str, scores: Sequence[tuple[str, Score]]) -> None:
    """Print a table of scores."""
    print(f"{title:40} {'gold':>5} {'found':>6} {'match':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for name, row in scores:
        counts = f"{row.gold:5} {row.predicted:6} {row.matched:6.1f}"
        print(f"{name:40} {counts} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f}")


def _aliases(mention: Mention) -> list[str]:
    return [mention.text] if mention.text != mention.name else []


def _time(claim: Claim[Mention]) -> str | None:
    """A date where there is one, of a span what both ends share or else its start; the tense otherwise.

    What has gone on since a date is ongoing.
    """
    time = claim.time
    if time is None or (time.end is None and claim.tense is Tense.ONGOING):
        return claim.tense.value if claim.tense else None
    if time.start is None or time.end is None:
        return time.start or time.end
    shared = [left for left, right in zip(time.start.split("-"), time.end.split("-"), strict=False) if left == right]
    return "-".join(shared) if time.start[:4] == time.end[:4] else time.start


def _quantity(claim: Claim[Mention]) -> dict[str, object]:
    amount = claim.quantity
    if amount is None:
        return {}
    return {"quantity": {"value": amount.value, "unit": amount.unit, "approx": amount.approximate}}


def _document(file: Path) -> Document:
    text = file.read_bytes().decode("utf-8")  # as it is: offsets count every character, carriage returns too
    title = text.strip().partition("\n")[0]
    return Document(id=DocumentId(file.stem), text=text, title=title, source=file.name)


def _claims(folder: Path) -> dict[str, list[Row]]:
    files = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("*.json"))]
    return {content["id"]: content["claims"] for content in files}


def _of_report(row: Mapping[str, float]) -> Score:
    return Score(int(row["gold"]), int(row["predicted"]), row["matched"])


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(description="Extraction quality.")
    commands = parser.add_subparsers(dest="command", required=True)
    exporting = commands.add_parser("export", help="write the claims of every ID.txt of a folder to ID.json")
    exporting.add_argument("texts", type=Path)
    exporting.add_argument("out", type=Path)
    exporting.add_argument("--all", action="store_true", help="claims of fallback relations too")
    spans = commands.add_parser("attributions", help="write who says what in every ID.txt of a folder to ID.json")
    spans.add_argument("texts", type=Path)
    spans.add_argument("out", type=Path)
    scoring = commands.add_parser("score", help="score the own gold set, and ../shared/gold where present")
    scoring.add_argument("--json", action="store_true", help="print the scores as JSON")
    options = parser.parse_args()
    if options.command == "export":
        print(f"{export(options.texts, options.out, fallbacks=options.all)} texts written to {options.out}")
        return 0
    if options.command == "attributions":
        print(f"{export_attributions(options.texts, options.out)} texts written to {options.out}")
        return 0
    own = score_own()
    tables = {"own gold": [*own, ("all", total([row for _, row in own]))]}
    if SHARED_GOLD.exists():
        tables["development gold (../shared/gold)"] = score_shared()
    else:
        print(f"{SHARED_GOLD}: not there, so only the own gold set is scored", file=sys.stderr)
    if options.json:
        print(
            json.dumps({title: {name: asdict(row) for name, row in rows} for title, rows in tables.items()}, indent=1)
        )
        return 0
    for title, rows in tables.items():
        show(title, rows)
        print()
    return 0


if __name__ == "__main__":
    sys.exit(main())
