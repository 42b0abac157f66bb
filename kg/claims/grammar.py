"""Reading a dependency tree: who does what to whom, by coordination, control, relative clauses and light verbs.

The labels are those of spaCy's English models (ClearNLP). Nothing here knows the domain.
"""

from kg.claims.phrases import ASKING, Tree, is_blamed, shares_subject
from kg.model import Token

RELATIVE = frozenset({"who", "whom", "which", "that", "whose"})
# Verbs whose infinitive is done by their subject even when they have an object: "promised Ukraine to help".
SUBJECT_CONTROL = frozenset({"promise", "vow", "pledge", "threaten"})
# Prepositions after which it is the object who acts: "accused Minsk of arming", "barred Minsk from joining".
OBJECT_CONTROL = frozenset({"of", "for", "from", "into", "as"})
CALLING = frozenset({"call", "appeal", "plead", "prevail"})
# Verbs that lend their subject to the noun they govern: "voiced opposition to", "made a commitment to".
LIGHT = frozenset(
    """announce begin bring continue deliver express extend face give have hold issue keep launch maintain make
    offer pledge present provide publish pursue put raise receive reiterate renew repeat send show signal stage
    start state step submit sustain take undertake unveil voice""".split()
)
CAUSING = frozenset({"make", "keep", "render", "leave", "get", "turn"})  # "made it worse": it was not so before
ENTERING = frozenset({"enter", "engage", "lock", "embroil"})  # "entered into talks with"
RANKS = frozenset({"first", "last", "only", "latest", "second", "third"})  # "the last country to sign" signed
ACTING = frozenset({"GPE", "NORP", "ORG", "PERSON", "LOC"})  # entity labels of modifiers that can act: "US support"


def auxiliaries(tree: Tree, verb: Token) -> list[Token]:
    """The auxiliaries of a verb, also where the parser hangs one on another: "have been mediating"."""
    own = tree.children(verb, "aux", "auxpass")
    return own + [inner for auxiliary in own for inner in auxiliaries(tree, auxiliary)]


def is_indicative(tree: Tree, verb: Token) -> bool:
    """Whether a clause states a fact: its finite verb is neither a modal nor a bare form."""
    tags = [verb.tag, *(auxiliary.tag for auxiliary in auxiliaries(tree, verb))]
    return "MD" not in tags and "TO" not in tags and not {"VBD", "VBZ", "VBP"}.isdisjoint(tags)


def is_passive(tree: Tree, verb: Token) -> bool:
    """Whether the verb's grammatical subject is its logical object."""
    if tree.child(verb, "nsubjpass", "auxpass", "csubjpass"):
        return True
    if verb.tag != "VBN" or tree.child(verb, "aux", "nsubj"):
        return False
    if verb.dep == "conj":
        head = tree.tokens[verb.head]
        return head.pos in ("VERB", "AUX") and is_passive(tree, head) and not tree.child(verb, "dobj")
    return verb.dep in ("acl", "amod", "advcl", "relcl", "pcomp", "prep", "acomp")


def agents(tree: Tree, verb: Token) -> list[Token]:
    """Who does it: subjects of the active, by-phrases of the passive, each coordinated one by itself."""
    if not is_passive(tree, verb):
        return surface_subjects(tree, verb)
    found = [noun for by in _by_phrases(tree, verb) for noun in tree.children(by, "pobj")]
    found += tree.children(verb, "npadvmod") if verb.dep == "amod" else []
    found += _participle_agent(tree, verb) if not found else []
    return [each for noun in found for each in tree.conjuncts(noun)]


def _by_phrases(tree: Tree, verb: Token) -> list[Token]:
    """The "by" of a passive, each coordinated one, also where another phrase keeps it: "attacked with drones by"."""
    own = prepositions(tree, verb, "agent")
    if own or verb.dep == "amod":
        return own
    nouns = [
        noun
        for with_ in tree.children(verb, "prep")
        if with_.lemma in ("with", "in")
        for noun in tree.children(with_, "pobj")
    ]
    return [by for noun in nouns for by in prepositions(tree, noun, "prep") if by.lemma == "by" and not noun.entity]


