"""What phrases stand for within a document."""

import pytest

from kg.ontology import Ontology

from .conftest import Read, said

CASES = [
    # a text, and a claim that must be read from it
    ("Moscow rejected the plan.", ("Russia", "rejects", "plan")),
    ("The Kremlin rejected the plan.", ("Russia", "rejects", "plan")),
    ("Talks were held in Moscow.", ("Talks", "takesPlaceIn", "Moscow")),
    (
        "Ukrainian President Volodymyr Zelenskyy met Emmanuel Macron.",
        ("Volodymyr Zelenskyy", "holdsOfficeIn", "Ukraine"),
    ),
    ("Maria Keller visited Prague. Keller rejected the plan.", ("Maria Keller", "rejects", "plan")),
    ("Maria Keller visited Prague. She rejected the plan.", ("Maria Keller", "rejects", "plan")),
    ("Sudan rejected the treaty. It supports the ceasefire.", ("Sudan", "supports", "ceasefire")),
    # a reflexive is the subject of its own clause
    ("Peru met Chile. The rebels called themselves patriots.", ("rebels", "characterizedAs", "patriots")),
    ("Kenya said it would reject the plan.", ("Kenya", "rejects", "plan")),
    # who does something to him is another
    (
        "Peter Dunn met Paul Marsh. Marsh says he spoke to Dunn and asked him to resign.",
        ("Paul Marsh", "callsFor", "resign"),
    ),
    # "she" is who a given name, a title, a noun or the document's other sentences show to be one
    ("Helen Marsh and Peter Dunn met. He rejected the plan.", ("Peter Dunn", "rejects", "plan")),
    ("Mrs. Okafor met Mr. Adeyemi. He rejected the plan.", ("Adeyemi", "rejects", "plan")),
    ("Spokeswoman Rennick met Senator Dorval. He rejected the plan.", ("Dorval", "rejects", "plan")),
    (
        "Kiran Sandhu said she would stay. Ashan Perera said she would go. Perera, she said, met Lior Katz. "
        "Sandhu said she met Perera. She left. Lior Katz met Ashan Perera. He rejected the plan.",
        ("Lior Katz", "rejects", "plan"),
    ),
    (
        "Kenya proposed a twelve-point peace plan. Sudan rejected the plan.",
        ("Sudan", "rejects", "twelve-point peace plan"),
    ),
    (
        "Kenya proposed a twelve-point peace plan. Sudan rejected the proposal.",
        ("Sudan", "rejects", "twelve-point peace plan"),
    ),
    ("Kenya proposed a twelve-point peace plan. Sudan rejected it.", ("Sudan", "rejects", "twelve-point peace plan")),
    ("The envoy, Maria Keller, met Emmanuel Macron.", ("Maria Keller", "meetsWith", "Emmanuel Macron")),
    ("France rejected the details of the treaty.", ("France", "rejects", "treaty")),
    ("The head of the Wagner Group, Yevgeny Prigozhin, welcomed the coup.", ("Yevgeny Prigozhin", "supports", "coup")),
    ("Macron accused Minsk of attacking Lviv.", ("Belarus", "attacks", "Lviv")),
    ("The Rapid Support Forces met the army. RSF rejected the plan.", ("Rapid Support Forces", "rejects", "plan")),
    ("Defence Secretary Anna Nilsson met Emmanuel Macron.", ("Anna Nilsson", "meetsWith", "Emmanuel Macron")),
    ("Macron described the deal as unacceptable.", ("deal", "characterizedAs", "unacceptable")),
    ("4,000 peacekeepers are stationed in Kosovo.", ("4,000 peacekeepers", "deploysTo", "Kosovo")),
    ("China rejects a 2016 ruling.", ("China", "rejects", "2016 ruling")),
    ("Thousands of protesters support the treaty.", ("protesters", "supports", "treaty")),
    # whose office a bare title is: the holder's, if known, else the state's the text is about
    ("Prime Minister Boris Johnson rejected the plan.", ("Boris Johnson", "holdsOfficeIn", "United Kingdom")),
    ("Italy and Italian schools agreed. Minister Rossi left Italy.", ("Rossi", "holdsOfficeIn", "Italy")),
    # a seat of government is a place to those who go there
    ("Macron visited Minsk.", ("Emmanuel Macron", "visits", "Minsk")),
    ("Macron criticised Minsk.", ("Emmanuel Macron", "criticizes", "Belarus")),
    ("Boris X. Johnson, the prime minister, rejected the plan.", ("Boris X. Johnson", "rejects", "plan")),
    ("Prime Minister Boris X. Johnson rejected the plan.", ("Boris X. Johnson", "holdsOfficeIn", "United Kingdom")),
    (
        "President Mirela Sorin met General Andrei Sorin. President Sorin rejected the plan.",
        ("Mirela Sorin", "rejects", "plan"),
    ),
    # a title makes a person of what is also a place
    (
        "Carla Washington met Emmanuel Macron. Sen. Washington rejected the plan.",
        ("Carla Washington", "rejects", "plan"),
    ),
    ("Envoy Houston rejected the plan.", ("Houston", "rejects", "plan")),
    ("Mercer Maritime sued Sen. Washington.", ("Mercer Maritime", "sues", "Washington")),
    # a body by the word that says what it is, and by its first word
    (
        "Togo met the Lakeland Salvation Front. Mali criticised the Front.",
        ("Mali", "criticizes", "Lakeland Salvation Front"),
    ),
    ("The Holm Institute met Togo. Holm criticised Mali.", ("Holm Institute", "criticizes", "Mali")),
    ("The AU Peace and Security Council rejected the plan.", ("AU Peace and Security Council", "rejects", "plan")),
    ("Mali met Anna Boru near Boru, a town of 4,000 people. Togo shelled Boru.", ("Togo", "attacks", "Boru")),
    (
        "Carla Rossi met Robert Rossi. Mrs. Rossi rejected the plan.",
        ("Carla Rossi", "rejects", "plan"),
    ),
    # another person of the same surname
    ("Andrei Sorin met Emmanuel Macron. Colonel Pavel Sorin rejected the plan.", ("Pavel Sorin", "rejects", "plan")),
    ("Andrei Sorin met Emmanuel Macron. Mr Sorin rejected the plan.", ("Andrei Sorin", "rejects", "plan")),
    ("Andrei Sorin met Emmanuel Macron. General Sorin rejected the plan.", ("Andrei Sorin", "rejects", "plan")),
    # a name behind a title and the body it belongs to, without a comma
    (
        "According to Afghan Ambassador to the United States Hamdullah Mohib, the talks failed.",
        ("Hamdullah Mohib", "represents", "Afghanistan"),
    ),
    (
        "The chairman of the House Intelligence Committee Adam Schiff criticized the treaty.",
        ("Adam Schiff", "criticizes", "treaty"),
    ),
    ("CEO of the Refugee Council Enver Solomon rejected the plan.", ("Enver Solomon", "rejects", "plan")),
    ("The governor of California Gavin Newsom vetoed the bill.", ("Gavin Newsom", "rejects", "bill")),
    ("Poland opposes its neighbour.", ("Poland", "opposes", "Poland's neighbour")),
    ("NATO supports Georgia.", ("NATO", "supports", "Georgia")),
    ("Sweden backed the US-brokered deal.", ("Sweden", "supports", "US-brokered deal")),
    ("President Anna Nilsson of Iceland resigned.", ("Anna Nilsson", "holdsOfficeIn", "Iceland")),
    ("Jens Larsen, the secretary-general of NATO, met Macron.", ("Jens Larsen", "holdsOfficeIn", "NATO")),
    ("Jens Larsen, the NATO secretary-general, met Macron.", ("Jens Larsen", "holdsOfficeIn", "NATO")),
    ("Kenya criticised the NATO secretary-general.", ("Kenya", "criticizes", "NATO secretary-general")),
]


