"""Questions turned into statements that can be read for claims, with a word of no meaning where the answer belongs.

"What did Russia reject?" becomes "Russia did reject something.", and the place of "something" is remembered. Only the
order of words changes: what the statement claims is for the frames to say. Where a question leaves open from where
its question word was moved, there are several statements, the likeliest first.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from kg.claims.frames import PLACING
from kg.claims.phrases import Tree
from kg.model import Sentence, Span, Token

MOST = 12  # statements tried for one question
AMOUNT = 7777  # stands for the number that is asked for: no question has it by chance
QUESTION_TAGS = frozenset({"WP", "WDT", "WP$", "WRB"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
AUXILIARY = frozenset({"be", "do", "have", "'", "’s"})
DATES = frozenset({"date", "day", "decade", "month", "time", "week", "year"})
MANY = frozenset({"many", "much"})
OPENING = frozenset({"in", "at", "on", "by", "with", "to", "from", "for", "of", "against", "between", "since", "until"})
PREPOSITIONS = frozenset({"ADP", "PART", "SCONJ"})


class Admits(StrEnum):
    """What a question word asks for, where no noun stands with it."""

    ACTOR = "who"
    THING = "what"
    PLACE = "where"


class Asks(StrEnum):
    """What is wanted of the claims a question is about."""

    THING = "thing"  # somebody or something at one of their ends, or whoever says so
    TIME = "time"
    AMOUNT = "amount"
    WHETHER = "whether"


@dataclass(frozen=True, slots=True)
class Gap:
    """A word of a statement that stands for what is asked for."""

    span: Span  # of its head word, within the statement
    admits: Admits
    noun: str = ""  # lemma of the noun in "which country"
    located: bool = False  # where something is, and no party to it: "in which country"


@dataclass(frozen=True, slots=True)
class Statement:
    """A question in the order of words of a statement."""

    text: str
    asks: Asks
    gaps: tuple[Gap, ...] = ()
    completed: bool = False  # whether something stands in it that the question leaves out


@dataclass(frozen=True, slots=True)
class _Asked:
    """The phrase with the question word, and what is said in its place."""

    start: int  # index of its first word
    end: int  # of the word behind its last one
    asks: Asks
    words: tuple[str, ...] = ()  # in its place; none for an adjunct that is only left out
    gap: int = -1  # which of the words is its head
    admits: Admits = Admits.THING
    noun: str = ""
    behind: bool = False  # an adjunct: belongs behind everything


def statements(question: Sentence) -> tuple[Statement, ...]:
    """What a question would say if it were told and not asked; nothing if it asks in no way that is known.

    "Why" and "how" are among the ways that are not: claims do not say.
    """
    tree = Tree(replace(question, text=question.text.rstrip()))
    words = [token for token in tree.tokens if token.tag in QUESTION_TAGS]
    asking = [word for word in words if _is_asking(tree, word)]
    if not asking and not _is_auxiliary(tree.tokens[0]):
        asking = words[:1]  # "According to Kenya, who signed it": the parser takes it for a relative clause
    asked = [_asked(tree, word) for word in asking]
    if any(each is None for each in asked):
        return ()
    found = [each for each in asked if each is not None]
    told = _told(tree, found) if found else _confirmed(tree)
    return tuple(dict.fromkeys(told))[:MOST]


def completed(statement: Statement, place: int, more: tuple[str, Admits]) -> Statement:
    """A statement with words of no meaning at a place, for what the question does not name.

    >>> completed(Statement("The treaty was signed.", Asks.WHETHER), 21, ("by somebody", Admits.ACTOR)).text
    'The treaty was signed by somebody.'
    """
    words, admits = more
    end = place + 1 + len(words)
    gap = Gap(Span(end - len(words.split()[-1]), end), admits)
    shift = 1 + len(words)
    moved = (
        replace(each, span=Span(each.span.start + shift, each.span.end + shift)) if each.span.start >= place else each
        for each in statement.gaps
    )
    text = f"{statement.text[:place]} {words}{statement.text[place:]}"
    return replace(statement, text=text, gaps=(*moved, gap), completed=True)


def has_question_word(question: Sentence) -> bool:
    """Whether a sentence has a word that asks for something, or begins as a question does that wants yes or no."""
    return any(token.tag in QUESTION_TAGS for token in question.tokens) or _is_auxiliary(question.tokens[0])


def _is_asking(tree: Tree, token: Token) -> bool:
    """Whether a question word asks, and does not join a relative clause: "the treaty which Russia signed"."""
    return token.index == 0 or not any(each.dep == "relcl" for each in (token, *tree.ancestors(token)))


def _asked(tree: Tree, word: Token) -> _Asked | None:
    """The phrase a question word leads, None for "why" and "how"."""
    text, after = word.text.casefold(), tree.tokens[word.index + 1] if word.index + 1 < len(tree.tokens) else word
    match text:
        case "who" | "whom" | "whoever":
            return _Asked(word.index, word.index + 1, Asks.THING, ("somebody",), 0, Admits.ACTOR)
        case "whose":
            return _Asked(word.index, _end_of_phrase(tree, word), Asks.THING, ("somebody", "'s"), 0, Admits.ACTOR)
        case "where":
            return _Asked(word.index, word.index + 1, Asks.THING, ("in", "some", "place"), 2, Admits.PLACE, behind=True)
        case "when":
            start = word.index - (word.index > 0 and tree.tokens[word.index - 1].lemma in OPENING)
            return _Asked(start, word.index + 1, Asks.TIME)
        case "how" if after.lemma in MANY:
            words = (f"{AMOUNT:,}",) if after.lemma == "many" else (f"{AMOUNT:,}", "tons", "of")
            return _Asked(word.index, _end_of_phrase(tree, after), Asks.AMOUNT, words)
        case "what" | "which":
            return _which(tree, word)
    return None


def _which(tree: Tree, word: Token) -> _Asked:
    noun = tree.tokens[word.head]
    if word.dep not in ("det", "amod", "nmod") or noun.index < word.index:
        noun = _noun_behind(tree, word)
    if noun.pos not in ("NOUN", "PROPN"):
        return _Asked(word.index, word.index + 1, Asks.THING, ("something",), 0)
    end = _end_of_phrase(tree, noun)
    if noun.lemma in DATES:
        start = word.index - (word.index > 0 and tree.tokens[word.index - 1].lemma in OPENING)
        return _Asked(start, end, Asks.TIME)
    told = noun.lemma if end == noun.index + 1 else ""  # "members of NATO" are states, whatever members are
    return _Asked(word.index, end, Asks.THING, ("some",), noun.index - word.index, noun=told)


def _noun_behind(tree: Tree, word: Token) -> Token:
    """The noun that a question word and adjectives lead to, where the parser joins them otherwise."""
    found = word
    for token in tree.tokens[word.index + 1 :]:
        if token.pos not in ("ADJ", "NOUN", "NUM"):
            break
        found = token
    return found


def _end_of_phrase(tree: Tree, word: Token) -> int:
    """Where the noun phrase ends that a word begins: before the auxiliary or verb that follows it."""
    noun = word
    while noun.dep in ("det", "poss", "amod", "nummod", "nmod", "compound", "advmod") and noun.head > word.index:
        noun = tree.tokens[noun.head]
    end = noun.index + 1
    inside = {token.index for token in tree.subtree(noun)}
    while end < len(tree.tokens) and end in inside and not _is_verbal(tree.tokens[end]):
        end += 1
    return end


def _is_verbal(token: Token) -> bool:
    return token.pos in ("VERB", "AUX") or token.tag == "MD" or token.pos == "PUNCT"


def _is_auxiliary(token: Token) -> bool:
    return token.tag == "MD" or (token.lemma in AUXILIARY and token.pos in ("AUX", "VERB"))


def _confirmed(tree: Tree) -> Iterator[Statement]:
    """Questions that want yes or no: "Has Turkey signed the treaty?"."""
    if not _is_auxiliary(tree.tokens[0]):
        return
    for end in _subject_ends(tree, 0):
        yield _Words(tree, Asks.WHETHER).inverted(0, end)


def _told(tree: Tree, asked: Sequence[_Asked]) -> Iterator[Statement]:
    """Questions with question words: the first of them is moved where it belongs, the others stand there already."""
    first = asked[0]
    words = _Words(tree, first.asks, tuple(asked))
    auxiliary = first.end
    moved = auxiliary < len(tree.tokens) and _is_auxiliary(tree.tokens[auxiliary])
    ends = _subject_ends(tree, auxiliary) if moved else []
    certain = ends if moved and _is_inverted(tree, first, auxiliary) else []
    certain = certain or (ends if moved and _is_doing(tree, auxiliary) else [])
    if not certain:
        yield words.in_place()
    for end in certain or ends:
        for place in _places(tree, first, end):
            yield words.moved(auxiliary, end, place)


def _is_inverted(tree: Tree, first: _Asked, auxiliary: int) -> bool:
    """Whether a subject stands behind the auxiliary; "who is the president" is the same in either order."""
    word = tree.tokens[auxiliary]
    if word.lemma == "be" and first.words and not first.behind and _is_main(tree, word):
        return False
    start = _behind_negation(tree, auxiliary)
    return any(
        token.dep in SUBJECTS and token.index >= start and tree.subtree(token)[0].index == start
        for token in tree.tokens
    )


def _is_doing(tree: Tree, auxiliary: int) -> bool:
    """Whether it is the "do" that only questions have: "who did Russia accuse", not "who did not accuse"."""
    after = tree.tokens[min(auxiliary + 1, len(tree.tokens) - 1)]
    return tree.tokens[auxiliary].lemma == "do" and after.dep != "neg" and after.pos in ("PROPN", "NOUN", "PRON", "DET")


def _is_main(tree: Tree, word: Token) -> bool:
    return word.dep not in ("aux", "auxpass") and not tree.children(word, "ccomp", "acomp")


def _behind_negation(tree: Tree, auxiliary: int) -> int:
    """The place behind an auxiliary and the "n't" that is written with it."""
    after = auxiliary + 1
    contracted = after < len(tree.tokens) and tree.tokens[after].span.start == tree.tokens[auxiliary].span.end
    return after + contracted


def _subject_ends(tree: Tree, auxiliary: int) -> list[int]:
    """Where the subject behind an auxiliary may end: as the parser has it, then before verbs, then behind nouns."""
    start = _behind_negation(tree, auxiliary)
    found = [
        _before_verb(tree, start, token)
        for token in tree.tokens[start:]
        if token.dep in SUBJECTS and tree.subtree(token)[0].index == start
    ]
    rest = tree.tokens[start + 1 : _end_of_clause(tree)]
    verbs = [token.index for token in rest if _is_verbal(token) or token.dep == "neg"]
    nouns = [token.index for token in rest if _ends_phrase(tree.tokens[token.index - 1], token)]
    return list(dict.fromkeys([*found, *verbs[:2], *nouns]))


def _ends_phrase(noun: Token, after: Token) -> bool:
    """Whether a noun phrase may end between two words: "the prosecutor | accuse", "Norland | a member"."""
    one_name = noun.pos == after.pos == "PROPN"
    return noun.pos in ("NOUN", "PROPN", "PRON") and not one_name and after.pos not in ("ADP", "PART", "CCONJ", "PUNCT")


def _before_verb(tree: Tree, start: int, subject: Token) -> int:
    """The end of what hangs on a subject without a break."""
    inside, end = {token.index for token in tree.subtree(subject)}, start
    while end in inside:
        end += 1
    return end


def _places(tree: Tree, asked: _Asked, subject_end: int) -> list[int]:
    """The words of a question before which what it asks for may belong, the likeliest first."""
    tokens, end = tree.tokens, _end_of_clause(tree)
    if not asked.words:
        return [end]
    word = tokens[asked.start]
    head = tokens[_head_of(tree, asked).head]
    stranded = [
        token.index + 1
        for token in tokens[subject_end:end]
        if token.pos in PREPOSITIONS and token.tag != "TO" and not _has_object(tree, token, word)
    ]
    verbs = [token.index + 1 for token in tokens[subject_end:end] if token.pos in ("VERB", "AUX", "NOUN")]
    verbs = [place for place in verbs if tokens[place - 1].pos != "NOUN" or tokens[place - 1].dep == "ROOT"]
    before = [token.index for token in tokens[subject_end + 1 : end] if token.tag in ("VBD", "VBZ", "VBP", "MD")]
    governed = [head.index + 1] if subject_end <= head.index < end else []
    filled = any(_begins_phrase(tokens[place]) for place in governed if place < end)
    likely = [end] if asked.behind or _opened(tree, asked) or (filled and not stranded) else []
    return list(dict.fromkeys([*likely, *stranded, *governed, *verbs[::-1], *before, end]))


def _begins_phrase(token: Token) -> bool:
    """Whether an object stands where one was asked for: the other one is asked, as in "call the deal [what]"."""
    return token.pos in ("DET", "PROPN", "NOUN", "PRON", "NUM") and token.entity not in ("DATE", "TIME")


def _head_of(tree: Tree, asked: _Asked) -> Token:
    """The word of the asked phrase by which it hangs on the rest."""
    phrase = tree.tokens[asked.start : asked.end]
    return next((token for token in phrase if not asked.start <= token.head < asked.end), phrase[0])


def _has_object(tree: Tree, preposition: Token, word: Token) -> bool:
    children = tree.children(preposition, "pobj", "pcomp", "prep")
    following = [child for child in children if child.index > preposition.index and child is not word]
    return bool(following) or preposition.dep == "mark"


def _opened(tree: Tree, asked: _Asked) -> bool:
    """Whether a preposition was moved along: "With whom did ...", "In which city was ..."."""
    return asked.start > 0 and tree.tokens[asked.start - 1].pos in ("ADP", "SCONJ")


def _end_of_clause(tree: Tree) -> int:
    """Where the question mark stands."""
    last = len(tree.tokens)
    while last > 1 and tree.tokens[last - 1].pos == "PUNCT":
        last -= 1
    return last


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of a question, to be put in another order."""

    tree: Tree
    asks: Asks
    asked: tuple[_Asked, ...] = ()

    def in_place(self) -> Statement:
        """The question word is the subject, or stands where a statement has it."""
        return self._statement([range(0, _end_of_clause(self.tree))])

    def inverted(self, auxiliary: int, subject_end: int) -> Statement:
        """The subject before its auxiliary: "[Turkey] [has] signed the treaty"."""
        return self.moved(auxiliary, subject_end, _end_of_clause(self.tree))

    def moved(self, auxiliary: int, subject_end: int, place: int) -> Statement:
        """The same with the first asked phrase, and a preposition before it, put before the word at a place."""
        start = _behind_negation(self.tree, auxiliary)
        first = self.asked[0] if self.asked else None
        lead = first.start - self._opening(first) if first is not None else 0
        phrase = range(lead, first.end) if first is not None else range(0)
        rest = range(subject_end, place), phrase, range(place, _end_of_clause(self.tree))
        return self._statement([range(0, lead), range(start, subject_end), range(auxiliary, start), *rest])

    def _opening(self, first: _Asked) -> int:
        """How many words before the asked phrase move along with it: "With whom", "According to whom"."""
        tokens, count = self.tree.tokens, 0
        while first.start - count > 0 and tokens[first.start - count - 1].pos in ("ADP", "SCONJ", "VERB"):
            count += 1
        return count

    def _statement(self, order: Sequence[range]) -> Statement:
        """Words in a new order, with words of no meaning for the asked ones."""
        by_start = {each.start: each for each in self.asked}
        text, gaps = "", list[Gap]()
        for stretch in order:
            index = stretch.start
            while index < stretch.stop:
                asked = by_start.get(index)
                if asked is None:
                    text += self._written(index, opens=not text)
                    index += 1
                    continue
                for place, word in enumerate(self._in_place_of(asked)):
                    if place == asked.gap:
                        offset = len(text) + (word != "'s" and bool(text))
                        gaps.append(self._gap(asked, Span(offset, offset + len(word))))
                    text += word if word == "'s" or not text else f" {word}"
                index = asked.end
        return Statement(f"{text[:1].upper()}{text[1:]}.", self.asks, tuple(gaps))

    def _gap(self, asked: _Asked, span: Span) -> Gap:
        before = self.tree.tokens[asked.start - 1].lemma if asked.start else ""
        return Gap(span, asked.admits, asked.noun, located=asked.behind or before in PLACING)

    def _in_place_of(self, asked: _Asked) -> tuple[str, ...]:
        """What is said for an asked phrase: its words of no meaning, and what else stands in it."""
        tokens = self.tree.tokens[asked.start : asked.end]
        if not asked.words or asked.behind:
            return asked.words
        dropped = 2 if asked.asks is Asks.AMOUNT else 1
        return (*asked.words, *(token.text for token in tokens[dropped:]))

    def _written(self, index: int, *, opens: bool) -> str:
        """A word with the space before it that it has in the question; no capital that only opened the question."""
        token = self.tree.tokens[index]
        glued = index > 0 and self.tree.tokens[index - 1].span.end == token.span.start
        lower = index == 0 and token.pos not in ("PROPN",) and not token.entity and not opens
        text = token.text.lower() if lower else token.text
        return text if glued or opens else f" {text}"
