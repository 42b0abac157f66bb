"""Mending what the parser gets wrong again and again, before anything is read off its tree.

Each mend looks for words in an order in which only one reading is grammatical: a verb has no two subjects, and what
stands between "and" and a finite verb is that verb's subject.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.model import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
RELATIVE_TAGS = frozenset({"WDT", "WP"})


def mended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a sentence with the heads and labels they should have; the same tuple if all is well."""
    words = list(tokens)
    for mend in MENDS:
        mend(words)
    return tokens if all(new is old for new, old in zip(words, tokens, strict=True)) else tuple(words)


def _subject_after_according(words: list[Token]) -> None:
    """ "which, according to AFP, the UN has criticised": the UN is the subject, not what is according."""
    for token in words:
        governor = words[token.head]
        if token.dep == "pobj" and governor.text.casefold() == "according":
            words[token.index] = replace(token, dep="nsubj", head=governor.head)


def _object_before_subject(words: list[Token]) -> None:
    """ "the dam that Sudan opposes": of two subjects the relative pronoun is the object."""
    for token in words:
        if token.tag not in RELATIVE_TAGS or token.dep not in ("nsubj", "nsubjpass"):
            continue
        others = [each for each in words if each.head == token.head and each.index != token.index]
        if any(each.dep == "nsubj" for each in others) and not any(each.dep == "dobj" for each in others):
            words[token.index] = replace(token, dep="dobj")


def _subject_of_second_clause(words: list[Token]) -> None:
    """ "Ghana backed the plan and Togo opposed it": Togo opposed, and is not backed."""
    for verb in words:
        before = words[verb.index - 1] if verb.index else verb
        if verb.dep != "conj" or verb.tag not in FINITE or before.dep != "conj" or not _is_noun(before):
            continue
        parted = any(each.text in (",", "and", "but", "or") for each in words[before.head + 1 : before.index])
        joined = _is_joined(words, verb) or any(
            each.head == verb.index and each.dep in SUBJECTS for each in words[: verb.index]
        )
        if parted and not joined and _is_noun(words[before.head]) and before.head > verb.head:
            words[before.index] = replace(before, dep="nsubj", head=verb.index)


def _goes_on_to(words: list[Token]) -> None:
    """ "went on to join" joined: no purpose, and so no plan."""
    for verb in words:
        going = words[verb.head]
        if verb.dep == "advcl" and verb.tag == "VB" and going.lemma == "go" and words[going.index + 1].text == "on":
            words[verb.index] = replace(verb, dep="xcomp")


def _is_noun(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN", "PRON")


def _is_joined(words: Sequence[Token], verb: Token) -> bool:
    """Whether a conjunction of its own joins a verb to the one before it."""
    between = words[verb.head + 1 : verb.index]
    return any(each.dep == "cc" and each.head == verb.head for each in between)


MENDS: tuple[Callable[[list[Token]], None], ...] = (
    _subject_after_according,
    _object_before_subject,
    _subject_of_second_clause,
    _goes_on_to,
)
