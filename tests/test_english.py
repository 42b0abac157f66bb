"""Questions in plain English about the reports that come with kg: the table in `english.txt`."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from kg import api
from kg.cli import main
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


@pytest.mark.parametrize(
    "case", tuple(cases()), ids=lambda case: re.sub(r"\W+", "-", case.question.casefold()).strip("-")
)
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


def test_at_least_forty_questions_are_in_the_table() -> None:
    assert len({case.question for case in cases()}) >= 40


def test_notes_say_what_a_question_was_read_as_and_what_was_not_looked_at(seeds: api.Graph) -> None:
    assert seeds.ask("Whom does Riyadh accuse of arming the Houthis?").notes == (
        "read as: Saudi Arabia accuses ?",
        "not looked at: 'of arming the Houthis'",
    )


def test_notes_say_that_no_relation_fits(seeds: api.Graph) -> None:
    notes = seeds.ask("Who regretted the decision?").notes
    assert notes[1] == "no relation fits; these are the claims in which the text says 'regret'"


def test_yes_or_no_is_answered_with_how_many_claims_say_which(seeds: api.Graph) -> None:
    denied = seeds.ask("Has Hungary ratified the Swedish application?")
    put_off = seeds.ask("Is France leading the new security architecture?")

    assert denied.notes[-1] == "affirmed by none; denied by 1"
    assert put_off.notes[-1] == "affirmed by 1, 1 of them not as a fact (see modality); denied by none"


def test_an_empty_answer_says_whether_the_way_of_asking_narrows_it(seeds: api.Graph) -> None:
    nobody = seeds.ask("Who attacked Sweden?")
    narrowed = seeds.ask("Who might join NATO?")

    assert (len(nobody), nobody.notes[-1]) == (0, "understood, but no claim in the graph says so")
    assert len(narrowed) == 0
    assert narrowed.notes[-1].startswith("understood, but no claim fits how it is asked")


def test_what_somebody_says_about_something_is_found_whatever_the_relation(seeds: api.Graph) -> None:
    answer = seeds.ask("What does Russia think about the enlargement of NATO?")
    assert sorted(str(row["relation"]) for row in answer) == ["criticises", "opposes"]


def test_one_of_several_offices_is_asked_for(seeds: api.Graph) -> None:
    assert [row["subject"] for row in seeds.ask("Who is the foreign minister of Greece?")] == ["Nikos Kotzias"]


def test_a_passive_without_its_agent_is_asked_for_all_agents(seeds: api.Graph) -> None:
    answer = seeds.ask("When was the nuclear agreement signed?")
    assert {row["time"] for row in answer} == {"2015-07-14"}


def test_time_in_a_question_narrows_it(seeds: api.Graph) -> None:
    assert len(seeds.ask("Who signed the nuclear agreement in 2015?")) > 0
    assert len(seeds.ask("Who signed the nuclear agreement in 2016?")) == 0


def test_a_name_that_is_not_there_is_answered_with_what_has_most_to_do_with_it(seeds: api.Graph) -> None:
    with pytest.raises(QueryError, match='European Union" in the graph; did you mean Ukraine to join'):
        seeds.ask("Who opposes Ukraine's accession to the European Union?")


def test_the_sparql_of_a_question_gives_its_answer_by_itself(seeds: api.Graph) -> None:
    question = "Who accused Iran?"
    assert list(map(tuple, seeds.query(seeds.understand(question).sparql))) == list(map(tuple, seeds.ask(question)))


def test_parameters_do_not_go_with_plain_english(seeds: api.Graph) -> None:
    with pytest.raises(QueryError, match="takes no --what; put it into the words"):
        seeds.ask("Who accused Iran?", what="Iran")


def test_command_prints_the_sparql_beside_the_answer(seeds: api.Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_ask(seeds, "Who accused Iran?", "--format", "csv") == 0
    printed = capsys.readouterr()

    assert printed.out.splitlines()[1].startswith("Benjamin Netanyahu,accuses,Iran,affirmed,asserted,")
    assert "VALUES ?o { ent:iran }" in printed.err
    assert printed.err.rstrip().endswith("kg: read as: ? accuses Iran")


def test_command_prints_only_the_sparql_where_that_is_asked(
    seeds: api.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_ask(seeds, "Who accused Iran?", "--sparql") == 0
    printed = capsys.readouterr()

    assert (printed.out, printed.err) == (seeds.understand("Who accused Iran?").sparql, "")


def test_command_says_in_one_line_what_it_did_not_understand(
    seeds: api.Graph, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_ask(seeds, "Why did Iran sign?") == 2
    assert capsys.readouterr().err.count("\n") == 1

    assert run_ask(seeds, "who-opposes", "--sparql") == 2
    assert "--sparql is for questions in plain English" in capsys.readouterr().err


def run_ask(graph: api.Graph, *arguments: str) -> object:
    with pytest.raises(SystemExit) as exited:
        main(["ask", *arguments, "-g", str(graph.folder)])
    return exited.value.code or 0
