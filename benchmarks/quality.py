"""Extraction quality: claims in the format of the annotation guide, their score against gold, and what went wrong.

python benchmarks/quality.py export [--all] TEXTS OUT  one OUT/ID.json for every TEXTS/ID.txt
python benchmarks/quality.py attributions TEXTS OUT    who says what in every TEXTS/ID.txt, as spans in OUT/ID.json
python benchmarks/quality.py score [--json]            the project's own gold set, and ../shared/gold where present
python benchmarks/quality.py --errors                  every miss and every spurious claim by cause; also score --errors
python benchmarks/quality.py calibration               how often claims of a confidence are right

The last three take `--only TEXT`, for the documents whose id or genre holds the text ("interviews", "korea"), and
`--gold DIR`, for a development gold that is elsewhere.
"""

import argparse
import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks import causes, fitting, tables
from benchmarks.corpus import INTERVIEWS, OWN, OWN_GOLD, SEED, SHARED_GOLD, Case, development_cases, digest, own_cases
from benchmarks.export import export, export_attributions
from benchmarks.scoring import Score, total
from kg.ontology import load
from kg.resources import resource

CUTS = {"genre": tables.by_genre, "difficulty": tables.by_difficulty, "relation": tables.by_relation}


def scores(cases: Sequence[Case]) -> dict[str, dict[str, Score]]:
    """The scores of documents and of all together, by gold set; of the development gold also of its parts."""
    own = [case for case in cases if case.genre == OWN]
    development = [case for case in cases if case.genre != OWN]
    parts = {
        "seed article": [case for case in development if case.genre == SEED],
        "news": [case for case in development if case.genre != INTERVIEWS],
        "all": development,
    }
    found = {"own gold": _each(own) | {"all": _together(own)}} if own else {}
    if development:
        together = {name: _together(part) for name, part in parts.items() if part}
        found["development gold (../shared/gold)"] = _each(development) | together
    return found


def show(title: str, rows: Mapping[str, Score]) -> None:
    """Print a table of scores."""
    print(f"{title:40} {'gold':>5} {'found':>6} {'match':>6} {'P':>6} {'R':>6} {'F1':>6}")
    for name, row in rows.items():
        counts = f"{row.gold:5} {row.predicted:6} {row.matched:6.1f}"
        print(f"{name:40} {counts} {row.precision:6.3f} {row.recall:6.3f} {row.f1:6.3f}")


def as_json(cases: Sequence[Case]) -> str:
    """All scores and tables as JSON."""
    found: dict[str, object] = {
        title: {name: asdict(row) for name, row in rows.items()} for title, rows in scores(cases).items()
    }
    for cut, lines_of in CUTS.items():
        found[f"by {cut}"] = {name: line.record() for name, line in lines_of(cases).items()}
    return json.dumps(found, indent=1)


def _each(cases: Iterable[Case]) -> dict[str, Score]:
    return {case.id: case.score for case in cases}


def _together(cases: Iterable[Case]) -> Score:
    return total([case.score for case in cases])


def _cases(options: argparse.Namespace) -> list[Case]:
    """The documents asked for, of both gold sets."""
    if not options.gold.exists():
        print(f"{options.gold}: not there, so only the own gold set is read", file=sys.stderr)
    cases = [*own_cases(), *development_cases(options.gold)]
    chosen = [case for case in cases if options.only in case.id or options.only in case.genre]
    if not chosen:
        raise SystemExit(f"{options.only!r}: no document or genre of that name")
    return chosen


def _score(options: argparse.Namespace) -> None:
    cases = _cases(options)
    if options.json:
        print(as_json(cases))
        return
    for title, rows in scores(cases).items():
        show(title, rows)
        print()
    for cut, lines_of in CUTS.items():
        print(*tables.rendered(f"by {cut}", lines_of(cases)), "", sep="\n")
    print(f"digest of the own gold set: {digest(OWN_GOLD)}")


def _errors(options: argparse.Namespace) -> None:
    found = list(causes.faults(_cases(options), load(resource("ontology"))))
    print(*causes.rendered(found), sep="\n")


def _calibration(options: argparse.Namespace) -> None:
    print(*fitting.rendered(fitting.left_out(fitting.examples(_cases(options)))), sep="\n")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description="Extraction quality.")
    commands = parser.add_subparsers(dest="command")
    for name, help_ in (
        ("export", "write the claims of every ID.txt of a folder to ID.json"),
        ("attributions", "write who says what in every ID.txt of a folder to ID.json"),
    ):
        writing = commands.add_parser(name, help=help_)
        writing.add_argument("texts", type=Path)
        writing.add_argument("out", type=Path)
    commands.choices["export"].add_argument("--all", action="store_true", help="claims of fallback relations too")
    scoring = commands.add_parser("score", help="score the own gold set, and the development gold where present")
    scoring.add_argument("--json", action="store_true", help="print the scores as JSON")
    calibration = commands.add_parser("calibration", help="print how often claims of a confidence are right")
    parser.set_defaults(errors=False, gold=SHARED_GOLD, only="")  # here, so that a command does not reset what is given
    for command in (parser, scoring):
        errors = "list misses and spurious claims by cause instead"
        command.add_argument("--errors", action="store_true", default=argparse.SUPPRESS, help=errors)
    for command in (parser, scoring, calibration):
        folder, text = "the folder of the development gold", "only documents whose id or genre holds this text"
        command.add_argument("--gold", type=Path, default=argparse.SUPPRESS, help=folder)
        command.add_argument("--only", default=argparse.SUPPRESS, help=text)
    return parser


def main() -> int:
    """Parse the command line and run it."""
    parser = _parser()
    options = parser.parse_args()
    if options.command == "export":
        print(f"{export(options.texts, options.out, fallbacks=options.all)} texts written to {options.out}")
    elif options.command == "attributions":
        print(f"{export_attributions(options.texts, options.out)} texts written to {options.out}")
    elif options.errors:
        _errors(options)
    elif options.command == "calibration":
        _calibration(options)
    elif options.command == "score":
        _score(options)
    else:
        parser.error("name a command, or --errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
