"""Documents from files: plain text, Markdown with front matter, web pages and JSON lines.

Whatever cannot be read comes out as a `Skipped` with its reason, in its place: nothing is lost silently.
"""

import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from kg.errors import DocumentError, SettingError
from kg.model import Document, DocumentId, digest

TITLE_LENGTH = 250  # characters; a longer first line is a paragraph, not a headline

PARAGRAPH_LENGTH = 100_000  # characters; by spaCy its parser takes about 1 GB for so many, and stops at ten times that

# What may stand in text but not in RDF 1.1 results written as XML, nor safely on a terminal: one blank for each.
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f]")
_NEWLINES = re.compile(r"\r\n|[\r\v\f\x85\u2028\u2029]")
_FENCE = re.compile(r"^---[ \t]*$", re.MULTILINE)
# A line that is a date and nothing else: "Tuesday, May 5, 2015", "5 May 2015".
_DATELINE = re.compile(
    r"(?:[A-Z][a-z]+day,? )?(?:[A-Z][a-z]{2,8}\.? [0-9]{1,2},|[0-9]{1,2} [A-Z][a-z]{2,8}\.?),? [0-9]{4}"
)
_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ].*)?)?)?")


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that was found and not read, and why."""

    source: str
    reason: str


type Reader = Callable[[bytes, str], Iterator[Document | Skipped]]


def read(paths: Sequence[Path]) -> Iterator[Document | Skipped]:
    """Every document in the files, and in the folders walked in the order of their file names.

    A document's source is its path inside the folder given, or the file's name: the same wherever the folder lies.

    Raises:
        SettingError: one of the paths does not exist.
    """
    for path in paths:
        if not path.exists():
            raise SettingError(f"{path}: no such file or folder; check the path")
    for path in paths:
        if path.is_dir():
            yield from _read_folder(path, path)
        else:
            yield from _read_file(path, _source(Path(path.name)))


def _read_folder(folder: Path, top: Path) -> Iterator[Document | Skipped]:
    try:
        entries = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError as error:
        yield Skipped(_source(folder.relative_to(top)), f"cannot be read ({error.strerror}); check its permissions")
        return
    for path in entries:
        source = _source(path.relative_to(top))
        if path.name.startswith("."):
            yield Skipped(source, "hidden; rename it or name it on the command line")
        elif path.is_symlink() and path.is_dir():
            yield Skipped(source, "a link to a folder; name the folder itself")
        elif path.is_dir():
            yield from _read_folder(path, top)
        else:
            yield from _read_file(path, source)


def _read_file(path: Path, source: str) -> Iterator[Document | Skipped]:
    reader = READERS.get(path.suffix.lower())
    if reader is None:
        known = ", ".join(READERS)
        yield Skipped(source, f"no reader for {path.suffix or 'a name without suffix'!r}; convert it to one of {known}")
    elif not path.is_file():
        yield Skipped(source, "not a regular file; copy it into one")
    else:
        try:
            yield from reader(path.read_bytes(), source)
        except OSError as error:
            yield Skipped(source, f"cannot be read ({error.strerror}); check its permissions")
        except DocumentError as error:
            yield Skipped(source, str(error))


def _source(path: Path) -> str:
    """A relative path as written into the graph: the same bytes on every system, whatever the file name's encoding."""
    return unicodedata.normalize("NFC", os.fsencode(path.as_posix()).decode("utf-8", "replace"))


def _read_text(content: bytes, source: str) -> Iterator[Document]:
    yield _document(_decode(content), source, {})


def _read_markdown(content: bytes, source: str) -> Iterator[Document]:
    header, text = _split_front_matter(_plain(_decode(content)))
    yield _document(text, source, header)


def _read_html(content: bytes, source: str) -> Iterator[Document]:
    import trafilatura  # takes a third of a second and lxml with it: only when there is a page to read

    # Without a fixed last date and without guesses from the text, a page's date would depend on the day it is read.
    dates = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}
    page = trafilatura.bare_extraction(
        content, include_comments=False, with_metadata=True, date_extraction_params=dates
    )
    if page is None or isinstance(page, dict) or not page.text:
        raise DocumentError("no article text found in the page; save the text alone as .txt or .md")
    header = {"title": page.title, "date": page.date, "publisher": page.sitename, "licence": page.license}
    yield _document(page.text, source, header)


def _read_json_lines(content: bytes, source: str) -> Iterator[Document | Skipped]:
    """One document a line; a line that is none is skipped, and the others go on."""
    for number, line in enumerate(content.split(b"\n"), start=1):
        if not line.strip():
            continue
        place = f"{source}:{number}"
        try:
            yield _json_document(_decode(line), place)
        except DocumentError as error:
            yield Skipped(place, str(error))


READERS: Mapping[str, Reader] = MappingProxyType(
    {
        ".txt": _read_text,
        ".md": _read_markdown,
        ".html": _read_html,
        ".htm": _read_html,
        ".jsonl": _read_json_lines,
    }
)


