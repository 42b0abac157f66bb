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
WORD = re.compile(r"[^\s,;:()\"“”?!]+")
POSSESSIVE = re.compile(r"'s?$")


class Terms:
    """The terms of texts, by the names of an authority file and the nouns of an ontology."""

    def __init__(self, authority: Authority, ontology: Ontology) -> None:
        self._authority = authority
        self._kinds = Kinds(ontology)

    def of(self, text: str) -> frozenset[str]:
        """The terms of a text; none of one that only has joining words."""
        words = [POSSESSIVE.sub("", word).rstrip(".") for word in WORD.findall(straight(text))]
        return frozenset(self._terms([word for word in words if word]))

    def covers(self, text: str, wanted: frozenset[str]) -> bool:
        """Whether a text speaks of all that is wanted."""
        return wanted <= self.of(text)

    def pattern(self, text: str) -> re.Pattern[str]:
        """Words one of which stands in every text that covers a text: a quick look before its terms are taken."""
        words = [POSSESSIVE.sub("", word) for word in WORD.findall(straight(text))]
        words = [word for word in words if word.casefold() not in JOINING and word[:1].islower()]
        plain = {each for word in words for each in self._kinds.synonyms(word.removesuffix("s")) or {word}}
        return re.compile("|".join(re.escape(word.removesuffix("s")) for word in sorted(plain)), re.IGNORECASE)

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
        singular = folded[:-1] if folded.endswith("s") and not folded.endswith("ss") and len(folded) > 3 else folded
        return min(self._kinds.synonyms(singular) or {singular})
