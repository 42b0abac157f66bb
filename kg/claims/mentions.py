"""Phrases to mentions: what a phrase of a document stands for within that document.

A name is what the authority file or the document knows by it, a description what introduced it, a pronoun its nearest
fitting antecedent. A pronoun only ever fills an argument: it merges nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kg.claims import stance
from kg.claims.affiliations import Affiliations
from kg.claims.authority import Authority
from kg.claims.cast import Cast
from kg.claims.descriptions import Descriptions
from kg.claims.kinds import Kinds
from kg.claims.names import Names
from kg.claims.offices import Offices
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.claims.pronouns import Pronouns, is_pronoun
from kg.claims.quantities import quantity
from kg.claims.references import References
from kg.claims.stance import Speakers, Speaking
from kg.claims.wording import plain, surface
from kg.model import Mention, Token
from kg.ontology import Ontology

# "The details of the plan" are the plan, for who answers or rejects it.
EMPTY_HEADS = frozenset({"detail", "content", "contents", "contour", "contours", "substance", "wording"})
# "Thousands of protesters" are protesters.
COUNTS = frozenset({"dozen", "hundred", "thousand", "million", "score", "handful", "majority", "dozens", "scores"})


FIRST_PERSON = frozenset({"i", "me", "my", "mine", "myself"})
SPOKEN_FOR = frozenset({"we", "us", "our", "ours", "ourselves"})


class Mentions:
    """What the phrases of one document stand for."""

    def __init__(
        self, trees: Sequence[Tree], authority: Authority, ontology: Ontology, speakers: Speakers | None = None
    ) -> None:
        """`speakers`: who speaks which words, for what "I" stands for."""
        self._speakers = speakers or {}
        self._pronoun_speakers: dict[int, Mention | None] = {}  # by where the pronoun stands
        self._kinds = Kinds(ontology)
        self._names = Names(trees, authority, self._kinds)
        self._descriptions = Descriptions(trees, self._names, self._kinds, self._owner)
        self._pronouns = Pronouns(trees, self._names, self._descriptions, self._kinds)
        self.offices = Offices(trees, authority, self._names, self._kinds)
        self.affiliations = Affiliations(trees, authority, self._names, self.offices, self._kinds, self._impersonal)
        self._resolved: dict[tuple[object, ...], Mention | None] = {}  # a phrase is asked for by many patterns
        cast = Cast(trees, authority, self._names, self._kinds)
        self._references = References(trees, self._kinds, cast, self.affiliations, self.resolve)
        self._descriptions.introduce()
        self._pronouns.forget()
        self._resolved.clear()  # what was resolved before everything was introduced may mean more now

    def resolve(self, phrase: Phrase, *, acting: bool = True) -> Mention | None:
        """What a phrase stands for; None for a pronoun nothing fits.

        `acting`: whether it acts or is acted on, so that a seat of government stands for its state ("Moscow rejected").
        """
        if phrase.is_clause:
            text, name = surface(phrase.tree, phrase.span), self._descriptions.name(phrase)
            return Mention(span=phrase.span, text=text, name=name, type=self._kinds.clause)
        if (whole := _whole(phrase)) is not None:
            return self.resolve(whole, acting=acting)
        if is_pronoun(phrase):
            return self.pronoun(phrase, lambda mention: self._kinds.is_actor(mention.type))
        key = (phrase.head.span, phrase.span, acting)
        if key not in self._resolved:
            named = self._names.find(phrase, acting=acting)
            self._resolved[key] = named or self._references.find(phrase) or self._descriptions.describe(phrase)
        return self._resolved[key]

    def pronoun(self, phrase: Phrase, fits: Callable[[Mention], bool]) -> Mention | None:
        """What a pronoun stands for, of the things that fit what is said of it."""
        word, speaker = phrase.head.text.casefold(), self._speaker(phrase)
        if word in FIRST_PERSON | SPOKEN_FOR:
            meant = self._spoken_for(speaker) if speaker is not None and word in SPOKEN_FOR else speaker
            return meant if meant is not None and fits(meant) else None
        own = speaker.name if speaker is not None else None  # in somebody's own words "he" is another
        return self._pronouns.antecedent(phrase, lambda mention: mention.name != own and fits(mention))

    def speakers(self, tree: Tree, predicate: Token) -> Speaking:
        """The heads of those who say a clause, outermost first: in its sentence, or around the quote."""
        levels = [(tree, level) for level in stance.speakers(tree, predicate)]
        quoted = self._speakers.get(predicate.span.start)
        return levels if levels or quoted is None else [quoted]

    def is_spoken(self, word: Token) -> bool:
        """Whether a word stands in a quotation or in a turn of an interview."""
        return word.span.start in self._speakers

    def _speaker(self, phrase: Phrase) -> Mention | None:
        """Who says the words a phrase is in; a person, where no name tells."""
        tree, heads = self._speakers.get(phrase.head.span.start, (phrase.tree, []))
        if not heads:
            return None
        label = noun_phrase(tree, heads[0])
        if is_pronoun(label):
            found = self._pronoun_speaker(label)
            return replace(found, span=phrase.span, text=phrase.head.text) if found is not None else None
        name = plain(surface(tree, label.span))
        person = Mention(span=label.span, text=name, name=name, type=self._kinds.person, named=True)
        return replace(self._names.find(label) or person, span=phrase.span, text=phrase.head.text)

    def _pronoun_speaker(self, label: Phrase) -> Mention | None:
        """Who "she said" is; nobody while that is being found out, in words that she says herself."""
        start = label.head.span.start
        if start not in self._pronoun_speakers:
            self._pronoun_speakers[start] = None
            found = self._pronouns.antecedent(label, lambda mention: mention.type == self._kinds.person)
            self._pronoun_speakers[start] = found
        return self._pronoun_speakers[start]

    def _spoken_for(self, speaker: Mention) -> Mention | None:
        """Who "we" are in somebody's words: the state or body the speaker speaks for; a body itself."""
        if speaker.type != self._kinds.person:
            return speaker
        body = self.affiliations.spoken_for(speaker)
        return replace(body, span=speaker.span, text=speaker.text) if body is not None else None

    def _impersonal(self, pronoun: Phrase) -> Mention | None:
        return self._pronouns.antecedent(pronoun, lambda mention: mention.type != self._kinds.person)

    def measured(self, phrase: Phrase) -> Mention | None:
        """A phrase with a number in it as an amount: "800,000 troops" is a force, and also so many troops."""
        mention = None if phrase.is_clause or quantity(phrase) is None else self.resolve(phrase)
        return None if mention is None or mention.named else replace(mention, type=self._kinds.amount)

    def possessor(self, phrase: Phrase) -> Mention | None:
        """Who or what a description belongs to: Ukraine, for "Ukraine's sovereignty"."""
        owner = phrase.tree.child(phrase.head, "poss")
        return self.resolve(noun_phrase(phrase.tree, owner)) if owner is not None else None

    def _owner(self, tree: Tree, token: Token) -> str | None:
        """The name of whom a possessive stands for: a pronoun, a name not itself modified, or "his country"."""
        if token.pos == "PRON":
            mention = self.resolve(Phrase(tree, token, (token,)))
        elif token.entity and len([word for word in tree.subtree(token) if word.dep != "case"]) == 1:
            mention = self.resolve(noun_phrase(tree, token))
        else:
            mention = self._references.find(noun_phrase(tree, token))
        return mention.name if mention is not None and mention.named else None


def _whole(phrase: Phrase) -> Phrase | None:
    """What "the details of the plan" are details of, and "thousands of protesters" are thousands of."""
    if phrase.head.lemma not in EMPTY_HEADS | COUNTS:
        return None
    for of in phrase.tree.children(phrase.head, "prep"):
        if of.lemma == "of" and (noun := phrase.tree.child(of, "pobj")) is not None:
            return noun_phrase(phrase.tree, noun)
    return None
