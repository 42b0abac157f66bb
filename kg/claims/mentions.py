"""Phrases to mentions: what a phrase of a document stands for within that document.

Names are looked up in the authority file and in the document itself (the fullest form of a person's name); definite
descriptions of instruments and events go back to the phrase that introduced them ("the plan" -> "20-point peace
framework"); pronouns take the nearest fitting antecedent. A pronoun only ever fills an argument: it merges nothing.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain

from kg.claims.authority import Authority, Known
from kg.claims.grammar import Phrase, Tree, inner_names, noun_phrase, surface_subjects
from kg.claims.quantities import quantity
from kg.model import Mention, Span, Token, TypeId
from kg.ontology import Ontology

PERSONAL = frozenset({"he", "she", "him", "his", "her", "hers", "himself", "herself"})
IMPERSONAL = frozenset({"it", "its", "they", "them", "their", "theirs", "itself", "themselves"})
PLURAL = frozenset({"they", "them", "their", "theirs", "themselves"})
SPEAKING = frozenset({"i", "we", "me", "us", "my", "our", "mine", "ours", "myself", "ourselves"})
DEFINITE = frozenset({"the", "this", "that", "these", "those", "such"})
# "The details of the plan" are the plan, for who answers or rejects it.
EMPTY_HEADS = frozenset({"detail", "content", "contents", "contour", "contours", "substance", "wording"})
NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "LAW"})
NO_NAME = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "PERCENT", "MONEY", "QUANTITY"})


@dataclass(frozen=True, slots=True)
class Introduced:
    """An instrument or event as the document first describes it."""

    sentence: int
    index: int
    head: str
    plural: bool
    words: frozenset[str]
    mention: Mention
    company: frozenset[str]  # what else its sentence names


class Mentions:
    """What the phrases of one document stand for."""

    def __init__(self, trees: Sequence[Tree], authority: Authority, ontology: Ontology) -> None:
        self._trees = trees
        self._authority = authority
        self._ontology = ontology
        self._people = tuple(_people(trees))
        self._abbreviated = dict(_abbreviations(trees))
        self._introduced: list[Introduced] = []
        for introduced in self._introductions():
            self._introduced.append(introduced)

    def resolve(self, phrase: Phrase, *, acting: bool = True) -> Mention | None:
        """What a phrase stands for; None for a pronoun nothing fits.

        `acting`: whether it acts or is acted on, so that a seat of government stands for its state ("Moscow rejected").
        """
        if phrase.is_clause:
            return self._clause(phrase)
        if (whole := _whole(phrase)) is not None:
            return self.resolve(whole, acting=acting)
        if is_pronoun(phrase):
            return self.pronoun(phrase, lambda mention: True)
        return self._named(phrase, acting) or self._described(phrase)

    def measured(self, phrase: Phrase) -> Mention | None:
        """A phrase with a number in it as an amount: "800,000 troops" is a force, and also so many troops."""
        mention = None if phrase.is_clause or quantity(phrase) is None else self.resolve(phrase)
        type_ = self._ontology.type_by_entity_label["QUANTITY"]
        return None if mention is None or mention.named else replace(mention, type=type_)

    def possessor(self, phrase: Phrase) -> Mention | None:
        """Who or what a description belongs to: Ukraine, for "Ukraine's sovereignty"."""
        owner = phrase.tree.child(phrase.head, "poss")
        return self.resolve(noun_phrase(phrase.tree, owner)) if owner is not None else None

    def _clause(self, phrase: Phrase) -> Mention:
        return Mention(
            span=phrase.span,
            text=self._surface(phrase.tree, phrase.span),
            name=self._rendered(phrase),
            type=self._ontology.type_by_entity_label["CLAUSE"],
        )

    def _named(self, phrase: Phrase, acting: bool) -> Mention | None:
        """A phrase whose head is a name, or that stands beside one: "the prime minister, Najib Razak"."""
        tree, head = phrase.tree, phrase.head
        apposition = tree.child(head, "appos")
        above = tree.head(head)
        if head.dep == "appos" and above is not None and not head.entity and above.entity in ("PERSON", "ORG", "GPE"):
            return self._named(noun_phrase(tree, above), acting)  # "Turkey, the closest ally of Baku"
        inner = inner_names(tree, head) if not head.entity else []
        if inner and self._type_of_head(tree, head) == self._ontology.type_by_entity_label["PERSON"]:
            return self._named(noun_phrase(tree, inner[0]), acting)
        beside = apposition is not None and not head.entity and not tree.is_list(apposition) and head.pos != "PROPN"
        if apposition is not None and beside and apposition.entity in ("PERSON", "ORG"):
            return self._named(noun_phrase(tree, apposition), acting)
        name, whole = _entity(tree, head), _plain(self._surface(tree, phrase.span))
        texts = [whole] if _looks_like_name(phrase) else []
        texts += [_plain(self._surface(tree, _span(name)))] if name is not None else []
        for text in texts:
            if (known := self._authority.find(text)) is not None:
                return self._of_known(known, phrase, acting, spelt=text)
        if head.tag == "NNP" and any(_is_short_for(head.text, full) for _, full in self._people):
            return self._person(phrase, head.text)  # a surname the recogniser took for something else
        if name is None and head.tag == "NNP" and (known := self._authority.surname(head.text)) is not None:
            return self._of_known(known, phrase, acting)  # a name the recogniser missed, as in headlines
        if (spelt_out := self._abbreviated.get(head.text)) is not None:
            return self._named(spelt_out, acting)
        if name is None or head.entity not in NAME_LABELS or self._is_common(name):
            return None
        label = head.entity
        text = _plain(self._surface(tree, _span(name)))
        if label == "PERSON":
            return self._person(phrase, text)
        type_ = self._type_of_head(tree, head) if head.pos == "NOUN" else None
        type_ = type_ or self._ontology.type_by_entity_label.get(label, self._ontology.default_type)
        return Mention(span=phrase.span, text=whole, name=text, type=type_, named=True)

    def _person(self, phrase: Phrase, text: str) -> Mention:
        full = self._full_name(phrase, text)
        known = self._authority.find(full) or (self._authority.surname(full) if " " not in full else None)
        if known is not None:
            return self._of_known(known, phrase, acting=True, spelt=full)
        type_ = self._ontology.type_by_entity_label["PERSON"]
        surface = self._surface(phrase.tree, phrase.span)
        return Mention(span=phrase.span, text=_plain(surface), name=full, type=type_, named=True)

    def _full_name(self, phrase: Phrase, text: str) -> str:
        """The full name a short one stands for: the one last read, else the first to come."""
        place = phrase.span.start
        fitting = [(start, name) for start, name in self._people if _is_short_for(text, name)]
        before = [name for start, name in fitting if start <= place]
        return before[-1] if before else fitting[0][1] if fitting else text

    def _of_known(self, known: Known, phrase: Phrase, acting: bool, spelt: str = "") -> Mention:
        """Something of the authority file; a person's full name stays as the document spells it."""
        meant = self._authority.acts_as(known) if acting else known
        person = meant.type == self._ontology.type_by_entity_label["PERSON"]
        text = _plain(self._surface(phrase.tree, phrase.span))
        name = spelt if person and " " in spelt else meant.label
        return Mention(span=phrase.span, text=text, name=name, type=meant.type, key=meant.id, named=True)

    def _described(self, phrase: Phrase) -> Mention:
        """A phrase without a name of its own."""
        antecedent = self._antecedent(phrase)
        text = _plain(self._surface(phrase.tree, phrase.span))
        if antecedent is not None:
            return replace(antecedent, span=phrase.span, text=text)
        type_ = self._type_of(phrase)
        return Mention(span=phrase.span, text=text, name=self._rendered(phrase), type=type_)

    def _type_of(self, phrase: Phrase) -> TypeId:
        if (type_ := self._ontology.type_by_entity_label.get(phrase.head.entity)) and phrase.head.entity in NO_NAME:
            return type_
        if phrase.head.pos == "VERB" or (phrase.head.tag == "VBG" and phrase.tree.child(phrase.head, "dobj")):
            return self._ontology.type_by_entity_label["CLAUSE"]
        if (type_ := self._type_of_head(phrase.tree, phrase.head)) is not None:
            return type_
        measured = quantity(phrase) is not None  # "a strength of 5,000 troops"
        return self._ontology.type_by_entity_label["QUANTITY"] if measured else self._ontology.default_type

    def _is_common(self, name: Sequence[Token]) -> bool:
        """Whether a capitalised word is a common noun: the "Defence" of "Defence Secretary", "Parliament"."""
        return len(name) == 1 and name[0].lemma in self._ontology.type_by_noun

    def _type_of_head(self, tree: Tree, head: Token) -> TypeId | None:
        """By the noun's lemma, with the word before it if the two are listed together: "armed forces"."""
        nouns = self._ontology.type_by_noun
        before = tree.tokens[head.index - 1].lemma if head.index else ""
        for key in (f"{before} {head.lemma}", head.lemma, head.text.casefold(), head.lemma.removesuffix("s")):
            if key in nouns:
                several = self._ontology.types[nouns[key]].several
                return several if several is not None and head.tag in ("NNS", "NNPS") else nouns[key]
        return None

    # Pronouns

    def pronoun(self, phrase: Phrase, fits: Callable[[Mention], bool]) -> Mention | None:
        """What a pronoun stands for: the nearest antecedent of its kind that fits what is said of it.

        Subjects come first: of the clauses the pronoun stands in, then of its sentence, then of the two before. As an
        object, "it" is first taken for the last instrument or event introduced.
        """
        word, tree = phrase.head.text.casefold(), phrase.tree
        if word not in PERSONAL | IMPERSONAL:
            return None
        is_person = self._ontology.type_by_entity_label["PERSON"]
        candidates = self._objects_before(phrase) if word == "it" and phrase.head.dep in ("dobj", "pobj") else iter(())
        for mention in chain(candidates, self._subjects_before(phrase, plural=word in PLURAL)):
            if fits(mention) and (mention.type == is_person) == (word in PERSONAL):
                return replace(mention, span=phrase.span, text=tree.tokens[phrase.head.index].text)
        return None

    def _objects_before(self, phrase: Phrase) -> Iterator[Mention]:
        position = self._position(phrase.tree)
        for tree in self._trees[max(position - 2, 0) : position + 1][::-1]:
            for head in tree.tokens[::-1]:
                nearer = tree is not phrase.tree or head.index < phrase.head.index
                if nearer and head.pos == "NOUN" and head.dep != "compound" and self._synonyms(head.lemma) is not None:
                    candidate = noun_phrase(tree, head)
                    if phrase.head not in candidate.tokens:
                        yield self._described(candidate)

    def _subjects_before(self, phrase: Phrase, *, plural: bool) -> Iterator[Mention]:
        tree, position = phrase.tree, self._position(phrase.tree)
        candidates = [(tree, head) for head in _candidates(tree, phrase.head)]
        if plural and phrase.head.dep in ("dobj", "pobj"):  # "the terms ... react to them": the nearest comes first
            candidates = [
                (tree, head) for head in tree.tokens[: phrase.head.index][::-1] if head.tag == "NNS"
            ] + candidates
        for earlier in self._trees[max(position - 2, 0) : position][::-1]:
            candidates += [(earlier, head) for head in _candidates(earlier, None)]
        for home, head in candidates:
            candidate = noun_phrase(home, head)
            if head.pos not in ("NOUN", "PROPN", "ADJ") or (home is tree and phrase.head in candidate.tokens):
                continue
            if (named := self._named(candidate, True)) is not None:
                yield named
            elif home is tree and (head.tag == "NNS") == plural and head.dep in ("nsubj", "nsubjpass", "conj"):
                yield self._described(candidate)  # "the parties ... their": nearer than a name

    def _position(self, tree: Tree) -> int:
        return tree.sentence.index - self._trees[0].sentence.index

    # Descriptions

    def _introductions(self) -> Iterator[Introduced]:
        """Every first full description of an instrument or event, in text order."""
        for number, tree in enumerate(self._trees):
            company = frozenset(self._company(tree))
            for head in tree.tokens:
                if head.pos != "NOUN" or head.dep == "compound" or self._synonyms(head.lemma) is None:
                    continue
                phrase = noun_phrase(tree, head)
                determiner = tree.child(head, "det")
                words, named = _modifiers(phrase), _names_after(phrase)
                if not (words or named) or (
                    determiner is not None and determiner.lemma in DEFINITE and not (named or len(words) > 1)
                ):
                    continue
                if determiner is not None and determiner.lemma in ("any", "no", "every", "each", "another"):
                    continue
                if determiner is not None and determiner.lemma in DEFINITE and self._antecedent(phrase) is not None:
                    continue
                name = self._rendered(phrase, short=True)
                mention = Mention(span=phrase.span, text=name, name=name, type=self._type_of(phrase))
                plural = head.tag == "NNS"
                yield Introduced(number, head.index, head.lemma, plural, words, mention, company)

    def _company(self, tree: Tree) -> Iterator[str]:
        for token in tree.tokens:
            if token.begins and token.entity in ("PERSON", "GPE", "ORG", "NORP"):
                name = _entity(tree, token)
                if name is not None and (mention := self._named(noun_phrase(tree, name[-1]), True)) is not None:
                    yield mention.name

    def _antecedent(self, phrase: Phrase) -> Mention | None:
        """What introduced a definite description: same head noun first, then a noun used for the same thing."""
        tree, head = phrase.tree, phrase.head
        synonyms = self._synonyms(head.lemma)
        here = (self._position(tree), head.index)
        own = next((item.mention for item in self._introduced if (item.sentence, item.index) == here), None)
        if own is not None:
            return own
        if synonyms is None or (head.tag in ("NNS", "NNPS") and head.lemma not in synonyms):
            return None
        owner, determiner = tree.child(head, "poss"), tree.child(head, "det")
        definite = determiner is not None and determiner.lemma in DEFINITE
        headline = (
            determiner is None and owner is None and head.index == 0 and head.tag == "NN" and len(phrase.tokens) == 1
        )
        words = _modifiers(phrase)
        if not (definite or headline or owner is not None) or (owner is not None and words):
            return None
        possessor = self._named(noun_phrase(tree, owner), True) if owner is not None else None
        if owner is not None and possessor is None:
            return None
        earlier = [item for item in self._introduced if (item.sentence, item.index) <= here]
        fitting = [
            item
            for item in (self._introduced if headline else earlier)
            if item.head in synonyms
            and item.plural == (head.tag in ("NNS", "NNPS"))
            and words <= item.words
            and (possessor is None or possessor.name in item.company)
        ]
        same = [item for item in fitting if item.head == head.lemma]
        if same:
            return same[0 if headline else -1].mention
        return fitting[0].mention if fitting and not words else None  # by another noun: what the document is about

    def _synonyms(self, lemma: str) -> frozenset[str] | None:
        """The nouns a text uses for the same thing: plan, proposal, framework."""
        for type_ in self._ontology.types.values():
            for group in type_.synonyms:
                if lemma in group:
                    return group
        return None

    # Words

    def _rendered(self, phrase: Phrase, *, short: bool = False) -> str:
        """The phrase with names in place of possessive pronouns and seats of government, without its first article."""
        pieces: list[str] = []
        tokens = list(phrase.tokens)
        while (
            len(tokens) > 1
            and tokens[0].pos == "DET"
            and tokens[0].lemma in ("the", "a", "an", "this", "that", "these", "those")
        ):
            tokens = tokens[1:]
        if short:
            tokens = [token for token in tokens if token.index <= _first_complement(phrase)]
        tokens = tokens[: self._end(phrase, tokens)]
        skip_to, dropped = -1, _agentive_participles(phrase)
        for token in tokens:
            if token.index < skip_to or token in dropped:
                continue
            owner = (
                self._owner(phrase.tree, token) if token.dep == "poss" and token.index != phrase.head.index else None
            )
            before = phrase.tree.tokens[token.index - 1]
            gap = " " if pieces and (before.span.end < token.span.start or before in dropped) else ""
            if owner is not None:
                case = phrase.tree.child(token, "case")
                skip_to = (case.index if case is not None else token.index) + 1
                pieces.append(gap + owner + ("'" if owner.endswith("s") else "'s"))
            else:
                pieces.append(gap + self._surface(phrase.tree, token.span))
        return _straight("".join(pieces)).strip(" \"'")

    def _end(self, phrase: Phrase, tokens: Sequence[Token]) -> int:
        """How many tokens belong to the name: when, and of an instrument or event where, it was, does not."""
        tree, is_thing = phrase.tree, self._synonyms(phrase.head.lemma) is not None
        for preposition in tree.children(phrase.head, "prep"):
            noun = tree.child(preposition, "pobj")
            when = noun is not None and noun.entity in ("DATE", "TIME")
            where = (
                noun is not None and noun.entity in ("GPE", "LOC", "FAC") and preposition.lemma in ("in", "at", "near")
            )
            if preposition.index > phrase.head.index and (when or (where and is_thing)):
                return sum(token.index < preposition.index for token in tokens)
        return len(tokens)

    def _owner(self, tree: Tree, token: Token) -> str | None:
        if token.pos == "PRON":
            mention = self.resolve(Phrase(tree, token, (token,)))
        elif token.entity and len([t for t in tree.subtree(token) if t.dep != "case"]) == 1:
            mention = self.resolve(noun_phrase(tree, token))
        else:
            return None
        return mention.name if mention is not None and mention.named else None

    def _surface(self, tree: Tree, span: Span) -> str:
        start = tree.sentence.span.start
        return tree.sentence.text[span.start - start : span.end - start]


