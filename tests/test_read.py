"""Reading files into documents: what is read, what is skipped and with which reason."""

import os
from pathlib import Path

import pytest

from kg.errors import SettingError
from kg.model import Document, digest
from kg.text.read import READERS, Skipped, read

PAGE = """<html><head><title>Talks in Doha</title>
<meta property="article:published_time" content="2025-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/news">News</a></nav>
<article><h1>Talks in Doha</h1><p>Qatar hosted talks between the two delegations on Monday, officials said.</p>
<p>Both delegations rejected the plan that mediators had put before them last week.</p></article></body></html>"""


def write(folder: Path, **files: str | bytes) -> Path:
    """The files with `__` in their names for a dot, and `___` for a slash."""
    for name, content in files.items():
        path = folder / name.replace("___", "/").replace("__", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder


def documents(*paths: Path) -> list[Document]:
    return [item for item in read(paths) if isinstance(item, Document)]


def skipped(*paths: Path) -> list[Skipped]:
    return [item for item in read(paths) if isinstance(item, Skipped)]


def only(*paths: Path) -> Document:
    (item,) = read(paths)
    assert isinstance(item, Document), item
    return item


def test_plain_text_is_read_as_it_stands_with_its_first_line_as_title(tmp_path: Path) -> None:
    text = "Ukraine seeks accession\n\n  Kyiv said so.\n\n\n"
    document = only(write(tmp_path, a__txt=text))
    assert document == Document(
        id=document.id, text=text, title="Ukraine seeks accession", source="a.txt", language="en"
    )
    assert document.id == digest(text, "a.txt")


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param(b"one\r\ntwo\rthree\x0cfour", "one\ntwo\nthree\nfour", id="newlines"),
        pytest.param("cafe\u0301".encode(), "café", id="composed"),
        pytest.param(b"\xef\xbb\xbfKyiv", "Kyiv", id="byte order mark"),
        pytest.param(b"\x1b[31mred\x07", " [31mred ", id="controls"),
        pytest.param("\U0001f54a peace".encode(), "\U0001f54a peace", id="beyond the basic plane"),
    ],
)
def test_text_is_normalised(tmp_path: Path, content: bytes, text: str) -> None:
    assert only(write(tmp_path, a__txt=content)).text == text


def test_markdown_takes_its_metadata_from_the_front_matter(tmp_path: Path) -> None:
    text = (
        "---\ntitle: 'Talks: round two'\ndate: 2025-03\npublisher: The project\nlicence: CC0-1.0\n---\n\nKyiv agreed.\n"
    )
    document = only(write(tmp_path, a__md=text.replace("\n", "\r\n")))
    assert document == Document(
        id=document.id,
        text="Kyiv agreed.\n",
        title="Talks: round two",
        source="a.md",
        published="2025-03",
        publisher="The project",
        licence="CC0-1.0",
    )


@pytest.mark.parametrize(
    ("text", "title"),
    [
        pytest.param("# Talks in Doha\n\nKyiv agreed.", "Talks in Doha", id="heading"),
        pytest.param("Kyiv agreed.", "Kyiv agreed.", id="no front matter"),
        pytest.param("x" * 251 + "\nKyiv agreed.", "a", id="first line too long"),
        pytest.param("---\n---\nKyiv agreed.", "Kyiv agreed.", id="empty front matter"),
        pytest.param("---\ntitle:\n---\nKyiv agreed.", "Kyiv agreed.", id="empty title"),
    ],
)
def test_title_falls_back_on_a_short_first_line_then_the_file_name(tmp_path: Path, text: str, title: str) -> None:
    assert only(write(tmp_path, a__md=text)).title == title


def test_web_page_gives_its_article_without_the_navigation(tmp_path: Path) -> None:
    document = only(write(tmp_path, a__html=PAGE))
    assert (document.title, document.published, document.source) == ("Talks in Doha", "2025-03-04", "a.html")
    assert "Both delegations rejected the plan" in document.text
    assert "Home" not in document.text


def test_json_lines_give_one_document_each_and_a_bad_line_stops_none(tmp_path: Path) -> None:
    lines = [
        '{"text": "Kyiv agreed.", "title": "Talks", "date": "2025", "url": "https://example.org/1", "publisher": "P"}',
        '{"text": "Kyiv',
        "",
        '{"title": "no text"}',
        "[]",
        '{"text": "Moscow refused.", "published": "2025-03-04T09:30:00+02:00", "licence": "CC0-1.0"}',
        '{"text": "Half \\ud83d"}',
        '{"text": "Doha", "date": "next week"}',
        '{"text": "Doha", "title": ["a"]}',
        '{"text": ' + "9" * 5000 + "}",
        "[" * 100_000,
    ]
    items = list(read([write(tmp_path, a__jsonl="\n".join(lines)) / "a.jsonl"]))
    first, last = (item for item in items if isinstance(item, Document))
    assert (first.text, first.title, first.source) == ("Kyiv agreed.", "Talks", "https://example.org/1")
    assert (first.published, first.publisher) == ("2025", "P")
    assert (last.text, last.title, last.source) == ("Moscow refused.", "Moscow refused.", "a.jsonl:6")
    assert (last.published, last.licence) == ("2025-03-04", "CC0-1.0")
    reasons = {item.source: item.reason for item in items if isinstance(item, Skipped)}
    assert list(reasons) == [f"a.jsonl:{line}" for line in (2, 4, 5, 7, 8, 9, 10, 11)]
    assert reasons["a.jsonl:2"].startswith("not JSON")
    assert reasons["a.jsonl:4"] == 'no "text" with a string; write {"text": ...}'
    assert reasons["a.jsonl:8"] == "'next week' is not an ISO 8601 date; write 2021, 2021-03 or 2021-03-04"


