"""Grammatical constructions, each by plain sentences whose claims are known: `constructions.txt`."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from kg.model import Claim, Mention, Modality, Polarity
from kg.ontology import Ontology

from .conftest import Read


@dataclass(frozen=True, slots=True)
class Expected:
    """A claim as the table writes it; one that must not be read has `unread` set."""

    triple: tuple[str, str, str]
    polarity: Polarity = Polarity.AFFIRMED
    modality: Modality = Modality.ASSERTED
    holder: str | None = None
    unread: bool = False

    def is_read(self, claim: Claim[Mention], ontology: Ontology) -> bool:
        """Whether a claim is this one; what must not be read is matched by its three parts alone."""
        triple = (claim.subject.name, ontology.relations[claim.relation].name, claim.object.name)
        if ontology.relations[claim.relation].symmetric:
            same = triple in (self.triple, self.triple[::-1])
        else:
            same = triple == self.triple
        if self.unread or not same:
            return same
        held = self.holder is None or self.holder in [mention.name for mention in claim.holder]
        return held and (claim.polarity, claim.modality) == (self.polarity, self.modality)


@dataclass(slots=True)
class Case:
    """A sentence with the claims expected of it, and why it does not give them yet."""

    construction: str
    text: str
    expected: list[Expected] = field(default_factory=list)
    not_yet: str = ""


def cases(text: str) -> Iterator[Case]:
    """The cases of the table in its order."""
    construction, case = "", None
    for line in text.splitlines():
        if line.startswith("## "):
            construction = line.removeprefix("## ")
        elif not line.startswith(" ") and line and not line.startswith("#"):
            if case is not None:
                yield case
            case = Case(construction, line)
        elif line.startswith(" ") and case is not None:
            if (entry := line.strip()).startswith("xfail: "):
                case.not_yet = entry.removeprefix("xfail: ")
            else:
                case.expected.append(expected(entry))
    if case is not None:
        yield case


def expected(entry: str) -> Expected:
    subject, relation, object_, *rest = entry.removeprefix("not ").split(" | ")
    modalities = [Modality(word) for word in rest if word in list(Modality)]
    holders = [word.removeprefix("by ") for word in rest if word.startswith("by ")]
    return Expected(
        triple=(subject, relation, object_),
        polarity=Polarity.DENIED if "denied" in rest else Polarity.AFFIRMED,
        modality=modalities[0] if modalities else Modality.ASSERTED,
        holder=holders[0] if holders else None,
        unread=entry.startswith("not "),
    )


TABLE = list(cases(Path(__file__).with_name("constructions.txt").read_text(encoding="utf-8")))
PARAMETERS = [
    pytest.param(
        case,
        id=f"{case.construction}: {case.text}",
        marks=[pytest.mark.xfail(strict=True, reason=case.not_yet)] if case.not_yet else [],
    )
    for case in TABLE
]


@pytest.mark.parametrize("case", PARAMETERS)
def test_construction_gives_its_claims(case: Case, read: Read, ontology: Ontology) -> None:
    claims = read(case.text)
    wrong = [each for each in case.expected if any(each.is_read(claim, ontology) for claim in claims) == each.unread]
    assert not wrong, [
        (claim.subject.name, ontology.relations[claim.relation].name, claim.object.name, claim.polarity, claim.modality)
        for claim in claims
    ]
