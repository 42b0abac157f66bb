"""Why claims were missed and why others are spurious, computed from how they lie to each other.

The cause of a spurious claim is its nearest kinship with any gold claim, that of a miss its nearest with any found
claim, in the order of `KINSHIPS`. A miss without kin is told apart by its words: whether any of them is one the
ontology knows its relation by, and which of its ends the sentence names.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from benchmarks.corpus import Case
from benchmarks.scoring import Row, words
from kg.model import Mention, Span, overlap
from kg.ontology import Ontology, Relation

UNANNOTATED = "evidence touches no gold claim"
UNKNOWN_RELATION = "relation is not in the ontology"


@dataclass(frozen=True, slots=True)
class Fault:
    """A miss or a spurious claim with its cause."""

    kind: str  # "missed" or "spurious"
    cause: str
    document: str
    claim: Row
    sentence: str
    nearest: Row | None = None  # the claim of the other side the cause speaks of


@dataclass(frozen=True)
class _Meeting:
    """A gold claim and a found claim, and how they lie to each other."""

    case: Case
    gold: Row
    found: Row
    subject: Mention  # of the found claim
    relations: tuple[Relation, Relation] | None  # None where the gold's is unknown
    touching: bool  # whether their evidence shares words
    together: bool  # whether they stand in one sentence

    @cached_property
    def related(self) -> bool:
        """Whether the relations are one, or one above the other."""
        if self.relations is None:
            return False
        expected, found = self.relations
        return expected.id == found.id or expected.id in found.parents or found.id in expected.parents

    @cached_property
    def subjects(self) -> bool:
        return self.case.scorer.same(self.gold, "subject", self.found["subject"])

    @cached_property
    def objects(self) -> bool:
        return self.case.scorer.same(self.gold, "object", self.found["object"])

    @cached_property
    def crossed(self) -> bool:
        """Whether each end is the other's."""
        same = self.case.scorer.same
        return same(self.gold, "subject", self.found["object"]) and same(self.gold, "object", self.found["subject"])

    @cached_property
    def same_passage(self) -> bool:
        return self.touching and self.related

    def object_words(self, covers: Callable[[frozenset[str], frozenset[str]], bool]) -> bool:
        """Whether the words of the object and those of a name the gold has for it stand so to each other."""
        found = frozenset(words(self.found["object"]))
        names = [self.gold["object"], *self.gold.get("object_aliases", ())]
        return any(covers(found, frozenset(words(name))) for name in names)


# How near a found claim is to a gold claim, nearest first.
KINSHIPS: tuple[tuple[str, Callable[[_Meeting], bool]], ...] = (
    ("states a claim that is paired already", lambda it: it.case.scorer.credit(it.gold, it.found) > 0),
    ("right pair, other relation", lambda it: it.together and not it.related and it.subjects and it.objects),
    ("right pair, reversed", lambda it: it.together and it.related and it.crossed),
    ("right pair, reversed and other relation", lambda it: it.together and it.crossed),
    (
        "object cut short",
        lambda it: it.same_passage and it.subjects and it.object_words(lambda found, gold: found < gold),
    ),
    (
        "object too long",
        lambda it: it.same_passage and it.subjects and it.object_words(lambda found, gold: found > gold),
    ),
    ("object differs", lambda it: it.same_passage and it.subjects),
    ("subject unresolved: a description", lambda it: it.same_passage and it.objects and not it.subject.named),
    ("subject differs", lambda it: it.same_passage and it.objects),
    ("same relation, both ends differ", lambda it: it.same_passage),
    ("other relation, one end right", lambda it: it.touching and (it.subjects or it.objects)),
    ("another claim in the passage", lambda it: it.touching),
)


def faults(cases: Sequence[Case], ontology: Ontology) -> Iterator[Fault]:
    """Every miss and every spurious claim of some documents, in the order of the documents."""
    for case in cases:
        yield from _of_case(case, ontology)


def counted(found: Sequence[Fault], kind: str) -> list[tuple[str, int]]:
    """The causes of one kind, the most frequent first."""
    counts = Counter(fault.cause for fault in found if fault.kind == kind)
    return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def rendered(found: Sequence[Fault]) -> Iterator[str]:
    """All faults under their causes, and the counts at the end, as lines of text."""
    kinds = ("missed", "spurious")
    for kind in kinds:
        for cause, number in counted(found, kind):
            yield f"== {kind}: {cause} ({number})"
            for fault in found:
                if (fault.kind, fault.cause) == (kind, cause):
                    yield from _lines(fault)
            yield ""
    for kind in kinds:
        counts = counted(found, kind)
        yield f"{kind}: {sum(number for _, number in counts)}"
        yield from (f"{number:6}  {cause}" for cause, number in counts)