def prepositions(tree: Tree, governor: Token, *deps: str) -> list[Token]:
    """The prepositions of a word, each coordinated one by itself: "by Kenya and by Uganda"."""
    found, open_ = list[Token](), tree.children(governor, *(deps or ("prep", "dative", "agent")))
    while open_:
        found.append(open_[0])
        open_ = [each for each in tree.children(open_[0], "conj") if each.pos in ("ADP", "SCONJ")] + open_[1:]
    return found


def patients(tree: Tree, verb: Token) -> list[Token]:
    """What it is done to: direct objects of the active, subjects of the passive."""
    if is_passive(tree, verb):
        return _implied_subjects(tree, verb) if verb.dep == "amod" else surface_subjects(tree, verb)
    found = [antecedent(tree, noun) for noun in tree.children(verb, "dobj")]
    if not found and (gap := _relative_gap(tree, verb) or _shared_gap(tree, verb)):
        found = [gap]
    if not found and verb.dep != "xcomp":  # "signed and ratified the treaty"
        later = [other for other in tree.children(verb, "conj") if other.pos == "VERB" and shares_subject(tree, other)]
        between = bool(tree.children(verb, "prep", "xcomp", "ccomp", "attr", "acomp", "prt"))
        found = [] if between else [noun for other in later for noun in tree.children(other, "dobj")]
    named = [each for noun in found if noun is not None for each in tree.conjuncts(noun)]
    return [other for noun in named for other in others(tree, noun, verb)]


def others(tree: Tree, noun: Token, verb: Token) -> list[Token]:
    """Whom "each other" and "one another" stand for: the subjects of the verb; for any other word the word itself."""
    words = {child.lemma for child in tree.children(noun, "det")} | {noun.lemma}
    return surface_subjects(tree, verb) if words in ({"each", "other"}, {"one", "another"}) else [noun]


def surface_subjects(tree: Tree, verb: Token) -> list[Token]:
    """The grammatical subjects of a verb: its own, or the ones it shares or is controlled by."""
    own = [_described(tree, noun) for noun in tree.children(verb, "nsubj", "nsubjpass", "csubj", "csubjpass")]
    if any(noun is not None and _is_expletive(tree, noun, verb) for noun in own):
        return []
    found = [noun for noun in own if noun is not None] if own else _implied_subjects(tree, verb)
    return [each for noun in found for each in tree.conjuncts(noun)] + (_companions(tree, verb) if own else [])


def _described(tree: Tree, noun: Token) -> Token | None:
    """Who a subject is; of a relative clause whoever the description it belongs to describes."""
    named = tree.child(noun, "nsubj") if noun.pos == "NOUN" else None
    if named is not None and named.pos == "PROPN":
        return named  # "make [Chad] the first country to"
    found = antecedent(tree, noun)
    return found if found is noun or found is None else _bearer(tree, found)


def _bearer(tree: Tree, noun: Token) -> Token:
    """Who is called so: "Rossi is [a senator] who", "Rossi, [a senator] who"; the noun itself if that names nobody."""
    first = noun
    while first.dep == "conj" and tree.tokens[first.head].pos in ("NOUN", "ADJ", noun.pos):
        first = tree.tokens[first.head]
    head = tree.head(first)
    if head is None or noun.pos not in ("NOUN", "PROPN") or noun.tag in ("NNS", "NNPS"):
        return noun
    if first.dep == "appos" and head.pos == "PROPN" and head.entity in ("PERSON", "ORG", "GPE"):
        return head
    if first.dep == "attr" and head.lemma == "be" and not tree.child(head, "neg"):
        subjects = surface_subjects(tree, head)
        return subjects[0] if len(subjects) == 1 and subjects[0].pos == "PROPN" else noun
    return noun


