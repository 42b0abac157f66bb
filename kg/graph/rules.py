"""What follows from what is affirmed and asserted: by the ontology's axioms, and by rules in SPARQL.

Inference starts from direct triples and the types of entities alone: nothing denied, proposed or merely possible is
before its eyes. Axioms are `owl:inverseOf`, `owl:SymmetricProperty`, `owl:TransitiveProperty`, `rdfs:subPropertyOf` and
`rdfs:subClassOf`, closed semi-naively (Abiteboul, Hull, Vianu 1995, chapter 13): every new triple meets the known ones
once. A rule is a file NAME.rq: a comment that says what it takes for granted, then a CONSTRUCT of one triple from
triple patterns, VALUES and FILTERs. What follows is in one named graph, `INFERRED`; nothing says that a thing stands in
a relation to itself. How a triple follows is no part of the RDF: it is found again when somebody asks.
"""

import re
import tempfile
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from kg.errors import QueryError
from kg.iris import PREFIXES, PROJECT, prefixes
from kg.model import RelationId, TypeId
from kg.ontology import Ontology

type Fact = tuple[str, str, str]  # the IRIs of subject, property and object

INFERRED = PROJECT + "inferred"  # the named graph of what follows
TYPE = PREFIXES["rdf"] + "type"
GRAPHS: list[ox.NamedNode | ox.BlankNode | ox.DefaultGraph] = [ox.DefaultGraph(), ox.NamedNode(INFERRED)]
RULE = re.compile(r"(?is)\bCONSTRUCT\s*\{(?P<head>[^{}]*)\}\s*WHERE\s*\{(?P<body>.*)\}\s*$")
NESTED = r"[^()]*"
for _ in range(5):  # brackets within brackets, so many deep
    NESTED = rf"(?:[^()]|\({NESTED}\))*"
