"""The gate, the evidence and what a claim carries."""

from dataclasses import replace
from random import Random

import pytest

from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor, gate
from kg.errors import ClaimError
from kg.model import Claim, DocumentId, Mention, Quantity, RelationId, Span
from kg.ontology import Ontology
from kg.resources import resource
from kg.text.annotate import Annotator

from .conftest import Read, document_of, said

TEXT = "Moscow has rejected the treaty, diplomats said."


@pytest.fixture
def claim(read: Read) -> Claim[Mention]:
    return next(claim for claim in read(TEXT) if claim.relation.endswith("rejects"))


def test_claim_quotes_its_document_exactly(claim: Claim[Mention], ontology: Ontology) -> None:
    assert claim.evidence.quote == "Moscow has rejected the treaty"
    assert TEXT[slice(*claim.evidence.span)] == claim.evidence.quote
    gate(document_of(TEXT), claim, ontology)


def test_gate_refuses_a_quote_that_is_not_in_the_text(claim: Claim[Mention], ontology: Ontology) -> None:
    forged = replace(claim, evidence=replace(claim.evidence, quote="Moscow has accepted the treaty"))
    with pytest.raises(ClaimError, match="is not the text at 0-30"):
        gate(document_of(TEXT), forged, ontology)


def test_gate_refuses_a_quote_at_another_place(claim: Claim[Mention], ontology: Ontology) -> None:
    moved = replace(claim, evidence=replace(claim.evidence, span=Span(1, 31)))
    with pytest.raises(ClaimError, match="is not the text at 1-31"):
        gate(document_of(TEXT), moved, ontology)


def test_gate_refuses_an_empty_quote(claim: Claim[Mention], ontology: Ontology) -> None:
    empty = replace(claim, evidence=replace(claim.evidence, span=Span(3, 3), quote=""))
    with pytest.raises(ClaimError, match="is not the text"):
        gate(document_of(TEXT), empty, ontology)


def test_gate_refuses_a_quote_of_another_document(claim: Claim[Mention], ontology: Ontology) -> None:
    other = replace(claim, evidence=replace(claim.evidence, document=DocumentId("other")))
    with pytest.raises(ClaimError, match="quotes another document, other"):
        gate(document_of(TEXT), other, ontology)


def test_gate_refuses_an_unknown_relation(claim: Claim[Mention], ontology: Ontology) -> None:
    with pytest.raises(ClaimError, match="has no such relation"):
        gate(document_of(TEXT), replace(claim, relation=RelationId("https://example.org/hums")), ontology)


def test_gate_refuses_types_that_do_not_fit(claim: Claim[Mention], ontology: Ontology) -> None:
    place = replace(claim.subject, type=ontology.type_by_entity_label["LOC"])
    with pytest.raises(ClaimError, match=r"its subject is a .*Place, which does not fit"):
        gate(document_of(TEXT), replace(claim, subject=place), ontology)


def test_every_claim_of_the_seed_article_passes_the_gate(
    seed_article: str, annotator: Annotator, authority: Authority, ontology: Ontology
) -> None:
    document = document_of(seed_article)
    claims = list(PatternExtractor(authority).extract(document, annotator.annotate(document), ontology))
    assert len(claims) >= 40
    for claim in claims:
        gate(document, claim, ontology)


def test_seed_article_gives_its_own_answers(seed_article: str, read: Read, ontology: Ontology) -> None:
    claims = read(seed_article)
    found = dict(zip(said(claims, ontology), claims, strict=True))
    guarantee = found["European allies", "guarantorOf", "Ukraine"]
    assert [mention.name for mention in guarantee.holder] == ["officials familiar with the talks"]
    backstop = next(claim for (who, what, _), claim in found.items() if (who, what) == ("United States", "backstopOf"))
    assert [mention.name for mention in backstop.holder] == ["Ukrainian officials"]
    assert ("Russia", "opposes", "Ukraine's aspirations to join Western institutions") in found
    assert any(who == "Russia" and what == "rejects" and "Western forces" in of for who, what, of in found)
    assert ("Ukraine", "seeksAccessionTo", "European Union") in found
    assert not found["Russia", "respondsTo", "20-point peace framework"].is_direct
    respect = found["any agreement", "requires", "respect Ukraine's sovereignty"]
    assert [mention.name for mention in respect.holder] == ["U.S. officials"]
    assert Quantity(value=800_000, unit="troops", approximate=True) in [claim.quantity for claim in claims]
    assert Quantity(value=90, unit="percent", approximate=True, of="Ukraine's priorities") in [
        claim.quantity for claim in claims
    ]


@pytest.mark.parametrize(
    ("text", "quantity"),
    [
        ("The army has about 30,000 soldiers.", Quantity(value=30_000, unit="soldiers", approximate=True)),
        ("The army has 2.5 million soldiers.", Quantity(value=2_500_000, unit="soldiers")),
        ("The force numbers twelve soldiers.", Quantity(value=12, unit="soldiers")),
    ],
)
def test_quantity_has_value_unit_and_approximation(text: str, quantity: Quantity, read: Read) -> None:
    assert quantity in [claim.quantity for claim in read(text)]