def _companions(tree: Tree, verb: Token) -> list[Token]:
    """Who does it "along with" or "together with" the subject, where that stands between the two."""
    found = list[Token]()
    for along in tree.children(verb, "prep", "advmod"):
        subject = tree.child(verb, "nsubj", "nsubjpass")
        if along.lemma in ("along", "together") and subject is not None and subject.index < along.index < verb.index:
            found += [noun for with_ in tree.children(along, "prep") for noun in tree.children(with_, "pobj")]
    return [each for noun in found for each in tree.conjuncts(noun)]


def _is_expletive(tree: Tree, noun: Token, verb: Token) -> bool:
    """Whether "it" only announces a clause: "it is clear that", "it would be wrong to"."""
    if noun.lemma != "it" or noun.pos != "PRON":
        return False
    adjectives = tree.children(verb, "acomp", "attr", "oprd")
    return any(tree.children(word, "ccomp", "xcomp", "advcl") for word in (verb, *adjectives)) and bool(adjectives)


def _implied_subjects(tree: Tree, verb: Token) -> list[Token]:
    head = tree.head(verb)
    if head is None:
        return []
    match verb.dep:
        case "relcl" | "amod" if head.pos in ("NOUN", "PROPN", "PRON") and verb.tag in ("VBN", "VBG"):
            return [head]
        case "relcl" | "acl" if _is_first(tree, head):
            return _bearer_of_rank(tree, head)
        case "relcl" | "amod" if head.pos in ("NOUN", "PROPN", "PRON"):
            return []
        case "acomp":
            return surface_subjects(tree, head)
        case "acl" if head.pos in ("NOUN", "PROPN", "PRON"):
            return [_bearer(tree, head)] if verb.tag in ("VBN", "VBG") else noun_agents(tree, head)
        case "conj" if head.pos in ("VERB", "AUX"):
            return surface_subjects(tree, head)
        case "xcomp" | "ccomp" | "advcl" | "acl" if head.pos in ("VERB", "AUX"):
            objects = tree.children(head, "dobj", "dative") if verb.dep != "advcl" else []
            objects += _called_on(tree, head) if verb.dep != "advcl" else []
            controlled = [noun for noun in objects if noun.pos != "ADP"] if head.lemma not in SUBJECT_CONTROL else []
            return controlled or surface_subjects(tree, head)
        case "xcomp" | "ccomp" | "advcl" if head.pos == "ADJ":
            return adjective_subjects(tree, head)
        case "pcomp":
            return _governor_subjects(tree, head)
    return []


def _is_first(tree: Tree, word: Token) -> bool:
    """Whether an infinitive behind a word says what was done: "the first [country] to sign"."""
    ranks = [word, *tree.children(word, "amod")]
    return any(each.lemma in RANKS or each.entity == "ORDINAL" for each in ranks)


def _bearer_of_rank(tree: Tree, word: Token) -> list[Token]:
    """Who is the first: the subject of "became the first", what is behind "the first was"; else whom the word names."""
    head = tree.head(word)
    if head is not None and word.dep == "attr":
        return surface_subjects(tree, head)
    if head is not None and word.dep == "nsubj" and (attributes := tree.children(head, "attr")):
        return attributes
    if word.dep == "appos" and head is not None:
        return [head]
    return [word] if word.pos in ("NOUN", "PROPN") else []


def _called_on(tree: Tree, verb: Token) -> list[Token]:
    """Who is to do it, after a preposition: "called on Kenya to", "appealed to Kenya to"."""
    if verb.lemma not in CALLING:
        return []
    asked = [each for each in tree.children(verb, "prep", "dative") if each.lemma in ("on", "upon", "to", "with")]
    return [noun for preposition in asked for noun in tree.children(preposition, "pobj")]


