"""Which names of a collection stand for one thing: a table of rules, each with the features its score comes from.

A rule compares two names and gives features from 0 to 1; the score is the rule's weight times all of them and of what
speaks against (`DOUBTS`). From `MERGE_AT` on two names are the same; where a rule found them alike and something speaks
against it, they are different, with the reason. A short name of several bearers ("Brandt", where there is an Anna and a
Carl Brandt) is nobody's. Names are only compared within blocks that share a word, initials or the words of a body's
name, so the cost grows with the number of names, not with its square.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import combinations

from kg.claims.bodies import Bodies, demonym, place
from kg.claims.judgements import Identity, Judgement, Verdict, judgement
from kg.claims.kinds import Kinds
from kg.claims.likeness import (
    PersonName,
    gender,
    initials,
    is_acronym,
    loose,
    person_name,
    same_spelling,
    shortened,
    words,
)
from kg.model import DocumentId, EntityId, TypeId
from kg.ontology import Ontology

MERGE_AT = 0.8  # lets through one guessed spelling or one initial, and no two of them; see FEATURES of the rules
ACRONYM_FROM = 3  # letters: two are the initials of too much
TAILS = frozenset({"of", "for", "in", "on"})  # after them a name no longer says what it is: "Bank of Arvania"
ONE_NOUN = 0.9  # what "X's parliament" is worth beside "Ministry of Foreign Affairs of X": fewer words agree

type Features = Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """What the mentions of one name and kind stand for, before it is compared with others."""

    id: EntityId
    name: str  # as most often written
    type: TypeId
    named: bool  # a proper name, not a description
    dated: bool = False  # an office of a document's day: another day's holder may be another person
    known: bool = False  # whether it is of the authority file
    names: frozenset[str] = frozenset()  # everything it is called, of the authority file too
    texts: frozenset[str] = frozenset()  # the phrases that mention it, as written
    titles: frozenset[str] = frozenset()  # those a person is given, folded: "president"
    documents: frozenset[DocumentId] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One way for two names to be alike."""

    name: str
    weight: float  # how sure it is when its features are all 1
    short: bool = False  # whether the first name is a short form, so that it must have one bearer only
    reason: str  # with {one} and {other}


SPELLING = Rule(name="spelling", weight=1.0, reason="{one} and {other} are spellings of one name")
PART = Rule(name="part of a name", weight=0.92, short=True, reason="{one} is short for {other}")
ACRONYM = Rule(name="acronym", weight=0.95, short=True, reason="{one} are the initials of {other}")
WORDS = Rule(name="same words", weight=0.97, reason="{one} and {other} are the same words in another form")
NEARBY = Rule(
    name="body of its document", weight=0.9, short=True, reason="{other} is the only such body where {one} is named"
)
SHORTER = Rule(name="shorter name", weight=0.9, short=True, reason="{one} is {other} in fewer words")
LONG_FORM = Rule(name="long form", weight=0.95, reason="{other} is {one} with what kind of state it is")
PEOPLE = Rule(name="people", weight=0.95, reason="{one} is the adjective of {other}")
KIND = Rule(name="kind", weight=1.0, reason="{one} and {other} are things of different kinds")


@dataclass(frozen=True, slots=True)
class Likeness:
    """A rule that found two candidates alike, the short one first if one is, with what speaks for it and against."""

    rule: Rule
    one: Candidate
    other: Candidate
    features: Features

    @property
    def score(self) -> float:
        score = self.rule.weight
        for value in self.features.values():
            score *= value
        return score

    @property
    def is_enough(self) -> bool:
        return self.score >= MERGE_AT

    @property
    def against(self) -> tuple[str, ...]:
        """The features that rule it out."""
        return tuple(sorted(name for name, value in self.features.items() if value == 0.0))


