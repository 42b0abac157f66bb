"""The gold sets: texts, what was annotated in them, what kg finds in them, and which of it is the same.

The project's own set lies in `tests/gold`; the development gold lies beside the project and brings its own scorer,
which is used as it is.
"""

import hashlib
import importlib.util
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType

from benchmarks.export import Reading, readings, row
from benchmarks.scoring import OwnScorer, Pair, Row, Score, Scorer
from kg.claims.confidence import Weights
from kg.ontology import Ontology, load
from kg.resources import resource

ROOT = Path(__file__).resolve().parent.parent
OWN_GOLD = ROOT / "tests" / "gold"
SHARED_GOLD = ROOT.parent / "shared" / "gold"

OWN, SEED, INTERVIEWS, NEWS = "own reports", "seed article", "interviews", "news without the seed article"


@dataclass(frozen=True)
class Case:
    """One document of a gold set with its annotation and what was found in it."""

    id: str
    genre: str
    reading: Reading
    gold: tuple[Row, ...]
    found: tuple[Row, ...]  # one for each claim of the reading
    scorer: Scorer

    @cached_property
    def counted(self) -> tuple[int, ...]:
        """The places of those found claims the gold has something to say about."""
        return tuple(place for place, claim in enumerate(self.found) if self.scorer.counts(claim))

    @cached_property
    def pairs(self) -> tuple[Pair, ...]:
        """Gold claims and the found claims that state them; places are those in `gold` and `found`."""
        pairs = self.scorer.pair(self.gold, [self.found[place] for place in self.counted])
        return tuple(Pair(pair.gold, self.counted[pair.found], pair.credit, pair.agrees) for pair in pairs)

    @property
    def score(self) -> Score:
        return Score(len(self.gold), len(self.counted), sum(pair.credit for pair in self.pairs))


@dataclass(frozen=True, slots=True)
class ModuleScorer:
    """The scorer of the development gold, which is a script: its `align` and `credit` do the work."""

    module: ModuleType

    def counts(self, claim: Row) -> bool:
        """Whether the guide has the relation."""
        return claim["relation"] in self.module.RELATIONS

    def same(self, gold: Row, role: str, name: str) -> bool:
        """Whether a name is the gold claim's, one of its aliases, or close to it."""
        return bool(self.module.same(self.module.names(gold, role), name))

    def credit(self, gold: Row, found: Row) -> float:
        """The credit the script gives."""
        return float(self.module.credit(gold, found))

    def pair(self, gold: Sequence[Row], found: Sequence[Row]) -> list[Pair]:
        """The alignment of the script."""
        aligned = self.module.align(gold, found)
        return [Pair(i, j, credit, agrees) for i, (j, credit, agrees, *_) in sorted(aligned.items())]


def own_cases(weights: Weights | None = None) -> list[Case]:
    """The documents of the project's own gold set; `weights` of confidence other than those kg comes with."""
    ontology, gold = load(resource("ontology")), _claims(OWN_GOLD)
    annotated = frozenset(claim["relation"] for claims in gold.values() for claim in claims)
    return _cases(OWN_GOLD, gold, OwnScorer(ontology, annotated), weights)


def development_cases(folder: Path, weights: Weights | None = None) -> list[Case]:
    """The documents of the development gold in a folder; none where it is not there."""
    if not folder.exists():
        return []
    return _cases(folder, _claims(folder), ModuleScorer(_module(folder / "score.py")), weights)


def digest(folder: Path) -> str:
    """SHA-256, in hex, of the texts and annotations of a gold set: names and contents, line ends aside."""
    hashed = hashlib.sha256()
    for file in sorted([*folder.glob("text/*.txt"), *folder.glob("claims/*.json")]):
        content = file.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(json.dumps([file.parent.name, file.name, content.decode("utf-8")]).encode("utf-8"))
    return hashed.hexdigest()


def _cases(folder: Path, gold: Mapping[str, Sequence[Row]], scorer: Scorer, weights: Weights | None) -> list[Case]:
    ontology = load(resource("ontology"))
    found = {str(reading.document.id): reading for reading in readings(folder / "text", weights)}
    return [_case(id_, found[id_], gold[id_], scorer, ontology) for id_ in sorted(gold)]


def _case(id_: str, reading: Reading, gold: Iterable[Row], scorer: Scorer, ontology: Ontology) -> Case:
    rows = tuple(row(claim, ontology) for claim in reading.claims)
    genre = OWN if isinstance(scorer, OwnScorer) else _genre(id_)
    return Case(id_, genre, reading, tuple(gold), rows, scorer)


def _genre(id_: str) -> str:
    """The genre of a document of the development gold, whose ids tell it."""
    return INTERVIEWS if "interview" in id_ else SEED if id_.startswith("seed") else NEWS


def _claims(folder: Path) -> dict[str, Sequence[Row]]:
    files = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(folder.glob("claims/*.json"))]
    return {content["id"]: content["claims"] for content in files}


def _module(file: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(file.stem, file)
    if spec is None or spec.loader is None:
        raise SystemExit(f"{file}: not a Python file")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module