def _lines(fault: Fault) -> Iterator[str]:
    yield f"  {fault.document}: {_stated(fault.claim)}"
    if fault.nearest is not None:
        yield f"      {'found' if fault.kind == 'missed' else 'gold'}: {_stated(fault.nearest)}"
    yield f"      in: {fault.sentence}"


def _stated(claim: Row) -> str:
    return f'{claim["subject"]} | {claim["relation"]} | {claim["object"]}  "{claim["evidence"]}"'


def _of_case(case: Case, ontology: Ontology) -> Iterator[Fault]:
    paired, known = {pair.gold for pair in case.pairs}, {pair.found for pair in case.pairs}
    for place, claim in enumerate(case.gold):
        if place not in paired:
            meetings = [_meeting(case, claim, other, ontology) for other in range(len(case.found))]
            cause, nearest = _nearest(meetings)
            cause = cause or _unread(case, claim, ontology)
            sentence = _sentence(case, _places(case, claim))
            yield Fault("missed", cause, case.id, claim, sentence, nearest.found if nearest else None)
    for place in case.counted:
        if place not in known:
            meetings = [_meeting(case, claim, place, ontology) for claim in case.gold]
            cause, nearest = _nearest(meetings)
            sentence = _sentence(case, [case.reading.claims[place].evidence.span])
            gold = nearest.gold if nearest else None
            yield Fault("spurious", cause or UNANNOTATED, case.id, case.found[place], sentence, gold)


def _nearest(meetings: Sequence[_Meeting]) -> tuple[str, _Meeting | None]:
    for cause, holds in KINSHIPS:
        for meeting in meetings:
            if holds(meeting):
                return cause, meeting
    return "", None


def _meeting(case: Case, gold: Row, place: int, ontology: Ontology) -> _Meeting:
    claim, places = case.reading.claims[place], _places(case, gold)
    span, known = claim.evidence.span, {relation.name: relation for relation in ontology.relations.values()}
    expected, found = known.get(gold["relation"]), ontology.relations[claim.relation]
    return _Meeting(
        case=case,
        gold=gold,
        found=case.found[place],
        subject=claim.subject,
        relations=None if expected is None else (expected, found),
        touching=any(overlap(span, other) > 0 for other in places),
        together=any(
            overlap(sentence, span) and overlap(sentence, other) for sentence in _spans(case) for other in places
        ),
    )


def _unread(case: Case, claim: Row, ontology: Ontology) -> str:
    """Why nothing was read where a claim is."""
    relation = next((known for known in ontology.relations.values() if known.name == claim["relation"]), None)
    if relation is None:
        return UNKNOWN_RELATION
    if not _has_word_of(case, claim, relation):
        return "nothing read there: no word the relation is known by"
    sentence = _sentence(case, _places(case, claim)).casefold()
    here = [role for role in ("subject", "object") if _is_named(claim, role, sentence)]
    named = "both ends are" if len(here) == 2 else f"only the {here[0]} is" if here else "neither end is"
    return f"nothing read there: a word of the relation, {named} named in the sentence"


def _has_word_of(case: Case, claim: Row, relation: Relation) -> bool:
    """Whether the evidence has a predicate of one of the relation's patterns."""
    known = {lemma.rpartition(" ")[2] for pattern in relation.frames for lemma in pattern.lemmas}
    places = _places(case, claim)
    tokens = [token for sentence in case.reading.sentences for token in sentence.tokens]
    return any(token.lemma in known and overlap(token.span, place) for token in tokens for place in places)


def _is_named(claim: Row, role: str, sentence: str) -> bool:
    names = [claim[role], *claim.get(f"{role}_aliases", ())]
    return any(re.search(rf"\b{re.escape(name.casefold())}", sentence) for name in names)


def _places(case: Case, claim: Row) -> list[Span]:
    """Wherever the text has the words of a gold claim's evidence."""
    evidence = re.escape(claim["evidence"])
    return [Span(*match.span()) for match in re.finditer(evidence, case.reading.document.text)]


def _spans(case: Case) -> Iterator[Span]:
    yield from (sentence.span for sentence in case.reading.sentences)


def _sentence(case: Case, places: Sequence[Span]) -> str:
    """The sentences that a passage touches, on one line."""
    touched = [sentence for sentence in case.reading.sentences if places and overlap(sentence.span, places[0]) > 0]
    return " ".join(" ".join(sentence.text for sentence in touched).split())
