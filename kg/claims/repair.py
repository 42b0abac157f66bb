"""Mending what the parser gets wrong again and again, before anything is read off its tree.

Each mend looks for words in an order in which only one reading is grammatical: a verb has no two subjects, and what
stands between "and" and a finite verb is that verb's subject.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.model import Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass", "expl"})
COMPLEMENTS = frozenset({"of", "to", "on", "against", "over", "into", "about"})
BETWEEN = frozenset({"by", "from", "in", "between", "among", "with"})
# Nouns whose infinitive says what they are about.
INFINITIVE = frozenset(
    """agreement ambition arrangement attempt bid bill call chance commitment deal decision demand desire drive
    effort failure freedom initiative intention invitation law legislation measure motion move obligation offer
    opportunity order pact permission plan pledge proposal push readiness refusal request resolution right step
    threat treaty vow willingness wish""".split()
)
RELATIVE_TAGS = frozenset({"WDT", "WP"})


def mended(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """The words of a sentence with the heads and labels they should have; the same tuple if all is well."""
    words = list(tokens)
    for mend in MENDS:
        mend(words)
    return tokens if all(new is old for new, old in zip(words, tokens, strict=True)) else tuple(words)


def _subject_after_according(words: list[Token]) -> None:
    """The UN is the subject of "which, according to AFP, the UN has criticised", and not what is according."""
    for token in words:
        governor = words[token.head]
        if token.dep == "pobj" and governor.text.casefold() == "according":
            words[token.index] = replace(token, dep="nsubj", head=governor.head)


def _object_before_subject(words: list[Token]) -> None:
    """Of two subjects the relative pronoun is the object: "the dam that Sudan opposes"."""
    for token in words:
        if token.tag not in RELATIVE_TAGS or token.dep not in ("nsubj", "nsubjpass"):
            continue
        others = [each for each in words if each.head == token.head and each.index != token.index]
        if any(each.dep == "nsubj" for each in others) and not any(each.dep == "dobj" for each in others):
            words[token.index] = replace(token, dep="dobj")


def _subject_of_second_clause(words: list[Token]) -> None:
    """Who stands between "and" and a verb does it: in "Ghana backed the plan and Togo opposed it" Togo opposed."""
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
    """Who "went on to join" joined: it is no purpose, and so no plan."""
    for verb in words:
        going = words[verb.head]
        if verb.dep == "advcl" and verb.tag == "VB" and going.lemma == "go" and words[going.index + 1].text == "on":
            words[verb.index] = replace(verb, dep="xcomp")


def _name_behind_title(words: list[Token]) -> None:
    """The name in "the ambassador to Kenya Anna Rossi said" is the ambassador's, no second subject or object."""
    for name in words:
        title = _title_before(words, name)
        if title is None:
            continue
        first = _first_of_name(words, name)
        governor = words[first - 1].head if name.dep == "pobj" and words[first - 1].dep == "compound" else None
        if governor == name.index:  # "the head of the UN Anna Rossi": the UN is what the parser hung on the name
            words[first - 1] = replace(words[first - 1], dep="pobj", head=name.head)
            for word in words[title.index : first - 1]:
                if word.head == name.index:
                    words[word.index] = replace(word, head=first - 1)
        for word in words[first : name.index + 1]:
            words[word.index] = replace(word, entity="PERSON", begins=word.index == first)
        words[name.index] = replace(words[name.index], dep="appos", head=title.index)


def _title_before(words: Sequence[Token], name: Token) -> Token | None:
    """The title whose bearer a name is that follows the body it belongs to without a comma."""
    first = _first_of_name(words, name)
    before = words[first - 1] if first else None
    if name.pos != "PROPN" or first == name.index or before is None or before.pos != "PROPN":
        return None
    if name.dep == "pobj" and before.head == name.index and before.entity in ("ORG", "GPE") and name.entity == "PERSON":
        return _governor(words, words[name.head])
    same = [each for each in words[:first] if each.head == name.head and each.dep == name.dep]
    if name.dep == "pobj" and same and same[-1].index == first - 1:
        return _governor(words, words[name.head])
    inner = [each.index for each in words[:first] if same and each.dep == "prep" and each.head == same[-1].index]
    if name.dep == "nsubj" and inner and any(each.dep == "pobj" and each.head in inner for each in words[:first]):
        return same[-1]
    return None