def _abbreviations(trees: Sequence[Tree]) -> Iterator[tuple[str, Phrase]]:
    """Initials of the names of several words a document has, where it also uses them alone: "RSF"."""
    capitals = {token.text for tree in trees for token in tree.tokens if token.text.isupper() and len(token.text) > 1}
    for tree in trees:
        for token in tree.tokens:
            name = _entity(tree, token) if token.begins and token.entity in ("ORG", "NORP", "GPE", "LAW") else None
            words = [word.text for word in name or () if word.text[:1].isupper()]
            initials = "".join(word[0] for word in words)
            if name is not None and len(words) > 1 and initials in capitals:
                yield initials, noun_phrase(tree, name[-1])


def is_pronoun(phrase: Phrase) -> bool:
    """Whether a phrase is a pronoun."""
    return phrase.head.pos == "PRON" or phrase.head.tag in ("PRP", "PRP$")


def _people(trees: Sequence[Tree]) -> Iterator[tuple[int, str]]:
    """The names of people of two words and more, with where they stand."""
    for tree in trees:
        for token in tree.tokens:
            if token.begins and token.entity == "PERSON" and (name := _entity(tree, token)) is not None:
                span, start = _span(name), tree.sentence.span.start
                text = _plain(tree.sentence.text[span.start - start : span.end - start])
                if " " in text:
                    yield span.start, text


