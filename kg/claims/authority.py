"""What the graph knows before it reads anything: states, organisations, seats of government, offices and their holders.

It is read from `seeds/authority/*.ttl`, or from folders of the user's own in the same form (see `seeds/README.md`).
A name is found only where it is written as a name: names of up to three letters in exactly their case ("US", never
"us"), others with a capital in front ("Turkey", "TURKEY", never "turkey"). A name with "the" in the file ("the West")
is only found with it.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Set
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from kg.errors import OntologyError
from kg.iris import ONTOLOGY, PREFIXES, PROJECT, name_of
from kg.model import TypeId
from kg.turtle import Turtle, turtle_files

AUTHORITY = PROJECT + "authority/"  # the IRIs of `seeds/authority/*.ttl`

RDF, RDFS, SKOS, ORG = (PREFIXES[prefix] for prefix in ("rdf", "rdfs", "skos", "org"))

CASE_MATTERS_UP_TO = 3  # letters: "US", "WHO" and "EU" are also words, or the start of one, in other cases
CACHED = 50_000  # names, found or not
ACCENTS_MATTER_UP_TO = 4  # letters: without its accent "Malé" is a word

_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "‑": "-", "‐": "-", "–": "-", "&": " and "})
_LETTERS = str.maketrans({"ı": "i", "ł": "l", "Ł": "L", "ø": "o", "Ø": "O", "đ": "d", "Đ": "D", "ß": "ss", "æ": "ae"})
_ABBREVIATION = re.compile(r"\b[A-Za-z](?:\.[A-Za-z])+\b\.?")  # U.S., U.S, D.C., J.D.
_POSSESSIVE = re.compile(r"(?:'s|(?<=s)')$")
_DETERMINER = re.compile(r"^the (?=.)", re.IGNORECASE)
_PARTICLE = re.compile(r"^[a-z]{1,3}[ '-](?=.)")  # the small word in front of a capital: "al-Shabaab", "the West"


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """A thing the graph knows before it reads anything. All tuples are sorted."""

    id: str  # the local part of its IRI: "ukraine"
    label: str
    type: TypeId
    aliases: tuple[str, ...] = ()
    demonyms: tuple[str, ...] = ()  # adjectives and names of its people: "Ukrainian", "Ukrainians"
    same_as: tuple[str, ...] = ()  # IRIs of the same thing elsewhere, checked
    seat_of: str | None = None  # the id of what it stands for when it acts: Moscow for Russia
    part_of: str | None = None
    class_nouns: tuple[str, ...] = ()  # what a text calls it once it is named: "bloc"
    short_names: tuple[str, ...] = ()  # what a person is called once introduced: "Zelenskyy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tenure:
    """One person's time in one office. Dates are ISO 8601, at their own precision."""

    holder: str  # an id, as are the next two
    post: str
    of: str  # the state or organisation
    titles: tuple[str, ...]  # lower case: "president"
    since: str
    until: str | None = None  # None: still, when the file was written

    def covers(self, date: str) -> bool:
        """Whether a date lies inside, compared at the precision both have; the first and the last day are inside.

        >>> tenure = Tenure(holder="a", post="p", of="x", titles=("king",), since="1999-05-07", until="2008")
        >>> tenure.covers("2008-03-01"), tenure.covers("1999-05-06")
        (True, False)
        """
        return _up_to(self.since, date) and (self.until is None or _up_to(date, self.until))


