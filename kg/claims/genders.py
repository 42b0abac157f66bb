"""Who of a document is "he" and who is "she": what the document shows, and common given names.

Nothing is said of whom neither tells. Names given to women and men alike are left out of the lists.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum

from kg.claims import likeness
from kg.claims.grammar import surface_subjects
from kg.claims.phrases import Tree
from kg.model import Token


class Gender(StrEnum):
    """How English speaks of a person."""

    MASCULINE = "he"
    FEMININE = "she"


PRONOUNS = {
    **dict.fromkeys(("he", "him", "his", "himself"), Gender.MASCULINE),
    **dict.fromkeys(("she", "her", "hers", "herself"), Gender.FEMININE),
}
TITLES = {
    title: Gender.MASCULINE if gender == "m" else Gender.FEMININE
    for title, gender in likeness.GENDERS.items()
    if gender
}
NOUNS = {
    **dict.fromkeys("boy brother father gentleman husband king prince son uncle widower".split(), Gender.MASCULINE),
    **dict.fromkeys("girl sister mother lady wife queen princess daughter aunt widow".split(), Gender.FEMININE),
}
OFFICES = "alder assembly chair congress council spokes".split()  # written with a capital in front of a name
NOUNS |= {f"{office}man": Gender.MASCULINE for office in OFFICES}
NOUNS |= {f"{office}woman": Gender.FEMININE for office in OFFICES}
NO_MEN = frozenset({"german", "human", "roman", "talisman", "ottoman"})  # end in "man" and are none
GIVEN = {
    **dict.fromkeys(
        """adam ahmed albert alexander alexei alfred andrew anthony antonio arthur barack benjamin bernard bernie bill
        boris brian bruce carlos charles christopher daniel david dennis dmitry donald douglas edward emmanuel eric
        ernest felipe fernando frank frederick george gerald gordon gregory hans harold harry hassan henry herbert
        howard hugo ibrahim ivan jack jacob james javier jeffrey jeremy jim joe john jonathan jorge jose joseph juan
        karl keith kenneth kevin klaus larry lawrence luis marco mario mark martin matthew michael mike miguel mikhail
        mitch mohammad mohammed muhammad mustafa nicholas nikolai oleg oscar patrick paul pedro peter philip rafael
        ralph raymond ricardo richard robert roberto roger ronald roy rudolph russell samuel scott sean sergei sergey
        stephen steve steven stuart thomas timothy tom vincent viktor vladimir volodymyr walter warren wilhelm william
        yusuf""".split(),
        Gender.MASCULINE,
    ),
    **dict.fromkeys(
        """abigail agnes aisha alice amanda amy angela anna anne annalena barbara beatrice benazir betty beverly carla
        carmen carol carolina caroline catherine charlotte christina christine cindy claudia condoleezza cynthia deborah
        debra denise diana diane donna dorothy elena elizabeth ellen emily emma erna esther eva evelyn fatima federica
        florence frances gloria grace hannah heather heidi helen hillary indira ingrid irina isabel janet jane
        jennifer jessica joanna joyce judith julia julie karen katherine kathleen kathryn laura linda lisa
        louise lucy madeleine margaret maria marine martha mary megan melania melissa michelle monica nancy natalia
        nicole olga patricia pamela priti rachel rebecca rosa rose ruth sandra sarah sharon sheila sofia sophie
        stephanie susan suzanne svetlana sylvia tatiana teresa theresa ursula valerie vera victoria virginia wendy
        yulia""".split(),
        Gender.FEMININE,
    ),
}
TITLE_VOTES = 3  # a title says as much as three pronouns that seem to be a person's
CLEAR = 2  # votes a gender must have, and times those of the other; chosen by reading, not swept


def of_noun(noun: Token) -> Gender | None:
    """What a common noun tells: "spokeswoman", "husband"."""
    word = noun.lemma.casefold()
    if word in NOUNS or noun.pos != "NOUN" or word in NO_MEN:
        return NOUNS.get(word)
    if word.endswith("woman"):
        return Gender.FEMININE
    return Gender.MASCULINE if word.endswith("man") else None


def of_title(title: str) -> Gender | None:
    """What a title in front of a name tells: "Mrs.", "Lady"."""
    return TITLES.get(title.casefold().rstrip("."))


def of_given(name: str) -> Gender | None:
    """What the given name of a full name tells."""
    first, *rest = name.casefold().split()
    return GIVEN.get(first) if rest else None


def votes(trees: Sequence[Tree]) -> Iterator[tuple[Tree, Token, Gender, int]]:
    """The nouns of a document that a title, a noun beside them or a pronoun in their clause tells of, and how much."""
    for tree in trees:
        for token in tree.tokens:
            word = token.text.casefold()
            if (gender := PRONOUNS.get(word)) is not None:
                yield from ((tree, noun, gender, 1) for noun in _clause_subject(tree, token))
                continue
            told = of_title(word) or of_noun(token)
            head = tree.head(token)
            beside = token.dep in ("compound", "nmod", "appos") and head is not None and head.pos == "PROPN"
            if told is not None and head is not None and beside:
                yield tree, head, told, TITLE_VOTES


def _clause_subject(tree: Tree, pronoun: Token) -> list[Token]:
    """The nearest subject in front that a pronoun, but for its own clause, may repeat: "Smith said she"."""
    own = pronoun.dep in ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
    clauses = [each for each in tree.ancestors(pronoun) if each.pos in ("VERB", "AUX")][1 if own else 0 :]
    for clause in clauses:
        subjects = [noun for noun in surface_subjects(tree, clause) if noun.index < pronoun.index]
        if subjects:
            return subjects if len(subjects) == 1 and subjects[0].pos == "PROPN" else []
    return []