class Matching:
    """What the rules say of the candidates of a collection."""

    def __init__(self, candidates: Iterable[Candidate], ontology: Ontology, bodies: Bodies) -> None:
        self._candidates = sorted(candidates, key=lambda candidate: candidate.id)
        self._by_id = {candidate.id: candidate for candidate in self._candidates}
        self._ontology = ontology
        self._bodies = bodies
        self._kinds = Kinds(ontology)
        self._person = self._kinds.person
        nouns = ontology.type_by_noun
        self._titles = frozenset(noun for noun, type_ in nouns.items() if type_ == self._person)
        self._people = {each.id: names for each in self._candidates if (names := self._person_names(each))}
        found = [*self._of_people(), *self._of_bodies(), *self._of_kinds()]
        best: dict[tuple[EntityId, EntityId], Likeness] = {}
        for likeness in found:
            pair = (min(likeness.one.id, likeness.other.id), max(likeness.one.id, likeness.other.id))
            if pair not in best or _rank(likeness) > _rank(best[pair]):
                best[pair] = likeness
        self.ambiguous: frozenset[EntityId] = frozenset()  # short names that several bear
        self.judgements = tuple(sorted(self._judged(best.values()), key=lambda given: given.pair))

    def _judged(self, found: Iterable[Likeness]) -> list[Judgement]:
        """The judgements; those on short names once it is known who is who of the fuller ones."""
        telling = (each for each in found if each.is_enough or each.against)
        likenesses = sorted(telling, key=lambda each: (each.one.id, each.other.id))
        judged = [_judgement(each) for each in likenesses if not each.rule.short]
        bearers: defaultdict[EntityId, list[Likeness]] = defaultdict(list)
        for each in likenesses:
            if each.rule.short:
                bearers[each.one.id].append(each)
        # "Donald Trump" may be short for "Donald J. Trump"; once it is, "Trump" has one bearer in them.
        for single in (False, True):
            identity = Identity(self._by_id, judged)
            for short, all_ in sorted(bearers.items()):
                if single is (len(words(self._by_id[short].name)) == 1):
                    judged += self._of_short(short, all_, identity)
        return judged

    def _of_short(self, short: EntityId, all_: Sequence[Likeness], identity: Identity) -> Iterator[Judgement]:
        """The judgements on a short name and those it may be short for."""
        able = [each for each in all_ if each.is_enough]
        able = [each for each in able if "given name" not in each.features] or able
        bearing = {min(identity.members(each.other.id)) for each in able}
        several = len(bearing) > 1
        if several:
            self.ambiguous |= {short}
            bearing = self._told_apart(self._by_id[short], bearing, identity)
        meant = bearing if len(bearing) == 1 else set()
        for each in all_:
            if each in able and not identity.members(each.other.id).isdisjoint(meant):
                yield _judgement(each, {"title": 1.0} if several else {})
            else:
                yield _judgement(each, {"one bearer": 0.0} if each.is_enough else {})

    def _told_apart(self, short: Candidate, bearing: Set[EntityId], identity: Identity) -> set[EntityId]:
        """Of several bearers of a short name those with its title ("President Brandt"), then those of its document."""

        def alike(id_: EntityId, values: Callable[[Candidate], frozenset[str]]) -> bool:
            return any(values(self._by_id[each]) & values(short) for each in identity.members(id_))

        if not short.titles:
            return set()
        titled = {id_ for id_ in bearing if alike(id_, lambda each: each.titles)}
        near = {id_ for id_ in titled or bearing if alike(id_, lambda each: each.documents)}
        return near or titled

    def _person_names(self, candidate: Candidate) -> tuple[PersonName, ...]:
        """The names of a candidate that may be a person, in parts."""
        if not candidate.named or candidate.type not in (self._person, self._ontology.default_type):
            return ()
        parsed = (person_name(name, self._titles) for name in sorted(candidate.names | {candidate.name}))
        return tuple(dict.fromkeys(name for name in parsed if name is not None))

    def _of_people(self) -> Iterator[Likeness]:
        blocks: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            for key in sorted({key for name in self._people.get(candidate.id, ()) for key in _person_keys(name)}):
                blocks[key].append(candidate)
        for one, other in (*_pairs(blocks.values()), *self._by_given_name()):
            yield from self._compare_people(one, other)

    def _by_given_name(self) -> Iterator[tuple[Candidate, Candidate]]:
        """People of one name only, and those who have it as their first: never two full names."""
        full: defaultdict[str, list[Candidate]] = defaultdict(list)
        for id_, names in self._people.items():
            for given in sorted({name.words[0] for name in names if len(name.words) > 1}):
                full[given].append(self._by_id[id_])
        for id_, names in self._people.items():
            for word in sorted({name.words[0] for name in names if len(name.words) == 1}):
                yield from ((self._by_id[id_], other) for other in full.get(word, ()) if other.id != id_)

    def _compare_people(self, one: Candidate, other: Candidate) -> Iterator[Likeness]:
        for left in self._people[one.id]:
            for right in self._people[other.id]:
                doubts = self._doubts(one, other, spelling=False)
                if left.suffix != right.suffix:
                    doubts["generation"] = 0.0
                if (features := same_spelling(left, right)) is not None:
                    spelling = self._doubts(one, other, spelling=features["spelling"] < 1.0)
                    yield Likeness(SPELLING, one, other, {**features, **doubts, **spelling})
                if (features := shortened(left, right)) is not None:
                    yield Likeness(PART, one, other, {**features, **doubts, **self._body_of(left, one, other)})
                if (features := shortened(right, left)) is not None:
                    yield Likeness(PART, other, one, {**features, **doubts, **self._body_of(right, other, one)})

    def _body_of(self, name: PersonName, short: Candidate, full: Candidate) -> dict[str, float]:
        """The doubt that a surname is a body's of its document, where the person is not in that: "Brandt Lines"."""
        if len(name.words) > 1 or short.documents & full.documents:
            return {}
        begun = self._begun.get(name.words[0], frozenset())
        return {} if begun.isdisjoint(short.documents) else {"body of its document": 0.0}

    @cached_property
    def _begun(self) -> Mapping[str, frozenset[DocumentId]]:
        """The documents of bodies by the first words of their names."""
        found: defaultdict[str, frozenset[DocumentId]] = defaultdict(frozenset)
        for each in self._candidates:
            first, *rest = words(each.name)
            if each.named and rest and each.type == self._kinds.body:
                found[first] |= each.documents
        return found

    def _of_bodies(self) -> Iterator[Likeness]:
        people = {each.id for each in self._candidates if each.type == self._person and each.named}
        others = [each for each in self._candidates if each.id not in people and not each.dated]
        named = [each for each in others if each.named]
        long: defaultdict[str, list[Candidate]] = defaultdict(list)
        for candidate in named:
            for letters in sorted(frozenset().union(*map(initials, candidate.names | {candidate.name}))):
                long[letters].append(candidate)
        for short in named:
            if is_acronym(short.name) and len(short.name.replace(".", "")) >= ACRONYM_FROM:
                for full in long.get(short.name.replace(".", ""), ()):
                    if full is not short:
                        yield Likeness(ACRONYM, short, full, {"initials": 1.0, **self._doubts(short, full)})
        yield from self._of_words(others)
        yield from self._of_peoples(named)
        yield from self._of_shorter(named)
        yield from self._of_long_forms(named)
        yield from self._of_documents(others)

    def _of_words(self, candidates: Sequence[Candidate]) -> Iterator[Likeness]:
        """Names of bodies and offices that say the same in another form, and names alike but for dots and hyphens."""
        blocks: defaultdict[object, list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            body = self._bodies.read(candidate.name)
            if body is not None and body.owners and body.common and (self._acts(candidate) or candidate.named):
                blocks[body].append(candidate)
            if candidate.named and not self._bodies.is_common(candidate.name):
                blocks[tuple(map(loose, words(candidate.name)))].append(candidate)
        for one, other in _pairs(blocks.values()):
            body = self._bodies.read(one.name)
            nouns = (
                ONE_NOUN if body is not None and len(body.common) == 1 and words(one.name) != words(other.name) else 1.0
            )
            yield Likeness(WORDS, one, other, {"words": nouns, **self._doubts(one, other)})

    def _of_peoples(self, candidates: Sequence[Candidate]) -> Iterator[Likeness]:
        """Places that the authority file does not know, and their adjectives: "Norlandic", "Norland"."""
        unknown = [each for each in candidates if not each.known and each.type == self._kinds.region]
        places: defaultdict[str, list[Candidate]] = defaultdict(list)
        for each in unknown:
            places[place(each.name)].append(each)
        for people in unknown:
            for named in places.get(demonym(people.name) or "", ()):
                if named is not people:
                    yield Likeness(PEOPLE, people, named, {"adjective": 1.0, **self._doubts(people, named)})

    def _of_shorter(self, candidates: Sequence[Candidate]) -> Iterator[Likeness]:
        """Names without some of their words: "Dialogue Council" of "National Dialogue Council", "Front".

        What is left closes like the whole; of places it has two words at least ("South Ossetia" is no Ossetia). Of what
        the authority file knows, every name that is used stands there.
        """
        blocks: defaultdict[str, list[Candidate]] = defaultdict(list)
        unknown = [each for each in candidates if not each.known and not self._bodies.is_common(each.name)]
        for candidate in unknown:
            blocks[loose(words(candidate.name)[-1])].append(candidate)
        for one, other in _pairs(blocks.values()):
            short, full = sorted((one, other), key=lambda each: (len(words(each.name)), each.id))
            few, many = words(short.name), words(full.name)
            is_head = len(few) > 1 or (short.type != self._kinds.region and TAILS.isdisjoint(many))
            if len(few) < len(many) and self._acts(short) and is_head and _is_subsequence(few, many):
                yield Likeness(SHORTER, short, full, {"words": 1.0, **self._doubts(short, full)})

    def _of_long_forms(self, candidates: Sequence[Candidate]) -> Iterator[Likeness]:
        """Names of states with what kind of state it is in front: "Federal Republic of X", "X"."""
        short: defaultdict[tuple[str, ...], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            for name in sorted({words(name) for name in candidate.names | {candidate.name}}):
                short[name].append(candidate)
        for full in candidates:
            many = words(full.name)
            of = many.index("of") if not full.known and "of" in many[1:-1] else 0
            if of and self._is_state_noun(many[of - 1]) and self._kinds.head_nouns.isdisjoint(many[: of - 1]):
                for each in short.get(many[of + 1 :], ()):
                    doubts = self._doubts(each, full)
                    doubts.pop("kind", None)  # to the recogniser a long name is an organisation's
                    yield Likeness(LONG_FORM, each, full, {"kind of state": 1.0, **doubts})

    def _is_state_noun(self, noun: str) -> bool:
        type_ = self._ontology.type_by_noun.get(noun)
        return type_ is not None and self._kinds.is_home(type_)

    def _of_documents(self, candidates: Sequence[Candidate]) -> Iterator[Likeness]:
        """Bodies whose name does not say whose they are, and those of the same name and document where it does."""
        whose: defaultdict[tuple[DocumentId, tuple[str, ...]], list[Candidate]] = defaultdict(list)
        for candidate in candidates:
            body = self._bodies.read(candidate.name)
            if body is not None and body.owners and self._acts(candidate):
                for document in candidate.documents:
                    whose[(document, body.common)].append(candidate)
        for candidate in candidates:
            body = self._bodies.read(candidate.name)
            if body is not None and not body.owners and self._bodies.is_common(candidate.name):
                for document in sorted(candidate.documents):
                    for full in whose.get((document, body.common), ()):
                        yield Likeness(NEARBY, candidate, full, {"document": 1.0, **self._doubts(candidate, full)})

    def _of_kinds(self) -> Iterator[Likeness]:
        """Candidates of one name whose types no one thing has."""
        blocks: defaultdict[tuple[str, ...], list[Candidate]] = defaultdict(list)
        for candidate in self._candidates:
            for name in sorted({words(name) for name in candidate.names | {candidate.name}} if candidate.named else ()):
                blocks[name].append(candidate)
        for one, other in _pairs(blocks.values()):
            if not self._ontology.compatible(one.type, other.type):
                yield Likeness(KIND, one, other, {"kind": 0.0})

    def _doubts(self, one: Candidate, other: Candidate, *, spelling: bool = False) -> dict[str, float]:
        """What speaks against two candidates being one thing, each as a factor; empty if nothing does."""
        found = {name: 0.0 for name, applies in DOUBTS.items() if applies(one, other)}
        if not self._ontology.compatible(one.type, other.type):
            found["kind"] = 0.0
        if spelling and one.documents & other.documents:
            found["both in one document"] = 0.0  # a report spells a name one way
        return found

    def _acts(self, candidate: Candidate) -> bool:
        return self._kinds.is_actor(candidate.type)


DOUBTS: Mapping[str, Callable[[Candidate, Candidate], bool]] = {
    "both known": lambda one, other: one.known and other.known,
    "honorifics": lambda one, other: {gender(one.texts), gender(other.texts)} == {"m", "f"},
}
AGAINST: Mapping[str, str] = {
    "body of its document": "its document names a body that begins so",
    "both known": "the authority file knows both, apart",
    "both in one document": "one document has both",
    "generation": "one is junior, senior or numbered",
    "honorifics": "one is a man, one a woman",
    "kind": "no one thing is of both kinds",
    "one bearer": "there is another it may be",
}


def _judgement(found: Likeness, more: Features | None = None) -> Judgement:
    """A likeness as a judgement; `more`: features that only show beside others of the same short name."""
    found = replace(found, features={**found.features, **(more or {})})
    reason = found.rule.reason.format(one=repr(found.one.name), other=repr(found.other.name))
    if "title" in found.features:
        reason = f"{reason}, told from others by its title"
    if found.against and found.rule is not KIND:
        reason = f"{reason}, but: {', '.join(AGAINST[name] for name in found.against)}"
    return judgement(
        found.one.id,
        found.other.id,
        Verdict.SAME if found.is_enough else Verdict.DIFFERENT,
        reason,
        by=found.rule.name,
        score=found.score,
        features=found.features,
    )


def _rank(found: Likeness) -> tuple[object, ...]:
    """Of two likenesses of a pair the surer counts, and one that is no short form."""
    return (found.score, not found.rule.short, found.rule.name, sorted(found.features.items()))


def _is_subsequence(few: Sequence[str], many: Sequence[str]) -> bool:
    """Whether some words stand among others in the same order."""
    rest = iter(many)
    return all(word in rest for word in few)


def _person_keys(name: PersonName) -> Iterator[str]:
    """The blocks a person's name is compared in."""
    first, last = name.words[0], name.words[-1]
    yield f"last {loose(last)}"
    if len(name.words) > 1:
        yield f"first {loose(first)} {loose(last)[:2]}"
        yield f"start {loose(first)} {loose(name.words[1])}"
        yield f"joined {loose(''.join(name.words))}"


def _pairs(blocks: Iterable[Sequence[Candidate]]) -> Iterator[tuple[Candidate, Candidate]]:
    """Each pair of candidates that share a block, once."""
    seen = set[tuple[EntityId, EntityId]]()
    for block in blocks:
        for one, other in combinations(block, 2):
            if one.id != other.id and (one.id, other.id) not in seen:
                seen.add((one.id, other.id))
                yield one, other
