"""Stance of a predicate: denied or affirmed, how far from done, when, and in whose words.

Modality and polarity are read from auxiliaries, negation and the words a clause is embedded in ("refused to sign",
"plans to join"); the tables below are such words of English, by what they do to the clause under them. Attribution is
read outwards, so that nested speakers come out as a chain (cf. GRaSP, van Son et al. 2016).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.claims import grammar
from kg.claims.headlines import is_headline, source
from kg.claims.phrases import Tree
from kg.model import Modality, Polarity, Tense, Token

NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "without", "hardly", "nobody", "none"})

AUXILIARIES = {
    "must": Modality.REQUIRED,
    "should": Modality.REQUIRED,
    "ought": Modality.REQUIRED,
    "shall": Modality.REQUIRED,
    "may": Modality.POSSIBLE,
    "might": Modality.POSSIBLE,
    "could": Modality.POSSIBLE,
    "can": Modality.POSSIBLE,
    "would": Modality.HYPOTHETICAL,
    "'d": Modality.HYPOTHETICAL,
    "will": Modality.INTENDED,
    "'ll": Modality.INTENDED,
}

# What governs a clause and puts it off: verbs, nouns and adjectives by lemma.
EMBEDDING = {
    Modality.INTENDED: frozenset(
        """aim ambition aspiration aspire attempt bid choose commit commitment decide decision deal desire
        determined eager effort hope intend intention keen mandate offer plan pledge prepare prepared promise
        propose proposal push ready schedule seek set strive threat threaten try undertake vow vision want
        willing wish work goal move agree determination readiness willingness campaign going path""".split()
    ),
    Modality.REQUIRED: frozenset(
        """advise appeal ask beg call challenge condition demand encourage force instruct mandate need
        need_to necessary obligation oblige order press pressure recommend request require tell urge insist have
        crucial essential important vital duty forced obliged required""".split()
    ),
    Modality.POSSIBLE: frozenset(
        """able allow anticipate believe consider eligible enable entitled expect fear forecast free invite likely
        possibility possible potential predict prospect risk unlikely chance option permit let think doubt
        speculate""".split()
    ),
    Modality.HYPOTHETICAL: frozenset({"imagine", "suppose"}),
}
# What puts off the act that its object names: "called for talks", "plans a visit", "allowed the deployment".
SEEKING = {
    Modality.INTENDED: frozenset("intend plan prepare propose schedule threaten".split()),
    Modality.REQUIRED: frozenset(
        "advocate appeal ask call demand insist need order press push recommend request require seek urge".split()
    ),
    Modality.POSSIBLE: frozenset(
        """allow anticipate authorise authorize consider contemplate envisage envision expect fear mull permit predict
        weigh""".split()
    ),
}
SOUGHT_BY = {lemma: modality for modality, lemmas in SEEKING.items() for lemma in lemmas}
MODALITY_OF = {lemma: modality for modality, lemmas in EMBEDDING.items() for lemma in lemmas}
GUESSING = frozenset({"perhaps", "possibly", "potentially", "likely", "probably", "presumably", "maybe"})
NOT_GUESSED = frozenset({Modality.REQUIRED, Modality.HYPOTHETICAL})  # modals that are no less sure for such an adverb
DENYING = frozenset(
    """abstain avoid cease decline deny fail failure forget forgo halt neglect omit prevent prohibit ban bar
    refrain refusal refuse reject stop unable unwilling unwillingness reluctant loath lack absence""".split()
)
FORMER = frozenset({"former", "then", "previous", "ex"})  # beside a noun: what it says is no longer so

SPEECH = frozenset(
    """accuse acknowledge add admit affirm agree allege announce answer argue assert assess believe caution claim
    comment complain concede conclude confirm consider contend declare deny describe disclose emphasize
    emphasise estimate explain express feel hint hold imply indicate insist joke judge lament maintain mention
    note observe opine point predict promise quote reaffirm recall reckon reiterate remark repeat reply report
    respond reveal say signal state stress suggest suspect tell testify think tweet underline underscore urge
    vow warn write""".split()
)
ACCUSING = frozenset({"accuse", "blame", "criticise", "criticize", "suspect", "condemn"})
DISPUTING = frozenset({"deny", "dispute", "refute", "disprove"})
SAYING = frozenset(  # nouns that report: "the claim that"
    "accusation allegation announcement argument assertion belief claim remark report statement view warning".split()
)


@dataclass(frozen=True, slots=True)
class Stance:
    """How a clause is said."""

    polarity: Polarity
    modality: Modality
    tense: Tense | None
    verb: Token  # what carries them: the predicate itself, or the verb of a nominal one ("is a member")
    spoken: bool = False  # whether its own auxiliary says the modality, and not in a question: what saying it does


def stance(tree: Tree, predicate: Token) -> Stance:
    """Polarity, modality and tense of a predicate, from itself and the words it is embedded in."""
    verb = _carrier(tree, predicate)
    denied = _negated(tree, predicate) != (verb is not predicate and _negated(tree, verb))
    modality = own = _own_modality(tree, verb)
    for inner, outer in _embeddings(tree, verb):
        if outer.lemma in DENYING and _is_infinite(tree, inner):
            denied = not denied
        if outer.lemma == "have" and any(child.lemma == "yet" for child in tree.children(outer, "advmod")):
            denied = not denied  # "has yet to be ratified"
        elif modality is Modality.ASSERTED:
            modality = _embedded_modality(tree, inner, outer)
        if _is_infinite(tree, inner) and _negated(tree, outer):
            denied = not denied
            if modality is Modality.REQUIRED:  # "not required to": need not, which is not the same as must not
                modality = Modality.POSSIBLE
    if _said_not_to_be(tree, verb):
        denied = not denied
    polarity = Polarity.DENIED if denied else Polarity.AFFIRMED
    tense = Tense.PAST if _is_former(tree, predicate) else _tense(tree, verb, modality)
    spoken = own is modality and _is_modal(tree, verb) and not tree.sentence.text.endswith("?")
    return Stance(polarity, modality, tense, verb, spoken)


def sought(tree: Tree, noun: Token) -> Modality:
    """How far from done the act is that a noun names, by the verb whose object it is: "called for an attack"."""
    head = tree.head(noun)
    if noun.dep == "pobj" and head is not None and head.lemma in ("for", "on"):
        head = tree.head(head) if head.dep == "prep" else None
    elif noun.dep not in ("dobj", "nsubjpass"):
        return Modality.ASSERTED
    governed = head is not None and head.pos == "VERB"
    return SOUGHT_BY.get(head.lemma, Modality.ASSERTED) if governed and head is not None else Modality.ASSERTED


def _is_modal(tree: Tree, verb: Token) -> bool:
    """Whether a clause is finite by a modal: "will leave", "should leave"; "needs reform" says it by its verb."""
    auxiliaries = tree.children(verb, "aux")
    if any(child.tag == "MD" for child in auxiliaries):
        return all(child.lemma != "have" for child in auxiliaries)  # "should have left" asks for nothing any more
    head = tree.head(verb)
    return verb.dep == "conj" and head is not None and _bare(tree, verb) and verb.tag == "VB" and _is_modal(tree, head)


def _said_not_to_be(tree: Tree, verb: Token) -> bool:
    """Whether the speaker says that it is not so: "denied that it was seeking a pact", "never admitted that it was"."""
    for inner, outer in pairwise((verb, *tree.ancestors(verb))):
        if inner.dep not in ("xcomp", "ccomp"):
            return False
        if inner.dep == "ccomp" and not _is_infinite(tree, inner):
            return outer.lemma in SPEECH | DISPUTING and (outer.lemma in DISPUTING) != _withheld(tree, outer)
    return False


def _withheld(tree: Tree, speech: Token) -> bool:
    """Whether something is not said: "never admitted", "refuses to acknowledge"."""
    head = tree.head(speech)
    refused = speech.dep == "xcomp" and head is not None and head.lemma in DENYING and not _negated(tree, head)
    return _negated(tree, speech) or refused


def speakers(tree: Tree, predicate: Token) -> list[list[Token]]:
    """The heads of those who say it, outermost first; each level may name several ("France and Germany said")."""
    levels: list[list[Token]] = []
    path = list(_within_aside(tree, predicate))
    for inner, outer in pairwise(path):
        levels += [speakers_ for speakers_ in _speakers_of(tree, inner, outer) if speakers_]
    levels += [found for token in path if (found := _according_to(tree, token))]
    return levels[::-1]


def _within_aside(tree: Tree, predicate: Token) -> Iterator[Token]:
    """A predicate and its governors; a relative clause behind a comma is the writer's own word, not the speaker's."""
    for token in (predicate, *tree.ancestors(predicate)):
        yield token
        first = min(child.index for child in tree.subtree(token))
        if token.dep == "relcl" and first and tree.tokens[first - 1].text == ",":
            return


type Speaking = list[tuple[Tree, list[Token]]]  # levels of speakers, outermost first, each with its sentence
type Speakers = dict[int, tuple[Tree, list[Token]]]  # who speaks a word, by the word's offset


def quoted_by(trees: Sequence[Tree]) -> Speakers:
    """Who speaks the words between quotation marks and in the turns of an interview, by the offset of each word.

    A quotation may run over several sentences of a line ("..., said X" closes all of them). Only tags that stand
    outside the marks, in a sentence the quotation touches, are read.
    """
    speakers_ = _turns(trees)
    for tree in trees:
        if is_headline(tree.sentence) and (said := source(tree.tokens)) is not None:
            heads, place = said
            words = tree.tokens[place.start : place.stop]
            speakers_ |= {token.span.start: (tree, heads) for token in words}
    for passage in _quotations(trees):
        homes = {id(tree): tree for tree, _ in passage}
        inside = {token.span.start for _, token in passage}
        tag = next((found for tree in homes.values() if (found := _tag_outside(tree, inside))), None)
        if tag is not None:
            speakers_ |= dict.fromkeys(inside, tag)
    return speakers_


def _turns(trees: Sequence[Tree]) -> Speakers:
    """Who speaks the lines that begin with a name and a colon; the same name has to begin two of them."""
    labels = [_turn_label(tree) for tree in trees]
    turns = Counter(_words(label) for label in labels if label)
    found: Speakers = {}
    speaker: tuple[Tree, list[Token]] | None = None
    for tree, label in zip(trees, labels, strict=True):
        if tree.sentence.starts_line:
            speaker = (tree, [label[-1]]) if label and turns[_words(label)] > 1 else None
        if speaker is not None:
            found |= {token.span.start: speaker for token in tree.tokens if token not in label}
    return found


def _turn_label(tree: Tree) -> tuple[Token, ...]:
    """The name before a colon at the start of a line, if there is one."""
    colon = next((token.index for token in tree.tokens[:6] if token.text == ":"), 0)
    label = tree.tokens[:colon]
    named = tree.sentence.starts_line and all(token.text[:1].isupper() for token in label)
    if len(label) == 1 and len(label[0].text) == 1:
        return ()  # "Q:" and "A:" name nobody
    return label if named else ()


def _words(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _quotations(trees: Sequence[Tree]) -> Iterator[list[tuple[Tree, Token]]]:
    """The words of each quotation; what is open at the end of a line ends there."""
    open_: list[tuple[Tree, Token]] | None = None
    for tree in trees:
        if tree.sentence.starts_line and open_ is not None:
            yield open_
            open_ = None
        for token in tree.tokens:
            if token.text == '"':
                if open_:
                    yield open_
                open_ = [] if open_ is None else None
            elif open_ is not None:
                open_.append((tree, token))
    if open_:
        yield open_


def _tag_outside(tree: Tree, inside: set[int]) -> tuple[Tree, list[Token]] | None:
    for token in tree.tokens:
        if (
            token.lemma in SPEECH
            and token.pos == "VERB"
            and token.span.start not in inside
            and tree.child(token, "nsubj")
        ):
            return tree, grammar.surface_subjects(tree, token)
    return None


def _carrier(tree: Tree, predicate: Token) -> Token:
    """The verb whose auxiliaries speak for a predicate: its own, or that of a noun's or adjective's clause."""
    if predicate.pos in ("VERB", "AUX"):
        return predicate
    if predicate.dep == "pobj":  # "is not in favour of"
        return grammar.lending_verb(tree, predicate) or predicate
    head = tree.head(predicate)
    copular = predicate.dep in ("attr", "acomp", "oprd", "dobj", "nsubjpass", "conj")
    while head is not None and predicate.dep == "conj" and head.pos not in ("VERB", "AUX"):
        predicate, head = head, tree.head(head)
    light = head is not None and (
        head.lemma in grammar.LIGHT or head.pos == "AUX" or predicate.dep in ("acomp", "attr", "oprd")
    )
    return head if head is not None and copular and light and head.pos in ("VERB", "AUX") else predicate


def _negated(tree: Tree, token: Token) -> bool:
    if any(child.text == "longer" and tree.child(child, "neg") for child in tree.children(token, "advmod")):
        return True  # "no longer supports"
    if (negation := tree.child(token, "neg")) is not None:
        return not _is_exclusive(tree, negation.index + 1)
    if any(
        child.lemma in NEGATIONS and not _is_exclusive(tree, child.index + 1)
        for child in tree.children(token, "det", "preconj", "cc")
        if child.index < token.index
    ):
        return True
    head = tree.head(token)
    if token.dep in ("pcomp", "pobj") and head is not None and head.lemma == "without":
        return True
    if token.pos not in ("VERB", "AUX"):
        return False
    before = [each.lemma for each in tree.tokens[max(token.index - 2, 0) : token.index]]
    if before in (["rather", "than"], ["instead", "of"]):
        return True
    if (
        token.dep == "conj"
        and head is not None
        and any(child.lemma == "than" for child in tree.children(head, "cc", "prep"))
    ):
        return True  # "to define the terms rather than react to them"
    arguments = tree.children(token, "nsubj", "nsubjpass", "dobj", "attr")
    return any(is_nobody(tree, argument) for argument in arguments) or (
        token.dep == "conj" and _shares_negation(tree, token)
    )


def _is_exclusive(tree: Tree, place: int) -> bool:
    """Whether a negation goes on by "only": "was not just a tragedy" was one."""
    return place < len(tree.tokens) and tree.tokens[place].lemma in ("just", "merely", "only", "simply", "solely")


def is_nobody(tree: Tree, noun: Token) -> bool:
    """Whether a noun phrase says that there is none: "no country", "nobody"."""
    return noun.text.casefold() in ("nobody", "none", "nothing") or any(
        child.lemma in ("no", "neither") for child in tree.children(noun, "det")
    )


def _shares_negation(tree: Tree, verb: Token) -> bool:
    """Whether a coordinated verb is denied with the first: "has not signed or ratified"."""
    head = tree.head(verb)
    if head is None or head.pos not in ("VERB", "AUX") or tree.child(verb, "aux", "auxpass", "nsubj"):
        return False
    joined = any(child.lemma in ("or", "nor") for child in tree.children(head, "cc"))
    return joined and _negated(tree, head)


def _own_modality(tree: Tree, verb: Token) -> Modality:
    for auxiliary in tree.children(verb, "aux"):
        if auxiliary.tag == "MD":
            found = _of_auxiliary(tree, verb, auxiliary)
            return Modality.POSSIBLE if _is_guess(tree, verb) and found not in NOT_GUESSED else found
    if verb.dep == "ROOT" and any(child.tag == "TO" for child in tree.children(verb, "aux")):
        return Modality.INTENDED  # a headline's "EU to sanction Iran"
    if _is_inverted(tree, verb):
        return Modality.HYPOTHETICAL
    marks = {child.lemma for child in tree.children(verb, "mark")}
    if "whether" in marks or ("if" in marks and verb.dep == "ccomp"):
        return Modality.POSSIBLE  # "asked if it had signed"
    if marks & {"if", "unless"}:
        return Modality.HYPOTHETICAL
    if verb.lemma == "need" and tree.child(verb, "xcomp"):
        return Modality.REQUIRED
    if _is_guess(tree, verb):
        return Modality.POSSIBLE
    head = tree.head(verb)
    if (
        verb.dep == "conj"
        and head is not None
        and head.pos in ("VERB", "AUX")
        and _bare(tree, verb)
        and _bare_after_modal(verb)
    ):
        return _own_modality(tree, head)
    return Modality.ASSERTED


def _is_inverted(tree: Tree, verb: Token) -> bool:
    """Whether a condition is said by the order of words: "Had France agreed, ..."."""
    subject = tree.child(verb, "nsubj", "nsubjpass")
    had = next((child for child in tree.children(verb, "aux") if child.text.casefold() in ("had", "should")), None)
    return verb.dep == "advcl" and subject is not None and had is not None and had.index < subject.index < verb.index


def _is_guess(tree: Tree, verb: Token) -> bool:
    """Whether an adverb makes a guess of it: "will probably sign"."""
    return any(child.lemma in GUESSING for child in tree.children(verb, "advmod"))


def _of_auxiliary(tree: Tree, verb: Token, auxiliary: Token) -> Modality:
    """What a modal says; "will" is a plan only of one who acts: "will be difficult" is a prediction."""
    modality = AUXILIARIES.get(auxiliary.text.casefold(), AUXILIARIES.get(auxiliary.lemma, Modality.ASSERTED))
    if auxiliary.text.casefold() in ("can", "ca", "could") and tree.child(verb, "neg"):
        return Modality.ASSERTED  # who cannot do it does not do it
    predicts = verb.lemma in ("be", "remain", "become") and tree.child(verb, "acomp", "attr")
    return Modality.ASSERTED if modality is Modality.INTENDED and predicts else modality


def _bare(tree: Tree, verb: Token) -> bool:
    return not tree.children(verb, "aux", "auxpass", "nsubj", "nsubjpass")


def _bare_after_modal(verb: Token) -> bool:
    return verb.tag in ("VB", "VBN", "VBP")


def _embeddings(tree: Tree, predicate: Token) -> Iterator[tuple[Token, Token]]:
    """Pairs of a clause and what it depends on, going outwards until a clause stands on its own feet."""
    inner = predicate
    if predicate.pos not in ("VERB", "AUX"):
        return  # what is said of "the accession" is not said of acceding
    for outer in tree.ancestors(predicate):
        if inner.dep in ("ROOT", "relcl", "parataxis", "amod") or (inner.dep == "acl" and inner.tag in ("VBN", "VBG")):
            return
        if inner.dep == "conj":  # a clause beside another stands under what that one stands under
            if tree.child(inner, "nsubj", "nsubjpass"):
                return
            inner = outer
            continue
        if inner.dep in ("nsubj", "nsubjpass", "csubj") or (inner.dep == "advcl" and not _is_purpose(tree, inner)):
            return
        if inner.dep in ("ccomp",) and not _is_infinite(tree, inner) and outer.lemma not in MODALITY_OF:
            return
        yield inner, outer
        inner = outer


def _is_purpose(tree: Tree, verb: Token) -> bool:
    """Whether a clause says what for; "rejecting the offer, ..." does not."""
    bare = verb.tag != "VBG" or tree.child(verb, "aux") is not None
    return (bare and _is_infinite(tree, verb)) or any(mark.lemma == "for" for mark in tree.children(verb, "mark"))


def _is_infinite(tree: Tree, token: Token) -> bool:
    if token.pos in ("NOUN", "PROPN", "ADP", "SCONJ", "ADJ"):
        return True
    tags = {auxiliary.tag for auxiliary in grammar.auxiliaries(tree, token)}
    return "TO" in tags or (token.tag in ("VBG", "VB") and tags.isdisjoint({"MD", "VBZ", "VBP", "VBD"}))


def _embedded_modality(tree: Tree, inner: Token, outer: Token) -> Modality:
    if inner.pos in ("NOUN", "PROPN", "ADJ") and outer.pos in ("VERB", "AUX", "NOUN"):
        return Modality.ASSERTED  # "opposes the plan": the noun's own clause decides
    own = (
        _own_modality(tree, outer) if outer.pos in ("VERB", "AUX") and _is_infinite(tree, inner) else Modality.ASSERTED
    )
    governed = MODALITY_OF.get(outer.lemma, Modality.ASSERTED)
    if outer.lemma == "have" and not any(child.tag == "TO" for child in tree.children(inner, "aux")):
        governed = Modality.ASSERTED
    to = any(child.tag == "TO" for child in tree.children(inner, "aux"))
    is_to = outer.lemma == "be" and inner.dep == "xcomp" and not tree.child(outer, "acomp", "attr")
    if governed is Modality.ASSERTED and to and (inner.dep == "advcl" or is_to):
        governed = Modality.INTENDED  # a purpose or a plan: "met to discuss", "is to visit"
    if (
        outer.lemma in SPEECH
        and not _is_infinite(tree, inner)
        and outer.lemma not in ("expect", "fear", "hope", "doubt")
    ):
        governed = Modality.ASSERTED  # a report: "promised that" is said, not yet wanted
    if own is Modality.REQUIRED and governed is MODALITY_OF.get(outer.lemma) is Modality.INTENDED:
        return own  # "must work to sign" asks for it
    return governed if governed is not Modality.ASSERTED else own


def _tense(tree: Tree, verb: Token, modality: Modality) -> Tense | None:
    """When it holds, by the forms of its verb; a bare infinitive or participle goes by the verb it hangs on."""
    if verb.pos not in ("VERB", "AUX"):
        return None
    auxiliaries = grammar.auxiliaries(tree, verb)
    if any(auxiliary.lemma in ("will", "'ll") for auxiliary in auxiliaries) or modality is Modality.INTENDED:
        return Tense.FUTURE
    tags = {verb.tag, *(auxiliary.tag for auxiliary in auxiliaries)}
    if "VBD" in tags:
        return Tense.PAST
    if _is_perfect(verb, auxiliaries):
        return Tense.ONGOING if _goes_on_since(tree, verb) else Tense.PAST
    if modality is not Modality.ASSERTED:
        return None
    return Tense.ONGOING if tags & {"VBZ", "VBP"} else _tense_of_bare(tree, verb)


def _is_former(tree: Tree, noun: Token) -> bool:
    """Whether words beside a noun say that it was so: "the former president", "X, then the president"."""
    beside = tree.children(noun) + (tree.children(tree.tokens[noun.head], "advmod") if noun.dep == "appos" else [])
    return noun.pos in ("NOUN", "PROPN") and any(child.lemma in FORMER and child.index < noun.index for child in beside)


def _is_perfect(verb: Token, auxiliaries: Sequence[Token]) -> bool:
    return verb.tag == "VBN" and any(auxiliary.lemma == "have" for auxiliary in auxiliaries)


def _goes_on_since(tree: Tree, verb: Token) -> bool:
    """Whether the perfect reaches to today: "has occupied the valley since 2014"."""
    return any(child.lemma == "since" and child.index > verb.index for child in tree.children(verb, "prep"))


def _tense_of_bare(tree: Tree, verb: Token) -> Tense | None:
    """The tense of a verb without a finite form: that of "began" in "began withdrawing" and "refused to withdraw"."""
    head = tree.head(verb)
    if verb.dep == "acl" or head is None or head.pos not in ("VERB", "AUX"):
        return Tense.ONGOING if verb.tag == "VBG" else None
    infinitive = any(auxiliary.tag == "TO" for auxiliary in grammar.auxiliaries(tree, verb))
    if infinitive and head.lemma == "be":
        return Tense.FUTURE if head.tag in ("VBZ", "VBP") else None  # "are to lead": it is settled that they will
    if verb.dep in ("xcomp", "conj", "advcl") and head.dep != "amod":
        return _tense(tree, head, Modality.ASSERTED)
    return Tense.ONGOING if verb.tag == "VBG" else None


def _speakers_of(tree: Tree, inner: Token, outer: Token) -> Iterator[list[Token]]:
    """The speakers a governor names for what hangs on it, and those of a tag inside it ("the plan, he said, is")."""
    finite = inner.dep in ("ccomp", "parataxis") and not _is_infinite(tree, inner)
    if outer.lemma in SPEECH and outer.pos == "VERB" and finite:
        yield grammar.agents(tree, outer)
    elif outer.lemma in SAYING and outer.pos == "NOUN" and inner.dep in ("acl", "ccomp") and tree.child(inner, "mark"):
        yield grammar.noun_agents(tree, outer)
    elif outer.lemma in ACCUSING and _is_charge(tree, inner):
        yield grammar.agents(tree, outer)  # "accused Minsk of arming": so the accuser says
    for tag in tree.children(inner, "parataxis", "advcl"):
        bare = not tree.child(tag, "ccomp", "dobj", "xcomp", "mark")
        if tag.lemma in SPEECH and tree.child(tag, "nsubj") and bare:
            yield grammar.agents(tree, tag)


def _is_charge(tree: Tree, inner: Token) -> bool:
    """Whether it is the "of doing" of an accusation, also where the parser hangs that on the accused."""
    charges = [inner] if inner.dep == "prep" else tree.children(inner, "prep") if inner.dep == "dobj" else []
    return any(tree.child(charge, "pcomp") for charge in charges)


def _according_to(tree: Tree, token: Token) -> list[Token]:
    for preposition in tree.children(token, "prep"):
        if preposition.lemma in ("accord", "according"):
            for inner in tree.children(preposition, "prep"):
                return [each for noun in tree.children(inner, "pobj") for each in tree.conjuncts(noun)]
    return []
