"""Polarity, modality and holders, as a careful reader would have them."""

import pytest

from kg.claims import stance
from kg.model import Modality, Polarity, Tense

from .conftest import Parse, Read

CASES = [
    # sentence, predicate, polarity, modality
    ("Russia signed the treaty.", "signed", "affirmed", "asserted"),
    ("Russia has not signed the treaty.", "signed", "denied", "asserted"),
    ("Russia has never signed the treaty.", "signed", "denied", "asserted"),
    ("Russia refused to sign the treaty.", "sign", "denied", "asserted"),
    ("Russia did not refuse to sign the treaty.", "sign", "affirmed", "asserted"),
    ("Russia failed to sign the treaty.", "sign", "denied", "asserted"),
    ("No country signed the treaty.", "signed", "denied", "asserted"),
    ("Russia left the room without signing the treaty.", "signing", "denied", "asserted"),
    ("Russia must sign the treaty.", "sign", "affirmed", "required"),
    ("Russia needs to sign the treaty.", "sign", "affirmed", "required"),
    ("France urged Russia to sign the treaty.", "sign", "affirmed", "required"),
    ("Russia may sign the treaty.", "sign", "affirmed", "possible"),
    ("Russia is expected to sign the treaty.", "sign", "affirmed", "possible"),
    ("Russia will sign the treaty.", "sign", "affirmed", "intended"),
    ("Russia plans to sign the treaty.", "sign", "affirmed", "intended"),
    ("Russia would sign the treaty.", "sign", "affirmed", "hypothetical"),
    ("If Russia signs the treaty, the war ends.", "signs", "affirmed", "hypothetical"),
    ("The talks will be difficult.", "difficult", "affirmed", "asserted"),
    ("The Kremlin said that Russia had signed the treaty.", "signed", "affirmed", "asserted"),
    ("Russia has not signed or ratified the treaty.", "ratified", "denied", "asserted"),
    ("Russia called for talks, but France welcomed the coup.", "welcomed", "affirmed", "asserted"),
    ("Russia is not required to sign the treaty.", "sign", "denied", "possible"),
    ("Russia has yet to sign the treaty.", "sign", "denied", "asserted"),
    ("Russia denied that Iran had signed the treaty.", "signed", "denied", "asserted"),
    ("Russia did not deny that Iran had signed the treaty.", "signed", "affirmed", "asserted"),
    ("Russia cannot sign the treaty.", "sign", "denied", "asserted"),
    ("Russia may not sign the treaty.", "sign", "denied", "possible"),
    ("Russia was not just a signatory.", "was", "affirmed", "asserted"),
    ("Had Russia signed the treaty, Iran would have agreed.", "signed", "affirmed", "hypothetical"),
    ("Russia never admitted that Iran had signed the treaty.", "signed", "denied", "asserted"),
    ("Russia refused to acknowledge that Iran had signed the treaty.", "signed", "denied", "asserted"),
    ("Russia disputes that Iran has signed the treaty.", "signed", "denied", "asserted"),
    ("Russia asked whether Iran had signed the treaty.", "signed", "affirmed", "possible"),
    ("Russia, which has been supporting the treaty, urged restraint.", "supporting", "affirmed", "asserted"),
    ("Russia wants to define the terms rather than accept them.", "accept", "denied", "intended"),
]


@pytest.mark.parametrize(("text", "word", "polarity", "modality"), CASES, ids=[case[0] for case in CASES])
def test_stance_of_a_predicate(text: str, word: str, polarity: str, modality: str, parse: Parse) -> None:
    (tree,) = parse(text)
    predicate = next(token for token in tree.tokens if token.text == word)
    found = stance.stance(tree, predicate)
    assert (found.polarity, found.modality) == (Polarity(polarity), Modality(modality))


@pytest.mark.parametrize(
    ("text", "word", "tense"),
    [
        ("Russia signed the treaty.", "signed", Tense.PAST),
        ("Russia has signed the treaty.", "signed", Tense.PAST),
        ("Russia opposes the treaty.", "opposes", Tense.ONGOING),
        ("Russia will sign the treaty.", "sign", Tense.FUTURE),
    ],
)
def test_tense_of_a_predicate(text: str, word: str, tense: Tense, parse: Parse) -> None:
    (tree,) = parse(text)
    predicate = next(token for token in tree.tokens if token.text == word)
    assert stance.stance(tree, predicate).tense is tense


HOLDERS = [
    ("Russia opposes the treaty.", []),
    ("Diplomats said that Russia opposes the treaty.", ["Diplomats"]),
    ("Russia opposes the treaty, diplomats said.", ["diplomats"]),
    ("According to diplomats, Russia opposes the treaty.", ["diplomats"]),
    ("Russia, according to diplomats, opposes the treaty.", ["diplomats"]),
    ("Sergei Lavrov said that Ukraine claims that Russia opposes the treaty.", ["Sergei Lavrov", "Ukraine"]),
    ('"Russia opposes the treaty. It is a bad treaty," said Sergei Lavrov.', ["Sergei Lavrov"]),
    ("France urged Russia to oppose the treaty.", []),
    ("The army accused its rival of opposing the treaty.", ["army"]),
    ("Diplomats said that Moscow, which opposes the treaty, left.", []),
]


@pytest.mark.parametrize(("text", "holders"), HOLDERS, ids=[text for text, _ in HOLDERS])
def test_holders_of_a_claim_outermost_first(text: str, holders: list[str], read: Read) -> None:
    claim = next(claim for claim in read(text) if claim.relation.endswith("opposes"))
    assert [mention.name for mention in claim.holder] == holders


INTERVIEW = """Kate Mwangi: What of the treaty?
Emmanuel Macron: I oppose the treaty. Russia opposes the treaty too.
Kate Mwangi: Thanks.
Emmanuel Macron: You are welcome."""


def test_turns_of_an_interview_are_held_by_who_speaks(read: Read) -> None:
    claims = [claim for claim in read(INTERVIEW) if claim.relation.endswith("opposes")]
    assert [claim.subject.name for claim in claims] == ["Emmanuel Macron", "Russia"]
    assert {holder.name for claim in claims for holder in claim.holder} == {"Emmanuel Macron"}


def test_colon_in_a_headline_makes_no_turn(read: Read) -> None:
    (claim,) = [claim for claim in read("Analysis: Russia opposes the treaty.") if claim.relation.endswith("opposes")]
    assert claim.holder == ()


def test_quotation_ends_with_its_line(read: Read) -> None:
    text = '"We want peace," said Sergei Lavrov. "But the others\nRussia opposes the treaty.'
    (claim,) = [claim for claim in read(text) if claim.relation.endswith("opposes")]
    assert claim.holder == ()
