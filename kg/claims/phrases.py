"""Sentences as trees, and phrases of them: a word with what belongs to it.

The labels are those of spaCy's English models (ClearNLP). Nothing here knows the domain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from kg.claims import headlines
from kg.claims.repair import mended
from kg.model import Sentence, Span, Token

ASKING = frozenset({"WDT", "WP", "WP$", "WRB"})
SILENT = frozenset({'"', "'", "-", "``", "''"})
BEFORE_VERB = frozenset("nsubj nsubjpass csubj expl aux auxpass mark cc conj punct neg advcl parataxis intj".split())
ASIDE = frozenset("cc conj preconj appos relcl punct intj parataxis advcl".split())
INDEFINITE = frozenset({"a", "an", "all", "any", "every", "no", "some", "those"})
LOOSE_ENDS = frozenset({"punct", "neg", "cc"})  # "talks about peace, not [war]"
LONGEST_RELATIVE = 15  # words
ADPOSITIONS = frozenset({"ADP", "SCONJ", "PART"})
LOOSE = frozenset({"according", "as", "without", "amid", "during", "since", "before", "after"})  # seldom part of a name
BLAMING = frozenset(
    "accuse ban bar blame condemn convict criticise criticize praise prevent stop suspect thank".split()
)


class Tree:
    """A sentence with quick access to the dependents of a word."""

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        tokens = headlines.mended(sentence.tokens) if headlines.is_headline(sentence) else sentence.tokens
        self.tokens = mended(tokens)
        self.asks = any(token.tag in ASKING for token in self.tokens)  # whether any clause may be a question
        self.silent = frozenset(token.index for token in self.tokens if token.text in SILENT)
        self._children: list[list[Token]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index:
                self._children[token.head].append(token)

    def children(self, token: Token, *deps: str) -> list[Token]:
        """The dependents of a word in text order, only those with one of the labels if any are given."""
        return [child for child in self._children[token.index] if not deps or child.dep in deps]

    def child(self, token: Token, *deps: str) -> Token | None:
        return next((child for child in self._children[token.index] if not deps or child.dep in deps), None)

    def head(self, token: Token) -> Token | None:
        """The governor of a word; None for the root."""
        return None if token.head == token.index else self.tokens[token.head]

    def ancestors(self, token: Token) -> Iterator[Token]:
        """The governors of a word, nearest first."""
        head = self.head(token)
        while head is not None:
            yield head
            head = self.head(head)

    def subtree(self, token: Token, without: frozenset[str] = frozenset()) -> list[Token]:
        """A word and all that hangs on it in text order, but not what hangs directly on it by one of the labels."""
        found, open_ = [token], [child for child in self.children(token) if child.dep not in without]
        while open_:
            current = open_.pop()
            found.append(current)
            open_ += self.children(current)
        return sorted(found, key=lambda item: item.index)

    def restricting(self, token: Token) -> list[Token]:
        """A word and all that hangs on it, but no relative clause or aside anywhere below."""
        found = [token]
        for child in self.children(token):
            if child.dep not in ("relcl", "appos", "parataxis"):
                found += self.restricting(child)
        return found

    def goes_on(self, token: Token) -> bool:
        """Whether a hyphen joins a word to the next one: the "secretary" of "secretary-general"."""
        return token.index + 1 < len(self.tokens) and self.tokens[token.index + 1].tag == "HYPH"

    def conjuncts(self, token: Token) -> list[Token]:
        """A word and those coordinated with it, also where the parser takes "A, B and C" for an apposition."""
        found = [token]
        for child in self.children(token, "conj", "appos"):
            if child.dep == "appos" and not self.is_list(child):  # "A, the minister of X, and B"
                found += [each for other in self.children(child, "conj") for each in self.conjuncts(other)]
            elif child.pos in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") or token.pos == child.pos:
                found += self.conjuncts(child)
        return found

    def is_list(self, apposition: Token) -> bool:
        """Whether what looks like an apposition goes on as a list: "guarantees, a path and a force"."""
        head = self.tokens[apposition.head]
        return apposition.pos == head.pos == "NOUN" and self.child(apposition, "conj") is not None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A stretch of a sentence that stands for one thing: a noun with its modifiers, or a clause."""

    tree: Tree
    head: Token
    tokens: tuple[Token, ...]
    is_clause: bool = False
    holder: Token | None = None  # who calls it so: "what officials described as a backstop"

    @property
    def span(self) -> Span:
        return Span(self.tokens[0].span.start, self.tokens[-1].span.end)


def noun_phrase(tree: Tree, head: Token, *, holder: Token | None = None, without: Token | None = None) -> Phrase:
    """The noun with all that restricts it; coordinated nouns, asides between commas and relative clauses stay out.

    `without`: a participle to leave out, the one whose argument the noun is ("US-backed guarantees": the guarantees).
    """
    chosen = {head.index}
    for child in (*tree.children(head), *_shared_complement(tree, head)):
        if not (without is not None and _holds(tree, child, without)) and _restricts(tree, head, child):
            chosen.update(token.index for token in tree.restricting(child))
    return Phrase(tree, head, _run(tree, head, chosen), holder=holder)


def _holds(tree: Tree, child: Token, verb: Token) -> bool:
    """Whether a participle or clause behind a noun is a verb or has it in it."""
    return child is verb or (child.dep in ("acl", "relcl") and verb in tree.subtree(child))


