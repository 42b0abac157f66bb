"""Amounts in a phrase: value, unit and whether it is approximate."""

import re

from kg.claims.grammar import Phrase
from kg.model import Quantity, Token

APPROXIMATE = frozenset({"about", "around", "roughly", "approximately", "nearly", "almost", "some", "over", "under", "least", "more", "less", "up", "estimated"})
SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "billion": 1_000_000_000, "trillion": 1_000_000_000_000}
WORDS = dict(zip("one two three four five six seven eight nine ten eleven twelve".split(), range(1, 13), strict=True))


def quantity(phrase: Phrase) -> Quantity | None:
    """The first amount of countable things in a phrase: "a strength of about 800,000 troops" -> 800000 troops, about.

    Years, ordinals and parts of compounds ("20-point") are not amounts.
    """
    tokens = phrase.tokens
    for place, token in enumerate(tokens):
        if token.pos != "NUM" or token.entity in ("DATE", "TIME", "ORDINAL") or token.dep == "compound":
            continue
        if _in_compound(phrase, token):
            continue
        if (value := _value(token)) is None:
            continue
        rest = place + 1
        while rest < len(tokens) and (scale := SCALES.get(tokens[rest].lemma)) is not None:
            value, rest = value * scale, rest + 1
        before = [other.lemma for other in tokens[max(place - 3, 0) : place]]
        unit = _unit(phrase, token, tokens[rest:])
        if unit:
            return Quantity(value=value, unit=unit, approximate=any(word in APPROXIMATE for word in before))
    return None


def _value(token: Token) -> float | None:
    text = token.text.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    word = token.lemma.casefold()
    return float(WORDS[word]) if word in WORDS else float(SCALES[word]) if word in SCALES else None


def _unit(phrase: Phrase, number: Token, after: tuple[Token, ...]) -> str:
    """The noun counted: the next one, with the nouns that modify it."""
    for position, token in enumerate(after):
        if token.lemma == "%":
            return "percent"
        if token.pos in ("NOUN", "PROPN") and (position + 1 == len(after) or after[position + 1].pos not in ("NOUN", "PROPN")):
            return token.text
        if token.pos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "SYM"):
            return ""
    return ""


def _in_compound(phrase: Phrase, number: Token) -> bool:
    following = number.index + 1
    tokens = phrase.tree.tokens
    return following < len(tokens) and tokens[following].tag == "HYPH"