def _governor(words: Sequence[Token], preposition: Token) -> Token | None:
    governor = words[preposition.head]
    return governor if governor.pos in ("NOUN", "PROPN") and governor.index < preposition.index else None


def _first_of_name(words: Sequence[Token], name: Token) -> int:
    """Where a name begins: with the first of the capitalised words in one run before it that hang on it."""
    first = name.index
    while first and words[first - 1].dep == "compound" and words[first - 1].head == name.index:
        if words[first - 1].pos != "PROPN" or words[first - 1].entity != name.entity or words[first].begins:
            break
        first -= 1
    return first


def _complement_of_noun(words: list[Token]) -> None:
    """Complements go with the first noun in "a visit by the president to Estonia", "criticism from Canada of the dam".

    A name takes none, and whoever does what a noun names stands between it and the rest.
    """
    for inner in words:
        noun = words[inner.head]
        if inner.dep != "prep" or inner.entity or inner.lemma not in COMPLEMENTS or noun.index > inner.index:
            continue
        while noun.dep == "conj":
            noun = words[noun.head]
        outer = words[noun.head]
        named = noun.entity == "GPE" and outer.lemma in BETWEEN
        acting = outer.lemma == "by" and inner.lemma != "of"
        if noun.dep == "pobj" and words[outer.head].pos == "NOUN" and outer.dep == "prep" and (named or acting):
            words[inner.index] = replace(inner, head=outer.head)


def _behind_as(words: list[Token]) -> None:
    """What stands right behind the noun of "acts as guarantor for Chad" goes with that noun."""
    for inner in words[1:]:
        noun = words[inner.index - 1]
        governor = words[noun.head]
        if inner.dep == "prep" and noun.dep == "pobj" and governor.lemma == "as" and inner.head == governor.head:
            words[inner.index] = replace(inner, head=noun.index)


def _hyphenated(words: list[Token]) -> None:
    """The second half of "counter-measures" is what stands in the sentence, the first one goes with it."""
    for hyphen in words[1:-1]:
        first, second = words[hyphen.index - 1], words[hyphen.index + 1]
        joined = first.span.end == hyphen.span.start and hyphen.span.end == second.span.start
        if hyphen.text != "-" or not joined or first.pos != "NOUN" or second.dep not in (first.dep, "appos", "conj"):
            continue
        if first.head == second.index or second.head not in (first.index, hyphen.index, first.head):
            continue
        for word in words:
            if word.head == first.index and word.index != first.index:
                words[word.index] = replace(word, head=second.index)
        root = first.head == first.index
        words[second.index] = replace(second, dep=first.dep, pos="NOUN", head=second.index if root else first.head)
        words[hyphen.index] = replace(hyphen, dep="punct", pos="PUNCT", tag="HYPH", head=second.index)
        words[first.index] = replace(first, dep="compound", head=second.index)


def _finite_beside_finite(words: list[Token]) -> None:
    """Who "said it would not join, and urged Chad to" urged it: a past form goes on with a past form."""
    for verb in words:
        bare = words[verb.head]
        if verb.dep != "conj" or verb.tag != "VBD" or bare.tag != "VB" or bare.dep not in ("ccomp", "xcomp"):
            continue
        governor = words[bare.head]
        subject = any(each.head == verb.index and each.dep in SUBJECTS for each in words)
        if governor.tag == "VBD" and governor.index < bare.index < verb.index and not subject:
            words[verb.index] = replace(verb, head=governor.index)


def _infinitive_of_noun(words: list[Token]) -> None:
    """What is to be done is what a "measure to extend the truce" is about, and no purpose of who votes against it."""
    for verb in words:
        if verb.dep not in ("advcl", "xcomp", "relcl") or verb.tag != "VB":
            continue
        marker = next((each for each in words[: verb.index] if each.tag == "TO" and each.head == verb.index), None)
        noun = words[marker.index - 1] if marker is not None and marker.index else verb
        if noun.pos != "NOUN" or noun.lemma not in INFINITIVE or noun.dep not in ("dobj", "pobj", "nsubjpass", "conj"):
            continue
        if noun.index >= verb.head and not any(each.dep == "mark" and each.head == verb.index for each in words):
            words[verb.index] = replace(verb, dep="acl", head=noun.index)