def _entity(tree: Tree, token: Token) -> tuple[Token, ...] | None:
    """The whole named entity a word is part of, without determiner and possessive ending."""
    if not token.entity:
        return None
    first = last = token.index
    while first > 0 and not tree.tokens[first].begins and tree.tokens[first - 1].entity == token.entity:
        first -= 1
    while (
        last + 1 < len(tree.tokens)
        and tree.tokens[last + 1].entity == token.entity
        and not tree.tokens[last + 1].begins
    ):
        last += 1
    found = tree.tokens[first : last + 1]
    while len(found) > 1 and (found[-1].dep == "case" or found[-1].tag == "POS"):
        found = found[:-1]
    while len(found) > 1 and found[0].pos == "DET":
        found = found[1:]
    return found


def _span(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)


def _is_short_for(text: str, name: str) -> bool:
    """Whether a name is the surname, or all but the last or first words, of a fuller one."""
    short, full = text.split(), name.split()
    return len(short) <= len(full) and (
        full[-len(short) :] == short or (len(short) > 1 and full[: len(short)] == short)
    )


def _looks_like_name(phrase: Phrase) -> bool:
    """Whether a phrase may be a name as a whole: its head is capitalised or an adjective of nationality."""
    return phrase.head.text[:1].isupper() and len(phrase.tokens) <= 8


