"""Writes nouns.ttl: the class of some eleven thousand common nouns, by what WordNet says they denote first.

    python ontology/nouns.py            writes the file beside this script
    python ontology/nouns.py --check    compares, and exits with 1 if the file is not what would be written

WordNet 3.0 is read where Debian's package `wordnet-base` puts it; it is needed at development time only.
`docs/decisions/0010-nouns-of-wordnet.md` says what was tried and what it is worth.
"""

import argparse
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

FILE = Path(__file__).with_name("nouns.ttl")
WORDNET = Path("/usr/share/wordnet")

# The class of a noun by the lexicographer's file of its first sense (lexnames(5WN)), and by a sense above it. The first
# line that fits decides; a noun that none fits is left to the class of everything else.
CLASSES = (
    ("Organization", 14, "organization"),
    ("Group", 14, "people"),
    ("Person", 18, None),
    ("Event", 11, None),
    ("Action", 4, None),
)

HEAD = """\
@prefix kg: <https://w3id.org/kg-claims/ontology#> .

# Written by nouns.py; do not edit. Common nouns by what they denote in the first place, from WordNet 3.0.
# kg:headNoun of types.ttl decides first.
#
# WordNet 3.0 Copyright 2006 by Princeton University. All rights reserved. Its licence: licences/WordNet-3.0.txt.
"""


class Synset(NamedTuple):
    """One sense: the lexicographer's file it is in, its words, what is above it, and whether it is an individual."""

    file: int
    words: tuple[str, ...]
    above: tuple[str, ...]
    individual: bool


def synsets(folder: Path) -> dict[str, Synset]:
    """The senses of nouns by their offset in `data.noun` (wndb(5WN))."""
    found = {}
    for line in _lines(folder / "data.noun"):
        fields = line.split(" | ")[0].split()
        words = tuple(fields[4 + 2 * n] for n in range(int(fields[3], 16)))
        pointers = re.findall(r"(@i?) (\d{8}) n", line.split(" | ")[0])
        above = tuple(offset for kind, offset in pointers if kind == "@")
        found[fields[0]] = Synset(int(fields[1]), words, above, any(kind == "@i" for kind, _ in pointers))
    return found


def first_senses(folder: Path) -> Iterator[tuple[str, str]]:
    """Every noun of one word with the offset of its first sense (index.noun lists the commonest first)."""
    for line in _lines(folder / "index.noun"):
        fields = line.split()
        if re.fullmatch(r"[a-z]{3,}(-[a-z]+)*", fields[0]):
            yield fields[0], fields[-int(fields[2])]


def nouns(folder: Path) -> Mapping[str, list[str]]:
    """The nouns of each class, sorted."""
    senses = synsets(folder)

    @cache
    def ancestors(offset: str) -> frozenset[str]:
        return frozenset({offset}).union(*(ancestors(above) for above in senses[offset].above))

    tops = {word: {offset for offset in senses if senses[offset].words[0] == word} for _, _, word in CLASSES if word}
    found: defaultdict[str, list[str]] = defaultdict(list)
    for noun, offset in first_senses(folder):
        sense = senses[offset]
        common = not sense.individual and noun in sense.words  # written with a small letter there too
        fitting = (
            class_
            for class_, file, top in CLASSES
            if common and sense.file == file and (top is None or not ancestors(offset).isdisjoint(tops[top]))
        )
        if (class_ := next(fitting, None)) is not None:
            found[class_].append(noun)
    return {class_: sorted(words) for class_, words in sorted(found.items())}


def turtle(classes: Mapping[str, Iterable[str]]) -> str:
    """The file."""
    blocks = (f'\nkg:{class_} kg:likelyNoun """\n{_filled(words)}""" .\n' for class_, words in classes.items())
    return HEAD + "".join(blocks)


def _filled(words: Iterable[str], width: int = 118) -> str:
    lines, line = [], ""
    for word in words:
        if len(line) + len(word) > width:
            lines.append(line.rstrip())
            line = ""
        line += f"{word} "
    return "\n".join([*lines, line.rstrip(), ""])


def _lines(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        if not line.startswith("  "):  # the licence
            yield line


def main() -> int:
    """Write the file, or compare it."""
    parser = argparse.ArgumentParser(description="Write nouns.ttl from WordNet.")
    parser.add_argument("--check", action="store_true", help="compare instead of writing")
    parser.add_argument("--wordnet", type=Path, default=WORDNET, help=f"folder of data.noun (default: {WORDNET})")
    options = parser.parse_args()
    text = turtle(nouns(options.wordnet))
    if not options.check:
        FILE.write_text(text, encoding="utf-8", newline="\n")
        return 0
    if FILE.read_text(encoding="utf-8") == text:
        return 0
    print(f"{FILE.name} is not what {Path(__file__).name} writes: run it and look at the difference", file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main())
