"""When a claim holds: the dates of its own clause, and those of no clause around it or inside it.

A date belongs to the predicate it hangs on, to the verb that carries a nominal predicate, or to a noun below that which
has no time of its own ("signed [the document in Bogotá on 24 November]"). The date of "said on Tuesday that" is of the
saying, and that of "plans to leave by 2030" of the leaving.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.claims import stance
from kg.claims.dates import YEAR, Calendar
from kg.claims.grammar import LIGHT
from kg.claims.phrases import Phrase, Tree
from kg.claims.typing import Typed
from kg.model import Modality, Tense, TimeSpan, Token
from kg.ontology import Ontology

AT = frozenset({"", "in", "on", "at", "during", "over", "throughout", "around", "of", "between"})
SINCE = frozenset({"since", "from", "after"})
UNTIL = frozenset({"until", "till", "by", "before", "through"})
STRAY = frozenset({"", "in", "on", "at", "during"})  # what the parser hangs on a noun though the verb governs it
PARTS = frozenset({"beginning", "course", "end", "half", "middle", "start"})  # "at the end of May"
# Verbs that say how far along the deed under them is: their date is its date ("began withdrawing on Monday").
PHASES = frozenset("begin cease complete continue finish get go keep resume start stop".split())


@dataclass(frozen=True, slots=True)
class When:
    """A date in a sentence and what it hangs on."""

    words: str
    tokens: tuple[Token, ...]
    preposition: str  # "" for none
    governor: Token
    start: int  # index of its first word, the preposition included


class Times:
    """The times that the claims of one document name."""

    def __init__(self, published: str | None, trees: Sequence[Tree], ontology: Ontology) -> None:
        self._calendar = Calendar(published)
        self._trees = trees
        labels = ontology.type_by_entity_label
        happening = {labels.get("EVENT"), labels.get("CLAUSE")}
        self._happening = frozenset(noun for noun, type_ in ontology.type_by_noun.items() if type_ in happening)
        self._whens: dict[int, list[When]] = {}

    def of(self, typed: Typed, how: stance.Stance) -> TimeSpan | None:
        """When a claim holds, from the nearest place of its clause that says so."""
        tree = typed.frame.tree
        if whens := self._in(tree):
            tense = _tense(how)
            for here in self._places(typed, how, whens):
                if (found := self._joined(tree, here, tense)) is not None:
                    return found
        return None

    def _places(self, typed: Typed, how: stance.Stance, whens: Sequence[When]) -> Iterator[list[When]]:
        """The dates of a claim's clause by where they hang, the surest place first."""
        tree, predicate, verb = typed.frame.tree, typed.frame.predicate, how.verb
        for phrase in (typed.object.phrase, typed.subject.phrase):
            if phrase.tree is tree:
                yield _of_oblique(phrase, whens)
        yield [when for when in whens if when.governor in (predicate, verb)]
        for governor in dict.fromkeys((verb, predicate)):
            for noun in self._nouns_below(tree, governor):
                yield [when for when in whens if when.governor is noun and _strays(when)]
        yield list(_shared(tree, how, whens))
        subject = typed.subject.phrase
        if subject.tree is tree and typed.subject.role in ("agent", "subject") and self._happens(subject.head):
            yield [when for when in whens if when.governor is subject.head]

    def _nouns_below(self, tree: Tree, governor: Token) -> Iterator[Token]:
        """Nouns that a date of the governor may be hung on by mistake: none that happens at a time of its own."""
        for child in tree.children(governor, "dobj", "dative", "attr", "oprd", "agent", "prep", "conj"):
            if child.dep in ("prep", "agent") or child.pos == "ADP":
                nouns = tree.children(child, "pobj")
            else:
                nouns = [child] if child.dep != "conj" or governor.pos in ("NOUN", "PROPN") else []
            for noun in nouns:
                if noun.pos in ("NOUN", "PROPN") and (governor.lemma in LIGHT or not self._happens(noun)):
                    yield noun
                    yield from self._nouns_below(tree, noun)

    def _happens(self, noun: Token) -> bool:
        return noun.pos == "NOUN" and noun.lemma in self._happening

    def _joined(self, tree: Tree, whens: Sequence[When], tense: Tense | None) -> TimeSpan | None:
        """The first of several dates; of "from May until June" both ends."""
        spans = [span for when in whens if (span := self._span(tree, when, tense)) is not None]
        starts = [span for span in spans if span.end is None]
        ends = [span for span in spans if span.start is None]
        if starts and ends and (starts[0].start or "") <= (ends[0].end or ""):
            return TimeSpan(starts[0].start, ends[0].end)
        return next(iter(spans), None)

    def _span(self, tree: Tree, when: When, tense: Tense | None) -> TimeSpan | None:
        anchors = tuple(self._anchors(tree, when)) if _may_point_back(when) else ()
        tense = Tense.PAST if when.preposition == "since" else tense
        span = self._calendar.span(when.words, tense, anchors)
        of_noun = when.preposition == "from" and when.governor.pos in ("NOUN", "PROPN")  # "a letter from May"
        if span is None or when.preposition in AT or of_noun or span.start != span.end:
            return span
        return TimeSpan(span.start, None) if when.preposition in SINCE else TimeSpan(None, span.end)

    def _anchors(self, tree: Tree, when: When) -> Iterator[str]:
        """The dates named before a date in its sentence and the two before it, the nearest first."""
        last = tree.sentence.index
        for other in reversed(self._trees[max(last - 2, 0) : last + 1]):
            for earlier in reversed(self._in(other)):
                if earlier.tokens[0].span < when.tokens[0].span and not _may_point_back(earlier):
                    tense = _tense(stance.stance(other, earlier.governor))
                    span = self._calendar.span(earlier.words, tense)
                    if span is not None and span.start is not None and span.start == span.end:
                        yield span.start

    def _in(self, tree: Tree) -> list[When]:
        """The dates of a sentence in text order."""
        index = tree.sentence.index
        if index not in self._whens:
            self._whens[index] = [when for run in _runs(tree) if (when := _when(tree, run)) is not None]
        return self._whens[index]