def _governor_subjects(tree: Tree, preposition: Token) -> list[Token]:
    """Who does what stands after a preposition: "Kyiv's vision for ending the war", "left without signing"."""
    governor = tree.head(preposition)
    if governor is None:
        return []
    if governor.pos in ("VERB", "AUX"):
        controlled = patients(tree, governor) if preposition.lemma in OBJECT_CONTROL else []
        return controlled or surface_subjects(tree, governor)
    if is_blamed(tree, governor):
        return [governor]
    return noun_agents(tree, governor) if governor.pos in ("NOUN", "PROPN") else []


def noun_agents(tree: Tree, noun: Token) -> list[Token]:
    """Who does what the noun names: "Ukraine's accession", "Russian opposition", "attacks by the group"."""
    found = tree.children(noun, "poss")
    found += [
        each for by in tree.children(noun, "prep", "agent") if by.lemma == "by" for each in tree.children(by, "pobj")
    ]
    found = found or acting_modifiers(tree, noun)
    if not found and noun.dep == "appos" and (head := tree.head(noun)) and head.pos in ("NOUN", "PROPN"):
        return []
    if not found and (verb := lending_verb(tree, noun)):
        return agents(tree, verb)
    found = found or _there_is(tree, noun)
    return [each for token in found for each in tree.conjuncts(token)]


def acting_modifiers(tree: Tree, noun: Token) -> list[Token]:
    """Modifiers in front of a noun that name somebody; for a title in front of a name, also the name's own ones."""
    front = tree.children(noun, "amod", "compound", "nmod")
    front += [inner for child in front if child.tag == "NN" for inner in tree.children(child, "compound")]
    found = [child for child in front if child.entity in ACTING]  # also "the NATO [secretary general]"
    head = tree.head(noun)
    if not found and noun.dep in ("compound", "nmod", "appos") and head is not None and head.pos == "PROPN":
        siblings = tree.children(head, "amod", "compound", "nmod", "poss")
        found = [token for token in siblings if token.entity in ACTING and token.index < noun.index]
    before = {token.index: token for token in found if token.index < noun.index}
    return [token for token in before.values() if not _is_first_half(token, before.get(token.index + 1))]


def _is_first_half(token: Token, following: Token | None) -> bool:
    """Whether a modifier is one name with the next: the "Greek" of "Greek Cypriot"."""
    return following is not None and following.entity == token.entity


def lending_verb(tree: Tree, noun: Token) -> Token | None:
    """The verb whose subject does what a noun names: "voiced opposition", "is in talks", "acted in response to"."""
    verb, preposition = tree.head(noun), None
    if verb is not None and noun.dep == "pobj" and verb.lemma in ("in", "into", "at"):
        preposition, verb = verb, tree.head(verb)
    if verb is None or verb.pos not in ("VERB", "AUX"):
        return None
    if preposition is None or verb.lemma in LIGHT:
        return verb if noun.dep in ("dobj", "pobj", "nsubjpass") and verb.lemma in LIGHT else None
    leans = verb.pos == "AUX" or verb.lemma in ENTERING
    return verb if leans or (preposition.lemma == "in" and _is_bare(tree, noun)) else None


def _is_bare(tree: Tree, noun: Token) -> bool:
    """Whether a noun leads a fixed phrase: "in support of", "in response to"."""
    children = tree.children(noun)
    return noun.tag == "NN" and bool(children) and all(child.dep == "prep" for child in children)


def _there_is(tree: Tree, noun: Token) -> list[Token]:
    """Who does what there is: "there is opposition in Kenya", "there was criticism among diplomats"."""
    verb = tree.head(noun)
    if verb is None or noun.dep != "attr" or not tree.child(verb, "expl"):
        return []
    return [
        each
        for place in tree.children(noun, "prep")
        if place.lemma in ("in", "among", "within")
        for each in tree.children(place, "pobj")
        if each.entity in ACTING or place.lemma == "among"
    ]