def _apposition_of_last(words: list[Token]) -> None:
    """The nominee in "a race between Rossi and Nilsson, the nominee" is who stands right before the comma."""
    for title in words:
        first = words[title.head]
        if title.dep != "appos" or title.pos != "NOUN" or title.tag == "NNS" or first.entity != "PERSON":
            continue
        opening = min(each.index for each in words if each.head == title.index or each.index == title.index)
        last = words[opening - 2] if opening - 2 > first.index and words[opening - 1].text == "," else first
        if last.dep == "conj" and last.head == first.index and last.entity == "PERSON":
            words[title.index] = replace(title, head=last.index)


def _who_is_no_place(words: list[Token]) -> None:
    """Who "is close to Chad" in "a senator from Ohio who is close to Chad" is the senator, for a place is no "who"."""
    for verb in words:
        place = words[verb.head]
        relative = next((each for each in words[: verb.index] if each.head == verb.index and each.tag == "WP"), None)
        if verb.dep != "relcl" or relative is None or relative.text != "who" or place.dep != "pobj":
            continue
        noun = words[words[place.head].head]
        if place.entity in ("GPE", "ORG", "LOC") and noun.pos in ("NOUN", "PROPN") and noun.index < place.index:
            words[verb.index] = replace(verb, head=noun.index)


def _which_is_nobody(words: list[Token]) -> None:
    """What "represents firms" in "Rossi, head of a league, which represents firms" is the league."""
    for verb in words:
        title = words[verb.head]
        relative = next(
            (each for each in words[: verb.index] if each.head == verb.index and each.text == "which"), None
        )
        if verb.dep != "relcl" or relative is None or title.dep != "appos" or words[title.head].entity != "PERSON":
            continue
        body = words[max(relative.index - 2, 0)]
        if words[relative.index - 1].text == "," and body.dep == "pobj" and body.index > title.index:
            words[verb.index] = replace(verb, head=body.index)


def _parted(words: list[Token]) -> None:
    """What a semicolon ends is no part of the clause behind it: "Chad backs the plan; Mali called for a vote"."""
    for verb in words:
        between = words[verb.index + 1 : verb.head]
        if verb.dep == "ccomp" and any(each.text == ";" for each in between):
            words[verb.index] = replace(verb, dep="ROOT", head=verb.index)


def _verb_by_arguments(words: list[Token]) -> None:
    """A word with a subject in front and an object behind is a verb, whatever its tag: "Chad and Mali back it"."""
    for word in words:
        if word.pos not in ("ADV", "ADP") or word.dep not in ("ROOT", "ccomp", "conj", "advcl"):
            continue
        subject = any(each.head == word.index and each.dep == "nsubj" for each in words[: word.index])
        if subject and any(each.head == word.index and each.dep == "dobj" for each in words[word.index + 1 :]):
            words[word.index] = replace(word, pos="VERB", tag="VBP")


def _of_its_own(words: list[Token]) -> None:
    """The report in "the publication by the UN of its report" is published: nothing is of its own report."""
    for possessive in words:
        preposition = words[words[possessive.head].head]
        agent = words[preposition.head]
        act = words[words[agent.head].head]
        by = agent.dep == "pobj" and words[agent.head].lemma == "by" and act.pos == "NOUN"
        if by and possessive.tag == "PRP$" and preposition.lemma == "of" and act.index < agent.index:
            words[preposition.index] = replace(preposition, head=act.index)


def _think_tank(words: list[Token]) -> None:
    """What "says" in "the Oslo think tank says" is the tank, and nobody thinks."""
    for tank in words[1:]:
        think, verb = words[tank.index - 1], words[tank.head]
        if tank.lemma != "tank" or think.lemma != "think" or think.tag not in FINITE or tank.dep != "nsubj":
            continue
        if verb.head != think.index or verb.index < tank.index:
            continue
        above = verb.index if think.head == think.index else think.head
        for word in words:
            if word.head == think.index and word.index != verb.index:
                before = word.dep in SUBJECTS and word.index < think.index
                dep, head = ("compound", tank.index) if before else (word.dep, verb.index)
                words[word.index] = replace(word, dep=dep, head=head)
        words[verb.index] = replace(verb, dep=think.dep, head=above)
        words[think.index] = replace(think, pos="NOUN", tag="NN", dep="compound", head=tank.index)


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
    _name_behind_title,
    _complement_of_noun,
    _behind_as,
    _hyphenated,
    _finite_beside_finite,
    _infinitive_of_noun,
    _apposition_of_last,
    _who_is_no_place,
    _which_is_nobody,
    _parted,
    _verb_by_arguments,
    _of_its_own,
    _think_tank,
)
