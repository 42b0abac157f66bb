"""What a frame of the right words does not state: questions, orders, guesses, names and what is only supposed.

Typing asks these before it reads a relation from a frame. They know grammar, not the domain.
"""

from kg.claims.frames import Frame
from kg.claims.headlines import is_headline
from kg.claims.phrases import Phrase
from kg.claims.stance import Stance
from kg.model import Modality

ASKING = frozenset({"whether", "if", "which"})
GUESSING = frozenset({"may", "might", "can", "could"})  # auxiliaries of clauses that say what is possible
FORETELLING = GUESSING | {"will", "would"}  # those of clauses that say what will be
ARGUING = frozenset({"insist", "insistence", "suggest", "argue"})  # "insisted that it will help" reports
THINKING = frozenset(
    "believe doubt expect fear feel find guess hope imagine joke know learn predict suppose suspect think wish".split()
)  # verbs whose clause binds nobody


def is_put(phrase: Phrase, role: str) -> bool:
    """Whether a clause puts something forward to be done or judged, and neither asks nor guesses.

    "asked whether it would hold", "suggested that it may be rigged"; "it is unclear how it works"; and what stands
    before the words that judge is another clause: "when he left, it was important".
    """
    tree, head = phrase.tree, phrase.head
    asking = tree.children(head, "mark", "advmod", "dobj", "nsubj", "attr")
    aim = any(child.tag == "TO" for child in tree.children(head, "aux"))  # "talks on how to end the war" are on that
    if not aim and any(child.lemma in ASKING or child.tag in ("WRB", "WP") for child in asking):
        return False
    if role == "as" and tree.child(head, "neg"):
        return False  # "dismissed it as not being serious"
    above = tree.head(head)
    if role == "complement":
        foretold = FORETELLING if above is not None and above.lemma in ARGUING else GUESSING
        return all(child.lemma not in foretold for child in tree.children(head, "aux"))
    return role != "subject" or head.dep.startswith("csubj") or above is None or head.index > above.index


def is_served(frame: Frame) -> bool:
    """Whether a title is had, and not only meant for somebody: "if elected president", "wants her as president"."""
    tree, noun = frame.tree, frame.predicate
    head = tree.head(noun)
    if noun.dep == "oprd":
        return False
    if noun.dep != "pobj" or head is None or head.lemma != "as":
        return True
    verb = tree.head(head)
    return verb is None or verb.lemma in ("serve", "act", "work")


def is_title(frame: Frame) -> bool:
    """Whether a verb is written as names are: the "Meet" of "Meet the Press", the "Trump" of "Trump heads into"."""
    predicate, tokens = frame.predicate, frame.tree.tokens
    if frame.pos != "VERB" or not predicate.text[:1].isupper() or is_headline(frame.tree.sentence):
        return False
    words = [token for token in tokens if token.text.isalpha()]
    if 2 * sum(token.text[0].isupper() for token in words) > len(words):
        return False  # a title quoted in the text writes all its verbs so
    return predicate.index > 0 and tokens[predicate.index - 1].pos != "PUNCT" and not predicate.text.isupper()


def is_asked(frame: Frame) -> bool:
    """Whether a sentence asks if it is so: "Did Kenya sign the treaty?"; "Why did it sign?" takes that for granted."""
    tree = frame.tree
    if frame.pos == "ADJ" and any(child.lemma == "how" for child in tree.children(frame.predicate, "advmod")):
        return True  # "how serious they are"
    if not tree.sentence.text.rstrip(" \"'”’)").endswith("?"):
        return False
    verb = frame.predicate if frame.pos == "VERB" else next(iter(tree.ancestors(frame.predicate)), frame.predicate)
    if verb.dep != "ROOT" or any(token.tag in ("WRB", "WP", "WDT", "WP$") for token in tree.tokens[: verb.index]):
        return False
    auxiliaries, subject = tree.children(verb, "aux", "auxpass"), tree.child(verb, "nsubj", "nsubjpass")
    first = auxiliaries[0] if auxiliaries else verb
    return subject is not None and first.index < subject.index


def is_supposed(frame: Frame, how: Stance) -> bool:
    """Whether "would" only supposes: "I would welcome that"; reported, it is "will": "he said he would"."""
    tree, verb = frame.tree, frame.predicate
    head = tree.head(verb)
    if verb.dep == "conj" and head is not None:
        verb, head = head, tree.head(head)
    told = head is not None and (head.pos == "NOUN" or head.tag in ("VBD", "VBN", "VBG"))
    reported = verb.dep in ("ccomp", "acl") and told
    return how.modality is Modality.HYPOTHETICAL and not reported


def only_modifies(frame: Frame) -> bool:
    """Whether a clause only tells which thing is meant: "the votes needed", "a man who must go"."""
    predicate = frame.predicate
    return predicate.dep in ("relcl", "amod") or (predicate.dep == "acl" and not frame.tree.child(predicate, "nsubj"))


def is_thought(frame: Frame) -> bool:
    """Whether what a clause hangs on is thinking and no saying: "believes it will define his career"."""
    predicate = frame.predicate
    above = frame.tree.head(predicate) if predicate.dep == "ccomp" else None
    return above is not None and above.lemma in THINKING


def is_ordered(frame: Frame) -> bool:
    """Whether a verb tells somebody to do it: "Meet them twice, she said" says of nobody that they met."""
    tree, verb = frame.tree, frame.predicate
    bare = verb.tag == "VB" and not tree.children(verb, "aux", "auxpass", "nsubj", "nsubjpass", "expl")
    return frame.pos == "VERB" and bare and verb.dep in ("ROOT", "ccomp") and verb.index == tree.subtree(verb)[0].index


def stands_under(frame: Frame, lemmas: frozenset[str]) -> bool:
    """Whether the next verb above a noun is one of those: "voted in favour of"."""
    above = (each for each in frame.tree.ancestors(frame.predicate) if each.pos in ("VERB", "AUX"))
    verb = next(above, None)
    return verb is not None and verb.lemma in lemmas
