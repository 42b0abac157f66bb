"""Questions in plain English about the reports that come with kg: the table in `english.txt`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import api
from kg.errors import QueryError
from kg.graph.result import Row
from kg.model import Modality, Polarity
from kg.resources import resource

TABLE = Path(__file__).with_name("english.txt")


@dataclass(frozen=True)
class Case:
    question: str
    rows: tuple[str, ...]
    misread: tuple[str, ...]  # rows that a reader does not expect, and that the graph has
    unread: tuple[str, ...]  # rows that a reader expects too
    declined: str
    reading: str  # words of what it is read as


def cases(table: Path = TABLE) -> Iterator[Case]:
    """The questions of a table with the answers that belong to them."""
    text = "\n".join(line for line in table.read_text("utf-8").splitlines() if not line.startswith("#"))
    for block in text.strip().split("\n\n"):
        question, *lines = block.splitlines()
        marked = {mark: tuple(line[2:] for line in lines if line.startswith(mark)) for mark in "=~-!@"}
        yield Case(question, marked["="], marked["~"], marked["-"], "".join(marked["!"]), "".join(marked["@"]))


@pytest.fixture(scope="session")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> api.Graph:
    return api.build(resource("seeds/documents"), tmp_path_factory.mktemp("english") / "graph")


def fits(row: Row, expected: str) -> bool:
    """Whether a row of an answer is the one a line of the table describes."""
    ends, *said = expected.split(", ")
    subject, object_ = ends.split(" -> ")
    stance = {str(row["polarity"]), str(row["modality"])} - {Polarity.AFFIRMED, Modality.ASSERTED}
    told = {word for word in said if word in {*Polarity, *Modality}}
    holder = next((word.removeprefix("by ") for word in said if word.startswith("by ")), row["holder"])
    time = next((word.removeprefix("on ") for word in said if word.startswith("on ")), None)
    amount = next((int(word) for word in said if word.isdigit()), None)
    return (
        subject in str(row["subject"])
        and object_ in str(row["object"])
        and stance == told
        and row["holder"] == holder
        and time in (None, said_at(row, "time"))
        and amount in (None, said_at(row, "value"))
    )


def said_at(row: Row, column: str) -> object:
    """What stands in a column that only some answers have."""
    try:
        return row[column]
    except KeyError:
        return None


@pytest.mark.parametrize("case", cases(), ids=lambda case: re.sub(r"\W+", "-", case.question.casefold()).strip("-"))
def test_question_in_english_has_the_answer_that_a_reader_gives(case: Case, seeds: api.Graph) -> None:
    if case.declined:
        with pytest.raises(QueryError, match=re.escape(case.declined)):
            seeds.ask(case.question)
        return

    answer = seeds.ask(case.question)

    there = (*case.rows, *case.misread)
    assert [row for row in answer if not any(fits(row, line) for line in there)] == []
    assert [line for line in there if not any(fits(row, line) for row in answer)] == []
    assert [line for line in case.unread if any(fits(row, line) for row in answer)] == []
