"""Questions read as patterns of claims: the relation, what is known of its ends and its holder, and what is asked for.

A question is put in the order of a statement (`kg.claims.wh`) and read by the same extractor as documents are. What is
asked for is, to the ontology it is read with, a thing of a type of its own, which fits wherever one of the types fits
that the question word admits.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from kg.claims import grammar
from kg.claims.authority import Authority
from kg.claims.extract import Extractor
from kg.claims.kinds import Kinds
from kg.claims.mentions import Mentions
from kg.claims.phrases import Tree, noun_phrase
from kg.claims.stance import SAYING, SPEECH
from kg.claims.wh import AMOUNT, Admits, Asks, Gap, Statement, completed, statements
from kg.iris import ONTOLOGY
from kg.model import (
    Claim,
    Document,
    DocumentId,
    Mention,
    Modality,
    Polarity,
    RelationId,
    Sentence,
    Span,
    TimeSpan,
    Token,
    TypeId,
    digest,
)
from kg.ontology import EntityType, Ontology

VARIABLE = ONTOLOGY + "asked-for-"  # the types of what is asked for are in no file

ANYTHING = "anything"
HELD = frozenset({"attitude", "opinion", "position", "stance", "verdict"})  # nouns for what somebody holds of something
ABOUT = frozenset({"about", "concerning", "of", "on", "regarding", "to", "toward", "towards"})
PASSIVE = (("by somebody", Admits.ACTOR),)  # what may be left out behind a verb
ACTIVE = (("something", Admits.THING), ("with somebody", Admits.ACTOR))

type Annotate = Callable[[Document], Sequence[Sentence]]


@dataclass(frozen=True, slots=True)
class Wanted:
    """An end or a holder that is asked for."""

    types: tuple[TypeId, ...] = ()  # sorted: what it may be; empty: anything


type End = Wanted | tuple[Mention, ...]  # asked for, or one of these


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """What claims a question is about. Ends and holder are what is asked for, or one of some things."""

    relation: RelationId | None  # None: any, in what is said about something
    subject: End
    object: End
    asks: Asks
    holder: End | None = None  # None: whoever
    cue: str = ""  # of a fallback relation, which only its words tell apart
    title: str = ""  # of the relation of who holds an office: which, in lower case
    polarity: Polarity | None = None  # None: either
    modality: Modality | None = None  # None: any
    time: TimeSpan | None = None
    about: tuple[Mention, ...] = ()  # what is spoken of, in what is said about something
    unused: tuple[str, ...] = ()  # stretches of the question that say more than the pattern does


def document_of(text: str) -> Document:
    """A question, or what it would say, as a text to read."""
    return Document(id=DocumentId(digest(text)), text=text, title=text, source="question")


def read_question(
    question: Sentence, annotate: Annotate, extractor: Extractor, ontology: Ontology, authority: Authority
) -> Pattern | None:
    """The pattern that a question's words make, of a relation rather than of a fallback; None if they make none.

    What kind of thing a name is that the authority file does not know is a guess of the recogniser; where nothing comes
    of the guess, the name may be anything.
    """
    fallbacks = list[Pattern]()
    told = statements(question)
    for tried, known in ((told, None), (told, authority), (_completed(told, annotate), None)):
        for statement in tried:
            found = _Variables(ontology, statement.gaps).read(statement, annotate, extractor, known)
            if found is None or (statement.completed and found.unused):
                continue
            if found.relation is None or not ontology.relations[found.relation].fallback:
                return found
            fallbacks += [] if statement.completed else [found]
    spoken = (_Spoken(ontology, authority).read(statement, annotate) for statement in told)
    return next(filter(None, spoken), fallbacks[0] if fallbacks else None)


def _completed(told: Sequence[Statement], annotate: Annotate) -> Iterator[Statement]:
    """Statements with the end they do not name: "The treaty was signed [by somebody]", "Somebody mediates [something]".

    Only what leaves nothing else out is read from them: all meetings are no answer to who met in Paris.
    """
    for statement in told:
        sentences = annotate(document_of(statement.text))
        verb = next((token for token in sentences[0].tokens if token.dep == "ROOT" and token.pos == "VERB"), None)
        if len(sentences) == 1 and verb is not None:
            passive = any(sentences[0].children(verb, "auxpass"))
            yield from (completed(statement, verb.span.end, more) for more in (PASSIVE if passive else ACTIVE))


class _Variables:
    """An ontology with a type for each thing that is asked for."""

    def __init__(self, ontology: Ontology, gaps: Sequence[Gap]) -> None:
        self._plain = ontology
        self._gaps = gaps
        self._kinds = Kinds(ontology)
        types = [self._type(str(number), self.admitted(gap), gap.located) for number, gap in enumerate(gaps)]
        types.append(self._type(ANYTHING, (), False))
        self._ontology = replace(ontology, types={**ontology.types, **{type_.id: type_ for type_ in types}})

    def read(
        self, statement: Statement, annotate: Annotate, extractor: Extractor, known: Authority | None
    ) -> Pattern | None:
        """What a statement claims of what is asked for. `known`: names of which it has none may be anything."""
        document = document_of(statement.text)
        sentences = annotate(document)
        if len(sentences) != 1:
            return None
        loose = frozenset(_unknown(sentences[0], known)) if known is not None else frozenset[int]()
        tokens = tuple(self._marked(token, loose=token.index in loose) for token in sentences[0].tokens)
        sentence = replace(sentences[0], tokens=tokens)
        claims = [
            claim
            for claim in extractor.extract(document, [sentence], self._ontology)
            if self._is_about(claim, statement)
        ]
        if not claims:
            return None
        best = min(claims, key=lambda claim: self._rank(claim, sentence))
        alike = [claim for claim in claims if self._shape(claim) == self._shape(best)]
        return self._pattern(best, alike, statement, sentence)

    def _type(self, name: str, admitted: Sequence[TypeId], located: bool) -> EntityType:
        """A type below all that are admitted, or below all there are; where something is does not act."""
        types = self._plain.types
        above = frozenset().union(*(types[type_].ancestors for type_ in admitted or types))
        if located:
            above = frozenset(type_ for type_ in above if type_ not in types or not self._kinds.is_actor(type_))
        id_ = TypeId(VARIABLE + name)
        return EntityType(id=id_, label=name, ancestors=above | {id_}, head_nouns=frozenset({id_}))

    def admitted(self, gap: Gap) -> tuple[TypeId, ...]:
        """The types that what is asked for may have; none if it may be anything."""
        types = self._plain.types
        if gap.noun and (kind := self._plain.type_by_noun.get(gap.noun)) is not None:
            return tuple(sorted(id_ for id_, type_ in types.items() if kind in type_.ancestors))
        if gap.admits is Admits.ACTOR:
            return tuple(sorted(id_ for id_ in types if self._kinds.is_actor(id_)))
        if gap.admits is Admits.PLACE:
            return tuple(sorted(id_ for id_, type_ in types.items() if type_.ancestors & self._kinds.places))
        return ()

    def _marked(self, token: Token, *, loose: bool) -> Token:
        """A word that stands for what is asked for, or a name of anything, as a noun of the type made for it."""
        names = [str(number) for number, gap in enumerate(self._gaps) if gap.span == token.span]
        names += [ANYTHING] if loose else []
        if not names:
            return token
        return replace(token, lemma=VARIABLE + names[0], pos="NOUN", tag="NN", entity="", begins=False)

    def _is_about(self, claim: Claim[Mention], statement: Statement) -> bool:
        """Whether a claim has all that is asked for in it."""
        if statement.asks is Asks.AMOUNT:
            return claim.quantity is not None and claim.quantity.value == AMOUNT
        ends = tuple(claim.arguments)
        return all(any(self._has(mention, number) for mention in ends) for number in range(len(self._gaps)))

    def _has(self, mention: Mention, number: int) -> bool:
        """Whether a mention is what is asked for, or speaks of it: "somebody's accession", not "somebody there"."""
        if mention.type.startswith(VARIABLE) and mention.type != VARIABLE + ANYTHING:
            return mention.type == f"{VARIABLE}{number}"
        return _is_within(self._gaps[number].span, mention.span)

    def _rank(self, claim: Claim[Mention], sentence: Sentence) -> tuple[object, ...]:
        """Claims of a relation go before those of a fallback; those of the main verb before those of a title."""
        relation = self._plain.relations[claim.relation]
        root = next((token.text for token in sentence.tokens if token.dep == "ROOT"), "")
        wanted = sum(isinstance(self._end(mention), Wanted) for mention in claim.arguments)
        return (
            relation.fallback,
            claim.evidence.cue.split()[:1] != [root],
            -wanted,
            relation.affiliates,
            claim.evidence.span,
            claim.relation,
        )

    def _shape(self, claim: Claim[Mention]) -> tuple[object, ...]:
        """What is the same in claims that only differ by who or what they name: "France and Germany"."""
        ends = tuple(
            self._end(mention) if isinstance(self._end(mention), Wanted) else "" for mention in claim.arguments
        )
        return (claim.relation, claim.evidence.cue, claim.polarity, claim.modality, ends)

    def _pattern(
        self, best: Claim[Mention], alike: Sequence[Claim[Mention]], statement: Statement, sentence: Sentence
    ) -> Pattern:
        fallback = self._plain.relations[best.relation].fallback
        told = best.polarity is Polarity.DENIED and statement.asks is not Asks.WHETHER
        return Pattern(
            relation=best.relation,
            subject=self._ends(claim.subject for claim in alike),
            object=self._amount(best) or self._ends(claim.object for claim in alike),
            asks=statement.asks,
            holder=self._ends(claim.holder[0] for claim in alike) if best.holder else None,
            cue=best.evidence.cue if fallback else "",
            title=self._title(best),
            polarity=best.polarity if told else None,
            modality=best.modality if best.modality is not Modality.ASSERTED else None,
            time=best.time,
            unused=tuple(_unused(alike, sentence, [gap.span for gap in self._gaps])),
        )

    def _title(self, claim: Claim[Mention]) -> str:
        """The office that a claim gives somebody, if its words are one."""
        words = claim.evidence.cue.casefold()
        relation = self._plain.relations[claim.relation]
        in_office = relation.affiliates and not relation.symmetric
        return words if in_office and any(words.endswith(title) for title in self._plain.titles) else ""

    def _amount(self, claim: Claim[Mention]) -> Wanted | None:
        """Anything, for an end that is so many of something."""
        return Wanted() if f"{AMOUNT:,}" in claim.object.text else None

    def _ends(self, mentions: Iterable[Mention]) -> End:
        """What claims have at one end: what is asked for, or the things they name."""
        found = list(map(self._end, mentions))
        wanted = next((end for end in found if isinstance(end, Wanted)), None)
        return wanted if wanted is not None else tuple(dict.fromkeys(end for end in found if isinstance(end, Mention)))

    def _end(self, mention: Mention) -> Wanted | Mention:
        """One end: asked for if a gap is its head or all that its clause is about; else without the gap in it."""
        gap = next((gap for number, gap in enumerate(self._gaps) if self._has(mention, number)), None)
        if gap is None:
            return mention
        if mention.type.startswith(VARIABLE) and mention.type != VARIABLE + ANYTHING:
            return Wanted(self.admitted(gap))
        if mention.type == self._kinds.clause and mention.text.split()[0].casefold() in ("do", "doing"):
            return Wanted()  # "promised to do something": what was promised
        return replace(mention, name=_without(mention, gap), named=False, key=None)


class _Spoken:
    """Reads who says something about what, whatever it is: "Kenya says something about the treaty"."""

    def __init__(self, ontology: Ontology, authority: Authority) -> None:
        self._ontology = ontology
        self._authority = authority
        self._kinds = Kinds(ontology)

    def read(self, statement: Statement, annotate: Annotate) -> Pattern | None:
        """The pattern of a statement in which something is said, thought or held."""
        sentences = annotate(document_of(statement.text))
        if len(sentences) != 1 or statement.asks is not Asks.THING:
            return None
        tree = Tree(sentences[0])
        mentions = Mentions([tree], self._authority, self._ontology)
        for predicate in tree.tokens:
            about = tuple(self._about(tree, predicate, mentions))
            said_by = self._speakers(tree, predicate)
            said = [gap for gap in statement.gaps if gap.admits is Admits.THING and not gap.noun]
            if not said_by or not said or not (about or predicate.pos == "VERB"):
                continue
            return Pattern(
                relation=None,
                subject=Wanted(),
                object=Wanted(),
                asks=statement.asks,
                holder=self._holder(tree, said_by, statement, mentions),
                about=about,
            )
        return None

    def _speakers(self, tree: Tree, word: Token) -> list[Token]:
        """Who says or holds something, by a verb of saying or a noun for what is held."""
        if word.pos == "VERB" and word.lemma in SPEECH and word.dep == "ROOT":
            return grammar.agents(tree, word)
        return grammar.noun_agents(tree, word) if word.pos == "NOUN" and word.lemma in SAYING | HELD else []

    def _about(self, tree: Tree, word: Token, mentions: Mentions) -> Iterator[Mention]:
        """What a word of saying is followed by with "about" or "on", also behind the "something" that is said."""
        governors = [word, *tree.children(word, "dobj")]
        for preposition in (each for one in governors for each in tree.children(one, "prep")):
            if preposition.lemma in ABOUT:
                for noun in tree.children(preposition, "pobj"):
                    found = (mentions.resolve(noun_phrase(tree, each)) for each in tree.conjuncts(noun))
                    yield from (mention for mention in found if mention is not None)

    def _holder(self, tree: Tree, speakers: Sequence[Token], statement: Statement, mentions: Mentions) -> End:
        if any(gap.span == speaker.span for gap in statement.gaps for speaker in speakers):
            return Wanted()
        found = (mentions.resolve(noun_phrase(tree, speaker)) for speaker in speakers)
        return tuple(mention for mention in found if mention is not None)


def _unused(claims: Sequence[Claim[Mention]], sentence: Sentence, gaps: Sequence[Span]) -> Iterator[str]:
    """The stretches of a statement that say more than a pattern does.

    They stand outside what claims were read from, or with what is asked for: "which [European] members [of NATO]".
    """
    spans = [span for claim in claims for span in (claim.evidence.span, *(one.span for one in claim.holder))]
    wanted = [one.span for claim in claims for one in claim.arguments if one.type.startswith(VARIABLE)]
    wanted = [span for span in wanted if any(_is_within(gap, span) for gap in gaps)]
    told = any(claim.time is not None for claim in claims)
    run = list[Token]()
    for token in (*sentence.tokens, None):
        inside = token is not None and any(_is_within(token.span, span) for span in spans)
        if token is not None and any(_is_within(token.span, span) for span in wanted):
            inside = token.span in gaps
        if token is not None and not inside and token.pos != "PUNCT":
            run.append(token)
            continue
        run = run[1:] if run and run[0].text.casefold() == "some" else run
        if any(_says_more(each, dated=told) for each in run):
            start = sentence.span.start
            yield sentence.text[run[0].span.start - start : run[-1].span.end - start]
        run = []


def _says_more(token: Token, *, dated: bool) -> bool:
    """Whether a word narrows down what is asked; of what a pattern has by other means, none does."""
    if token.lemma in SPEECH or (dated and token.entity in ("DATE", "TIME")):
        return False
    return token.pos in ("NOUN", "PROPN", "NUM", "ADJ") or (token.pos == "VERB" and token.lemma != "accord")


def _unknown(sentence: Sentence, authority: Authority) -> Iterator[int]:
    """The words of names that the authority file does not have, by index."""
    run = list[Token]()
    for token in (*sentence.tokens, None):
        if token is not None and (token.entity or token.pos == "PROPN") and not (run and token.begins):
            run.append(token)
            continue
        if run:
            start = sentence.span.start
            name = sentence.text[run[0].span.start - start : run[-1].span.end - start]
            if authority.find(name) is None and authority.surname(name) is None:
                yield from (each.index for each in run if each.pos in ("PROPN", "NOUN"))
        run = [token] if token is not None and (token.entity or token.pos == "PROPN") else []


def _is_within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end


def _without(mention: Mention, gap: Gap) -> str:
    """What a phrase says besides what is asked for in it: "accession to NATO", of "somebody's accession to NATO"."""
    start, end = gap.span.start - mention.span.start, gap.span.end - mention.span.start
    return " ".join((mention.text[:start] + mention.text[end:]).removeprefix("'s").split())