def adjective_subjects(tree: Tree, adjective: Token) -> list[Token]:
    """What a predicative adjective is said of: "the plan is dangerous", "a party opposed to the deal"."""
    head = tree.head(adjective)
    if head is None:
        return []
    if adjective.dep in ("acomp", "oprd", "attr") or (adjective.dep == "advcl" and head.pos in ("VERB", "AUX")):
        objects = tree.children(head, "dobj") if adjective.dep == "oprd" else []
        return [each for noun in objects for each in tree.conjuncts(noun)] or surface_subjects(tree, head)
    if adjective.dep == "ccomp":  # "called the sentence dangerous"
        return surface_subjects(tree, adjective)
    if adjective.dep == "conj":
        return adjective_subjects(tree, head) if head.pos == "ADJ" else []
    if (
        adjective.dep in ("amod", "relcl", "acl")
        and adjective.index > head.index
        and head.pos in ("NOUN", "PROPN", "PRON")
    ):
        return [head]
    return []


def is_predicated(tree: Tree, adjective: Token) -> bool:
    """Whether a clause states an adjective, where "a plan dangerous for all" and "made it dangerous" do not."""
    head = tree.head(adjective)
    if head is None:
        return True
    if adjective.dep == "conj" and head.pos == "ADJ":
        return is_predicated(tree, head)
    clause = head
    while clause.dep == "conj":  # "somebody who cares and is honest"
        clause = tree.tokens[clause.head]
    restricts = clause.dep == "relcl" or (clause.dep == "acl" and clause.tag == "VBG")
    said = not restricts and head.lemma not in CAUSING and not is_question(tree, adjective)
    return adjective.dep in ("acomp", "oprd", "attr", "ccomp") and said


def announced_clauses(tree: Tree, adjective: Token) -> list[Token]:
    """The clauses "it" announces, which are what the adjective is said of: "it would be wrong to arm them"."""
    verb = tree.head(adjective)
    if verb is None or adjective.dep not in ("acomp", "oprd") or verb.pos not in ("VERB", "AUX"):
        return []
    if not any(_is_expletive(tree, noun, verb) for noun in tree.children(verb, "nsubj")):
        return []
    clauses = [each for word in (adjective, verb) for each in tree.children(word, "ccomp", "xcomp", "csubj", "advcl")]
    said = [each for each in clauses if each.pos == "VERB" and (each.dep != "advcl" or not tree.child(each, "mark"))]
    return [each for each in said if not is_question(tree, each)]


def is_question(tree: Tree, word: Token) -> bool:
    """Whether a noun, adjective or clause is what somebody asks: "how tough", "whose plan", "why it failed"."""
    if not tree.asks:
        return False
    asking = [child for child in tree.children(word) if child.index < word.index and child.tag in ASKING]
    return any(antecedent(tree, child) in (child, None) for child in asking)


def bearers(tree: Tree, noun: Token) -> list[Token]:
    """Who or what a noun says something of: "X, the chairman of Y", "X is a member of Y", "spokesman X"."""
    head, found = tree.head(noun), list[Token]()
    found += [
        child for child in tree.children(noun, "appos") if child.pos in ("PROPN", "NOUN") and not tree.is_list(child)
    ]
    found += inner_names(tree, noun)
    if head is None:
        return found
    if (noun.dep == "appos" and head.pos in ("PROPN", "NOUN", "PRON") and not tree.is_list(noun)) or (
        noun.dep in ("compound", "nmod") and head.pos == "PROPN" and head.index > noun.index and head.entity == "PERSON"
    ):
        found.append(head)
    elif noun.dep in ("attr", "oprd"):
        named = tree.children(head, "dobj") or surface_subjects(tree, head)  # "called the treaty a trap": the treaty
        found += [token for token in named if token.index != noun.index]
    elif noun.dep in ("nsubj", "nsubjpass") and head.lemma in ("be", "remain", "become"):
        found += tree.children(head, "attr")
    elif noun.dep == "pobj":
        found += _prepositional_bearers(tree, head)
    elif noun.dep == "conj" and head.pos in ("NOUN", "PROPN") and not tree.is_list(head):
        found += bearers(tree, head) if not tree.children(noun, "appos") else []
    return found


