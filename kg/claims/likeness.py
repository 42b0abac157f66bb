"""How alike two names are written: words in one spelling, sounds across transliterations, people's names in parts.

Nothing here knows what a name stands for; `kg.claims.matching` decides with it.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

LOOSE_FROM = 5  # letters: in shorter words a vowel tells Ben from Ban
MISSPELT_FROM = 7  # letters: in shorter words one letter tells Holm from Helm
GIVEN = 0.9  # a name alone is mostly a surname
SAME, SOUNDS, LOOSELY, ONE_LETTER = 1.0, 0.97, 0.93, 0.88  # what a pair of words is worth, by how far apart they are

SUFFIXES = frozenset("jr sr ii iii iv".split())
PARTICLES = frozenset("al el".split())  # left out at will: "el-Sisi", "Sisi"
HONORIFICS = {"mr": "m", "sir": "m", "lord": "m"} | {
    "mrs": "f", "ms": "f", "miss": "f", "lady": "f", "dame": "f", "madam": "f", "madame": "f", "rev": ""
}  # fmt: skip
ROYAL = {"king": "m", "prince": "m", "sheikh": "m", "queen": "f", "princess": "f"}  # titles that stay in a name
GENDERS = HONORIFICS | ROYAL
RANKS = {
    "capt": "captain",
    "col": "colonel",
    "dr": "doctor",
    "gen": "general",
    "gov": "governor",
    "lt": "lieutenant",
    "prof": "professor",
    "rep": "representative",
    "sen": "senator",
    "sgt": "sergeant",
}

# Pairs of spellings of one sound in transliterations from Cyrillic, Arabic and Chinese and between British and American
# English, in the order they are applied; after passport standards and the ALA-LC and BGN/PCGN tables.
_SPELLINGS = [
    (re.compile(pattern), plain)
    for pattern, plain in (
        (r"tsch|tch", "ch"),
        (r"sch", "sh"),
        (r"kh|gh", "h"),
        (r"ph", "f"),
        (r"dzh|dj", "j"),
        (r"ck|q", "k"),
        (r"tz|z", "s"),
        (r"c(?=[eiy])", "s"),
        (r"c(?!h)", "k"),
        (r"x", "ks"),
        (r"w", "v"),
        (r"oe", "o"),
        (r"ue|ou|oo", "u"),
        (r"ae", "a"),
        (r"ee", "i"),
        (r"y|j(?=[aeou])|(?<=i)j$", "i"),
        (r"^ie", "e"),
        (r"(.)\1+", r"\1"),
    )
]
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})


@lru_cache(maxsize=100_000)
def words(name: str) -> tuple[str, ...]:
    """The words of a name without case, accents, dots, possessives; hyphens part words. A name without any is one.

    >>> words("Côte d'Ivoire's U.N. envoy"), words("--")
    (('cote', 'divoire', 'un', 'envoy'), ('--',))
    """
    plain = unicodedata.normalize("NFKD", name.translate(_LETTERS)).replace("’", "'")
    letters = "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()
    return tuple(re.findall(r"[^\W_]+", re.sub(r"'s\b|(?<=s)'(?!\w)|['.]", "", letters))) or (letters,)


@lru_cache(maxsize=100_000)
def sound(word: str) -> str:
    """A folded word in one spelling of each sound.

    >>> sound("zelenskyy") == sound("zelensky") == sound("zelenskiy")
    True
    >>> sound("petrov") == sound("petrova")
    False
    """
    for pattern, plain in _SPELLINGS:
        word = pattern.sub(plain, word)
    return word


@lru_cache(maxsize=100_000)
def loose(word: str) -> str:
    """Its sound with the vowels inside a long word in two classes: Mohammed, Muhammad. What is near shares it.

    >>> loose("mohammed") == loose("muhammad"), loose("karin") == loose("karen"), loose("anna") == loose("anne")
    (True, False, False)
    """
    heard = sound(word)
    if len(word) < LOOSE_FROM:
        return heard
    return heard[:1].translate(_VOWELS) + heard[1:-1].translate(_VOWELS) + heard[-1:]


_VOWELS = str.maketrans({"e": "a", "u": "o"})


@lru_cache(maxsize=100_000)
def spelt_alike(left: str, right: str) -> float:
    """How sure it is that two folded words are spellings of one, from 0 to 1.

    The last letter is never forgiven: it tells women's names from men's (Petrov, Petrova; Martin, Martina).
    """
    if left == right:
        return SAME
    if sound(left) == sound(right):
        return SOUNDS
    if loose(left) == loose(right):
        return LOOSELY
    one, other = sound(left), sound(right)
    if min(len(one), len(other)) >= MISSPELT_FROM and (one[0], one[-1]) == (other[0], other[-1]):
        return ONE_LETTER if OSA.distance(one, other) == 1 else 0.0
    return 0.0


@dataclass(frozen=True, slots=True)
class PersonName:
    """A person's name in parts, folded."""

    words: tuple[str, ...]  # without titles, particles and suffixes; at least one
    suffix: str = ""  # "jr"