def _shared_complement(tree: Tree, noun: Token) -> list[Token]:
    """What "of" right behind the last of several nouns adds to each: "the handover or release [of records]"."""
    before = tree.head(noun) if noun.dep == "conj" else None
    shared = tree.children(before, "prep") if before is not None else []
    return [of for of in shared if of.lemma == "of" and of.index == noun.index + 1]


def clause_phrase(tree: Tree, verb: Token) -> Phrase:
    """A verb with its objects and complements, without subject, auxiliaries, marks and coordinated clauses.

    A "not" before an infinitive belongs to it: "pledged [not to use force]".
    """
    kept = [child for child in tree.children(verb) if child.dep not in BEFORE_VERB]
    inside = [verb, *(token for child in kept for token in tree.restricting(child))]
    chosen = {token.index for token in inside if token.index >= verb.index} | _shared_object(tree, verb)
    for preposition in tree.children(verb, "prep"):
        if preposition.lemma in LOOSE:
            chosen -= {token.index for token in tree.subtree(preposition)}
    negation = tree.child(verb, "neg")
    if negation is not None and any(child.tag == "TO" for child in tree.children(verb, "aux")):
        chosen |= set(range(negation.index, verb.index))
    return Phrase(tree, verb, _run(tree, verb, chosen), is_clause=True)


def _shared_object(tree: Tree, verb: Token) -> set[int]:
    """The rest of "[defend] and expand social security", where what a verb is done to stands with the next one only."""
    behind = next((each for each in tree.children(verb, "conj") if each.index <= verb.index + 4), None)
    if behind is None or behind.tag != verb.tag or not tree.child(behind, "dobj") or not shares_subject(tree, behind):
        return set()
    own = [child for child in tree.children(verb) if child.index > verb.index and child.dep not in BEFORE_VERB]
    return set() if own else set(range(verb.index, clause_phrase(tree, behind).tokens[-1].index + 1))


def with_relative(phrase: Phrase) -> Phrase:
    """A phrase with the relative clause that alone tells what a noun means: "a law [that bars women from voting]"."""
    tree, noun = phrase.tree, phrase.tokens[-1]
    for verb in tree.children(noun, "relcl") if _needs_telling(tree, noun) else ():
        inside = {token.index for token in tree.restricting(verb)}
        end = max(inside) + 1
        clause = tree.tokens[noun.index + 1 : end]
        if len(inside) == len(clause) and _tells(clause, tree.tokens[end:]):
            return replace(phrase, tokens=tree.tokens[phrase.tokens[0].index : end])
    return phrase


def _needs_telling(tree: Tree, noun: Token) -> bool:
    """Whether neither a modifier nor an article tells which thing a noun means."""
    return noun.pos == "NOUN" and all(
        child.lemma in INDEFINITE for child in tree.children(noun) if child.index < noun.index
    )


def _tells(clause: Sequence[Token], after: Sequence[Token]) -> bool:
    """Whether a relative clause restricts, and goes to where the parser ends it."""
    cut = any(token.pos in ADPOSITIONS for token in (*clause[-1:], *after[:1]))
    commas = any(token.text == "," for token in clause)
    opens = bool(clause) and (clause[0].lemma in ("that", "who") or clause[0].tag == "PRP")  # "a deal they reject"
    return opens and len(clause) <= LONGEST_RELATIVE and not (cut or commas)


def _restricts(tree: Tree, head: Token, child: Token) -> bool:
    """Whether a dependent narrows down what the noun means, rather than adding to it."""
    if child.dep in ASIDE or child.dep == "case":
        return child.tag == "HYPH"
    if child.index < head.index:
        return True
    if child.dep == "prep" and (child.lemma in LOOSE or (tree.child(child, "pcomp") and child.lemma == "with")):
        return False
    if child.dep == "prep" and tree.child(child, "pcomp") and is_blamed(tree, head):
        return False
    first = min(token.index for token in tree.subtree(child))
    return not any(token.text in (",", "-", "(", ":", ";") for token in tree.tokens[head.index + 1 : first])


def _run(tree: Tree, head: Token, chosen: set[int]) -> tuple[Token, ...]:
    """The unbroken run of chosen words around the head; quotation marks and hyphens do not break it."""
    commas = (each.index for each in tree.children(head, "punct") if each.text == "," and each.index < head.index)
    silent = tree.silent | {*commas}
    first = last = head.index
    while first - 1 in chosen | silent:
        first -= 1
    while last + 1 in chosen | silent:
        last += 1
    while first not in chosen:
        first += 1
    while last not in chosen or (last > head.index and _is_loose_end(tree.tokens[last])):
        last -= 1
    return tree.tokens[first : last + 1]


def _is_loose_end(token: Token) -> bool:
    return token.dep in LOOSE_ENDS or token.tag == "WP"


def is_blamed(tree: Tree, noun: Token) -> bool:
    """Whether what is done by the noun hangs on it: the parser's "accused [its rival of failing]"."""
    verb = tree.head(noun)
    return noun.dep == "dobj" and verb is not None and verb.lemma in BLAMING


def shares_subject(tree: Tree, verb: Token) -> bool:
    """Whether a verb has no subject of its own: "and expand it"."""
    return not tree.children(verb, "nsubj", "nsubjpass")
