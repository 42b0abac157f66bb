"""Frames to relations: which relation of the ontology a frame states, of what and what.

A frame pattern of the ontology matches a frame when predicate, particle and light-verb object agree, the clause's
modality is one it asks for, and its roles are filled by things of fitting types. Of several patterns that join the
same two things the most specific one wins.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.claims.frames import Frame
from kg.claims.mentions import Mentions
from kg.claims.phrases import Phrase, noun_phrase
from kg.claims.pronouns import is_pronoun
from kg.claims.stance import Stance
from kg.claims.unstated import (
    is_asked,
    is_ordered,
    is_put,
    is_served,
    is_supposed,
    is_thought,
    is_title,
    only_modifies,
    stands_under,
)
from kg.model import Mention, TypeId
from kg.ontology import FramePattern, Ontology, Relation

OBLIQUE = frozenset({"in", "at", "on", "near", "from", "into"})  # prepositions after which a place is a place
SPEAKER = "speaker"  # the role of who says the clause, if that is not its agent
NOMINAL = frozenset({"agent", "complement", "patient", "self", "bearer", "compound"})  # roles that are no preposition
OFFICES = frozenset({"office", "home"})  # roles that the holder's known offices and the whole text fill
BODIES = frozenset({"ORG", "GPE", "FAC", "PRODUCT"})  # labels of names a title can belong to
LOOSE = frozenset({"it", "this", "that"})  # what is judged by them is a whole story oftener than a thing: "it is bad"
REACHED = frozenset({"patient", "to"})  # roles in which a seat of government may be meant as the place it is


@dataclass(frozen=True, slots=True)
class Filled:
    """A role of a frame with the phrase that fills it and what that stands for."""

    role: str
    phrase: Phrase
    mention: Mention


@dataclass(frozen=True, slots=True)
class Typed:
    """A relation read from a frame."""

    frame: Frame
    relation: Relation
    pattern: FramePattern
    subject: Filled
    object: Filled


class Patterns:
    """The frame patterns of an ontology, by predicate."""

    def __init__(self, ontology: Ontology, *, fallback: bool = False) -> None:
        """The patterns of the relations that are fallbacks, or of those that are not."""
        self._ontology = ontology
        self._by_predicate: dict[tuple[str, str], list[tuple[Relation, FramePattern]]] = defaultdict(list)
        for relation in ontology.relations.values():
            for pattern in relation.frames if relation.fallback is fallback else ():
                for lemma in sorted(pattern.lemmas) or [""]:
                    self._by_predicate[pattern.pos, lemma].append((relation, pattern))

    def read(self, frame: Frame, how: Stance, mentions: Mentions, elided: "Elided") -> list[Typed]:
        """The relations a frame states, at most one for each pair of things it joins."""
        best: dict[tuple[int, int], tuple[int, Typed]] = {}
        frame = self._mistaken(self._titled(frame))
        if is_title(frame) or is_asked(frame) or is_ordered(frame):
            return []
        for relation, pattern in self._candidates(frame):
            if not _predicate_fits(frame, pattern, how):
                continue
            for typed in self._fill(frame, relation, pattern, mentions, elided):
                key = (typed.subject.phrase.head.index, typed.object.phrase.head.index)
                rank = _specificity(pattern)
                if key not in best or rank > best[key][0]:
                    best[key] = (rank, typed)
        return [typed for _, typed in best.values()]

    def _titled(self, frame: Frame) -> Frame:
        """A noun that is a title together with what follows it, as one predicate: "secretary of state"."""
        tokens, place = frame.tree.tokens, frame.predicate.index
        if frame.pos != "NOUN" or place + 2 >= len(tokens) or tokens[place + 1].lemma != "of":
            return frame
        title = f"{frame.lemma} of {tokens[place + 2].lemma}"
        if (frame.pos, title) not in self._by_predicate:
            return frame
        arguments = {role: phrases for role, phrases in frame.arguments.items() if role != "of"}
        return replace(frame, lemma=title, arguments=arguments)

    def _mistaken(self, frame: Frame) -> Frame:
        """A verb the tagger took for a plural behind a name: "as Washington presses for an end".

        Only where no pattern knows the noun and one knows the verb with what follows it.
        """
        predicate, names = frame.predicate, [each for each in frame.arguments.get("compound", ()) if each.head.entity]
        if predicate.tag != "NNS" or not names or any(self._by_predicate.get(("NOUN", frame.lemma), ())):
            return frame
        if names[-1].head.index != predicate.index - 1:
            return frame
        asked = {role for _, pattern in self._by_predicate.get(("VERB", frame.lemma), ()) for role in pattern.object}
        followed = {role: phrases for role, phrases in frame.arguments.items() if role in asked - NOMINAL}
        return replace(frame, pos="VERB", arguments=followed | {"agent": (names[-1],)}) if followed else frame

    def _candidates(self, frame: Frame) -> Iterator[tuple[Relation, FramePattern]]:
        yield from self._by_predicate.get((frame.pos, frame.lemma), ())
        if frame.pos == "NOUN":
            if "-" in frame.lemma:
                yield from self._by_predicate.get((frame.pos, frame.predicate.lemma), ())
            before = frame.tree.tokens[frame.predicate.index - 1].lemma if frame.predicate.index else ""
            yield from self._by_predicate.get((frame.pos, f"{before} {frame.lemma}"), ())
            if frame.lemma.endswith("s"):
                yield from self._by_predicate.get((frame.pos, frame.lemma[:-1]), ())
        yield from self._by_predicate.get((frame.pos, ""), ())

    def _fill(
        self, frame: Frame, relation: Relation, pattern: FramePattern, mentions: Mentions, elided: "Elided"
    ) -> Iterator[Typed]:
        objects = self._objects(frame, relation, pattern, mentions)
        if objects:
            elided.remember(relation, objects)
        elif "elided" in pattern.object:
            objects = elided.recall(relation)
        subjects = self._first(frame, pattern.subject, mentions, (relation.domain, pattern.subject_types))
        if pattern.subject == (SPEAKER,) and objects:
            subjects = self._speakers(frame, relation, pattern, mentions)
        if pattern.speaker:
            said_by = [mention for _, mention in self._said_by(frame, mentions)]
            subjects = [
                one for one in subjects if any(mentions.affiliations.speaks_for(who, one.mention) for who in said_by)
            ]
        if subjects and not objects:
            objects = self._office(frame, relation, pattern, mentions, subjects[0])
        joined: set[frozenset[str]] = set()
        for subject in subjects:
            for object_ in objects:
                pair = frozenset({subject.mention.name, object_.mention.name})
                if (
                    len(pair) < 2
                    or self._is_another(frame, pattern, subject, mentions)
                    or subject.phrase.head is object_.phrase.head
                    or (relation.symmetric and pair in joined)
                    or _is_one_name(subject, object_)
                ):
                    continue
                joined.add(pair)
                yield Typed(frame, relation, pattern, subject, object_)

    def _is_another(self, frame: Frame, pattern: FramePattern, subject: Filled, mentions: Mentions) -> bool:
        """Whether what somebody calls something was taken for another: who "Brandt called a liar" is not Brandt."""
        if pattern.holder and subject.phrase.head.lemma in LOOSE and subject.mention.named:
            return True
        if subject.phrase.head.tag != "PRP" or "sel" in subject.phrase.head.text:
            return False
        holders = (mentions.resolve(phrase) for role in pattern.holder for phrase in frame.arguments.get(role, ()))
        return any(holder is not None and holder.name == subject.mention.name for holder in holders)

    def _objects(self, frame: Frame, relation: Relation, pattern: FramePattern, mentions: Mentions) -> list[Filled]:
        found = self._first(frame, pattern.object, mentions, (relation.range, pattern.object_types))
        found = [each for each in found if not (_names(each.phrase, pattern.except_objects) or self._is_empty(each))]
        return [each for each in found if not (pattern.holder and self._is_capacity(each))]

    def _is_capacity(self, end: Filled) -> bool:
        """Whether a noun behind "as" says in which office, and not how somebody is seen: "her record as mayor"."""
        noun, tree = end.phrase.head, end.phrase.tree
        bare = noun.tag == "NN" and not tree.children(noun, "det", "poss", "amod", "compound", "nummod")
        return end.role == "as" and bare and end.mention.type == self._ontology.type_by_entity_label.get("PERSON")

    def _is_empty(self, end: Filled) -> bool:
        """Whether a noun without a word beside it says nothing: "as a way", "for instance"."""
        words = [token for token in end.phrase.tokens if token.pos not in ("DET", "PUNCT")]
        return len(words) == 1 and not end.mention.named and words[0].lemma in self._ontology.empty_nouns

    def _speakers(self, frame: Frame, relation: Relation, pattern: FramePattern, mentions: Mentions) -> list[Filled]:
        """Who says a clause about somebody else, whose kind the frame may ask for."""
        if only_modifies(frame):
            return []  # "said that the votes needed were there": it is not what the speaker says of them
        agents = self._first(frame, ("agent",), mentions, (pattern.agent_types,))
        acting = {agent.mention.name for agent in agents}
        if pattern.agent_types and not agents:
            return []
        return [
            Filled(SPEAKER, phrase, mention)
            for phrase, mention in self._said_by(frame, mentions)
            if mention.name not in acting and self._ontology.fits(mention.type, relation.domain)
        ]

    def _said_by(self, frame: Frame, mentions: Mentions) -> Iterator[tuple[Phrase, Mention]]:
        """The innermost of those who say a clause."""
        for tree, heads in mentions.speakers(frame.tree, frame.predicate)[-1:]:
            for head in heads:
                phrase = noun_phrase(tree, head)
                if (mention := mentions.resolve(phrase)) is not None:
                    yield phrase, mention

    def _office(
        self, frame: Frame, relation: Relation, pattern: FramePattern, mentions: Mentions, holder: Filled
    ) -> list[Filled]:
        """Of what a title is an office, where the frame asks for that and nothing in the sentence tells."""
        if not OFFICES.intersection(pattern.object) or not holder.mention.named:
            return []
        before = (phrase.head.entity for phrase in frame.arguments.get("compound", ()))
        if any(self._is_named(phrase) for phrase in frame.arguments.get("of", ())) or BODIES.intersection(before):
            return []  # "president of Acme", "Acme president": it says of what, and that is nothing known beforehand
        if not is_served(frame):
            return []
        title = noun_phrase(frame.tree, frame.predicate)
        if not mentions.offices.is_news(holder.mention, title):
            return []
        readings = {"office": mentions.offices.known(holder.mention, title), "home": mentions.offices.home(title)}
        found = [(role, readings[role]) for role in pattern.object if role in OFFICES]
        allowed = (relation.range, pattern.object_types)
        return [
            Filled(role, title, mention)
            for role, mention in found
            if mention is not None and self._fits(mention, allowed)
        ][:1]

    def _is_named(self, phrase: Phrase) -> bool:
        """Whether a phrase is a name and no capitalised noun: of "Minister of Education" it is one of a field."""
        return phrase.head.pos == "PROPN" and phrase.head.text.casefold() not in self._ontology.type_by_noun

    def _first(
        self, frame: Frame, roles: Sequence[str], mentions: Mentions, allowed: Sequence[Sequence[TypeId]]
    ) -> list[Filled]:
        """What fills the first of the roles that is present with something of an allowed type."""
        for role in roles:
            found = []
            name, _, owned = role.partition(".")
            for phrase in frame.arguments.get(name, ()):
                if name == "subject" and frame.pos != "VERB" and phrase.head.lemma in LOOSE:
                    continue
                mention = self._fitting(phrase, name, mentions, bool(owned), allowed)
                if mention is not None:
                    found.append(Filled(role, phrase, mention))
            if found:
                return found
        return []

    def _fitting(
        self, phrase: Phrase, role: str, mentions: Mentions, owned: bool, allowed: Sequence[Sequence[TypeId]]
    ) -> Mention | None:
        """What a phrase stands for in a role if that is of an allowed type: as an actor, as a place, or its owner."""
        if phrase.head.entity in ("DATE", "TIME") or not any(letter.isalnum() for letter in phrase.head.text):
            return None
        if role == "self" and any(child.lemma in ("no", "any") for child in phrase.tree.children(phrase.head, "det")):
            return None  # "no talks on the border": of what there is not, nothing is claimed
        if owned:
            readings = [mentions.possessor(phrase)]
        elif is_pronoun(phrase):
            readings = [mentions.pronoun(phrase, lambda mention: self._fits(mention, allowed))]
        elif phrase.is_clause and not is_put(phrase, role):
            return None
        else:
            acts = role not in OBLIQUE and not (role in REACHED and self._is_reached(phrase, mentions, allowed[0]))
            readings = [mentions.resolve(phrase, acting=acts), mentions.resolve(phrase, acting=not acts)]
            readings.append(mentions.measured(phrase))
        if role == "compound":  # a common noun in front only sorts: "rebel leader"
            readings = [mention for mention in readings if mention is not None and mention.named]
        return next((mention for mention in readings if mention is not None and self._fits(mention, allowed)), None)

    def _fits(self, mention: Mention, allowed: Sequence[Sequence[TypeId]]) -> bool:
        """Whether something is of one of the types in each list."""
        return all(self._ontology.fits(mention.type, types) for types in allowed)

    def _is_reached(self, phrase: Phrase, mentions: Mentions, range_: Sequence[TypeId]) -> bool:
        """Whether a relation names the kind of a place among what it leads to: who "visited Minsk" was in the city."""
        place = mentions.resolve(phrase, acting=False)
        return place is not None and place.key is not None and place.type in range_


def untaken(rest: Iterable[Typed], typed: Sequence[Typed]) -> Iterator[Typed]:
    """The readings of a sentence by fallbacks that say something no other reading of it says.

    Left out is what joins two things that another relation joins already, and the verb of a noun that states a
    relation itself: "voiced opposition to the plan".
    """
    predicates = {each.frame.predicate.index for each in typed}
    joined = {frozenset({each.subject.mention.name, each.object.mention.name}) for each in typed}
    for each in rest:
        pair = frozenset({each.subject.mention.name, each.object.mention.name})
        heads = {each.frame.predicate.index, each.object.phrase.head.index}
        if predicates.isdisjoint(heads) and pair not in joined:
            joined.add(pair)
            yield each


class Elided:
    """What earlier frames of a document named for a relation, for frames that leave it out."""

    def __init__(self) -> None:
        self._last: dict[str, list[Filled]] = {}

    def remember(self, relation: Relation, objects: list[Filled]) -> None:
        self._last[relation.id] = objects

    def recall(self, relation: Relation) -> list[Filled]:
        return self._last.get(relation.id, [])


def _predicate_fits(frame: Frame, pattern: FramePattern, how: Stance) -> bool:
    return _stance_fits(frame, pattern, how) and _words_fit(frame, pattern)


def _words_fit(frame: Frame, pattern: FramePattern) -> bool:
    """Whether a predicate, its particle, the verb above it and the noun it leans on are those a pattern asks for."""
    open_ = not pattern.lemmas and not pattern.modalities  # takes any verb, so with any particle
    if (pattern.particle != frame.particle and not open_) or frame.lemma in pattern.except_lemmas:
        return False
    if not pattern.lemmas and pattern.object == ("predicate",) and len(frame.arguments["predicate"][0].tokens) < 2:
        return False  # "the patrol must begin": a verb by itself says too little to be an object
    if any(role in frame.arguments for role in pattern.without):
        return False
    if pattern.under and not stands_under(frame, pattern.under):
        return False
    if frame.predicate.dep == "dobj" and stands_under(frame, pattern.except_under):
        return False
    return not pattern.patient or any(_names(each, pattern.patient) for each in frame.arguments.get("patient", ()))


def _stance_fits(frame: Frame, pattern: FramePattern, how: Stance) -> bool:
    """Whether a clause has the modality and polarity a pattern asks for, and is said where that counts."""
    if (pattern.modalities and how.modality not in pattern.modalities) or (
        pattern.polarities and how.polarity not in pattern.polarities
    ):
        return False
    binding = pattern.modalities and (pattern.speaker or SPEAKER in pattern.subject)
    # "is said to have to leave" is no demand of whoever says it
    return not binding or (how.spoken and not (pattern.speaker and (is_thought(frame) or is_supposed(frame, how))))


def _is_one_name(subject: Filled, object_: Filled) -> bool:
    """Whether a name says itself what it is about: the "Law of the Sea" of the "Convention on the Law of the Sea"."""
    capitals = subject.phrase.head.pos == object_.phrase.head.pos == "PROPN"
    return subject.role == "self" and capitals and not object_.mention.named


def _names(phrase: Phrase, lemmas: frozenset[str]) -> bool:
    before = phrase.tree.tokens[phrase.head.index - 1].lemma if phrase.head.index else ""
    return phrase.head.lemma in lemmas or f"{before} {phrase.head.lemma}" in lemmas


def _specificity(pattern: FramePattern) -> int:
    """How much a pattern asks for: words count more than types."""
    words = 4 * bool(pattern.lemmas) + 4 * bool(pattern.patient) + 4 * bool(pattern.particle)
    words += any(" " in lemma for lemma in pattern.lemmas)
    return words + 2 * bool(pattern.modalities) + bool(pattern.subject_types) + bool(pattern.object_types)