class Authority:
    """Known things, found by their names.

    A name of two things is the one's whose type has the higher `kg:precedence`; if that leaves two, nobody's, and
    `ambiguous` lists it.
    """

    def __init__(
        self, things: Iterable[Known], tenures: Iterable[Tenure] = (), *, ranks: Mapping[str, int], digest: str
    ) -> None:
        self._things = {known.id: known for known in sorted(things, key=lambda known: known.id)}
        self._tenures = tuple(sorted(tenures, key=lambda tenure: (tenure.of, tenure.post, tenure.since, tenure.holder)))
        self._check()
        self._names = _Names(((known, _names(known)) for known in self._things.values()), ranks)
        self._demonyms = _Names(((known, known.demonyms) for known in self._things.values()), ranks)
        self._surnames = _Names(((known, known.short_names) for known in self._things.values()), ranks)
        self.digest = digest

    @classmethod
    def load(cls, *folders: Path) -> "Authority":
        """Read the `*.ttl` files of some folders, together.

        Raises:
            OntologyError: a file is missing or not Turtle, or a thing lacks what it needs; the message names it.
        """
        turtle = Turtle(turtle_files(*folders))
        ranks = {iri: int(turtle.text(iri, ONTOLOGY + "precedence", "0")) for iri in turtle.named()}
        return cls(
            _things(turtle),
            _tenures(turtle),
            ranks={type_: rank for type_, rank in ranks.items() if rank},
            digest=turtle.digest,
        )

    def __iter__(self) -> Iterator[Known]:
        return iter(self._things.values())

    def __len__(self) -> int:
        return len(self._things)

    @property
    def ambiguous(self) -> Mapping[str, tuple[str, ...]]:
        """Names that several things have and that therefore name none of them, with the things' ids."""
        return self._names.ambiguous

    def get(self, id_: str) -> Known | None:
        """A thing by its id, None if there is none of it."""
        return self._things.get(id_)

    def find(self, name: str) -> Known | None:
        """The thing of that label, alias or demonym, with or without "the", possessive and the dots of "U.S."."""
        return self._names.find(name)

    def is_demonym(self, name: str) -> bool:
        """Whether the name is an adjective or a name of a people: "Ukrainian", "Ukrainians", not "Ukraine"."""
        return self._demonyms.find(name) is not None

    def surname(self, name: str) -> Known | None:
        """The one person known by that short name; None if there are several or none."""
        return None if _DETERMINER.match(name) else self._surnames.find(name)

    def acts_as(self, known: Known) -> Known:
        """What stands behind a name when it acts: the state for its seat of government, otherwise the thing itself."""
        return self._things[known.seat_of] if known.seat_of else known

    def in_office(self, title: str, of: str, on: str) -> Known | None:
        """The one person with that title, there and then; None if nobody known or several had it.

        `of` is an id; `on` an ISO date, which may be a year or a month: `in_office("president", "ukraine", "2022-03")`.
        """
        wanted = title.casefold()
        found = {t.holder for t in self._tenures if t.of == of and wanted in t.titles and t.covers(on)}
        return self._things[found.pop()] if len(found) == 1 else None

    def offices(self, holder: str, words: Set[str]) -> tuple[Known, ...]:
        """Of what a person holds or held offices whose title is made of those words, in lower case; by id."""
        found = {
            t.of for t in self._tenures if t.holder == holder and any(words >= set(title.split()) for title in t.titles)
        }
        return tuple(self._things[id_] for id_ in sorted(found))

    def served(self, holder: str) -> tuple[Known, ...]:
        """The states and organisations a person holds or held an office in, by id."""
        found = {tenure.of for tenure in self._tenures if tenure.holder == holder}
        return tuple(self._things[id_] for id_ in sorted(found))

    def _check(self) -> None:
        for known in self._things.values():
            for other in (known.seat_of, known.part_of):
                if other is not None and other not in self._things:
                    raise OntologyError(f"authority: {known.id} points to {other!r}, which is not described; add it")
        for tenure in self._tenures:
            if tenure.holder not in self._things or tenure.of not in self._things or not tenure.since:
                raise OntologyError(
                    f"authority: a tenure of {tenure.post} from {tenure.since!r} names {tenure.holder!r} and "
                    f"{tenure.of!r}; describe both and give its kg:from"
                )


class _Names:
    """Names to things, in three readings: as written, whatever the case, whatever the accents."""

    def __init__(self, named: Iterable[tuple[Known, Iterable[str]]], ranks: Mapping[str, int]) -> None:
        self._readings: list[dict[str, tuple[Known, ...]]] = [{}, {}, {}]
        self.find = lru_cache(maxsize=CACHED)(self._find)  # texts ask for the same few names over and over
        for known, names in named:
            for name in names:
                for reading, key in zip(self._readings, _keys(_plain(name)), strict=False):
                    reading[key] = _best((*reading.get(key, ()), known), ranks)

    @property
    def ambiguous(self) -> dict[str, tuple[str, ...]]:
        """Names that lead to several things, as written if so written, with the ids."""
        found: dict[str, tuple[str, ...]] = {}
        for reading in self._readings:
            listed = {key for name in found for key in _keys(name)}
            shared = {key: tuple(known.id for known in best) for key, best in reading.items() if len(best) > 1}
            found |= {key: ids for key, ids in sorted(shared.items()) if key not in listed}
        return found

    def _find(self, name: str) -> Known | None:
        for form in _forms(_plain(name)):
            keys = _keys(form) if _is_name(form) else [form]
            for reading, key in zip(self._readings, keys, strict=False):
                if best := reading.get(key):
                    return best[0] if len(best) == 1 else None
        return None