def _tense(how: stance.Stance) -> Tense | None:
    """Where to look for a date: what is planned, required or possible is ahead, unless it is told in the past."""
    ahead = how.tense is None and how.modality is not Modality.ASSERTED
    return Tense.FUTURE if ahead else how.tense


def _runs(tree: Tree) -> Iterator[tuple[Token, ...]]:
    """The stretches of words that name a date; a time of day goes with the day before it ("Sunday evening")."""
    run: list[Token] = []
    for token in tree.tokens:
        goes_on = run and run[-1].index + 1 == token.index and not (token.begins and token.entity == run[-1].entity)
        if run and not (goes_on and _is_date(tree, token)):
            yield tuple(run)
            run = []
        if _is_date(tree, token):
            run.append(token)
    if run:
        yield tuple(run)


def _is_date(tree: Tree, token: Token) -> bool:
    """A word of a date by the recogniser, or a year after a preposition that it missed."""
    if token.entity in ("DATE", "TIME"):
        return True
    head = tree.head(token)
    year = token.entity in ("", "CARDINAL") and token.dep == "pobj" and YEAR.fullmatch(token.text) is not None
    return year and head is not None and head.lemma in (AT | SINCE | UNTIL) and not tree.children(token)


def _when(tree: Tree, run: tuple[Token, ...]) -> When | None:
    """A date with its preposition and its governor; None where it is no modifier, or counts from an event after it."""
    top = run[0]
    while (head := tree.head(top)) is not None and head in run:
        top = head
    if head is None or any(tree.child(token, "pobj", "pcomp") not in (None, *run) for token in run):
        return None
    preposition: Token | None = None
    if top.dep == "prep" or top.dep == "pobj":
        preposition = top if top.dep == "prep" else head
        head = tree.head(preposition)
        while head is not None and head.lemma in PARTS and head.dep == "pobj" and (outer := tree.head(head)):
            preposition, head = outer, tree.head(outer)
    elif top.dep not in ("npadvmod", "advmod", "nmod", "compound", "nummod", "amod", "poss"):
        return None
    word = preposition.lemma if preposition is not None else ""
    if head is None or word not in AT | SINCE | UNTIL:
        return None
    first = run[0].index if preposition is None else min(run[0].index, preposition.index)
    return When(_words(run, word), run, word, head, first)


def _words(run: Sequence[Token], preposition: str) -> str:
    """The words of a date as they stand, but the "between" and "from" of a range in front."""
    text = run[0].text
    for left, right in pairwise(run):
        text += " " * (right.span.start > left.span.end) + right.text
    ranging = preposition in ("between", "from") and not text.casefold().startswith(preposition)
    return f"{preposition} {text}" if ranging else text


def _may_point_back(when: When) -> bool:
    """Whether a date has words that could count from another date, which only `Calendar` knows for sure."""
    return any(token.lemma in ("day", "week", "month", "year") for token in when.tokens)


def _of_oblique(phrase: Phrase, whens: Sequence[When]) -> list[When]:
    """The dates right behind an argument with a preposition: "[from Kelbajar] by May and [from Aghdam] by June"."""
    tree, head, end = phrase.tree, phrase.head, phrase.tokens[-1].index + 1
    preposition = tree.head(head)
    if head.dep != "pobj" or preposition is None:
        return []
    return [when for when in whens if when.start == end and when.governor in (preposition, tree.head(preposition))]


def _strays(when: When) -> bool:
    return when.preposition in STRAY and when.tokens[0].index > when.governor.index


def _shared(tree: Tree, how: stance.Stance, whens: Sequence[When]) -> Iterator[When]:
    """Dates of another verb that hold for this one too.

    One in front of the first of several verbs is for all of them ("On Monday X met Y and signed Z"). One of a verb that
    says that the deed was done, or not done, is of the deed ("voted on Monday to ratify", "began withdrawing"), and so
    is that of a plan in the present ("tomorrow he plans to").
    """
    verb, head = how.verb, tree.head(how.verb)
    while head is not None and head.pos in ("VERB", "AUX") and not tree.child(verb, "nsubj", "nsubjpass"):
        here = [when for when in whens if when.governor is head]
        if verb.dep == "conj":
            yield from (when for when in here if when.tokens[-1].index < head.index)
        elif verb.dep == "xcomp" and _lends_date(tree, verb, head, how):
            yield from here
        else:
            return
        verb, head = head, tree.head(head)


def _lends_date(tree: Tree, verb: Token, head: Token, how: stance.Stance) -> bool:
    """Whether the date of a verb is that of the verb under it."""
    if how.modality is not Modality.ASSERTED:
        return stance.stance(tree, head).tense is Tense.ONGOING
    return head.lemma in PHASES or any(child.tag == "TO" for child in tree.children(verb, "aux"))
