"""Open predicate-argument frames: every verb, noun and predicative adjective of a sentence with its arguments by role.

Roles are words: "agent" and "patient" (logical subject and object), "subject" (the grammatical one), "addressee",
"complement" (infinitive, gerund or that-clause), "attribute", "predicate" (the verb phrase itself), "self" (the noun
phrase itself), "bearer" (what a noun says something of), "compound", "context", and every preposition by its own name.
What a frame means is not decided here.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from kg.claims import grammar
from kg.claims.phrases import Phrase, Tree, clause_phrase, noun_phrase, with_relative
from kg.model import Token

NAMING = frozenset(
    {"describe", "call", "term", "label", "dub", "brand", "regard", "see", "consider", "portray", "frame"}
)
PLACING = frozenset({"at", "from", "in", "near", "into"})  # where something is needs no telling which


@dataclass(frozen=True, slots=True)
class Frame:
    """A predicate and its arguments; coordinated arguments stand side by side under one role."""

    tree: Tree
    predicate: Token
    lemma: str
    pos: str  # VERB, NOUN or ADJ
    arguments: Mapping[str, tuple[Phrase, ...]]
    particle: str = ""


def frames(tree: Tree) -> Iterator[Frame]:
    """The frames of a sentence in text order."""
    for token in tree.tokens:
        if _is_verb(tree, token):
            yield verb_frame(tree, token)
        elif token.pos in ("NOUN", "PROPN") and not tree.goes_on(token):
            yield noun_frame(tree, token)
        elif token.pos == "ADJ" and token.dep in ("acomp", "oprd", "attr", "conj", "advcl", "relcl", "amod", "ccomp"):
            yield adjective_frame(tree, token)


def _is_verb(tree: Tree, token: Token) -> bool:
    """Main verbs; also what the tagger takes for a noun but the parser gives a subject: "The plan centers on"."""
    if token.pos == "NOUN":
        return tree.child(token, "nsubj") is not None and not tree.child(token, "aux", "cop", "relcl")
    return token.pos == "VERB" or (token.pos == "AUX" and token.dep not in ("aux", "auxpass"))


def verb_frame(tree: Tree, verb: Token) -> Frame:
    """A verb with who does it, to whom or what, its complement and its prepositional phrases."""
    arguments = {
        "agent": _nouns(tree, grammar.agents(tree, verb), verb),
        "patient": _whole(_nouns(tree, grammar.patients(tree, verb), verb), verb),
        "subject": _nouns(tree, grammar.surface_subjects(tree, verb), verb),
        "addressee": _nouns(tree, _addressees(tree, verb)),
        "complement": _whole(_complements(tree, verb), verb),
        "attribute": _whole(_attributes(tree, verb), verb),
        "predicate": (clause_phrase(tree, verb),),
        "context": _nouns(tree, grammar.context(tree, verb)),
    }
    arguments["patient"] += tuple(_described(tree, verb))
    nearby = [
        verb,
        *tree.children(verb, "prt"),
        *(phrase.head for phrase in arguments["patient"][:1] if tree.head(phrase.head) is verb),
    ]
    _add_prepositions(tree, nearby, arguments)
    particle = tree.child(verb, "prt")
    return Frame(tree, verb, verb.lemma, "VERB", _present(arguments), particle.lemma if particle else "")


def noun_frame(tree: Tree, noun: Token) -> Frame:
    """A noun with whose it is, of whom or what it is said, its complement and its prepositional phrases."""
    modifiers = [child for child in tree.children(noun, "compound", "nmod", "amod") if child.index < noun.index]
    clauses = [child for child in tree.children(noun, "acl") if child.tag in ("VB", "VBP")]
    arguments = {
        "self": (noun_phrase(tree, noun),),
        "agent": _nouns(tree, grammar.noun_agents(tree, noun)),
        "bearer": (bearers := _nouns(tree, grammar.bearers(tree, noun))),
        "subject": bearers if grammar.is_stated(tree, noun) else (),
        "compound": _nouns(tree, [child for child in modifiers if child.tag != "HYPH"]),
        "complement": tuple(clause_phrase(tree, clause) for clause in clauses),
    }
    _add_prepositions(tree, [noun], arguments)
    if len(arguments["agent"]) > 1 and not {"with", "between"} & arguments.keys() and grammar.lending_verb(tree, noun):
        arguments["between"] = arguments["agent"]  # "Laos and Chad are in talks"
    if noun.dep in ("compound", "nmod") and arguments["bearer"]:  # "President X of Y": the parser hangs "of Y" on X
        of = [each for each in tree.children(tree.tokens[noun.head], "prep") if each.lemma == "of"]
        arguments["of"] = arguments.get("of", ()) + tuple(
            phrase for each in of for phrase in _prepositional(tree, each)
        )
    return Frame(tree, noun, compound_lemma(tree, noun), "NOUN", _present(arguments))


def adjective_frame(tree: Tree, adjective: Token) -> Frame:
    """A predicative adjective with what it is said of."""
    clauses = tree.children(adjective, "xcomp", "ccomp")
    announced = (_with_subject(tree, clause_phrase(tree, each)) for each in grammar.announced_clauses(tree, adjective))
    said_of = _nouns(tree, grammar.adjective_subjects(tree, adjective)) or tuple(announced)
    arguments = {
        "agent": said_of,
        "subject": said_of if grammar.is_predicated(tree, adjective) else (),
        "attribute": (noun_phrase(tree, adjective),),
        "complement": tuple(clause_phrase(tree, clause) for clause in clauses),
    }
    _add_prepositions(tree, [adjective], arguments)
    return Frame(tree, adjective, adjective.lemma, "ADJ", _present(arguments))


def compound_lemma(tree: Tree, noun: Token) -> str:
    """The lemma of a noun with what is joined to it by hyphens: "secretary-general"."""
    first = noun.index
    while first >= 2 and tree.tokens[first - 1].tag == "HYPH":
        first -= 2
    return "".join(token.lemma for token in tree.tokens[first : noun.index + 1])


def argument(tree: Tree, head: Token, without: Token | None = None) -> Phrase:
    """The phrase of an argument: a clause if its head is a verb, else a noun phrase."""
    return clause_phrase(tree, head) if head.pos in ("VERB", "AUX") else noun_phrase(tree, head, without=without)


def _nouns(tree: Tree, heads: Iterable[Token], without: Token | None = None) -> tuple[Phrase, ...]:
    return tuple(argument(tree, head, without) for head in dict.fromkeys(heads) if not grammar.is_question(tree, head))


def _whole(phrases: Iterable[Phrase], predicate: Token) -> tuple[Phrase, ...]:
    """Phrases with the relative clauses that tell what they mean, but for the one the predicate stands in."""
    longer = ((phrase, with_relative(phrase)) for phrase in phrases)
    return tuple(short if predicate in long.tokens else long for short, long in longer)


def _present(arguments: Mapping[str, tuple[Phrase, ...]]) -> dict[str, tuple[Phrase, ...]]:
    return {role: phrases for role, phrases in arguments.items() if phrases}


def _addressees(tree: Tree, verb: Token) -> list[Token]:
    """Whom the verb asks or tells: "urged Kyiv to sign", "told the council that"."""
    found = [noun for noun in tree.children(verb, "dative") if noun.pos != "ADP"]
    if tree.children(verb, "xcomp", "ccomp"):
        found += tree.children(verb, "dobj")
    for clause in tree.children(verb, "ccomp"):  # parsed as a small clause: "asked [the court to rule]"
        if clause.tag == "VB" and any(child.tag == "TO" for child in tree.children(clause, "aux")):
            found += tree.children(clause, "nsubj")
    return [each for noun in found for each in tree.conjuncts(noun)]


def _complements(tree: Tree, verb: Token) -> Iterator[Phrase]:
    """What is wanted, promised or refused; a clause in the indicative reports a fact ("insisted he had won")."""
    for clause in tree.children(verb, "xcomp", "ccomp"):
        if clause.pos in ("VERB", "AUX"):
            wanted = [each for each in tree.conjuncts(clause) if not grammar.is_indicative(tree, each)]
            yield from (_with_subject(tree, clause_phrase(tree, each)) for each in wanted)
        elif clause.pos == "ADJ":
            yield noun_phrase(tree, clause)
    for clause in tree.children(verb, "advcl"):  # "wants ... to", parsed as a purpose
        if clause.tag == "VB" and not tree.child(clause, "mark", "nsubj") and not tree.child(verb, "dobj", "xcomp"):
            yield clause_phrase(tree, clause)


def _attributes(tree: Tree, verb: Token) -> Iterator[Phrase]:
    heads = tree.children(verb, "attr", "oprd")
    heads += [child for child in tree.children(verb, "acomp") if child.pos in ("ADJ", "VERB")]
    for clause in tree.children(verb, "ccomp"):  # "called the sentence dangerous"
        if clause.pos in ("ADJ", "NOUN") and tree.child(clause, "nsubj"):
            heads.append(clause)
    if verb.lemma == "call" and verb.tag == "VBN" and verb.dep in ("acl", "amod"):
        return  # "a town called Acme", "the so-called alliance": a name
    naming = grammar.is_passive(tree, verb)  # "a firm called Acme" has that name, and is not described by it
    for head in heads:
        if not (naming and head.pos == "PROPN" and tree.child(head, "det") is None):
            said = (each for each in tree.conjuncts(head) if not grammar.is_question(tree, each))
            yield from (noun_phrase(tree, each) for each in said)


def _described(tree: Tree, verb: Token) -> Iterator[Phrase]:
    """The Y of "provides what X described as Y", with X as its holder."""
    for clause in tree.children(verb, "ccomp", "dobj", "relcl"):
        if clause.lemma in NAMING and any(child.tag == "WP" for child in tree.children(clause)):
            holder = tree.child(clause, "nsubj")
            names = [
                noun
                for as_ in tree.children(clause, "prep")
                if as_.lemma == "as"
                for noun in tree.children(as_, "pobj")
            ]
            for name in names + tree.children(clause, "oprd"):
                yield noun_phrase(tree, name, holder=holder)


def _add_prepositions(tree: Tree, governors: Iterable[Token], arguments: dict[str, tuple[Phrase, ...]]) -> None:
    """One role for each preposition; two in a row make a role of the first and one of both: "out", "out of"."""
    for governor in governors:
        for preposition in grammar.prepositions(tree, governor):
            if preposition.pos not in ("ADP", "SCONJ", "VERB", "ADV") and preposition.tag != "TO":
                continue
            role, inner = preposition.lemma, preposition
            while (further := tree.child(inner, "prep")) is not None and not tree.child(inner, "pobj", "pcomp"):
                role, inner = f"{role} {further.lemma}", further
            found = tuple(_prepositional(tree, inner))
            found = _whole(found, governor) if inner.lemma not in PLACING else found
            for name in dict.fromkeys((role, inner.lemma)):
                arguments[name] = arguments.get(name, ()) + found
        for clause in tree.children(governor, "advcl"):  # "calls for the army to stay"
            mark = tree.child(clause, "mark")
            if mark is not None and mark.lemma == "for":
                phrase = clause_phrase(tree, clause)
                arguments["for"] = (*arguments.get("for", ()), _with_subject(tree, phrase))


def _prepositional(tree: Tree, preposition: Token) -> Iterator[Phrase]:
    if preposition.lemma == "as" and preposition.index and tree.tokens[preposition.index - 1].lemma == "such":
        return  # "leaders such as X" calls nobody anything
    for noun in tree.children(preposition, "pobj"):
        if noun.lemma in ("example", "instance"):
            continue
        relative = grammar.antecedent(tree, noun)
        yield from _nouns(tree, tree.conjuncts(relative) if relative is not None else [])
    for adjective in tree.children(preposition, "amod", "acomp", "advmod"):  # "described it as unacceptable"
        if adjective.pos == "ADJ" and preposition.lemma == "as":
            yield from (noun_phrase(tree, each) for each in tree.conjuncts(adjective))
    for clause in tree.children(preposition, "pcomp"):
        if grammar.is_question(tree, clause) and grammar.is_indicative(tree, clause):
            continue  # "about what is going on"; but "on how to end the war"
        yield from (clause_phrase(tree, each) for each in tree.conjuncts(clause) if each.pos in ("VERB", "AUX"))


def _with_subject(tree: Tree, clause: Phrase) -> Phrase:
    """A clause whose subject is not that of the verb above it, with that subject: "[the army to stay]"."""
    subject = tree.child(clause.head, "nsubj", "nsubjpass")
    if subject is None or subject.pos == "PRON":
        return clause
    first = noun_phrase(tree, subject).tokens[0]
    return Phrase(tree, clause.head, tree.tokens[first.index : clause.tokens[-1].index + 1], is_clause=True)