def person_name(name: str, titles: frozenset[str] = frozenset()) -> PersonName | None:
    """The parts of a person's name; None if titles are all there is. `titles`: folded words that may stand in front.

    >>> person_name("President Donald J. Trump Jr.", frozenset({"president"}))
    PersonName(words=('donald', 'j', 'trump'), suffix='jr')
    """
    parts = [word for word in words(name) if word not in PARTICLES]
    while parts and (parts[0] in titles or parts[0] in GENDERS or parts[0] in RANKS):
        parts = parts[1:]
    suffix = parts.pop() if len(parts) > 1 and parts[-1] in SUFFIXES else ""
    return PersonName(tuple(parts), suffix) if parts else None


def same_spelling(left: PersonName, right: PersonName) -> dict[str, float] | None:
    """Two full names of as many words, each a spelling or the initial of the other's.

    Returns the features, by name, None if they are not.
    """
    if len(left.words) != len(right.words) or len(left.words) < 2:
        joined = "".join(left.words), "".join(right.words)
        return {"spelling": SOUNDS} if min(len(left.words), len(right.words)) > 1 and joined[0] == joined[1] else None
    return _aligned(list(zip(left.words, right.words, strict=True)))


def shortened(short: PersonName, full: PersonName) -> dict[str, float] | None:
    """A surname, or a name with words left out, of a fuller one: "Trump", "Donald Trump" of "Donald J. Trump"."""
    few, many = short.words, full.words
    if len(few) >= len(many):
        return None
    if len(few) == 1:
        if len(few[0]) == 1:
            return None
        if (alike := spelt_alike(few[0], many[-1])) >= LOOSELY:
            return {"surname": alike}
        return {"given name": GIVEN} if few[0] == many[0] else None
    ends = [many[-len(few) :], many[: len(few)], (*many[: len(few) - 1], many[-1])]
    found = [features for end in ends if (features := _aligned(list(zip(few, end, strict=True)))) is not None]
    return max(found, key=lambda features: (features["spelling"], -len(features))) if found else None


def _aligned(pairs: list[tuple[str, str]]) -> dict[str, float] | None:
    """The features of names word by word; the last one, the surname, is written out in both."""
    initials = [pair for pair in pairs if min(map(len, pair)) == 1 and pair[0][0] == pair[1][0]]
    alike = [spelt_alike(*pair) for pair in pairs if pair not in initials]
    if not alike or min(alike) == 0.0 or pairs[-1] in initials:
        return None
    guessed = [value for value in alike if value < SOUNDS]
    if len(guessed) > 1 or (guessed and initials):
        return None  # two doubts are one too many
    features = {"spelling": min(alike)}
    return features | {"initials": 0.95} if any(len(a) != len(b) for a, b in initials) else features


def gender(names: frozenset[str]) -> str:
    """Whether honorifics in some writings of a name say m or f; empty if none or both do."""
    said = {GENDERS.get(word, "") for name in names for word in words(name)[:1]} - {""}
    return said.pop() if len(said) == 1 else ""


def titles(names: frozenset[str], known: frozenset[str]) -> frozenset[str]:
    """The titles written in front of a name, in full: ranks, and those known.

    >>> sorted(titles(frozenset({"Gen. Brandt", "the old minister Brandt"}), frozenset({"minister", "general"})))
    ['general', 'minister']
    """
    in_front = (word for name in names for word in words(name)[:-1])
    return frozenset(RANKS.get(word, word) for word in in_front if word in RANKS or word in known)


def initials(name: str) -> frozenset[str]:
    """What the name of several words may be abbreviated to: of its capitalised words, and of all its words.

    >>> sorted(initials("Organization for Security and Co-operation in Europe"))
    ['OFSACIE', 'OFSACOIE', 'OSCE', 'OSCOE']
    """
    parts = [part for part in re.findall(r"[\w’'-]+", re.sub(r"^[Tt]he ", "", name)) if part[0].isalnum()]
    whole = [[part[0]] for part in parts]
    split = [[piece[0] for piece in part.split("-") if piece] for part in parts]
    found = set[str]()
    for letters in (whole, split):
        if len(letters) > 1:
            found.add("".join(each for group in letters for each in group).upper())
            found.add("".join(each for group in letters if group[0].isupper() for each in group).upper())
    return frozenset(each for each in found if len(each) > 1)


def is_acronym(name: str) -> bool:
    """Whether a name is of capitals only, with or without dots: "OSCE", "U.N.".

    >>> is_acronym("OSCE"), is_acronym("Oslo"), is_acronym("A")
    (True, False, False)
    """
    letters = name.replace(".", "")
    return letters.isalpha() and letters.isupper() and 2 <= len(letters) <= 8
