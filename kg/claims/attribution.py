"""Who says what: source, cue and content of each attribution, as spans of the text.

The roles are those of PARC 3.0 and PolNeAR (Pareti 2016; Newell et al. 2018): the source says, the cue tells that it is
said, the content is what is said. `kg.claims.stance` reads holders off the same words; this is the export for people
who work on attribution itself.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kg.claims import grammar
from kg.claims.phrases import Tree
from kg.claims.stance import SAYING, SPEECH
from kg.model import Span, Token

# Verbs beyond those of speech that report when a clause hangs on them.
REPORTING = SPEECH | frozenset(
    """ask call claim cite decide deem discover doubt expect fear find guess hear hope imagine interpret know learn mean
    notice propose question read realise realize recommend recount refer request see show swear want wonder""".split()
)
# Verbs that report an infinitive ("vowed to leave"), and those that report an object ("cited a report").
WISHING = frozenset(
    """agree ask call claim decline demand encourage expect hope intend offer order plan pledge promise propose refuse
    seek threaten urge vow want""".split()
)
NAMING = frozenset(
    """call cite condemn criticise criticize describe demand denounce discuss label mention praise propose question
    recommend reject slam tout""".split()
)
FOR = frozenset({"call", "argue", "push", "advocate"})  # "called for"
FIRST_AND_SECOND = frozenset({"i", "you", "we"})  # "I think" is a way of speaking, and whoever says so is the source
MARKS = frozenset({",", ".", ";", ":", '"', "'", "-", "``", "''"})


class Attribution(NamedTuple):
    """One passage that says who says what; what it leaves out is None."""

    source: Span | None
    cue: Span
    content: Span | None


def attributions(trees: Sequence[Tree]) -> Iterator[Attribution]:
    """The attributions of a document, in the order of their cues."""
    for tree in trees:
        for token in tree.tokens:
            if token.lemma in REPORTING | WISHING | NAMING | FOR and token.pos == "VERB":
                yield from _of_verb(tree, token)
            elif token.lemma in SAYING and token.pos == "NOUN":
                yield from _of_noun(tree, token)
            elif token.text.casefold() == "according":
                yield from _according(tree, token)


def _of_verb(tree: Tree, verb: Token) -> Iterator[Attribution]:
    content, own = _content(tree, verb), tree.child(verb, "nsubj")
    if content is None or (own is not None and own.text.casefold() in FIRST_AND_SECOND):
        return
    subjects = [] if grammar.is_passive(tree, verb) else grammar.surface_subjects(tree, verb)
    head = own if own is not None else next(iter(subjects), None)
    source = _phrase(tree, head, without=verb) if head is not None else None
    yield Attribution(source, _cue(tree, verb), content)


def _content(tree: Tree, verb: Token) -> Span | None:
    """What is said: a clause, what the tag stands beside, an infinitive, or an object."""
    clauses = [child for child in tree.children(verb, "ccomp") if child.pos in ("VERB", "AUX", "ADJ", "NOUN")]
    if verb.lemma in WISHING:
        clauses += tree.children(verb, "xcomp")
    if clauses:
        return _clause(tree, clauses[0])
    if verb.lemma in FOR and (preposition := next((p for p in tree.children(verb, "prep") if p.lemma == "for"), None)):
        return _trimmed(tree.subtree(preposition)[1:])
    if verb.lemma in NAMING and (object_ := tree.child(verb, "dobj")) is not None:
        return _trimmed(tree.subtree(object_))
    return _around(tree, verb) if verb.lemma in REPORTING else None


def _of_noun(tree: Tree, noun: Token) -> Iterator[Attribution]:
    clause = next((child for child in tree.children(noun, "acl", "ccomp") if tree.child(child, "mark")), None)
    owner = tree.child(noun, "poss")
    if clause is not None:
        yield Attribution(_phrase(tree, owner) if owner is not None else None, noun.span, _clause(tree, clause))


def _according(tree: Tree, token: Token) -> Iterator[Attribution]:
    to = tree.child(token, "prep")
    noun = tree.child(to, "pobj") if to is not None else None
    if to is None or noun is None:
        return
    inside = tree.subtree(token)
    first, last = inside[0].index, inside[-1].index
    rest = tree.tokens[last + 1 :] if first == 0 else tree.tokens[:first]
    yield Attribution(_phrase(tree, noun), Span(token.span.start, to.span.end), _trimmed(rest))


def _cue(tree: Tree, verb: Token) -> Span:
    words = [verb, *tree.children(verb, "aux", "auxpass", "neg", "prt")]
    words += [word for word in tree.children(verb, "advmod") if word.index == verb.index - 1]
    words += [word for word in tree.children(verb, "prep") if word.lemma == "for" and verb.lemma in FOR]
    near = [word for word in words if abs(word.index - verb.index) <= 3]
    return Span(min(word.span.start for word in near), max(word.span.end for word in near))


def _clause(tree: Tree, clause: Token) -> Span | None:
    return _trimmed(tree.subtree(clause))


def _around(tree: Tree, verb: Token) -> Span | None:
    """What a tag stands beside: the sentence it is hung into ("the plan, he said, is bad"), or a quotation."""
    tag = tree.subtree(verb)
    if verb.dep in ("parataxis", "advcl", "ccomp") and tree.child(verb, "nsubj") and len(tag) < 8:
        before, after = tree.tokens[: tag[0].index], tree.tokens[tag[-1].index + 1 :]
        return _trimmed(before if len(before) >= len(after) else after)
    marks = [token.index for token in tree.tokens if token.text in ('"', "``", "''")]
    if len(marks) >= 2 and verb.dep == "ROOT" and not marks[0] < verb.index < marks[-1]:
        return _trimmed(tree.tokens[marks[0] : marks[-1] + 1])
    return None


def _phrase(tree: Tree, head: Token, without: Token | None = None) -> Span | None:
    words = tree.subtree(head, frozenset({"relcl", "parataxis"}))
    inside = (
        {token.index for token in tree.subtree(without)}
        if without is not None and without.head == head.index
        else set()
    )
    return _trimmed([word for word in words if word.index not in inside and word.dep != "case"])


def _trimmed(tokens: Sequence[Token]) -> Span | None:
    """From the first to the last word that is no punctuation mark."""
    words = [token for token in tokens if token.text not in MARKS]
    return Span(words[0].span.start, words[-1].span.end) if words else None