@pytest.mark.parametrize(("text", "claim"), CASES, ids=[text for text, _ in CASES])
def test_phrase_stands_for(text: str, claim: tuple[str, str, str], read: Read, ontology: Ontology) -> None:
    assert claim in said(read(text), ontology)


def test_office_is_not_where_the_sentence_says_something_happened(read: Read, ontology: Ontology) -> None:
    claims = said(read("France spoke after a meeting with President Recep Tayyip Erdogan in Athens."), ontology)
    assert [object_ for _, relation, object_ in claims if relation == "holdsOfficeIn"] == ["Turkey"]


def test_bare_title_of_somebody_unknown_says_nothing_where_no_state_stands_out(read: Read, ontology: Ontology) -> None:
    claims = said(read("France met Germany. President Anna Virtanen resigned. So did Sofia Renn."), ontology)
    assert "holdsOfficeIn" not in [relation for _, relation, _ in claims]


def test_title_with_a_body_in_front_is_no_office_of_the_state(read: Read, ontology: Ontology) -> None:
    claims = said(read("Italy and Italian schools agreed. University president Anna Rossi left Italy."), ontology)
    assert "Italy" not in [object_ for _, relation, object_ in claims if relation == "holdsOfficeIn"]


def test_bare_title_tells_an_office_once(read: Read, ontology: Ontology) -> None:
    claims = said(read("President Barack Obama arrived. President Obama left."), ontology)
    assert [relation for _, relation, _ in claims].count("holdsOfficeIn") == 1


