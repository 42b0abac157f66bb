"""Questions in the order of statements."""

import pytest

from kg.claims.asked import document_of
from kg.claims.wh import Asks, Statement, has_question_word, statements
from kg.model import Sentence
from kg.text.annotate import Annotator

CASES = """
Who opposes the treaty? | [Somebody] opposes the treaty.
What does Kenya call for? | Kenya does call for [something].
Whom does Kenya accuse of spying? | Kenya does accuse [somebody] of spying.
With whom did Kenya negotiate? | Kenya did negotiate with [somebody].
What did Kenya call the treaty? | Kenya did call the treaty [something].
Which treaty has Kenya not signed? | Kenya has not signed some [treaty].
Whose accession does Kenya oppose? | Kenya does oppose [somebody]'s accession.
Where did the talks take place? | The talks did take place in some [place].
According to Kenya, who attacked the port? | According to Kenya, [somebody] attacked the port.
Who accuses whom? | [Somebody] accuses [somebody].
Which countries of the region support it? | Some [countries] of the region support it.
Who did the prosecutor accuse? | The prosecutor did accuse [somebody].
Has Kenya signed the treaty? | Kenya has signed the treaty.
Didn't Kenya sign the treaty? | Kenya didn't sign the treaty.
Is Kenya a member of the league? | Kenya is a member of the league.
When did Kenya sign the treaty? | Kenya did sign the treaty.
In which year did Kenya sign the treaty? | Kenya did sign the treaty.
How many troops would Kenya send? | Kenya would send 7,777 troops.
How much aid would Kenya send? | Kenya would send 7,777 tons of aid.
"""


def parsed(annotator: Annotator, question: str) -> Sentence:
    return annotator.annotate(document_of(question))[0]


def shown(statement: Statement) -> str:
    """A statement with its gaps in brackets."""
    text = statement.text
    for gap in sorted(statement.gaps, key=lambda gap: -gap.span.start):
        text = f"{text[: gap.span.start]}[{text[slice(*gap.span)]}]{text[gap.span.end :]}"
    return text


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_question_becomes_the_statement_it_asks_for(case: str, annotator: Annotator) -> None:
    question, expected = case.split(" | ")
    assert expected in [shown(each) for each in statements(parsed(annotator, question))]


@pytest.mark.parametrize(
    ("question", "asks"),
    [
        ("Who signed the treaty?", Asks.THING),
        ("Has Kenya signed the treaty?", Asks.WHETHER),
        ("Since when has Kenya supported it?", Asks.TIME),
        ("How many troops did Kenya send?", Asks.AMOUNT),
    ],
)
def test_what_a_question_wants_is_told_by_its_first_words(question: str, asks: Asks, annotator: Annotator) -> None:
    assert {each.asks for each in statements(parsed(annotator, question))} == {asks}


@pytest.mark.parametrize("question", ["Why did Kenya sign the treaty?", "How did Kenya respond?", "Kenya signed it."])
def test_what_claims_do_not_say_has_no_statement(question: str, annotator: Annotator) -> None:
    assert statements(parsed(annotator, question)) == ()


def test_a_question_word_or_an_auxiliary_in_front_asks(annotator: Annotator) -> None:
    asking = {text: has_question_word(parsed(annotator, text)) for text in ("Did Kenya sign?", "Who?", "Kenya signed.")}
    assert asking == {"Did Kenya sign?": True, "Who?": True, "Kenya signed.": False}
