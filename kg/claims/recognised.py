"""What kind of thing each name of a collection is, against slips of the named-entity recogniser.

It sees a sentence at a time: one report's "Brandt" is now a person, now a body. A collection knows better.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence

from kg.claims.bodies import demonym, place
from kg.claims.kinds import Kinds
from kg.model import DocumentId, Mention, TypeId


class Recognised:
    """The types of the names of a collection."""

    def __init__(self, mentions: Sequence[tuple[DocumentId, Mention]], kinds: Kinds) -> None:
        """`mentions`: all of the collection, each with its document."""
        self._kinds = kinds
        self._types: defaultdict[str, set[TypeId]] = defaultdict(set)  # of names that the authority file lacks
        for _, mention in mentions:
            if mention.named and mention.key is None:
                self._types[mention.name].add(mention.type)
        self._long = [(name, types) for name, types in self._types.items() if " " in name]
        self._peoples, self._places = self._single()
        both = {*self._peoples.values()} & {*self._places.values()}
        self._states = {stem: name for name, stem in sorted(self._places.items(), reverse=True) if stem in both}
        self._everywhere = self._surnames() | self._regions()
        self._in_document = _commonest(mentions)

    def type(self, document: DocumentId, mention: Mention) -> TypeId:
        """What a mention names, as the collection has it, else as its document mostly has it."""
        told = self._everywhere.get(mention.name)
        return told or self._in_document.get((document, mention.name), mention.type)

    def state(self, word: str) -> str | None:
        """The name of the place that a word names or is the adjective of, of those that have an adjective."""
        return self._states.get(demonym(word) or place(word))

    def _surnames(self) -> dict[str, TypeId]:
        """Surnames of people named in full that are read as bodies where they stand alone.

        Not where a body of the collection has the name too, as its first word; of what is read as a place only names
        with a hyphen, as there may well be a Houston and a Houston.
        """
        person, body, region = self._kinds.person, self._kinds.body, self._kinds.region
        surnames = {name.rpartition(" ")[2] for name, types in self._long if person in types}
        bodies = {name.partition(" ")[0] for name, types in self._long if person not in types}
        slips = {person, body}, {person, body, region}
        found = surnames & self._types.keys() - bodies
        return {name: person for name in found if self._types[name] <= slips["-" in name]}

    def _single(self) -> tuple[dict[str, str], dict[str, str]]:
        """The names of one word that are adjectives of a place, and the others, each with the stem they may share."""
        single = [(name, types) for name, types in self._types.items() if " " not in name]
        read = ((name, demonym(name)) for name, types in single if self._kinds.people in types)
        peoples = {name: stem for name, stem in read if stem is not None}
        return peoples, {name: place(name) for name, _ in single if name not in peoples}

    def _regions(self) -> dict[str, TypeId]:
        """Names of one word that are a place's with an adjective of its own, and these: "Norland", "Norlandic".

        The one is read now as a place, now as an organisation, the other as a people.
        """
        found = [name for name, stem in (self._peoples | self._places).items() if stem in self._states]
        return {name: self._kinds.region for name in found if self._kinds.person not in self._types[name]}


def _commonest(mentions: Sequence[tuple[DocumentId, Mention]]) -> dict[tuple[DocumentId, str], TypeId]:
    """The commonest type of each name of several words in each document: a report means one thing by it.

    Single words keep their own: a report may speak of Jordan and of its minister Jordan.
    """
    counts: defaultdict[tuple[DocumentId, str], Counter[TypeId]] = defaultdict(Counter)
    for document, mention in mentions:
        if mention.key is None and " " in mention.name:
            counts[document, mention.name][mention.type] += 1
    return {name: min(types, key=lambda type_: (-types[type_], type_)) for name, types in counts.items()}
