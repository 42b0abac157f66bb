"""How a phrase is written, and how it is to be called in the graph."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from kg.claims.grammar import antecedent
from kg.claims.phrases import Phrase, Tree
from kg.model import Span, Token

type Owner = Callable[[Tree, Token], str | None]  # the name of whoever a possessive word stands for

ARTICLES = frozenset({"the", "a", "an", "no", "this", "that", "these", "those", "neither", "either"})
LOOSE_ADVERBS = frozenset({"soon", "now", "again", "too", "also", "later", "instead", "already", "today", "tomorrow"})
BRACKETED = re.compile(r" \([^()\s]+\)")  # an abbreviation beside a name
PLACES = frozenset({"GPE", "LOC", "FAC"})  # entity labels


def surface(tree: Tree, span: Span) -> str:
    """A stretch of a sentence as it is written."""
    start = tree.sentence.span.start
    return tree.sentence.text[span.start - start : span.end - start]


@lru_cache(maxsize=100_000)
def plain(text: str) -> str:
    """A name without article, possessive ending and quotation marks.

    >>> plain("“the Minsk Group”")
    'Minsk Group'
    >>> plain("a “tough” stance on “crime")
    'tough stance on crime'
    >>> plain("the United States'")
    'United States'
    >>> plain("the Mission in Sudan (UNITAMS)")
    'Mission in Sudan'
    """
    words = _paired(straight(BRACKETED.sub("", text)).strip(" \"'")).split()
    if len(words) > 1 and words[0].casefold() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words).removesuffix("'s").removesuffix("'")


def straight(text: str) -> str:
    r"""Text with straight quotation marks.

    >>> straight("“Kyiv’s”")
    '"Kyiv\'s"'
    """
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')


def _paired(text: str) -> str:
    """Text without quotation marks that open or close only outside it: "journalism that takes sides"."""
    for mark in ('"', "''"):
        if text.count(mark) % 2:
            text = text.replace(mark, "")
    return text


def called(phrase: Phrase, owner: Owner, *, short: bool = False, dated: bool = False) -> str:
    """What to call a thing a phrase describes: the phrase without its article, with names in place of possessives.

    `short` keeps one modifier behind the head noun ("agreement of Prespa"); `dated` says that it is something that
    takes place, so that where it did is no part of its name.
    """
    tokens = list(phrase.tokens)
    while len(tokens) > 1 and tokens[0].pos == "DET" and tokens[0].lemma in ARTICLES:
        tokens = tokens[1:]
    end = min(_circumstance(phrase, dated=dated), _loose_end(phrase))
    end = min(end, _first_complement(phrase) + 1 if short else end)
    dropped = _agentive_participles(phrase)
    kept = [token for token in tokens if token.index < end and token not in dropped]
    shared = _shared_owner(phrase, owner)
    return _paired(straight(shared + "".join(_pieces(phrase, kept, dropped, owner))).strip(" \"'"))


def _shared_owner(phrase: Phrase, owner: Owner) -> str:
    """Whose a coordinated noun is that shares an owner: "Chad's sovereignty and independence"; else nothing."""
    tree, noun = phrase.tree, phrase.head
    if phrase.is_clause or noun.dep != "conj" or noun.pos != "NOUN" or tree.child(noun, "det", "poss", "nummod"):
        return ""
    first = noun
    while first.dep == "conj" and (head := tree.head(first)) is not None:
        first = head
    possessor = tree.child(first, "poss")
    name = _possessor(tree, possessor, owner) if possessor is not None and first.pos == "NOUN" else None
    return f"{name}{_ending(name)} " if name is not None else ""


def _ending(name: str) -> str:
    return "'" if name.endswith("s") else "'s"


def _pieces(phrase: Phrase, kept: Sequence[Token], dropped: frozenset[Token], owner: Owner) -> Iterator[str]:
    tree, skip_to = phrase.tree, -1
    owners = _owners(phrase, kept, owner)
    for place, token in enumerate(kept):
        if token.index < skip_to:
            continue
        before = tree.tokens[token.index - 1]
        if place and before in dropped:
            yield " "
        elif place and before.span.end < token.span.start:  # a hyphen, where the parser reads a title without it
            between = surface(tree, Span(before.span.end, token.span.start)).strip()
            yield " " if "(" in between else between or " "
        if token.index not in owners:
            yield surface(tree, token.span)
            continue
        name, skip_to = owners[token.index]
        yield name + _ending(name)


def _owners(phrase: Phrase, kept: Sequence[Token], owner: Owner) -> dict[int, tuple[str, int]]:
    """The names to put for possessives, with where each ends, by where it begins; of "his country's", for the whole."""
    found: dict[int, tuple[str, int]] = {}
    for token in kept:
        name = _possessor(phrase.tree, token, owner) if token.dep == "poss" and token is not phrase.head else None
        if name is not None:
            words = phrase.tree.subtree(token)
            first = next(each.index for each in kept if each.index >= words[0].index)
            found[first] = (name, words[-1].index + 1)
    return found


def _possessor(tree: Tree, token: Token, owner: Owner) -> str | None:
    """What to call whoever a possessive stands for; "whose" stands for the noun its clause is about."""
    noun = antecedent(tree, token)
    if noun is None or noun is token:
        return owner(tree, token)
    return owner(tree, noun) or called(Phrase(tree, noun, (noun,)), owner)


def _circumstance(phrase: Phrase, *, dated: bool) -> int:
    """Where the words begin that say when or, for what takes place, where; behind the sentence if there are none."""
    for preposition in phrase.tree.children(phrase.head, "prep"):
        noun = phrase.tree.child(preposition, "pobj")
        when = noun is not None and noun.entity in ("DATE", "TIME")
        where = noun is not None and noun.entity in PLACES and preposition.lemma in ("in", "at", "near")
        if preposition.index > phrase.head.index and (when or (where and dated)):
            return preposition.index
    return len(phrase.tree.tokens)


def _loose_end(phrase: Phrase) -> int:
    """Where the adverbs that close a clause begin: "release them [as soon as possible]", "close the border [again]"."""
    tree, head, end = phrase.tree, phrase.head, phrase.tokens[-1].index + 1
    if head.pos != "VERB":
        return end
    behind = [child for child in tree.children(head) if head.index < child.index < end and child.dep != "punct"]
    while len(behind) > 1 and _is_loose(behind[-1]):
        end = min(token.index for token in tree.subtree(behind.pop()))
    return end


def _is_loose(adverb: Token) -> bool:
    dated = adverb.dep == "npadvmod" and adverb.entity in ("DATE", "TIME")
    return dated or (adverb.dep == "advmod" and (adverb.lemma in LOOSE_ADVERBS or adverb.lemma.endswith("ly")))


def _first_complement(phrase: Phrase) -> int:
    """Where the first modifier behind the head ends, so that names stay short: "agreement of Prespa"."""
    for child in phrase.tree.children(phrase.head, "prep", "acl"):
        if child.index > phrase.head.index and child in phrase.tokens:
            return max(token.index for token in phrase.tree.restricting(child))
    return phrase.head.index


def _agentive_participles(phrase: Phrase) -> frozenset[Token]:
    """The words of participles that name who does it, as in "US-backed" and "led by Moscow": a claim of its own.

    They stay where nothing else would tell the noun from others of its kind ("people displaced by the war").
    """
    tree, found = phrase.tree, set[Token]()
    for noun in phrase.tokens:
        others = [child for child in tree.children(noun, "amod", "compound", "nmod", "poss") if child.tag != "VBN"]
        for participle in tree.children(noun, "acl", "amod"):
            if participle.tag == "VBN" and others and tree.child(participle, "agent", "npadvmod"):
                found.update(tree.subtree(participle))
    return frozenset(found)
