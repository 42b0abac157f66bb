"""What a description is about, as a set of terms that do not depend on how it is worded.

"Iran nuclear deal" and "the nuclear agreement with Iran" have the same terms: names stand for what they name, of nouns
that a text uses by turns for one thing one stands for all, and words that only join others for nothing.
"""

import re
from collections.abc import Iterator, Sequence

from kg.claims.authority import Authority
from kg.claims.kinds import Kinds
from kg.claims.wording import straight
from kg.ontology import Ontology

LONGEST = 5  # words of a name
JOINING = frozenset(
    """a an the of to for in on at by with from into over under about between among and or its their his her this that
    these those any some""".split()
)
DETERMINERS = frozenset({"a", "an", "his", "its", "her", "that", "the", "their", "these", "this", "those"})
PREPOSITIONS = frozenset(
    """about against among around at between by concerning during for from in into of on over regarding since that to
    toward towards under which who with without""".split()
)
WORD = re.compile(r"[^\s,;:()\"“”?!]+")
POSSESSIVE = re.compile(r"'s?$")


class Terms:
    """The terms of texts, by the names of an authority file and the nouns of an ontology."""

    def __init__(self, authority: Authority, ontology: Ontology) -> None:
        self._authority = authority
        self._kinds = Kinds(ontology)

    def of(self, text: str) -> frozenset[str]:
        """The terms of a text; none of one that only has joining words."""
        return frozenset(self._terms(_words(text)))

    def head(self, text: str) -> str:
        """The term that says what it is: that of the last word before a preposition; empty if there is none.

        Of a clause, "respect the treaty", that is its verb.
        """
        words = _words(text)
        end = next((place for place, word in enumerate(words) if place and word in PREPOSITIONS), len(words))
        if 1 < end < len(words) and words[end - 1].endswith("ed"):
            end -= 1  # "coalition led by"
        if end > 1 and words[0].islower() and words[1] in DETERMINERS:
            end = 1
        return next(iter([*self._terms(words[:end])][::-1]), "")

    def pattern(self, text: str) -> re.Pattern[str]:
        """Words one of which stands in every text that has the terms of a text: a quick look before they are taken."""
        words = [word.casefold() for word in _words(text) if word[:1].islower()]
        words = [word for word in words if word not in JOINING]
        groups = (self._kinds.synonyms(_singular(word)) or {_singular(word)} for word in words)
        return re.compile("|".join(map(re.escape, sorted(frozenset().union(*groups)))), re.IGNORECASE)

    def _terms(self, words: Sequence[str]) -> Iterator[str]:
        place = 0
        while place < len(words):
            length, term = self._name(words[place : place + LONGEST]) or (1, self._noun(words[place]))
            if term:
                yield term
            place += length

    def _name(self, words: Sequence[str]) -> tuple[int, str] | None:
        """The longest name some words begin with, and what it stands for."""
        if not words[0][:1].isupper():
            return None
        for length in range(len(words), 0, -1):
            if (known := self._authority.find(" ".join(words[:length]))) is not None:
                return length, f"<{self._authority.acts_as(known).id}>"
        return None

    def _noun(self, word: str) -> str:
        """A word in the singular, of those used by turns the first; nothing for a joining word."""
        folded = word.casefold()
        if folded in JOINING:
            return ""
        singular = _singular(folded)
        return min(self._kinds.synonyms(singular) or {singular})


def _words(text: str) -> list[str]:
    """The words of a text without marks and possessive endings."""
    words = [POSSESSIVE.sub("", word).rstrip(".") for word in WORD.findall(straight(text))]
    return [word for word in words if word]


def _singular(word: str) -> str:
    """A noun in the singular as far as its ending tells.

    >>> _singular("talks"), _singular("process")
    ('talk', 'process')
    """
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
