"""Phrases that are names, or stand beside one: looked up in the authority file and in the document itself."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from kg.claims.authority import Authority, Known
from kg.claims.genders import of_given, of_title
from kg.claims.grammar import inner_names
from kg.claims.kinds import Kinds
from kg.claims.likeness import HONORIFICS, RANKS
from kg.claims.phrases import Phrase, Tree, noun_phrase
from kg.claims.wording import plain, surface
from kg.model import Mention, Span, Token

NAME_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC", "EVENT", "LAW"})
HEADED = frozenset({"ORG", "NORP", "EVENT", "LAW"})  # whose names close with what they are: "People's Front"
LONGEST = 8  # words of a phrase that may be a name as a whole: "Office of the High Commissioner for Human Rights"


class Names:
    """The names of one document and what they stand for."""

    def __init__(self, trees: Sequence[Tree], authority: Authority, kinds: Kinds) -> None:
        self._authority = authority
        self._kinds = kinds
        self._trees = trees
        self._titled: dict[str, frozenset[str]] = {}  # the titles of full names, once asked for
        self._people = tuple(_people(trees))
        self._surnames: defaultdict[str, list[tuple[int, str]]] = defaultdict(list)  # the same by their last word
        for start, name in self._people:
            self._surnames[name.rpartition(" ")[2]].append((start, name))
        self._bodies = tuple(_bodies(trees))
        self._abbreviated = dict(_abbreviations(trees))
        self._headed = _by_head(trees)
        self._places = frozenset(self._told_places(trees))
        self._found: dict[tuple[Span, Span, bool], Mention | None] = {}  # a name is asked for again and again

    def find(self, phrase: Phrase, *, acting: bool = True) -> Mention | None:
        """What a phrase names; None if its head is no name and stands beside none."""
        key = (phrase.head.span, phrase.span, acting)
        if key not in self._found:
            beside = self._beside(phrase)
            self._found[key] = self._named(beside if beside is not None else phrase, acting)
        return self._found[key]

    def _beside(self, phrase: Phrase) -> Phrase | None:
        """The name a description stands beside: "the prime minister, Najib Razak", "Turkey, the closest ally"."""
        tree, head = phrase.tree, phrase.head
        if head.entity:
            return None
        above, apposition = tree.head(head), tree.child(head, "appos")
        if head.dep == "appos" and above is not None and above.entity in ("PERSON", "ORG", "GPE"):
            return noun_phrase(tree, above)
        inner, is_title = inner_names(tree, head), self._kinds.of_noun(tree, head) == self._kinds.person
        if inner and is_title:
            return noun_phrase(tree, inner[0])
        if apposition is None or (head.pos == "PROPN" and not is_title) or tree.is_list(apposition):
            return None
        return noun_phrase(tree, apposition) if apposition.entity in ("PERSON", "ORG") else None

    def _named(self, phrase: Phrase, acting: bool) -> Mention | None:
        tree, head = phrase.tree, phrase.head
        if head.tag == "NNP" and head.entity in ("PERSON", "GPE") and self._title_of(tree, head) is not None:
            return self._person(phrase, self._own_name(tree, head))  # "Senator Washington" is no city
        name, whole = entity(tree, head), plain(surface(tree, phrase.span))
        if name is not None and len(name) > 1 and _is_honorific(name[0]):
            name = name[1:]
        if name is not None and (inner := _inner_place(tree, head, name)) is not None:
            text = plain(surface(tree, _span(inner)))
            return Mention(span=phrase.span, text=whole, name=text, type=self._kinds.region, named=True)
        if name is not None and head.entity == "ORG":
            name = _whole_body(tree, name)
        text = plain(surface(tree, _span(name))) if name is not None else ""
        for spelt in (whole if _may_be_name(phrase) else "", text):
            if spelt and (known := self._authority.find(spelt)) is not None:
                return self._of_known(known, phrase, acting=acting, spelt=spelt)
        if (body := self._body_begun(phrase)) is not None:
            return Mention(span=phrase.span, text=whole, name=body, type=self._kinds.body, named=True)
        if text in self._places and head.entity:
            return Mention(span=phrase.span, text=whole, name=text, type=self._kinds.region, named=True)
        if head.tag == "NNP" and head.text in self._surnames:
            return self._person(phrase, self._own_name(tree, head))  # also where the recogniser takes it for no person
        if name is None and head.tag == "NNP" and (known := self._authority.surname(head.text)) is not None:
            return self._of_known(known, phrase, acting=acting)  # a name the recogniser missed, as in headlines
        if (spelt_out := self._abbreviated.get(head.text)) is not None:
            return self._named(spelt_out, acting)
        if (whose := self._headed_by(phrase)) is not None and (meant := self._named(whose, acting)) is not None:
            return replace(meant, span=phrase.span, text=whole)
        if name is None or head.entity not in NAME_LABELS or self._kinds.is_common(name):
            return None
        if head.entity == "PERSON":
            return self._person(phrase, text)
        full = self._full_body(phrase, text) if head.entity == "ORG" else text
        if full != text and (known := self._authority.find(full)) is not None:
            return self._of_known(known, phrase, acting=acting, spelt=full)
        return Mention(span=phrase.span, text=whole, name=full, type=self._kinds.of_name(tree, head), named=True)

    def _person(self, phrase: Phrase, text: str) -> Mention:
        full = self._full_name(phrase, text)
        known = self._authority.find(full) or self._authority.find(without_initials(full))
        if known is None or (known.type != self._kinds.person and self._title_of(phrase.tree, phrase.head) is not None):
            known = self._authority.surname(full) if " " not in full else None
        if known is not None:
            return self._of_known(known, phrase, acting=True, spelt=full)
        written = plain(surface(phrase.tree, phrase.span))
        return Mention(span=phrase.span, text=written, name=full, type=self._kinds.person, named=True)

    def _own_name(self, tree: Tree, surname: Token) -> str:
        """A surname with the given names in front of it, not with titles: "Pavel Sorin" is not another Sorin."""
        first = surname.index
        while first and _is_given(tree, tree.tokens[first - 1], surname) and not self._is_title(tree, first - 1):
            first -= 1
        return " ".join(token.text for token in tree.tokens[first : surname.index + 1])

    def _title_of(self, tree: Tree, surname: Token) -> str | None:
        """The title written in front of a name: "President", "Mr"."""
        place = surname.index - self._own_name(tree, surname).count(" ") - 1
        before = tree.tokens[place] if place >= 0 else None
        titled = before is not None and before.text[:1].isupper() and self._is_title(tree, place)
        return _undotted(before) if before is not None and titled else None

    def _titles_of(self, name: str) -> frozenset[str]:
        """The titles the document writes in front of a full name."""
        if name not in self._titled:
            surname = name.split()[-1]
            heads = ((tree, token) for tree in self._trees for token in tree.tokens if token.text == surname)
            bearing = (self._title_of(tree, token) for tree, token in heads if self._own_name(tree, token) == name)
            self._titled[name] = frozenset(title for title in bearing if title is not None)
        return self._titled[name]

    def _is_title(self, tree: Tree, place: int) -> bool:
        token = tree.tokens[place]
        return _is_honorific(token) or self._kinds.is_title(token.lemma.casefold())

    def _full_name(self, phrase: Phrase, text: str) -> str:
        """The full name a short one stands for: of those with its title, the one last read, else the first to come."""
        title = self._title_of(phrase.tree, phrase.head) or ""
        told, gender = set[str](), of_title(title)
        fitting = self._called(text)
        if gender is not None:
            fitting = [(start, name) for start, name in fitting if of_given(name) in (gender, None)]
        if title and len({name for _, name in fitting}) > 1:
            told = {name for _, name in fitting if title in self._titles_of(name)}
            if not told and title not in HONORIFICS:
                return text  # other documents may tell which of them bears the title
        fitting = [(start, name) for start, name in fitting if name in told] or fitting
        before = [name for start, name in fitting if start <= phrase.span.start]
        return before[-1] if before else fitting[0][1] if fitting else text

    def _called(self, text: str) -> Sequence[tuple[int, str]]:
        """The full names that a name may be short for, with where they stand."""
        if " " not in text:
            return self._surnames.get(text, ())
        return [(start, name) for start, name in self._people if is_short_for(text, name)]

    def _told_places(self, trees: Sequence[Tree]) -> Iterator[str]:
        """The names of one word that the document says are places: "Holm, a town of 4,000", "the village of Holm"."""
        for tree in trees:
            for noun in tree.tokens:
                if noun.pos == "NOUN" and self._kinds.of_noun(tree, noun) in self._kinds.places:
                    for name in _said_of(tree, noun):
                        if name.tag == "NNP" and self._own_name(tree, name) == name.text:
                            yield name.text

    def _body_begun(self, phrase: Phrase) -> str | None:
        """The body whose first word acts alone ("Brandt", of Brandt Lines), where no such person was read before."""
        tree, head = phrase.tree, phrase.head
        if head.tag != "NNP" or head.dep != "nsubj" or self._own_name(tree, head) != head.text:
            return None
        begun = [(start, name) for start, name in self._bodies if name.startswith(f"{head.text} ")]
        if not begun or self._authority.surname(head.text) is not None or self._title_of(tree, head) is not None:
            return None
        people = [start for start, _ in self._called(head.text)]
        read = begun[0][0] < head.span.start
        if any(start < head.span.start for start in people) or (people and not read):
            return None
        names = {name for _, name in begun}
        return names.pop() if len(names) == 1 else None

    def _full_body(self, phrase: Phrase, text: str) -> str:
        """The full name of a body that a part of it stands for later on: "Supreme Court of Ghana"."""
        before = [name for start, name in self._bodies if start < phrase.span.start and len(name.split()) > 2]
        fuller = {name for name in before if name != text and is_part_of(text, name)}
        return fuller.pop() if len(fuller) == 1 else text

    def _headed_by(self, phrase: Phrase) -> Phrase | None:
        """The one name of the document that a capitalised noun alone is short for: "the Front"."""
        tree, head = phrase.tree, phrase.head
        if not head.text[:1].isupper() or len([token for token in phrase.tokens if token.dep != "case"]) != 2:
            return None
        names = self._headed.get(head.text)
        if names is None or tree.tokens[head.index - 1].lemma != "the":
            return None
        longest = max(names, key=lambda name: (len(name), name))
        full = noun_phrase(*names[longest])
        if len(full.tokens) <= len(phrase.tokens):
            return None  # the "the Nation" of "Face the Nation" is short for nothing
        return full if all(set(name.split()) <= set(longest.split()) for name in names) else None

    def _of_known(self, known: Known, phrase: Phrase, *, acting: bool, spelt: str = "") -> Mention:
        """Something of the authority file; a person's full name stays as the document spells it."""
        meant = self._authority.acts_as(known) if acting else known
        name = spelt if meant.type == self._kinds.person and " " in spelt else meant.label
        text = plain(surface(phrase.tree, phrase.span))
        return Mention(span=phrase.span, text=text, name=name, type=meant.type, key=meant.id, named=True)