def is_stated(tree: Tree, noun: Token) -> bool:
    """Whether a clause states a noun of something, or it stands behind a name: "is a liar", "X, a liar"."""
    head = tree.head(noun)
    behind = noun.dep == "appos" and head is not None and head.pos == "PROPN" and head.index < noun.index
    return behind or noun.dep == "attr"  # of "called it a lie" the verb tells more


def inner_names(tree: Tree, noun: Token) -> list[Token]:
    """Names the parser hangs on the last noun of a description: "the head of the Wagner Group, Yevgeny Prigozhin"."""
    inner = [each for of in tree.children(noun, "prep") for each in tree.children(of, "pobj")]
    return [name for each in inner for name in tree.children(each, "appos") if name.entity == "PERSON"]


def _prepositional_bearers(tree: Tree, preposition: Token) -> list[Token]:
    """The subject of "serves as guarantor" and of "at the core of the plan is a guarantee"."""
    verb = tree.head(preposition)
    if verb is None or verb.pos not in ("VERB", "AUX"):
        return []
    if preposition.lemma == "as":
        return patients(tree, verb) or surface_subjects(tree, verb)
    if preposition.lemma in ("at", "in") and verb.lemma in ("be", "lie", "stand", "sit"):
        return tree.children(verb, "attr", "nsubj")
    return []


def context(tree: Tree, verb: Token) -> list[Token]:
    """The noun on which a participle with a subject of its own comments.

    "An architecture led by A, with B playing a prominent role": the context of "playing" is the architecture.
    """
    head = tree.head(verb)
    if head is None or verb.tag != "VBG" or tree.child(verb, "aux") or not tree.child(verb, "nsubj"):
        return []
    if verb.dep == "pcomp" and head.lemma == "with":
        head = tree.head(head)
    elif verb.dep not in ("conj", "advcl"):
        return []
    if head is None or head.pos in ("NOUN", "PROPN"):
        return [] if head is None else [head]
    return tree.children(head, "attr") or patients(tree, head) or surface_subjects(tree, head)


def antecedent(tree: Tree, noun: Token) -> Token | None:
    """The noun a relative pronoun stands for; the noun itself if it is none."""
    if noun.tag not in ("WDT", "WP", "WP$") or noun.lemma not in RELATIVE:
        return noun
    for ancestor in tree.ancestors(noun):
        if ancestor.dep == "relcl":
            return tree.head(ancestor)
    return None


def _relative_gap(tree: Tree, verb: Token) -> Token | None:
    """The noun that a relative clause without a relative pronoun is about: "the deal Iran signed"."""
    relative = next((token for token in (verb, *tree.ancestors(verb)) if token.dep not in ("xcomp", "ccomp")), verb)
    if relative.dep != "relcl" or not tree.child(relative, "nsubj"):
        return None
    pronouns = [
        token for token in tree.subtree(relative) if token.tag in ("WDT", "WP", "WP$") and token.lemma in RELATIVE
    ]
    return None if any(token.dep != "mark" for token in pronouns) else tree.head(relative)


def _shared_gap(tree: Tree, verb: Token) -> Token | None:
    """The noun two coordinated relative clauses are about: "the pact, which Serbia condemned and Kosovo praised"."""
    head = tree.head(verb)
    if verb.dep != "conj" or head is None or head.dep != "relcl" or not tree.child(verb, "nsubj"):
        return None
    pronoun = next((token for token in tree.children(head, "dobj") if token.tag in ("WDT", "WP")), None)
    return antecedent(tree, pronoun) if pronoun is not None else _relative_gap(tree, head)


def _participle_agent(tree: Tree, verb: Token) -> list[Token]:
    """The X of "X-backed": a noun before the hyphen."""
    before = [child for child in tree.children(verb, "compound", "nmod", "amod", "nsubj") if child.index < verb.index]
    return before[-1:] if verb.dep == "amod" else []
