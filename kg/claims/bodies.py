"""What names of bodies and offices are made of: whose they are, and which of theirs ("Norland's Foreign Ministry")."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.claims.authority import Authority, Known
from kg.claims.likeness import loose, words
from kg.ontology import Ontology

JOINING = frozenset("of the for and".split())  # words that names of one meaning have or leave out
LONGEST_OWNER = 4  # words: "Democratic Republic of Congo"
_ADJECTIVE = re.compile(r"(?<=....)(?:ian|ean|an|ic|ish|ese)s?$")  # Norlandic, Arvanian, Chileans
_DEMONYM = re.compile(r"(?<=....)(?:ian|ean|an|ia|ic|ish|ese|a|e)$")  # the same; and Arvania, Chile
_TOKEN = re.compile(r"[\w.-]*\w(?:['’](?!s\b)\w+)*\.?")
_POSSESSIVE = re.compile(r"['’]s?(?=\s|$)")
_TRAILING = re.compile(r"(?P<title>.+) of (?:the )?(?P<owner>[A-Z].*)")


def demonym(word: str) -> str | None:
    """What an adjective of a place and the place's name share, in one spelling; None for what is no such adjective.

    >>> demonym("Arvanians") == place("Arvania"), demonym("Norlandic") == place("Norland"), demonym("Norland")
    (True, True, None)
    """
    return place(word.removesuffix("s")) if _ADJECTIVE.search(word) else None


def place(word: str) -> str:
    """What the name of a place shares with its adjective."""
    return " ".join(loose(_DEMONYM.sub("", each)) for each in words(word))


@dataclass(frozen=True, slots=True)
class Body:
    """The words of a name, folded and in one spelling, whatever their order and whatever joins them.

    "Ministry of Foreign Affairs of Norland", "Norland's Foreign Ministry" and "Norlandic foreign ministry" are equal.
    """

    owners: tuple[str, ...]  # sorted: words that are names, and ids of the authority file after an @
    common: tuple[str, ...]  # sorted: words that are not


class Bodies:
    """Reads names of bodies by what the ontology and the authority file know."""

    def __init__(self, authority: Authority, ontology: Ontology) -> None:
        self._authority = authority
        self._nouns = ontology.type_by_noun
        kinds = [type_.id for type_ in ontology.types.values() if type_.common_words]
        self._adjectives = frozenset().union(*(ontology.types[kind].common_words for kind in kinds))
        self._heads = frozenset(noun for noun, type_ in self._nouns.items() if ontology.fits(type_, kinds))
        self._titles = ontology.titles
        groups = (group for type_ in ontology.types.values() for group in type_.synonyms)
        self._synonyms = {noun: min(group) for group in groups for noun in group}
        self._read: dict[str, Body | None] = {}

    def read(self, name: str) -> Body | None:
        """The words of a name; None where their order matters: "talks with Norland", "attack on Norland"."""
        if name not in self._read:
            self._read[name] = self._body(name)
        return self._read[name]

    def is_common(self, name: str) -> bool:
        """Whether it is a name that every state has something of: "Foreign Ministry", "parliament"."""
        body = self.read(name)
        tokens = [token.casefold() for token in _TOKEN.findall(name) if token not in JOINING]
        return body is not None and not body.owners and all(map(self._is_of_every_state, tokens))

    def is_office(self, name: str) -> bool:
        """Whether a name says a title: "Norland's foreign minister"."""
        return not self._titles.isdisjoint(token.casefold() for token in _TOKEN.findall(name))

    def whole(self, name: str, text: str) -> str:
        """A common name with whose it is, where the words around it in the text say so: "Egypt's foreign ministry"."""
        if name == text or name not in text or not self.is_common(name):
            return name
        body = self.read(text)
        return text if body is not None and len(body.owners) == 1 else name

    def office(self, name: str) -> Iterator[tuple[str, Known]]:
        """The readings of a description as title and whose office: "Ukrainian president", "president of Ukraine"."""
        plain = _POSSESSIVE.sub("", name).split()
        for length in range(1, min(LONGEST_OWNER, len(plain) - 1) + 1):
            if (owner := self._authority.find(" ".join(plain[:length]))) is not None:
                yield " ".join(plain[length:]), self._authority.acts_as(owner)
        if (found := _TRAILING.fullmatch(name)) and (owner := self._authority.find(found["owner"])) is not None:
            yield found["title"], self._authority.acts_as(owner)

    def _body(self, name: str) -> Body | None:
        tokens = _TOKEN.findall(_POSSESSIVE.sub("", name))
        owners, common = Counter[str](), Counter[str]()
        place = 0
        while place < len(tokens):
            length, known = self._owner(tokens, place) if place == 0 or tokens[place - 1] in JOINING else (1, None)
            if place and tokens[place] == "in":
                length, known = self._seat(tokens, place)
            if known is not None:
                owners[f"@{known.id}"] += 1
            elif self._is_common(tokens[place]):
                said = (self._synonyms.get(word, word) for word in words(tokens[place]))
                common.update(word for word in map(loose, said) if word not in _SILENT)
            elif tokens[place] in JOINING:
                pass
            elif tokens[place][0].isupper() or tokens[place][0].isdigit():
                owners.update(loose(_DEMONYM.sub("", word)) for word in words(tokens[place]))
            else:
                return None
            place += length
        return Body(tuple(sorted(owners)), tuple(sorted(common))) if common or owners else None

    def _owner(self, tokens: list[str], place: int) -> tuple[int, Known | None]:
        """The longest name of the authority file from a place on, with its length; never all the words."""
        for length in range(min(LONGEST_OWNER, len(tokens) - place), 0, -1):
            gram = tokens[place : place + length]
            if length < len(tokens) and gram[0][0].isupper() and gram[-1] not in JOINING:
                known = self._authority.find(" ".join(gram))
                if known is not None:
                    return length, known
        return 1, None

    def _seat(self, tokens: list[str], place: int) -> tuple[int, Known | None]:
        """The state whose seat of government closes a name: "foreign ministry in Paris"."""
        seat = self._authority.find(" ".join(tokens[place + 1 :])) if place + 1 < len(tokens) else None
        known = self._authority.acts_as(seat) if seat is not None and seat.seat_of is not None else None
        return (len(tokens) - place, known) if known is not None else (1, None)

    def _is_of_every_state(self, word: str) -> bool:
        return word in self._adjectives or word in self._heads or word.removesuffix("s") in self._heads

    def _is_common(self, token: str) -> bool:
        word = token.casefold()
        return word in self._adjectives or word in self._nouns or word.removesuffix("s") in self._nouns


_SILENT = frozenset({loose("affairs")})  # "Ministry of Foreign Affairs", "Foreign Ministry"
