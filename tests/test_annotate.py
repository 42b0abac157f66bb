"""Parsed sentences keep the text's offsets, whatever its quotes and lines."""

from pathlib import Path

import pytest

from kg.errors import SettingError
from kg.model import Document, DocumentId
from kg.text.annotate import Annotator


def document_of(text: str) -> Document:
    return Document(id=DocumentId("d"), text=text, title="", source="")


@pytest.fixture(scope="module")
def annotator() -> Annotator:
    return Annotator()


def test_offsets_hold_with_curly_quotes_and_odd_spaces(annotator: Annotator) -> None:
    text = "  “Kyiv’s plan” was\u00a0rejected – twice.\n\n\tMoscow said so.  "
    for sentence in annotator.annotate(document_of(text)):
        assert text[slice(*sentence.span)] == sentence.text
        for token in sentence.tokens:
            assert len(text[slice(*token.span)]) == len(token.text)


def test_abbreviation_in_brackets_is_left_out_and_offsets_hold(annotator: Annotator) -> None:
    text = "The Council (UNSC) met the Mission (MIS). The Party (p. 4) left the Alliance (AfD)"
    first, second = annotator.annotate(document_of(text))
    words = [token.text for token in (*first.tokens, *second.tokens)]
    assert not {"UNSC", "MIS", "AfD"} & {*words}
    assert "p." in words
    assert (first.text, second.text) == ("The Council (UNSC) met the Mission (MIS).", text[42:-6])
    assert all(text[slice(*token.span)] == token.text for token in (*first.tokens, *second.tokens))


def test_a_line_never_runs_into_the_next_one(annotator: Annotator) -> None:
    sentences = annotator.annotate(document_of("Sources close to\nThe minister left the room"))
    assert [sentence.text for sentence in sentences] == ["Sources close to", "The minister left the room"]
    assert all(sentence.starts_line for sentence in sentences)


@pytest.mark.parametrize(
    "dateline",
    ["BERLIN - ", "BERLIN (Reuters) - ", "THE HAGUE, Netherlands -- ", "WASHINGTON, D.C. — ", "LIMA ― ", "PARIS—"],
)
def test_dateline_is_no_part_of_the_first_sentence(dateline: str, annotator: Annotator) -> None:
    (sentence,) = annotator.annotate(document_of(f"{dateline}Ministers met on Monday."))
    assert sentence.text == "Ministers met on Monday."
    assert sentence.span.start == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "NATO - the alliance - met.",
        "EU-backed talks failed.",
        "NATO-Russia talks failed.",
        "Kyiv - or Moscow - may win.",
    ],
)
def test_dash_after_a_name_makes_no_dateline(text: str, annotator: Annotator) -> None:
    assert "".join(sentence.text for sentence in annotator.annotate(document_of(text))) == text


def test_empty_text_has_no_sentences(annotator: Annotator) -> None:
    assert annotator.annotate(document_of(" \n ")) == ()


def test_missing_pipeline_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="no_such_pipeline"):
        Annotator("no_such_pipeline").annotate(document_of("Kyiv agreed."))