def entities(trees: Iterable[Tree], labels: Set[str]) -> Iterator[tuple[Tree, tuple[Token, ...]]]:
    """The whole named entities of some labels in text order, each with its sentence."""
    for tree in trees:
        for token in tree.tokens:
            if token.begins and token.entity in labels and (name := entity(tree, token)) is not None:
                yield tree, name


def entity(tree: Tree, token: Token) -> tuple[Token, ...] | None:
    """The whole named entity a word is part of, without determiner and possessive ending."""
    if not token.entity:
        return None
    first = last = token.index
    while first > 0 and not tree.tokens[first].begins and tree.tokens[first - 1].entity == token.entity:
        first -= 1
    while last + 1 < len(tree.tokens) and _goes_on(tree.tokens[last], tree.tokens[last + 1]):
        last += 1
    found = tree.tokens[first : last + 1]
    while len(found) > 1 and (found[-1].dep == "case" or found[-1].tag == "POS"):
        found = found[:-1]
    while len(found) > 1 and found[0].pos == "DET":
        found = found[1:]
    return found


def _said_of(tree: Tree, noun: Token) -> Iterator[Token]:
    """What a noun is said of or names: "[Holm], a town", "the village of [Holm]"."""
    above = tree.head(noun)
    if noun.dep == "appos" and above is not None:
        yield above
    for of in tree.children(noun, "prep"):
        if of.lemma == "of" and tree.tokens[noun.index + 1] is of:
            yield from tree.children(of, "pobj")


