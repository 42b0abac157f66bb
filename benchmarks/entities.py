"""How well mentions become entities, against a key, and what that costs: `python benchmarks/entities.py DOCUMENTS KEY`.

The key is `{"entities": {"Label": ["every way it is written", ...]}, "exceptions": [{"document": "file.md", "surface":
"Brandt", "entity": "Label"}]}`. Scored are all pairs of mentions in claims whose writing the key has.
"""

import argparse
import json
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.claims.authority import Authority
from kg.claims.entities import passage_order, resolve
from kg.claims.extract import PatternExtractor
from kg.model import Claim, Document, DocumentId, Mention
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.annotate import Annotator
from kg.text.read import Skipped, read

SIZES = (1, 2, 4, 8)


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of mentions: how many the graph has as one entity, how many the key, how many both."""

    found: int
    gold: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.gold if self.gold else 1.0


class Key:
    """Which entity each way of writing is."""

    def __init__(self, content: Mapping[str, object]) -> None:
        entities = content["entities"]
        assert isinstance(entities, dict), "the key has no entities"
        self._surfaces = {
            _folded(surface): label for label, surfaces in entities.items() for surface in (label, *surfaces)
        }
        exceptions = content.get("exceptions", [])
        assert isinstance(exceptions, list), "exceptions are a list"
        self._exceptions = {(each["document"], _folded(each["surface"])): each["entity"] for each in exceptions}

    def entity(self, document: str, mention: Mention) -> str | None:
        """The label the key has for a mention, by its writing; None if it has none."""
        surface = _folded(mention.text)
        return self._exceptions.get((document, surface)) or self._surfaces.get(surface)


def claims_of(documents: Sequence[Document], authority: Authority, ontology: Ontology) -> list[Claim[Mention]]:
    """The claims of documents as they are read, before resolution."""
    extractor, annotator = PatternExtractor(authority), Annotator()
    return [
        claim for document in documents for claim in extractor.extract(document, annotator.annotate(document), ontology)
    ]


def score(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """The pairs of mentions, each given as its entity in the graph and in the key.

    >>> score([("a", "A"), ("a", "A"), ("b", "A")])
    Pairs(found=1, gold=3, both=1)
    """
    cells = Counter(pairs)
    found, gold = Counter[str](), Counter[str]()
    for (ours, theirs), number in cells.items():
        found[ours] += number
        gold[theirs] += number
    return Pairs(_pairs(found.values()), _pairs(gold.values()), _pairs(cells.values()))


def errors(pairs: Iterable[tuple[str, str, str]]) -> list[str]:
    """What is wrong, in a line each: entities that are several in the key, and entities of the key that are several."""
    ours: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    theirs: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for id_, label, text in pairs:
        ours[id_][label].add(text)
        theirs[label][id_].add(text)
    return [
        f"{kind} {name}: " + "; ".join(f"{other} {sorted(texts)}" for other, texts in sorted(parts.items()))
        for kind, table in (("merged", ours), ("split", theirs))
        for name, parts in sorted(table.items())
        if len(parts) > 1
    ]


def copies(claims: Sequence[Claim[Mention]], number: int) -> list[Claim[Mention]]:
    """The claims of as many collections, each with names of its own, so that names grow as mentions do."""
    return [_renamed(claim, copy) for copy in range(number) for claim in claims]


def _renamed(claim: Claim[Mention], copy: int) -> Claim[Mention]:
    def renamed(mention: Mention) -> Mention:
        if mention.key is not None or not copy:
            return mention
        ending = "bdgkmptv"[copy % 8] + "aeiou"[copy % 5] + "n"
        name = " ".join(
            word + ending if word[:1].isupper() and len(word) > 3 else word for word in mention.name.split()
        )
        return replace(mention, name=name, text=name)

    evidence = replace(claim.evidence, document=DocumentId(f"{copy:02}{claim.evidence.document}"))
    holder = tuple(map(renamed, claim.holder))
    return replace(
        claim, subject=renamed(claim.subject), object=renamed(claim.object), holder=holder, evidence=evidence
    )


def _best_of_three(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def _pairs(numbers: Iterable[int]) -> int:
    return sum(number * (number - 1) // 2 for number in numbers)


def _folded(surface: str) -> str:
    return " ".join(surface.replace("’", "'").casefold().removeprefix("the ").split())


def _mentions(claims: Iterable[Claim[Mention]]) -> int:
    return sum(2 + len(claim.holder) for claim in claims)


def judged(
    documents: Sequence[Document], claims: Sequence[Claim[Mention]], key: Key, tools: tuple[Authority, Ontology]
) -> list[tuple[str, str, str]]:
    """The mentions that the key has, each as its entity in the graph, its entity in the key and its words."""
    sources = {document.id: Path(document.source).name for document in documents}
    dates = {document.id: document.published for document in documents if document.published is not None}
    resolution = resolve(claims, *tools, dates=dates)
    rows: dict[tuple[object, ...], tuple[str, str, str]] = {}
    for claim, resolved in zip(sorted(claims, key=passage_order), resolution.claims, strict=True):
        document = claim.evidence.document
        for mention, entity in zip(claim.arguments, resolved.arguments, strict=True):
            if (label := key.entity(sources[document], mention)) is not None:
                rows[document, mention.span, entity.id] = (entity.id, label, mention.text)
    return list(rows.values())


def _judge(rows: Sequence[tuple[str, str, str]], documents: int) -> None:
    pairs = score((id_, label) for id_, label, _ in rows)
    print(f"{len(rows)} mentions of the key in {documents} documents")
    print(f"pairs: precision {pairs.precision:.3f}, recall {pairs.recall:.3f} ({pairs})")
    print("\n".join(errors(rows)))


def _cost(claims: Sequence[Claim[Mention]], tools: tuple[Authority, Ontology]) -> None:
    print(f"{'size':>4} {'mentions':>9} {'seconds':>8} {'per mention':>12} {'ratio':>6}")
    first = 0.0
    for size in SIZES:
        grown = copies(claims, size)
        mentions = _mentions(grown)
        seconds = _best_of_three(lambda grown=grown: resolve(grown, *tools))  # type: ignore[misc]  # bound for this size
        each = seconds / max(mentions, 1)
        first = first or each
        print(f"{size:>4} {mentions:>9} {seconds:>8.3f} {each * 1e6:>9.1f} us {each / first:>6.2f}")


def main() -> int:
    """Parse the command line and run it."""
    parser = argparse.ArgumentParser(description="Entities across documents: quality and cost.")
    parser.add_argument("documents", type=Path)
    parser.add_argument("key", type=Path, nargs="?", help="without one, only the cost is measured")
    options = parser.parse_args()
    tools = Authority.load(resource("seeds/authority")), load(resource("ontology"))
    documents = [item for item in read([options.documents]) if not isinstance(item, Skipped)]
    claims = claims_of(documents, *tools)
    if options.key is not None:
        key = Key(json.loads(options.key.read_text(encoding="utf-8")))
        _judge(judged(documents, claims, key, tools), len(documents))
    _cost(claims, tools)
    return 0


if __name__ == "__main__":
    sys.exit(main())
