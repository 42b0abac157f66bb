"""Who people speak for, and descriptions that stand for something the document names."""

import pytest

from kg.ontology import Ontology

from .conftest import Read, said

CASES = [
    # a text, and a claim that must be read from it
    (
        "Anna Virtanen, the president of Finland, met Emmanuel Macron. Her country supports the treaty.",
        ("Finland", "supports", "treaty"),
    ),
    ("Viktor Orban said that his country opposed the treaty.", ("Hungary", "opposes", "treaty")),
    ("Viktor Orban said that his government opposed the treaty.", ("Hungarian government", "opposes", "treaty")),
    (
        "Ivo Horvat, the leader of the Green Party, met Emmanuel Macron. His party opposes the treaty.",
        ("Green Party", "opposes", "treaty"),
    ),
    (
        "Finland's president, Anna Virtanen, spoke on Monday. France supports her country's sovereignty.",
        ("France", "supports", "Finland's sovereignty"),
    ),
    (
        'Anna Virtanen, the president of Finland, said: "We reject the plan."',
        ("Finland", "rejects", "plan"),
    ),
    (
        'Jens Larsen, the secretary-general of NATO, said: "We support the ceasefire."',
        ("NATO", "supports", "ceasefire"),
    ),
    (
        'Paul Miller, the State Department spokesman, said: "We support the ceasefire."',
        ("United States", "supports", "ceasefire"),
    ),
    (
        'Anna Virtanen, the president of Finland, said: "Our country rejects the plan."',
        ("Finland", "rejects", "plan"),
    ),
    ("Finland applied to NATO. The alliance supports the treaty.", ("NATO", "supports", "treaty")),
    ("The European Union met on Monday. The bloc opposes the treaty.", ("European Union", "opposes", "treaty")),
    (
        "The International Court of Justice met on Monday. The court supports the treaty.",
        ("International Court of Justice", "supports", "treaty"),
    ),
    ("Kenya signed the treaty. The group criticised the country.", ("group", "criticizes", "Kenya")),
    (
        "Anna Virtanen, the president of Finland, met Emmanuel Macron. The Finnish president opposes the treaty.",
        ("Anna Virtanen", "opposes", "treaty"),
    ),
    (
        "Ivo Horvat, the prime minister of Croatia, spoke on Monday. The prime minister opposes the treaty.",
        ("Ivo Horvat", "opposes", "treaty"),
    ),
    (
        "The Ghana National Election Board met. The Election Board opposes the treaty.",
        ("Ghana National Election Board", "opposes", "treaty"),
    ),
]


@pytest.mark.parametrize(("text", "claim"), CASES, ids=[text for text, _ in CASES])
def test_description_stands_for(text: str, claim: tuple[str, str, str], read: Read, ontology: Ontology) -> None:
    assert claim in said(read(text), ontology)


NEGATIVE = [
    # a text, and a claim that must not be read from it
    ("Anna Virtanen spoke in Finland. Her country supports the treaty.", ("Finland", "supports", "treaty")),
    (
        "Anna Virtanen, the president of Finland, met Emmanuel Macron. Her former country supports the treaty.",
        ("Finland", "supports", "treaty"),
    ),
    (
        "Paul Miller, the State Department spokesman, spoke on Monday. His party opposes the treaty.",
        ("U.S. Department of State", "opposes", "treaty"),
    ),
    ("Kenya met Sudan. The country opposes the treaty.", ("Sudan", "opposes", "treaty")),  # which of the two?
    ("NATO met on Monday. The new alliance supports the treaty.", ("NATO", "supports", "treaty")),
    ("Kenya met on Monday. The state supports the treaty.", ("Kenya", "supports", "treaty")),
    ('Anna Virtanen, the former president of Finland, said: "We reject the plan."', ("Finland", "rejects", "plan")),
    (
        "Anna Virtanen, the president of Finland, met Ivo Horvat, the president of Croatia. "
        "The president opposes the treaty.",
        ("Ivo Horvat", "opposes", "treaty"),
    ),
    (
        "Anna Virtanen, the president of Finland, met Emmanuel Macron. A Finnish president opposes the treaty.",
        ("Anna Virtanen", "opposes", "treaty"),
    ),
    (
        "Anna Virtanen, the president of Finland, met Emmanuel Macron. The former president opposes the treaty.",
        ("Anna Virtanen", "opposes", "treaty"),
    ),
    ("Poland met on Monday. Its partner country opposes the treaty.", ("Poland", "opposes", "treaty")),
    ('Anna Virtanen, a farmer, said: "We reject the plan."', ("Anna Virtanen", "rejects", "plan")),
]


@pytest.mark.parametrize(("text", "claim"), NEGATIVE, ids=[text for text, _ in NEGATIVE])
def test_description_does_not_stand_for(text: str, claim: tuple[str, str, str], read: Read, ontology: Ontology) -> None:
    assert claim not in said(read(text), ontology)
