"""The unseen texts, cut from the public sources that `sources.json` names.

python benchmarks/unseen/build.py SOURCES OUT    one OUT/ID.txt for every document, checked against its checksum

SOURCES holds the clones of README.md.
"""

import argparse
import csv
import hashlib
import io
import json
import re
import subprocess
import sys
from collections.abc import Callable, Sequence
from html import unescape
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree

HERE = Path(__file__).resolve().parent
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"


class Cut(NamedTuple):
    """Where a document's text stands: a file at a commit, and what to take of it."""

    repository: str
    commit: str
    file: str
    kind: str
    key: str


def main(arguments: Sequence[str]) -> int:
    """Write the texts; 1 when one of them differs from its checksum."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sources", type=Path)
    parser.add_argument("out", type=Path)
    options = parser.parse_args(arguments)
    options.out.mkdir(parents=True, exist_ok=True)
    wrong = [entry["id"] for entry in documents() if not write(entry, options.sources, options.out)]
    for name in wrong:
        print(f"{name}: the text differs from the checksum in sources.json; check out the commit named there")
    return 1 if wrong else 0


def documents() -> list[dict[str, str]]:
    """The documents of `sources.json`, in its order."""
    entries: list[dict[str, str]] = json.loads((HERE / "sources.json").read_text(encoding="utf-8"))["documents"]
    return entries


def write(entry: dict[str, str], sources: Path, out: Path) -> bool:
    """Write one text; whether it is the text that was chosen."""
    cut = Cut(entry["repository"], entry["commit"], entry["file"], entry["kind"], entry["key"])
    paragraphs = [tidy(one) for one in KINDS[cut.kind](read(cut, sources), cut.key)]
    text = "\n\n".join([entry["title"], *(one for one in paragraphs if one)]) + "\n"
    (out / f"{entry['id']}.txt").write_text(text, encoding="utf-8")
    return hashlib.sha256(text.encode()).hexdigest() == entry["sha256"]


def read(cut: Cut, sources: Path) -> str:
    """The file a text is cut from, out of a clone at its commit."""
    folder = sources / cut.repository.replace("/", "+")
    command = ["git", "-C", str(folder), "show", f"{cut.commit}:{cut.file}"]
    return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8")


def tidy(paragraph: str) -> str:
    """A paragraph on one line, with single spaces."""
    return re.sub(r"\s+", " ", paragraph).strip()


def table(text: str, url: str) -> list[str]:
    """The paragraphs of the row with this address, without the date line at its head."""
    csv.field_size_limit(sys.maxsize)
    (row,) = [row for row in csv.DictReader(io.StringIO(text)) if row["url"] == url]
    body = re.sub(r"\A\w+day, \w+ \d+, \d{4}\s+", "", row["text"])
    return body.split("\n")


def feed(text: str, link: str) -> list[str]:
    """The paragraphs of the item with this address, without mark-up."""
    (item,) = [item for item in ElementTree.fromstring(text).iter("item") if item.findtext("link") == link]
    paragraphs = re.findall(r"<p[^>]*>(.*?)</p>", item.findtext(CONTENT) or "", re.DOTALL)
    return [unescape(re.sub(r"<[^>]+>", "", one)) for one in paragraphs]


def plain(text: str, _key: str) -> list[str]:
    """The paragraphs of a file that is one text."""
    return text.split("\n")


def passages(text: str, key: str) -> list[str]:
    """The first passages of an article, in the order of the data set; `key` is TITLE:NUMBER."""
    title, number = key.rsplit(":", 1)
    (article,) = [article for article in json.loads(text)["data"] if article["title"] == title]
    return [passage["context"] for passage in article["paragraphs"][: int(number)]]


KINDS: dict[str, Callable[[str, str], list[str]]] = {
    "table": table,
    "feed": feed,
    "plain": plain,
    "passages": passages,
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