def test_number_in_a_compound_is_no_quantity(read: Read) -> None:
    (claim,) = [claim for claim in read("France rejected the 20-point plan.") if claim.relation.endswith("rejects")]
    assert claim.quantity is None


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("France called the treaty a “trap.” Nobody laughed.", "the treaty a “trap.”"),
        ('France called the treaty a "trap", again.', 'the treaty a "trap"'),
    ],
)
def test_quote_ends_with_the_mark_that_closes_it(text: str, quote: str, read: Read) -> None:
    (found,) = [claim.evidence.quote for claim in read(text) if claim.relation.endswith("characterizedAs")]
    assert found.endswith(quote)


def test_who_gives_somebody_a_title_does_not_claim_it(read: Read) -> None:
    claims = read("Anna Brandt said that the French president, Emmanuel Macron, had left.")
    assert [claim.holder for claim in claims if claim.relation.endswith("holdsOfficeIn")] == [()]


def test_nobody_holds_a_claim(read: Read) -> None:
    (claim,) = [claim for claim in read("No country regards the vote as a sham.") if claim.subject.name == "vote"]
    assert (claim.polarity, claim.holder) == ("denied", ())


def test_symmetric_relation_is_read_once(read: Read) -> None:
    assert len([claim for claim in read("France met Germany.") if claim.relation.endswith("meetsWith")]) == 1


def test_text_without_a_sentence_has_no_claims(read: Read) -> None:
    assert read("   \n\n ") == []


def test_same_text_gives_the_same_claims(read: Read) -> None:
    assert read(TEXT) == read(TEXT)


def test_shuffled_words_break_nothing(annotator: Annotator, authority: Authority, ontology: Ontology) -> None:
    files = sorted(resource("seeds/documents").glob("*.md"))
    words = [word for file in files for word in file.read_text("utf-8").split()]
    words += ['"', "“", "”", "(", ")", "—", "…", "\u202e", "\u200b", "Ω", "--", "'s", "$", "%", "1,2", "..", ";;", "\n"]
    chance, extractor = Random(7), PatternExtractor(authority)
    for _ in range(100):
        document = document_of(" ".join(chance.choice(words) for _ in range(chance.randint(1, 60))))
        for claim in extractor.extract(document, annotator.annotate(document), ontology):
            gate(document, claim, ontology)


@pytest.mark.parametrize(
    ("text", "claim", "expected"),
    [
        ("Kenya said it would send a mediator.", ("Kenya", "pledges", "send a mediator"), True),
        ("Kenya said Sudan would send a mediator.", ("Sudan", "pledges", "send a mediator"), False),
        ("Kenya said Sudan would send a mediator.", ("Kenya", "pledges", "send a mediator"), False),
        ("Kenya said it wanted to send a mediator.", ("Kenya", "pledges", "send a mediator"), False),
        ("Kenya said it would not send a mediator.", ("Kenya", "rejects", "send a mediator"), True),
        ("Kenya said it would strike the base.", ("Kenya", "threatens", "strike the base"), True),
        (
            "Moscow would return to the treaty, Vladimir Putin said.",
            ("Russia", "pledges", "return to the treaty"),
            True,
        ),
        ("Sudan must sign the treaty, Kenya said.", ("Kenya", "callsFor", "sign the treaty"), True),
        ("Sudan should have signed the treaty, Kenya said.", ("Kenya", "callsFor", "signed the treaty"), False),
        ("Sudan must sign the treaty.", ("Sudan", "callsFor", "sign the treaty"), False),
        ("Kenya asked: should Sudan sign the treaty?", ("Kenya", "callsFor", "sign the treaty"), False),
    ],
)
def test_saying_it_is_itself_a_pledge_a_threat_or_a_demand(
    read: Read, ontology: Ontology, text: str, claim: tuple[str, str, str], *, expected: bool
) -> None:
    assert (claim in said(read(text), ontology)) == expected


def test_who_pledges_in_saying_it_is_not_also_its_holder(read: Read, ontology: Ontology) -> None:
    (claim,) = [claim for claim in read("Kenya said it would send a mediator.") if "pledges" in claim.relation]
    assert (claim.holder, claim.modality) == ((), "asserted")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya said the ruling was dangerous.", True),
        ("Kenya called the ruling dangerous.", True),
        ("The protests made the ruling dangerous.", False),
        ("Kenya rejected a ruling dangerous for all.", False),
    ],
)
def test_only_what_a_clause_states_characterizes(read: Read, ontology: Ontology, text: str, *, expected: bool) -> None:
    assert (("ruling", "characterizedAs", "dangerous") in said(read(text), ontology)) == expected


@pytest.mark.parametrize(
    ("text", "cue"),
    [
        ("Ghana outwitted Togo.", "outwit"),
        ("Iran dallied with Syria.", "dally with"),
        ("Kenya's ties with Uganda suffered.", "tie with"),
    ],
)
def test_cue_of_what_no_relation_fits_is_its_lemma(text: str, cue: str, read: Read) -> None:
    assert [claim.evidence.cue for claim in read(text) if claim.relation.endswith("relatedTo")] == [cue]


@pytest.mark.parametrize(
    "text", ["Kenya opposes the plan.", "Kenya voiced opposition to the plan.", "Kenya met Uganda and greeted Uganda."]
)
def test_what_a_relation_says_is_not_said_again_without_one(text: str, read: Read) -> None:
    assert [claim.relation for claim in read(text) if claim.relation.endswith("relatedTo")] == []
