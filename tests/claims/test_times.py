"""Which date is that of which claim, as a careful reader of Wednesday, 10 March 2021, would have it."""

import pytest

from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.model import Claim, Document, DocumentId, Mention
from kg.ontology import Ontology
from kg.text.annotate import Annotator

# text, name of the relation, what the claims of that relation say of their time
CASES = [
    ("Norway withdrew on Monday from the treaty.", "withdrawsFrom", "2021-03-08"),
    ("Norway signed the treaty in Geneva on 17 June 2018.", "signs", "2018-06-17"),
    ("In June, Norway signed the treaty.", "signs", "2020-06"),
    ("Norway will sign the treaty in June.", "signs", "2021-06"),
    ("Norway has occupied Chad since November.", "occupies", "from 2020-11"),
    ("Norway meets Kenya on Friday.", "meetsWith", "2021-03-12"),
    ("Norway will sign the treaty by 2030.", "signs", "until 2030"),
    ("Russia has occupied Crimea since 2014.", "occupies", "from 2014"),
    ("Russia occupied Georgia from May 2008 until June 2009.", "occupies", "2008-05 to 2009-06"),
    ("Russia occupied Georgia between 1998 and 2000.", "occupies", "1998 to 2000"),
    ("Two years ago, Norway signed the treaty.", "signs", "2019"),
    ("Norway became a member of NATO in 1949.", "memberOf", "1949"),
    ("Iran criticised the treaty signed in 1999.", "criticizes", "None"),
    ("Iran criticised the 1999 treaty.", "criticizes", "None"),
    ("Iran criticised last week's attack on Kenya.", "criticizes", "None"),
    ("Diplomats said on Tuesday that Russia had attacked Georgia.", "attacks", "None"),
    ("On Tuesday, diplomats said that Russia had attacked Georgia.", "attacks", "None"),
    ("Russia had attacked Georgia, diplomats said on Tuesday.", "attacks", "None"),
    ("Diplomats said on Tuesday that Russia had attacked Georgia in May.", "attacks", "2020-05"),
    ("France accused Russia in October of attacking Georgia.", "accuses", "2020-10"),
    ("Norway promised to leave NATO by 2030.", "pledges", "None"),
    ("On Monday, Norway met Iran and signed the treaty.", "signs", "2021-03-08"),
    ("Norway met Iran on Monday and signed the treaty.", "signs", "None"),
    ("Norway met Iran in May and signed the treaty in June.", "signs", "2020-06"),
    ("Norway refused on Monday to sign the treaty.", "signs", "2021-03-08"),
    ("Norway began withdrawing from Kenya on Monday.", "withdrawsFrom", "2021-03-08"),
    ("Norway signed the treaty for the first time in years.", "signs", "None"),
    ("Norway met Iran two weeks after the attack.", "meetsWith", "None"),
    ("The lower house backed the treaty on 3 March. Norway had signed it a day earlier.", "signs", "2021-03-02"),
]


def dated(
    text: str, published: str | None, annotator: Annotator, authority: Authority, ontology: Ontology
) -> list[Claim[Mention]]:
    document = Document(id=DocumentId("d"), text=text, title="", source="d.txt", published=published)
    return list(PatternExtractor(authority).extract(document, annotator.annotate(document), ontology))


@pytest.mark.parametrize(("text", "relation", "time"), CASES, ids=[text for text, *_ in CASES])
def test_claim_has_the_date_of_its_own_clause(
    text: str, relation: str, time: str, annotator: Annotator, authority: Authority, ontology: Ontology
) -> None:
    claims = dated(text, "2021-03-10", annotator, authority, ontology)
    assert [str(one.time) for one in claims if ontology.relations[one.relation].name == relation] == [time]


def test_each_place_of_a_verb_has_the_date_behind_it(
    annotator: Annotator, authority: Authority, ontology: Ontology
) -> None:
    text = "Norway must withdraw from Kenya by 15 May, and from Chad by 20 June."
    claims = dated(text, "2021-03-10", annotator, authority, ontology)
    times = {one.object.name: str(one.time) for one in claims if one.relation.endswith("withdrawsFrom")}
    assert times == {"Kenya": "until 2021-05-15", "Chad": "until 2021-06-20"}


def test_relative_date_is_left_out_without_a_date_of_publication(
    annotator: Annotator, authority: Authority, ontology: Ontology
) -> None:
    (claim,) = dated("Norway signed the treaty on Tuesday.", None, annotator, authority, ontology)
    assert claim.time is None


@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Norway used to oppose the treaty.", "past"),
        ("Norway has opposed the treaty since 2014.", "ongoing"),
        ("Norway began opposing the treaty.", "past"),
        ("Norway no longer opposes the treaty.", "ongoing"),
        ("Norway is opposing the treaty.", "ongoing"),
        ("Norway had been opposing the treaty.", "past"),
    ],
)
def test_tense_of_a_claim(
    text: str, tense: str, annotator: Annotator, authority: Authority, ontology: Ontology
) -> None:
    claims = dated(text, None, annotator, authority, ontology)
    assert [one.tense for one in claims if one.relation.endswith("opposes")] == [tense]


def test_no_longer_denies(annotator: Annotator, authority: Authority, ontology: Ontology) -> None:
    (claim,) = dated("Norway no longer opposes the treaty.", None, annotator, authority, ontology)
    assert claim.polarity == "denied"


def test_former_office_is_past(annotator: Annotator, authority: Authority, ontology: Ontology) -> None:
    claims = dated("Ida Lind is the former president of Kenya.", None, annotator, authority, ontology)
    assert [one.tense for one in claims if one.relation.endswith("holdsOfficeIn")] == ["past"]
