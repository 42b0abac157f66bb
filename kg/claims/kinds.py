"""What kind of thing a phrase speaks of, by the ontology's nouns and the labels of the named-entity recogniser."""

from collections.abc import Sequence
from functools import cached_property

from kg.claims.phrases import Phrase, Tree
from kg.claims.quantities import quantity
from kg.claims.wording import PLACES
from kg.model import Mention, Token, TypeId
from kg.ontology import Ontology

COUNT_LABELS = frozenset(
    {"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"}
)  # labels that name nobody


class Kinds:
    """The types of an ontology, as texts show them."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology

    @cached_property
    def person(self) -> TypeId:
        """The type of people."""
        return self._ontology.type_by_entity_label["PERSON"]

    @cached_property
    def body(self) -> TypeId:
        """The type of organisations of which no word tells more."""
        return self._ontology.type_by_entity_label["ORG"]

    @cached_property
    def people(self) -> TypeId:
        """The type of peoples, which adjectives of places are names of."""
        return self._ontology.type_by_entity_label["NORP"]

    @cached_property
    def region(self) -> TypeId:
        """The type of cities, regions and states that the authority file does not know."""
        return self._ontology.type_by_entity_label["GPE"]

    @cached_property
    def places(self) -> frozenset[TypeId]:
        """The types of places by the noun that says what they are."""
        return frozenset(self._ontology.type_by_entity_label[label] for label in PLACES)

    @cached_property
    def clause(self) -> TypeId:
        """The type of what a clause says: an act or an aim."""
        return self._ontology.type_by_entity_label["CLAUSE"]

    @cached_property
    def amount(self) -> TypeId:
        """The type of amounts."""
        return self._ontology.type_by_entity_label["QUANTITY"]

    def of(self, phrase: Phrase) -> TypeId:
        """The type of a description; that of everything else if no word tells."""
        head, tree = phrase.head, phrase.tree
        if head.entity in COUNT_LABELS and (type_ := self._ontology.type_by_entity_label.get(head.entity)):
            return type_
        if head.pos == "VERB" or (head.tag == "VBG" and tree.child(head, "dobj")):
            return self.clause
        if (type_ := self.of_noun(tree, head)) is not None:
            return type_
        return self.amount if quantity(phrase) is not None else self._ontology.default_type  # "a strength of 5,000 men"

    def of_noun(self, tree: Tree, head: Token) -> TypeId | None:
        """By the noun's lemma, with the word before it if the two are listed together: "armed forces"."""
        nouns = self._ontology.type_by_noun
        before = tree.tokens[head.index - 1].lemma if head.index else ""
        for key in (f"{before} {head.lemma}", head.lemma, head.text.casefold(), head.lemma.removesuffix("s")):
            if key in nouns:
                several = self._ontology.types[nouns[key]].several
                return several if several is not None and head.tag in ("NNS", "NNPS") else nouns[key]
        return None

    def of_name(self, tree: Tree, head: Token) -> TypeId:
        """The type of a proper name the authority file does not have."""
        noun, labels = self.of_noun(tree, head), self._ontology.type_by_entity_label
        if head.pos != "NOUN" and noun != labels["LAW"]:
            noun = None  # "Geneva Accord" is an agreement, whatever the recogniser says; "Islamic State" is no state
        return noun or labels.get(head.entity, self._ontology.default_type)

    def title(self, tree: Tree, noun: Token) -> str | None:
        """A noun as a title whose bearer speaks for somebody, of two words where they are one: "vice president"."""
        nouns, titles = self._ontology.type_by_noun, self._ontology.titles
        before = tree.tokens[noun.index - 1] if noun.index else None
        if before is not None:
            pair = f"{before.lemma} {noun.lemma}"
            if pair in titles or (nouns.get(pair) == self.person and noun.lemma in titles):
                return pair
        return noun.lemma if noun.lemma in titles else None

    @cached_property
    def titles(self) -> frozenset[str]:
        """The nouns that say what a person is, without those only listed as likely."""
        return self._ontology.types[self.person].head_nouns

    def is_title(self, noun: str) -> bool:
        """Whether a noun may stand in front of a name as what the person is: "captain", not "mercer"."""
        return noun in self.titles

    def is_common(self, name: Sequence[Token]) -> bool:
        """Whether a capitalised word is a common noun: the "Defence" of "Defence Secretary", "Parliament"."""
        if len(name) != 1 or name[0].lemma not in self._ontology.type_by_noun:
            return False
        return name[0].tag != "NNP" or name[0].lemma in self.head_nouns  # rare nouns are surnames: Mercer, Potter

    @cached_property
    def head_nouns(self) -> frozenset[str]:
        """The nouns that say what kind of thing something is, without those only listed as likely."""
        return frozenset().union(*(type_.head_nouns for type_ in self._ontology.types.values()))

    def is_actor(self, type_: TypeId) -> bool:
        """Whether things of a type act, as people do."""
        types = self._ontology.types
        shared = types[type_].ancestors & types[self.person].ancestors
        return not shared <= types[self._ontology.default_type].ancestors

    def names_body(self, tree: Tree, noun: Token) -> bool:
        """Whether a noun is one for a body that acts: "court"; people are rivals of one, allies of another."""
        type_ = self.of_noun(tree, noun)
        return type_ is not None and self.is_actor(type_) and type_ not in (self.person, self.people)

    def is_body(self, thing: Mention) -> bool:
        """Whether a thing can have people speak for it; a people cannot, unless the authority file has it as a body."""
        return self.is_actor(thing.type) and (thing.type != self.people or thing.key is not None)

    def is_home(self, type_: TypeId) -> bool:
        """Whether titles that do not say whose they are belong to a thing of a type: a state."""
        return self._ontology.types[type_].home

    def is_national(self, type_: TypeId, noun: str) -> bool:
        """Whether a noun of a type is one for what every state has: "government"."""
        return noun in self._ontology.types[type_].national_nouns

    def is_called(self, thing: Mention, type_: TypeId, noun: str) -> bool:
        """Whether a named thing can be meant by a noun of a type: it is no "party" if it is called a "department"."""
        nouns, words = self._ontology.type_by_noun, thing.name.casefold().split()
        own = [word for word in words if nouns.get(word) == type_]
        return thing.type == type_ and (not own or noun in own)

    def synonyms(self, lemma: str) -> frozenset[str] | None:
        """The nouns a text uses by turns for the same thing as this one: plan, proposal, framework."""
        return self._groups.get(lemma)

    @cached_property
    def _groups(self) -> dict[str, frozenset[str]]:
        groups = [group for type_ in self._ontology.types.values() for group in type_.synonyms]
        return {lemma: group for group in groups for lemma in sorted(group)}
