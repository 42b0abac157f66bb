"""Amounts of noun phrases, as a reader would note them down."""

import pytest

from kg.claims.phrases import noun_phrase
from kg.claims.quantities import quantity
from kg.model import Quantity

from .conftest import Parse

# sentence, head of the phrase, its amount
CASES = [
    ("Norway gave Kenya $300 million in aid.", "million", Quantity(value=3e8, unit="dollars")),
    ("The union paid €2.5bn to Turkey.", "2.5bn", Quantity(value=2.5e9, unit="euros")),
    ("France gave £40m.", "40", Quantity(value=4e7, unit="pounds")),
    ("Canada sent US$5 million.", "million", Quantity(value=5e6, unit="US dollars")),
    ("Canada sent Norway and Kenya NZ$26 million.", "million", Quantity(value=2.6e7, unit="New Zealand dollars")),
    ("Japan pledged 1.2 trillion yen.", "yen", Quantity(value=1.2e12, unit="yen")),
    ("China sent between 5,000 and 8,000 troops.", "troops", Quantity(value=5000, upper=8000, unit="troops")),
    ("Russia sent 5 to 10 tanks.", "tanks", Quantity(value=5, upper=10, unit="tanks")),
    ("Iran sent two to three thousand soldiers.", "soldiers", Quantity(value=2000, upper=3000, unit="soldiers")),
    ("The tax rose by 10-15 percent.", "percent", Quantity(value=10, upper=15, unit="percent")),
    ("They occupy 40 percent of the territory.", "percent", Quantity(value=40, unit="percent", of="the territory")),
    ("The pact covers 90% of trade.", "%", Quantity(value=90, unit="percent", of="trade")),
    ("A quarter of the voters backed it.", "quarter", Quantity(value=25, unit="percent", of="the voters")),
    ("Some nine tenths of them left.", "tenths", Quantity(value=90, unit="percent", approximate=True, of="them")),
    ("More than half of them left.", "half", Quantity(value=50, unit="percent", approximate=True, of="them")),
    ("They sent two dozen soldiers.", "soldiers", Quantity(value=24, unit="soldiers")),
    ("They fired half a million shells.", "shells", Quantity(value=500_000, unit="shells")),
    ("They fired a hundred shells.", "shells", Quantity(value=100, unit="shells")),
    ("Hundreds of soldiers were sent.", "Hundreds", Quantity(value=100, unit="soldiers", approximate=True)),
    ("They sent tens of thousands of troops.", "thousands", Quantity(value=10_000, unit="troops", approximate=True)),
    ("The army keeps up to 5,000 troops there.", "troops", Quantity(value=5000, unit="troops", approximate=True)),
    ("At least 12 people died.", "people", Quantity(value=12, unit="people", approximate=True)),
    ("Nearly 900 people fled.", "people", Quantity(value=900, unit="people", approximate=True)),
    ("The force of 800,000 troops left.", "force", Quantity(value=800_000, unit="troops")),
    ("The vote was 287 to 55.", "287", None),
    ("The 20-point plan was rejected.", "plan", None),
    ("The men left at 5 p.m. on Monday.", "p.m.", None),
    ("The 30-year-old men left.", "men", None),
    ("The first battalion left.", "battalion", None),
    ("The two sides met.", "sides", None),
    ("Kenya backed Resolution 1325.", "Resolution", None),
    ("The 2015 agreement failed.", "agreement", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "head", "expected"), CASES, ids=[text for text, *_ in CASES])
def test_amount_of_a_phrase(text: str, head: str, expected: Quantity | None, parse: Parse) -> None:
    (tree,) = parse(text)
    noun = next(token for token in tree.tokens if token.text == head)
    assert quantity(noun_phrase(tree, noun)) == expected