NO_PATTERN = re.compile(rf"(?is)\bFILTER\s*\({NESTED}\)|\bVALUES\s[^{{}}]*\{{[^{{}}]*\}}")


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule in SPARQL: from what it concludes what, and what it takes for granted."""

    name: str
    help: str
    head: str  # the triple pattern it concludes
    body: str  # what must be so
    sparql: str  # as it was written

    @property
    def patterns(self) -> str:
        """The triple patterns of the body alone: its premises."""
        return NO_PATTERN.sub(" ", self.body)


@dataclass(frozen=True, slots=True)
class Step:
    """How one triple follows: by an axiom or a rule, from which others."""

    rule: str
    premises: tuple[Fact, ...]


class Inference:
    """Everything that follows from some facts, each with the first way in which it was found to.

    >>> from kg.ontology import load
    >>> from kg.resources import resource
    >>> found = Inference([("a", "https://w3id.org/kg-claims/ontology#guarantorOf", "b")], load(resource("ontology")))
    >>> [fact[1].rpartition("#")[2] for fact in found.steps]
    ['guaranteedBy']
    """

    def __init__(self, facts: Iterable[Fact], ontology: Ontology, rules: Sequence[Rule] = ()) -> None:
        self._axioms = _Axioms(ontology)
        self.facts = frozenset(facts)
        self.steps: dict[Fact, Step] = {}
        self._close(self.facts)
        if rules:
            self._apply(rules)

    def counts(self) -> Mapping[str, int]:
        """How many triples follow by each axiom or rule, by name."""
        found: defaultdict[str, int] = defaultdict(int)
        for step in self.steps.values():
            found[step.rule] += 1
        return dict(sorted(found.items()))

    def quads(self) -> Iterator[ox.Quad]:
        """What follows, in the named graph of it, in the order of the IRIs."""
        for fact in sorted(self.steps):
            subject, property_, object_ = map(ox.NamedNode, fact)
            yield ox.Quad(subject, property_, object_, ox.NamedNode(INFERRED))

    def _close(self, new: Iterable[Fact]) -> list[Fact]:
        """Add what follows from some facts by axioms; what was added."""
        waiting, added = deque(sorted(new)), []
        while waiting:
            for fact, step in self._axioms.follow(waiting.popleft()):
                if self._is_new(fact):
                    self.steps[fact] = step
                    added.append(fact)
                    waiting.append(fact)
        return added

    def _is_new(self, fact: Fact) -> bool:
        return fact[0] != fact[2] and fact not in self.facts and fact not in self.steps

    def _apply(self, rules: Sequence[Rule]) -> None:
        """Apply rules, and axioms to what they conclude, until nothing is added."""
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:  # Windows keeps files of an open store
            store = ox.Store(place)
            store.bulk_extend(ox.Quad(*map(ox.NamedNode, fact)) for fact in sorted({*self.facts, *self.steps}))
            new: list[Fact] = [*self.facts]
            while new:
                concluded = [(fact, step) for rule in rules for fact, step in _conclusions(rule, store)]
                new = []
                for fact, step in concluded:
                    if self._is_new(fact):
                        self.steps[fact] = step
                        new.append(fact)
                new += self._close(new)
                store.extend(ox.Quad(*map(ox.NamedNode, fact)) for fact in new)


def claimed(store: ox.Store) -> list[ox.Quad]:
    """Everything in a graph but what follows."""
    return [quad for quad in store if quad.graph_name != ox.NamedNode(INFERRED)]


def facts_of(quads: Iterable[ox.Quad], ontology: Ontology, *, base: str) -> Iterator[Fact]:
    """The direct triples among some quads, and the types of entities."""
    for quad in quads:
        property_, subject, object_ = quad.predicate.value, quad.subject, quad.object
        if property_ != TYPE and property_ not in ontology.relations:
            continue
        if not isinstance(subject, ox.NamedNode) or not isinstance(object_, ox.NamedNode):
            continue
        if subject.value.startswith(base + "entity/") and quad.graph_name == ox.DefaultGraph():
            yield subject.value, property_, object_.value


def read_rules(*places: Path) -> tuple[Rule, ...]:
    """The rules in some files and folders, by name; of two with the same name that of the later place.

    Raises:
        QueryError: a file cannot be read or is no rule; the message names it and the mend.
    """
    files = [file for place in places for file in _files(place)]
    rules = {}
    for file in files:
        try:
            rules[file.stem] = rule_of(file.stem, file.read_text("utf-8"), where=str(file))
        except (OSError, UnicodeDecodeError) as error:
            raise QueryError(f"{file}: cannot be read ({error}); check the path, and save it as UTF-8") from error
    return tuple(rules[name] for name in sorted(rules))


def _files(place: Path) -> list[Path]:
    found = sorted(place.glob("*.rq")) if place.is_dir() else [place]
    if not found:
        raise QueryError(f"{place}: has no .rq file in it; name a folder of rules, or a rule")
    return found


def rule_of(name: str, sparql: str, *, where: str) -> Rule:
    """A rule from its SPARQL.

    Raises:
        QueryError: it has no comment at its top, or is no CONSTRUCT of one triple from triple patterns.
    """
    lines = sparql.splitlines()
    comments = [line.lstrip("# ").rstrip() for line in lines if line.startswith("#")]
    found = RULE.search("\n".join(line for line in lines if not line.startswith("#")))
    if not comments:
        raise QueryError(f"{where}: no comment at its top says what the rule takes for granted; begin with `# ...`")
    if found is None or len(found["head"].split(" .")) > 2:
        raise QueryError(f"{where}: is no rule; write CONSTRUCT {{ one triple }} WHERE {{ triple patterns }}")
    if re.search(r"(?i)\bNOT\b|\bEXISTS\b|\bMINUS\b", found["body"]):
        raise QueryError(f"{where}: a rule with NOT, EXISTS or MINUS depends on what came before; do without")
    rule = Rule(name, " ".join(comments), found["head"].strip().rstrip(". "), found["body"].strip(), sparql)
    try:
        list(_conclusions(rule, ox.Store()))
    except (SyntaxError, KeyError) as error:
        raise QueryError(f"{where}: is not SPARQL ({error}), or its WHERE has more than patterns; mend it") from error
    if unbound := set(re.findall(r"\?\w+", rule.head)) - set(re.findall(r"\?\w+", rule.body)):
        raise QueryError(f"{where}: {', '.join(sorted(unbound))} stands in what is concluded and nowhere in WHERE")
    return rule


class _Axioms:
    """The axioms of an ontology, and the triples that those on transitive relations have to meet."""

    def __init__(self, ontology: Ontology) -> None:
        self._ontology = ontology
        self._inverses = _inverses(ontology)
        self._after: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        self._before: defaultdict[tuple[str, str], list[str]] = defaultdict(list)

    def follow(self, fact: Fact) -> Iterator[tuple[Fact, Step]]:
        """What follows from one more fact, together with those before it."""
        subject, property_, object_ = fact
        if property_ == TYPE:
            known = self._ontology.types.get(TypeId(object_))
            for above in sorted(known.ancestors - {object_}) if known else ():
                yield (subject, TYPE, above), Step("sub-class", (fact,))
            return
        for inverse in self._inverses.get(property_, ()):
            yield (object_, inverse, subject), Step("inverse", (fact,))
        relation = self._ontology.relations.get(RelationId(property_))
        if relation is None:
            return
        for parent in relation.parents:
            yield (subject, parent, object_), Step("sub-property", (fact,))
        if relation.symmetric:
            yield (object_, property_, subject), Step("symmetric", (fact,))
        if relation.transitive:
            yield from self._chained(fact)

    def _chained(self, fact: Fact) -> Iterator[tuple[Fact, Step]]:
        subject, property_, object_ = fact
        for last in self._after[property_, object_]:
            yield (subject, property_, last), Step("transitive", (fact, (object_, property_, last)))
        for first in self._before[property_, subject]:
            yield (first, property_, object_), Step("transitive", ((first, property_, subject), fact))
        self._after[property_, subject].append(object_)
        self._before[property_, object_].append(subject)


def _inverses(ontology: Ontology) -> dict[str, list[str]]:
    """The inverses of each property, whichever of two declares the other."""
    pairs = {(one.id, one.inverse) for one in ontology.relations.values() if one.inverse}
    found: dict[str, list[str]] = {}
    for one, other in sorted(pairs | {(other, one) for one, other in pairs}):
        found.setdefault(one, []).append(other)
    return found


def _conclusions(rule: Rule, store: ox.Store) -> Iterator[tuple[Fact, Step]]:
    """What a rule concludes from what is in a store, each with its premises."""
    head, premises = _triples(rule.head), _triples(rule.patterns)
    named = {term: _named(term) for triple in (*head, *premises) for term in triple if not term.startswith("?")}
    variables = sorted({term for triple in (*head, *premises) for term in triple if term.startswith("?")})
    answer = store.query(f"SELECT DISTINCT {' '.join(variables)} {{ {rule.body} }}", prefixes=prefixes())
    assert isinstance(answer, ox.QuerySolutions)
    for solution in sorted(answer, key=str):
        bound = named | {name: solution[name.removeprefix("?")] for name in variables}
        facts = [_instance(triple, bound) for triple in (*head, *premises)]
        if all(facts):
            yield facts[0], Step(rule.name, tuple(facts[1:]))  # type: ignore[arg-type, misc]  # all of them are there


def _instance(triple: tuple[str, ...], bound: Mapping[str, object]) -> Fact | None:
    """A triple pattern with its terms replaced; None if one of them stands for no IRI."""
    terms = [bound[term] for term in triple]
    if not all(isinstance(term, ox.NamedNode) for term in terms):
        return None
    subject, property_, object_ = (term.value for term in terms if isinstance(term, ox.NamedNode))
    return subject, property_, object_


def _named(term: str) -> ox.NamedNode:
    if term == "a":
        return ox.NamedNode(TYPE)
    prefix, _, name = term.partition(":")
    return ox.NamedNode(term[1:-1] if term.startswith("<") else prefixes()[prefix] + name)


def _triples(patterns: str) -> list[tuple[str, ...]]:
    """Triple patterns, each written in full.

    Raises:
        SyntaxError: one has not three terms.
    """
    found = [tuple(part.split()) for part in re.split(r"\s\.(?=\s|$)", patterns) if part.strip()]
    for triple in found:
        if len(triple) != 3:
            raise SyntaxError(f"{' '.join(triple)!r} is no triple of three terms, ended by a blank and a dot")
    return found