def _whole(phrase: Phrase) -> Phrase | None:
    """What "the details of the plan" are details of."""
    if phrase.head.lemma not in EMPTY_HEADS:
        return None
    for of in phrase.tree.children(phrase.head, "prep"):
        if of.lemma == "of" and (noun := phrase.tree.child(of, "pobj")) is not None:
            return noun_phrase(phrase.tree, noun)
    return None


def _names_after(phrase: Phrase) -> bool:
    """Whether what follows the head noun names somebody: "the agreement with Iran"."""
    return any(token.entity in NAME_LABELS for token in phrase.tokens if token.index > phrase.head.index)


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


def _first_complement(phrase: Phrase) -> int:
    """Where the first modifier behind the head ends, so that names stay short: "agreement of Prespa"."""
    for child in phrase.tree.children(phrase.head, "prep", "acl"):
        if child.index > phrase.head.index and child in phrase.tokens:
            return max(token.index for token in phrase.tree.restricting(child))
    return phrase.head.index


def _modifiers(phrase: Phrase) -> frozenset[str]:
    """The content words in front of the head noun, without owner and determiner."""
    tree = phrase.tree
    words = set()
    for child in tree.children(phrase.head):
        if child.dep in ("det", "poss", "case", "punct") or child.index > phrase.head.index:
            continue
        words |= {token.lemma for token in tree.subtree(child) if token.pos not in ("PUNCT", "DET")}
    return frozenset(words)