def _best(candidates: tuple[Known, ...], ranks: Mapping[str, int]) -> tuple[Known, ...]:
    """Those of the highest precedence, each once, by id."""
    if len(candidates) == 1:
        return candidates
    highest = max(ranks.get(known.type, 0) for known in candidates)
    best = {known.id: known for known in candidates if ranks.get(known.type, 0) == highest}
    return tuple(best[id_] for id_ in sorted(best))


def _plain(name: str) -> str:
    """A name in one spelling of apostrophes, dashes, blanks and abbreviations.

    >>> _plain("the U.S.’s")
    "the US's"
    """
    text = " ".join(unicodedata.normalize("NFC", name).translate(_SAME).split())
    return _DETERMINER.sub("the ", _ABBREVIATION.sub(lambda match: match[0].replace(".", ""), text))


def _forms(plain: str) -> Iterator[str]:
    """The name as it stands, then without its determiner, its possessive, both."""
    names = (plain, _POSSESSIVE.sub("", plain))
    yield from dict.fromkeys(form for name in names for form in (name, _DETERMINER.sub("", name)))


def _keys(plain: str) -> list[str]:
    """What a name is kept and looked up under: as written; if it is long enough, in any case; without accents."""
    letters = sum(map(str.isalpha, plain))
    folded = plain.casefold().replace("-", " ")
    keys = [plain]
    if letters > CASE_MATTERS_UP_TO:
        keys.append(folded)
    if letters > ACCENTS_MATTER_UP_TO:
        keys.append(_without_accents(folded))
    return keys


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(part for part in parts if not unicodedata.combining(part))


def _is_name(form: str) -> bool:
    """Whether a capital stands in front, after at most a small word: "al-Shabaab", "the West"."""
    return _PARTICLE.sub("", form)[:1].isupper()


def _names(known: Known) -> tuple[str, ...]:
    return (known.label, *known.aliases, *known.demonyms)


def _up_to(left: str, right: str) -> bool:
    shared = min(len(left), len(right))
    return left[:shared] <= right[:shared]


def _things(turtle: Turtle) -> Iterator[Known]:
    """Everything with a type, but for offices and tenures, which are no things of the graph."""
    seen: dict[str, str] = {}
    for iri in turtle.named():
        types = [type_ for type_ in turtle.iris(iri, RDF + "type") if not type_.startswith(ORG)]
        if not types:
            continue
        id_ = name_of(iri)
        if seen.setdefault(id_, iri) != iri:
            raise OntologyError(f"authority: {seen[id_]} and {iri} both end in {id_!r}; rename one")
        yield _known(turtle, iri, TypeId(types[0]))


def _known(turtle: Turtle, iri: str, type_: TypeId) -> Known:
    labels = turtle.texts(iri, RDFS + "label")
    if len(labels) != 1:
        raise OntologyError(
            f"authority: {name_of(iri)} has {len(labels)} rdfs:label; give it one, skos:altLabel others"
        )
    return Known(
        id=name_of(iri),
        label=labels[0],
        type=type_,
        aliases=tuple(turtle.texts(iri, SKOS + "altLabel")),
        demonyms=tuple(turtle.texts(iri, ONTOLOGY + "demonym")),
        same_as=tuple(turtle.iris(iri, SKOS + "exactMatch")),
        seat_of=_at_most_one(turtle, iri, ONTOLOGY + "seatOf"),
        part_of=_at_most_one(turtle, iri, ONTOLOGY + "partOf"),
        class_nouns=tuple(turtle.texts(iri, ONTOLOGY + "classNoun")),
        short_names=tuple(turtle.texts(iri, ONTOLOGY + "shortName")),
    )


def _tenures(turtle: Turtle) -> Iterator[Tenure]:
    for node in turtle.subjects(ORG + "Membership"):
        post = _one(turtle, node.value, ONTOLOGY + "post")
        yield Tenure(
            holder=name_of(_one(turtle, node.value, ORG + "member")),
            post=name_of(post),
            of=name_of(_one(turtle, post, ORG + "postIn")),
            titles=tuple(title.casefold() for title in turtle.texts(post, ONTOLOGY + "title")),
            since=turtle.text(node, ONTOLOGY + "from"),
            until=turtle.text(node, ONTOLOGY + "until") or None,
        )


def _at_most_one(turtle: Turtle, iri: str, property_: str) -> str | None:
    return name_of(_one(turtle, iri, property_)) if turtle.iris(iri, property_) else None


def _one(turtle: Turtle, iri: str, property_: str) -> str:
    found = turtle.iris(iri, property_)
    if len(found) != 1:
        raise OntologyError(f"authority: {name_of(iri)} has {len(found)} {name_of(property_)}; give it one")
    return found[0]
