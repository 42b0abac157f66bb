"""Headlines have a small grammar of their own: no articles, "to" for what is planned, commas for "and".

The parser was trained on full sentences and takes their subjects for something else. A headline is a line of one
sentence without the mark that closes one.
"""

from collections.abc import Sequence
from dataclasses import replace

from kg.model import Sentence, Token

LONGEST = 24  # words and marks
CLOSING = frozenset({".", "!", "?", '"', "'", ";", ":", ","})
# Labels in front of a colon that say what kind of text follows, not who says it.
LABELS = frozenset(
    """analysis breaking comment correction editorial exclusive explainer factbox gallery interview live news opinion
    photo photos podcast profile quiz review special timeline update video watch""".split()
)


def is_headline(sentence: Sentence) -> bool:
    """Whether a sentence opens its line, is short and does not close like a full sentence."""
    tokens = sentence.tokens
    return sentence.starts_line and 3 <= len(tokens) <= LONGEST and tokens[-1].text not in CLOSING


def mended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a headline with the heads and labels they should have."""
    words = list(tokens)
    _planned(words)
    _second_subject(words)
    _behind_colon(words)
    return tuple(words)


def source(tokens: Sequence[Token]) -> tuple[list[Token], range] | None:
    """Who says a headline and which words: "Minister: pact is dead", "Pact is dead: minister"; None if nobody does."""
    colon = next((token.index for token in tokens if token.text == ":"), 0)
    if not colon:
        return None
    for side, rest in ((range(colon), range(colon + 1, len(tokens))), (range(colon + 1, len(tokens)), range(colon))):
        named = [token for token in tokens[side.start : side.stop] if token.pos in ("NOUN", "PROPN")]
        others = [token for token in tokens[side.start : side.stop] if token.pos not in ("NOUN", "PROPN", "ADJ", "DET")]
        if named and not others and len(side) <= 4 and named[-1].lemma not in LABELS and _has_verb(tokens, rest):
            return [named[-1]], rest
    return None


def _has_verb(tokens: Sequence[Token], place: range) -> bool:
    return any(token.pos in ("VERB", "AUX") for token in tokens[place.start : place.stop])


def _planned(words: list[Token]) -> None:
    """The infinitive of "EU to sanction Iran" is what the headline states, the noun before it its subject."""
    marker = next((token for token in words[1:] if token.tag == "TO" and token.dep == "aux"), None)
    if marker is None or any(token.tag in ("VBZ", "VBD", "MD") for token in words):
        return
    verb, subject = words[marker.head], words[marker.index - 1]
    while subject.dep == "compound" and subject.head < marker.index:
        subject = words[subject.head]
    root = next(token for token in words if token.head == token.index)
    if subject.pos not in ("NOUN", "PROPN") and subject is not root:
        return
    if root.index > verb.index:  # "to ratify fisheries pact": the object's noun, taken for the verb
        _make_object(words, root, verb)
    elif root.index != subject.index:
        return
    words[subject.index] = replace(subject, dep="nsubj", head=verb.index, pos="PROPN" if subject.entity else "NOUN")
    words[verb.index] = replace(verb, dep="ROOT", head=verb.index, pos="VERB", tag="VB")


def _make_object(words: list[Token], noun: Token, verb: Token) -> None:
    before = words[noun.index - 1]
    if before.dep == "dobj" and before.head == verb.index:
        words[before.index] = replace(before, dep="compound", head=noun.index)
    words[noun.index] = replace(noun, dep="dobj", head=verb.index, pos="NOUN", tag="NN")


def _second_subject(words: list[Token]) -> None:
    """Both do it in "Kenya, Uganda reject treaty"."""
    for first in words[:-2]:
        second = words[first.index + 2]
        parted = words[first.index + 1].text == ","
        if parted and first.dep in ("npadvmod", "dep") and second.dep == "nsubj" and second.head == first.head:
            words[first.index] = replace(first, dep="nsubj")
            words[second.index] = replace(second, dep="conj", head=first.index)


def _behind_colon(words: list[Token]) -> None:
    """What is said in "Zambia: Malawi attacked convoy" is a clause of its own."""
    colon = next((token.index for token in words if token.text == ":"), 0)
    for verb in words[colon + 1 :] if colon else []:
        governor = words[verb.head]
        if verb.pos == "VERB" and governor.index < colon and governor.head == governor.index != verb.index:
            words[verb.index] = replace(verb, dep="ROOT", head=verb.index)
            words[governor.index] = replace(governor, dep="dep", head=verb.index)