def _inner_place(tree: Tree, head: Token, name: tuple[Token, ...]) -> tuple[Token, ...] | None:
    """The place in the name of a body, if that is what is meant: the "Sereth" of "Observer Mission in Sereth"."""
    preposition = tree.head(head)
    inside = preposition is not None and preposition in name and tree.head(preposition) in name
    if not inside or preposition is None or head.dep != "pobj" or preposition.lemma != "in":
        return None
    return name[name.index(preposition) + 1 :]


def _whole_body(tree: Tree, name: tuple[Token, ...]) -> tuple[Token, ...]:
    """The name of a body with the capitalised words in front that the recogniser left out: "Peace and [X Council]"."""
    first, own = name[0].index, {token.index for token in tree.subtree(name[-1])}
    place = first
    while place and (place - 1) in own and _may_stand_in_body(tree.tokens[place - 1]):
        place -= 1
        if tree.tokens[place].pos == "PROPN":
            first = place
    return tree.tokens[first : name[-1].index + 1]


def _may_stand_in_body(token: Token) -> bool:
    return not token.entity and (token.pos == "PROPN" or token.lemma in ("and", "of"))


def is_short_for(text: str, name: str) -> bool:
    """Whether a name is the surname, or all but the last or first words, of a fuller one.

    >>> is_short_for("Razak", "Najib Razak"), is_short_for("Najib", "Najib Razak")
    (True, False)
    """
    short, full = text.split(), name.split()
    ends = full[-len(short) :] == short
    return len(short) <= len(full) and (ends or (len(short) > 1 and full[: len(short)] == short))