def _candidates(tree: Tree, pronoun: Token | None) -> Iterator[Token]:
    """Possible antecedents in a sentence, likeliest first; with a pronoun, only what stands before it."""
    if pronoun is not None:
        clauses = [ancestor for ancestor in tree.ancestors(pronoun) if ancestor.pos in ("VERB", "AUX")]
        own = (
            clauses[:1] if pronoun.dep in ("dobj", "pobj", "dative", "nsubj", "nsubjpass") else []
        )  # "he sees him": another
        barred = {noun.index for verb in own for noun in surface_subjects(tree, verb)}
        for ancestor in clauses:
            subjects = [noun for noun in surface_subjects(tree, ancestor) if noun.index < pronoun.index]
            yield from (noun for noun in subjects if noun.index not in barred)
    limit = pronoun.index if pronoun is not None else len(tree.tokens)
    for deps in (("nsubj", "nsubjpass"), ("dobj", "pobj", "poss", "attr", "dative", "conj", "compound", "amod")):
        yield from (token for token in tree.tokens if token.dep in deps and token.index < limit)


def _plain(text: str) -> str:
    """A name without article, possessive ending and quotation marks."""
    words = _straight(text).strip(" \"'").split()
    if len(words) > 1 and words[0].casefold() in ("the", "a", "an"):
        words = words[1:]
    return " ".join(words).removesuffix("'s").removesuffix("'")


def _straight(text: str) -> str:
    return text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