def test_json_line_that_is_not_utf_8_is_skipped_alone(tmp_path: Path) -> None:
    write(tmp_path, a__jsonl=b'{"text": "caf\xe9"}\n{"text": "Kyiv agreed."}\n')
    assert [document.text for document in documents(tmp_path)] == ["Kyiv agreed."]
    assert [item.source for item in skipped(tmp_path)] == ["a.jsonl:1"]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("a.txt", b"caf\xe9", "not UTF-8: byte 0xe9 at offset 3; convert the file to UTF-8"),
        ("a.txt", b" \n\n", "no text in it; remove it or fill it"),
        ("a.txt", b"", "no text in it; remove it or fill it"),
        ("a.txt", b"PK\x03\x04\0\0", "U+0000 at character 4: it is no text; convert it to plain text"),
        (
            "a.txt",
            b"Kyiv\n" + 10 * b"Kyiv agreed. " * 10_000,
            "a line of 1,300,000 characters is no paragraph; break it where paragraphs end",
        ),
        ("a.md", b"---\ntitle: A\n---\n", "no text in it; remove it or fill it"),
        ("a.md", b"---\ntitle: A\n", "line 1: front matter is opened by --- and never closed; add a line --- below it"),
        (
            "a.md",
            b"---\ntitle: A\ndate: [1\n---\nKyiv",
            "line 4: front matter is not YAML (expected ',' or ']', but got '<stream end>'); "
            "mend it or put the value in quotes",
        ),
        ("a.md", b"---\n- A\n---\nKyiv", "line 2: front matter is not a list of `name: value`; write it so"),
        ("a.md", b"---\ntitle: [A]\n---\nKyiv", "title is list, not text; write one line of text"),
        (
            "a.md",
            b"---\ndate: 2025-02-30\n---\nKyiv",
            "'2025-02-30' is not an ISO 8601 date; write 2021, 2021-03 or 2021-03-04",
        ),
        ("a.html", b"<html></html>", "no article text found in the page; save the text alone as .txt or .md"),
        ("a.docx", b"PK", f"no reader for '.docx'; convert it to one of {', '.join(READERS)}"),
        ("README", b"Kyiv", f"no reader for 'a name without suffix'; convert it to one of {', '.join(READERS)}"),
        (".hidden.txt", b"Kyiv", "hidden; rename it or name it on the command line"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(tmp_path: Path, name: str, content: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(content)
    assert list(read([tmp_path])) == [Skipped(name, reason)]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    write(tmp_path, b__txt="b", a___z__txt="z", a___a__md="a", c__TXT="c", __git___x__txt="hidden")
    assert [document.source for document in documents(tmp_path)] == ["a/a.md", "a/z.txt", "b.txt", "c.TXT"]
    assert [item.source for item in skipped(tmp_path)] == [".git"]


def test_a_hidden_file_is_read_when_it_is_named(tmp_path: Path) -> None:
    (tmp_path / ".a.txt").write_text("Kyiv")
    assert only(tmp_path / ".a.txt").source == ".a.txt"


def test_the_same_folder_elsewhere_gives_the_same_documents(tmp_path: Path) -> None:
    here, there = (write(tmp_path / name, x___a__txt="Kyiv", b__jsonl='{"text": "Doha"}') for name in ("here", "there"))
    assert documents(here) == documents(there)
    assert documents(here / "x") == documents(there / "x" / "a.txt")


def test_a_link_to_a_folder_and_a_pipe_are_skipped(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    os.mkfifo(tmp_path / "pipe.txt")
    assert [item.source for item in skipped(tmp_path)] == ["loop", "pipe.txt"]


def test_a_file_name_that_is_not_utf_8_still_gives_a_source(tmp_path: Path) -> None:
    path = os.path.join(os.fsencode(tmp_path), b"caf\xe9.txt")
    with open(path, "w") as file:
        file.write("Kyiv")
    assert only(tmp_path).source == "caf\ufffd.txt"


def test_a_missing_path_stops_before_anything_is_read(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="nothing: no such file or folder; check the path"):
        next(read([tmp_path, tmp_path / "nothing"]))


@pytest.mark.parametrize(
    ("text", "published"),
    [
        ("Talks in Doha\nTuesday, May 5, 2015\nThe talks began.", "2015-05-05"),
        ("Talks in Doha\n\n5 May 2015\nThe talks began.", "2015-05-05"),
        ("May 5, 2015\nTalks in Doha", "2015-05-05"),
        ("Talks in Doha\nThe talks began on May 5, 2015.", None),
        ("Talks in Doha\nMay 2015\nThe talks began.", None),
        ("Talks in Doha\nMonday, Juneday 5, 2015\nThe talks began.", None),
        ("Talks in Doha\nFebruary 30, 2015\nThe talks began.", None),
        ("Talks\nOne.\nTwo.\nMay 5, 2015\n", None),
    ],
    ids=["after the headline", "day first", "first", "in a sentence", "month", "no month", "no day", "far down"],
)
def test_date_by_itself_under_the_headline_is_that_of_publication(
    tmp_path: Path, text: str, published: str | None
) -> None:
    (tmp_path / "a.txt").write_text(text, "utf-8")
    assert only(tmp_path).published == published


def test_date_in_the_metadata_comes_before_one_in_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ndate: 2016\n---\nTalks\nMay 5, 2015\nThe talks began.", "utf-8")
    assert only(tmp_path).published == "2016"