def _json_document(line: str, place: str) -> Document:
    try:
        record = json.loads(line)
    except ValueError as error:  # malformed, or a number of thousands of digits
        raise DocumentError(f"not JSON ({error}); mend the line") from error
    except RecursionError as error:
        raise DocumentError("JSON nested too deeply to be a document; write one flat object a line") from error
    if not isinstance(record, dict):
        raise DocumentError('not a JSON object; write {"text": ...} on each line')
    if not isinstance(record.get("text"), str):
        raise DocumentError('no "text" with a string; write {"text": ...}')
    return _document(record["text"], _field(record, "url", "source") or place, record)


def _document(text: str, source: str, header: Mapping[str, object]) -> Document:
    """A document with its text made plain, its metadata checked and its title found.

    Raises:
        DocumentError: there is no text in it, or its metadata cannot be used.
    """
    text = _plain(text)
    if not text.strip():
        raise DocumentError("no text in it; remove it or fill it")
    if (longest := max(map(len, text.split("\n")))) > PARAGRAPH_LENGTH:
        raise DocumentError(f"a line of {longest:,} characters is no paragraph; break it where paragraphs end")
    return Document(
        id=DocumentId(digest(text, source)),
        text=text,
        title=_field(header, "title") or _headline(text) or Path(source).stem,
        source=source,
        published=_published(_field(header, "date", "published")) or dateline(text),
        publisher=_field(header, "publisher"),
        language=_field(header, "language") or "en",
        licence=_field(header, "licence", "license"),
    )


def _decode(content: bytes) -> str:
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        reason = f"not UTF-8: byte {content[error.start]:#04x} at offset {error.start}; convert the file to UTF-8"
        raise DocumentError(reason) from error


def _plain(text: str) -> str:
    r"""Text in NFC with `\n` as its only line break and a blank for every other control character.

    >>> _plain("cafe\u0301\r\nof\x0cKyiv\x1b[0m")
    'café\nof\nKyiv [0m'
    """
    if "\0" in text:
        raise DocumentError(f"U+0000 at character {text.index('\0')}: it is no text; convert it to plain text")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise DocumentError(f"half a surrogate pair at character {error.start}; write whole characters") from error
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", _NEWLINES.sub("\n", text)))


def _split_front_matter(text: str) -> tuple[Mapping[str, object], str]:
    """The YAML between two lines `---` at the very top, and the text below it.

    Raises:
        DocumentError: the YAML is malformed or not closed; the message names the line of the file.
    """
    import yaml

    opening = _FENCE.match(text)
    if opening is None:
        return {}, text
    closing = _FENCE.search(text, opening.end())
    if closing is None:
        raise DocumentError("line 1: front matter is opened by --- and never closed; add a line --- below it")
    try:
        # Values as they are written: YAML's own types would turn 2025-03 into text, 2025 into a number.
        header = yaml.load(text[opening.end() : closing.start()], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        raise DocumentError(_yaml_fault(error)) from error
    if not isinstance(header, dict | None):
        raise DocumentError("line 2: front matter is not a list of `name: value`; write it so")
    return header or {}, text[closing.end() :].lstrip("\n")


def _yaml_fault(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"line {mark.line + 1}: " if mark is not None else ""
    problem = getattr(error, "problem", None) or "a character YAML does not allow"
    return f"{line}front matter is not YAML ({problem}); mend it or put the value in quotes"


def _field(header: Mapping[str, object], *names: str) -> str | None:
    """The first of the fields that is there, on one line.

    Raises:
        DocumentError: its value is neither text nor a number.
    """
    for name in names:
        value = header.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool):
            text = " ".join(_plain(str(value)).split())
            if text:
                return text
        elif value is not None:
            raise DocumentError(f"{name} is {type(value).__name__}, not text; write one line of text")
    return None


def _headline(text: str) -> str | None:
    r"""The first line with anything on it, if it is short enough to be a title.

    >>> _headline("# Talks in Doha\n\nThe talks ...")
    'Talks in Doha'
    """
    line = next(line for line in text.splitlines() if line.strip()).strip().lstrip("#").strip()
    return line if 0 < len(line) <= TITLE_LENGTH else None


def dateline(text: str) -> str | None:
    r"""The date that stands by itself on one of the first three lines, below the headline: that of publication.

    >>> dateline("Talks in Doha\nTuesday, May 5, 2015\nThe talks ...")
    '2015-05-05'
    >>> dateline("Talks in Doha\nThe talks of May 5, 2015 ...") is None
    True
    """
    lines = [line.strip() for line in text.splitlines() if line.strip()][:3]
    line = next((line for line in lines if _DATELINE.fullmatch(line)), None)
    if line is None:
        return None
    from dateparser.date import DateDataParser  # a tenth of a second: only when there is a date to read

    settings = {"REQUIRE_PARTS": ["day", "month", "year"], "TIMEZONE": "UTC"}
    found = DateDataParser(languages=["en"], settings=settings).get_date_data(line).date_obj
    return found.date().isoformat() if found is not None else None


def _published(value: str | None) -> str | None:
    """A date checked and kept at its own precision; the time of day is dropped.

    >>> _published("2025-03"), _published("2025-03-04T10:00:00Z")
    ('2025-03', '2025-03-04')
    """
    if value is None:
        return None
    fault = DocumentError(f"{value!r} is not an ISO 8601 date; write 2021, 2021-03 or 2021-03-04")
    match = _DATE.fullmatch(value)
    if match is None:
        raise fault
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise fault from None
    return "-".join(filter(None, (year, month, day)))