def test_name_of_two_demonyms_is_one(read: Read, ontology: Ontology) -> None:
    claims = said(read("Greek Cypriot President Nikos Christodoulides rejected the plan."), ontology)
    assert [object_ for _, relation, object_ in claims if relation == "holdsOfficeIn"] == ["Cyprus"]


def test_who_is_called_on_is_who_acts(read: Read, ontology: Ontology) -> None:
    claims = said(read("Kenya called on Sudan to sign the treaty."), ontology)
    assert ("Sudan", "signs", "treaty") in claims
    assert ("Kenya", "signs", "treaty") not in claims


def test_title_with_of_in_it_names_no_state(read: Read, ontology: Ontology) -> None:
    claims = said(read("Secretary of State Antony Blinken met Emmanuel Macron."), ontology)
    assert ("Antony Blinken", "meetsWith", "Emmanuel Macron") in claims
    assert [object_ for _, relation, object_ in claims if relation == "holdsOfficeIn"] == ["United States"]


def test_expletive_it_stands_for_nothing(read: Read) -> None:
    claims = read("France met Germany. It is clear that the talks failed.")
    assert not [claim for claim in claims if claim.subject.text.casefold() == "it"]


def test_object_pronoun_is_not_the_subject_of_its_own_clause(read: Read) -> None:
    claims = read("Poland met Latvia. Estonia criticised it.")
    assert not [claim for claim in claims if claim.subject.name == claim.object.name]
    assert "Estonia" not in [claim.object.name for claim in claims if claim.subject.name == "Estonia"]


def test_him_is_not_who_does_it(read: Read) -> None:
    claims = read("Peter Dunn spoke. He criticised him.")
    assert not [claim for claim in claims if claim.subject.text == "He" and claim.object.text == "him"]


def test_article_inside_a_name_opens_no_short_form_of_it(read: Read, ontology: Ontology) -> None:
    assert ("Kenya", "rejects", "plan") in said(
        read("Kenya rejected the plan. Rossi spoke on CBS Face the Nation."), ontology
    )


@pytest.mark.parametrize(
    "text",
    [
        "Russia met Iran in Turkey. They rejected the plan.",
        "The treaty binds Peru with Chile and Bolivia. In Lima it was called a mistake.",
        "Peru backed the new French school. It was a mistake.",
    ],
    ids=["a state is never they", "further off than a subject and not alone", "what it is tells no kind"],
)
def test_pronoun_that_may_be_several_things_stands_for_none(text: str, read: Read) -> None:
    claims = read(text)
    assert not [claim for claim in claims if claim.subject.text.casefold() in ("it", "they")]


def test_she_is_nobody_whom_the_text_calls_mister(read: Read) -> None:
    claims = read("Mr. Adeyemi left the room. She rejected the plan.")
    assert "Adeyemi" not in [claim.subject.name for claim in claims]


def test_words_of_a_pronoun_are_read_though_they_hold_its_antecedent(read: Read, ontology: Ontology) -> None:
    text = (
        '"Kenya supports the treaty, its neighbours back their leaders", they said. "They met their allies", he said.'
    )
    assert ("Kenya", "supports", "treaty") in said(read(text), ontology)
