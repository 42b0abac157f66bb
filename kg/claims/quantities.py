"""Amounts in a phrase: value, unit and whether it is approximate."""

import re

from kg.claims.grammar import Phrase
from kg.model import Quantity, Token

APPROXIMATE = frozenset(
    "about around roughly approximately nearly almost some over under least more less up estimated".split()
)
SCALES = {"hundred": 10**2, "thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}
MEASURES = frozenset({"of", "at"})  # "a strength of 5,000", "90 percent of"
CURRENCIES = {"$": "dollars", "€": "euros", "£": "pounds", "¥": "yen"}
WORDS = {
    word: n for n, word in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}


def quantity(phrase: Phrase) -> Quantity | None:
    """The first amount of countable things in a phrase: "a strength of about 800,000 troops" -> 800000 troops, about.

    Years, ordinals and parts of compounds ("20-point") are not amounts.
    """
    tokens = phrase.tokens
    for place, token in enumerate(tokens):
        value = None if _is_label(phrase, token) or not _belongs(phrase, token) else _value(token)
        if value is None:
            continue
        rest = place + 1
        while rest < len(tokens) and tokens[rest].lemma in SCALES:
            value, rest = value * SCALES[tokens[rest].lemma], rest + 1
        if unit := _currency(tokens[:place]) or _unit(tokens[rest:]):
            before = [other.lemma for other in tokens[max(place - 3, 0) : place]]
            return Quantity(value=value, unit=unit, approximate=any(word in APPROXIMATE for word in before))
    return None


def _is_label(phrase: Phrase, token: Token) -> bool:
    """Whether a number counts nothing: a year, an ordinal, or part of a compound with the next word."""
    tokens = phrase.tree.tokens
    year = re.fullmatch(r"(19|20)\d\d", token.text) is not None and tokens[token.head].tag == "NN"
    modifies = token.dep == "compound" and tokens[token.head].pos != "NUM"
    return (
        token.pos != "NUM"
        or token.entity in ("DATE", "TIME", "ORDINAL")
        or phrase.tree.goes_on(token)
        or modifies
        or year
    )


def _belongs(phrase: Phrase, number: Token) -> bool:
    """Whether a number counts what the phrase is about, not what a phrase inside it names ("talks of two days")."""
    tree = phrase.tree
    while (
        number.pos in ("NUM", "SYM")
        and number.dep in ("compound", "quantmod", "nummod")
        and number.index != phrase.head.index
    ):
        number = tree.tokens[number.head]
    measure = tree.head(number)
    of_head = number.dep == "pobj" and measure is not None and tree.head(measure) is phrase.head
    return phrase.is_clause or number is phrase.head or (of_head and measure is not None and measure.lemma in MEASURES)


def _currency(before: tuple[Token, ...]) -> str:
    return CURRENCIES.get(before[-1].text[-1], "") if before else ""


def _value(token: Token) -> float | None:
    text = token.text.replace(",", "")
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return float(text)
    word = token.lemma.casefold()
    return float(WORDS[word]) if word in WORDS else float(SCALES[word]) if word in SCALES else None


def _unit(after: tuple[Token, ...]) -> str:
    """The noun counted: the last of the nouns that follow."""
    for position, token in enumerate(after):
        if token.lemma == "%":
            return "percent"
        last = position + 1 == len(after) or after[position + 1].pos not in ("NOUN", "PROPN")
        if token.pos in ("NOUN", "PROPN") and last:
            return token.text
        if token.pos not in ("ADJ", "NOUN", "PROPN", "PUNCT", "SYM"):
            return ""
    return ""