def is_part_of(text: str, name: str) -> bool:
    """Whether a name of two words or more stands, as it is, in a longer one.

    >>> is_part_of("Supreme Court", "Italian Supreme Court of Cassation"), is_part_of("Court", "Supreme Court")
    (True, False)
    """
    return " " in text and f" {text} " in f" {name} "


def without_initials(name: str) -> str:
    """A full name without the initials in its middle.

    >>> without_initials("Antony J. Blinken"), without_initials("J. Smith")
    ('Antony Blinken', 'J. Smith')
    """
    first, *middle = name.split()
    return " ".join([first, *(word for word in middle if len(word.rstrip(".")) > 1 or not word.isupper())])


def _goes_on(token: Token, following: Token) -> bool:
    return following.entity == token.entity and not following.begins


def _is_honorific(token: Token) -> bool:
    return _undotted(token) in HONORIFICS or _undotted(token) in RANKS


def _undotted(title: Token) -> str:
    """A title in lower case, without the dot of its abbreviation: "Gen." is "gen"."""
    return title.text.rstrip(".").casefold()


def _may_be_name(phrase: Phrase) -> bool:
    return phrase.head.text[:1].isupper() and len(phrase.tokens) <= LONGEST


def _is_given(tree: Tree, token: Token, surname: Token) -> bool:
    """Whether a word belongs to the name a surname closes: capitalised, and hung on it or labelled with it."""
    together = token.entity and token.entity == surname.entity and not tree.tokens[token.index + 1].begins
    hung = token.dep == "compound" and token.head == surname.index and token.entity not in ("GPE", "NORP", "ORG")
    return token.pos == "PROPN" and bool(together or hung)


def _people(trees: Sequence[Tree]) -> Iterator[tuple[int, str]]:
    """The names of people of two words and more, with where they stand."""
    for tree, name in entities(trees, {"PERSON"}):
        own = name[1:] if _is_honorific(name[0]) else name  # "Mr Key" is no full name
        if own and " " in (text := plain(surface(tree, _span(own)))):
            yield own[0].span.start, text


def _bodies(trees: Sequence[Tree]) -> Iterator[tuple[int, str]]:
    """The names of organisations of two words and more, with where they stand."""
    for tree, name in entities(trees, {"ORG"}):
        if len(name) > 1:
            yield name[0].span.start, plain(surface(tree, _span(name)))


def _by_head(trees: Sequence[Tree]) -> dict[str, dict[str, tuple[Tree, Token]]]:
    """The names of bodies, agreements and events of several words, by the noun in them that says what they are."""
    found: dict[str, dict[str, tuple[Tree, Token]]] = {}
    for tree, name in entities(trees, HEADED):
        if len(name) > 1:
            words = [word.text for word in name]
            head = words[words.index("of") - 1] if "of" in words[1:] else words[-1]
            found.setdefault(head, {})[" ".join(words)] = (tree, name[words.index(head)])
    return found


def _abbreviations(trees: Sequence[Tree]) -> Iterator[tuple[str, Phrase]]:
    """Initials of the names of several words a document has, where it also uses them alone: "RSF"."""
    capitals = {token.text for tree in trees for token in tree.tokens if token.text.isupper() and len(token.text) > 1}
    for tree, name in entities(trees, {"ORG", "NORP", "GPE", "LAW"}):
        words = [word.text for word in name if word.text[:1].isupper()]
        initials = "".join(word[0] for word in words)
        if len(words) > 1 and initials in capitals:
            yield initials, noun_phrase(tree, name[-1])


def _span(tokens: Sequence[Token]) -> Span:
    return Span(tokens[0].span.start, tokens[-1].span.end)
