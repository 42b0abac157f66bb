"""What follows: by every kind of axiom and by rules, from nothing but what is affirmed and asserted, and why."""

from itertools import permutations
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.rules import INFERRED, TYPE, Fact, Inference, Rule, facts_of, read_rules, rule_of
from kg.graph.why import why
from kg.iris import ONTOLOGY, name_of
from kg.model import Claim, Entity
from kg.ontology import Ontology, load
from kg.resources import resource

from .conftest import BASE, HEAD, Fill, relation

AXIOMS = """
kg:Thing a owl:Class .
kg:Actor a owl:Class ; rdfs:subClassOf kg:Thing .
kg:State a owl:Class ; rdfs:subClassOf kg:Actor ; rdfs:label "State" .
kg:Topic a owl:Class ; rdfs:subClassOf kg:Thing ; rdfs:label "Topic" ; kg:headNoun "*" .
kg:guarantorOf a kg:Relation ; rdfs:label "is guarantor of" ; owl:inverseOf kg:guaranteedBy .
kg:guaranteedBy rdfs:label "is guaranteed by" .
kg:alliedWith a kg:Relation, owl:SymmetricProperty .
kg:includes a kg:Relation, owl:TransitiveProperty .
kg:neighbours a kg:Relation, owl:SymmetricProperty, owl:TransitiveProperty .
kg:opposes a kg:Relation .
kg:rejects a kg:Relation ; rdfs:subPropertyOf kg:opposes .
kg:spurns a kg:Relation ; rdfs:subPropertyOf kg:rejects .
kg:likes a kg:Relation ; rdfs:subPropertyOf kg:loves .
kg:loves a kg:Relation ; rdfs:subPropertyOf kg:likes .
"""
RULES = resource("ontology") / "rules"


@pytest.fixture
def axioms(tmp_path: Path) -> Ontology:
    file = tmp_path / "axioms.ttl"
    file.write_text(HEAD + AXIOMS, "utf-8")
    return load(file)


def facts(*triples: str) -> list[Fact]:
    """Facts between things, written `a includes b`, or `a a kg:State` for a type."""
    words = (triple.split() for triple in triples)
    return [(thing(one), TYPE if name == "a" else ONTOLOGY + name, thing(other)) for one, name, other in words]


def thing(name: str) -> str:
    return ONTOLOGY + name.removeprefix("kg:") if name.startswith("kg:") else f"urn:{name}"


def follows(inference: Inference) -> dict[str, str]:
    """What follows in words, and by what."""
    return {words(fact): step.rule for fact, step in inference.steps.items()}


def words(fact: Fact) -> str:
    return " ".join(name_of(iri).removeprefix("urn:") for iri in fact)


def rule(body: str, head: str = "?a kg:accepts ?b", name: str = "mine") -> Rule:
    return rule_of(name, f"# Mine.\nCONSTRUCT {{ {head} }} WHERE {{ {body} }}", where="mine.rq")


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["a guarantorOf b"], {"b guaranteedBy a": "inverse"}),
        (["a guaranteedBy b"], {"b guarantorOf a": "inverse"}),
        (["a alliedWith b"], {"b alliedWith a": "symmetric"}),
        (["a alliedWith b", "b alliedWith a"], {}),
        (["a includes b", "b includes c"], {"a includes c": "transitive"}),
        (
            ["a includes b", "b includes c", "c includes d"],
            {"a includes c": "transitive", "b includes d": "transitive", "a includes d": "transitive"},
        ),
        (
            ["a includes b", "b includes c", "c includes a"],
            {"a includes c": "transitive", "b includes a": "transitive", "c includes b": "transitive"},
        ),
        (["a includes a"], {}),
        (["a spurns b"], {"a rejects b": "sub-property", "a opposes b": "sub-property"}),
        (["a likes b"], {"a loves b": "sub-property"}),
        (["a a kg:State"], {"a type Actor": "sub-class", "a type Thing": "sub-class"}),
        (["a a kg:Unheard", "a unheard b"], {}),
    ],
)
def test_every_kind_of_axiom_has_what_follows_and_no_more(
    axioms: Ontology, given: list[str], expected: dict[str, str]
) -> None:
    assert follows(Inference(facts(*given), axioms)) == expected


def test_symmetric_and_transitive_together_join_everybody_with_everybody_else(axioms: Ontology) -> None:
    found = Inference(facts("a neighbours b", "b neighbours c", "c neighbours d"), axioms)
    pairs = {(one, other) for one, _, other in {*found.facts, *found.steps}}
    assert pairs == set(permutations(["urn:a", "urn:b", "urn:c", "urn:d"], 2))


def test_order_of_the_facts_does_not_matter(axioms: Ontology) -> None:
    given = facts("a neighbours b", "b neighbours c", "c spurns d", "c guarantorOf d")
    results = [list(Inference(order, axioms).quads()) for order in permutations(given)]
    assert results[0]
    assert all(result == results[0] for result in results)


def test_every_step_rests_on_facts_or_on_steps_before_it(axioms: Ontology) -> None:
    chain = facts(*(f"n{number} neighbours n{number + 1}" for number in range(12)), "n3 spurns n4")
    inference = Inference(chain, axioms, [rule("?a kg:rejects ?b .")])
    known = set(inference.facts)
    for fact, step in inference.steps.items():
        assert set(step.premises) <= known
        known.add(fact)
    assert len(inference.steps) == 13 * 12 - 12 + 3


def test_rules_feed_axioms_and_axioms_rules(axioms: Ontology) -> None:
    feeding = [
        rule("?a kg:opposes ?b .", "?a kg:guarantorOf ?b", "one"),
        rule("?b kg:guaranteedBy ?a . FILTER(?a != ?b)", "?a kg:alliedWith ?b", "two"),
    ]
    assert follows(Inference(facts("a spurns b"), axioms, feeding)) == {
        "a rejects b": "sub-property",
        "a opposes b": "sub-property",
        "a guarantorOf b": "one",
        "b guaranteedBy a": "inverse",
        "a alliedWith b": "two",
        "b alliedWith a": "symmetric",
    }


def test_rule_is_held_to_its_filters_and_values(axioms: Ontology) -> None:
    chosen = rule("VALUES ?k { kg:opposes kg:includes } ?a ?k ?b . FILTER(STRENDS(STR(?b), 'y') && (?a != ?b))")
    found = Inference(facts("a opposes y", "a opposes z", "a alliedWith y"), axioms, [chosen])
    assert [fact for fact, step in found.steps.items() if step.rule == "mine"] == facts("a accepts y")
    assert found.steps[facts("a accepts y")[0]].premises == tuple(facts("a opposes y"))


def test_nothing_follows_from_what_is_denied_or_not_asserted(
    fill: Fill, ontology: Ontology, claims: tuple[Claim[Entity], ...]
) -> None:
    store = fill(*(claim for claim in claims if not claim.is_direct))
    found = list(facts_of(store, ontology, base=BASE))
    assert {name for _, name, _ in found} == {TYPE}
    assert {step.rule for step in Inference(found, ontology).steps.values()} == {"sub-class"}


def test_facts_are_the_direct_triples_and_the_types_of_entities(store: ox.Store, ontology: Ontology) -> None:
    store.add(ox.Quad(*map(ox.NamedNode, (BASE + "entity/x", relation("signs"), "urn:y", INFERRED))))
    found = set(facts_of(store, ontology, base=BASE))
    assert (BASE + "entity/norland", relation("supports"), BASE + "entity/lake-treaty") in found
    assert (BASE + "entity/norland", TYPE, ONTOLOGY + "State") in found
    assert {fact[0].removeprefix(BASE).partition("/")[0] for fact in found} == {"entity"}
    assert BASE + "entity/x" not in {fact[0] for fact in found}


def test_what_follows_ends_in_claims(store: ox.Store, ontology: Ontology, claims: tuple[Claim[Entity], ...]) -> None:
    found = Inference(facts_of(store, ontology, base=BASE), ontology)
    ends = BASE + "entity/southmark", BASE + "entity/lake-treaty"
    claimed: dict[Fact, list[Claim[Entity]]] = {
        (ends[0], relation("rejects"), ends[1]): [one for one in claims if one.relation == relation("rejects")]
    }
    told = why((ends[0], relation("opposes"), ends[1]), found, claimed, lambda iri: iri.rpartition("/")[2])
    start, end = claims[2].evidence.span
    assert str(told).splitlines() == [
        "southmark ontology#opposes lake-treaty: follows by sub-property",
        "  southmark ontology#rejects lake-treaty: claimed",
        f'    "{claims[2].evidence.quote}" (d1 {start}-{end})',
    ]
    assert "<li>southmark ontology#rejects lake-treaty: claimed<ul><li>“Southmark had rejected" in told._repr_html_()


def test_what_nobody_affirms_is_told_with_what_is_said_instead(
    store: ox.Store, ontology: Ontology, claims: tuple[Claim[Entity], ...]
) -> None:
    found = Inference(facts_of(store, ontology, base=BASE), ontology)
    fact = (BASE + "entity/norland", relation("guarantorOf"), BASE + "entity/arvania")
    told = why(fact, found, {fact: [claims[0]]}, name_of)
    assert not told
    assert "nobody affirms and asserts it, and it does not follow; but\n" in str(told)
    assert "(affirmed, hypothetical, d1" in str(told)


def test_type_rests_on_the_type_it_was_read_with(axioms: Ontology) -> None:
    found = Inference(facts("a a kg:State"), axioms)
    told = why((thing("a"), TYPE, thing("kg:Actor")), found, {}, name_of)
    assert str(told) == "urn:a is of type Actor: follows by sub-class\n  urn:a is of type State: as it was read"


@pytest.mark.parametrize(
    ("sparql", "complaint"),
    [
        ("CONSTRUCT { ?a kg:b ?c } WHERE { ?a kg:d ?c . }", "no comment at its top"),
        ("# Why.\nSELECT * { ?a kg:d ?c }", "is no rule; write CONSTRUCT"),
        ("# Why.\nCONSTRUCT { ?a kg:b ?c . ?c kg:b ?a . } WHERE { ?a kg:d ?c . }", "is no rule; write CONSTRUCT"),
        ("# Why.\nCONSTRUCT { ?a kg:b ?c } WHERE { ?a kg:d ?c ; kg:e ?f . }", "has more than patterns"),
        (
            "# Why.\nCONSTRUCT { ?a kg:b ?c } WHERE { ?a kg:d ?c . FILTER(NOT EXISTS { ?c kg:e ?a }) }",
            "a rule with NOT",
        ),
        ("# Why.\nCONSTRUCT { ?a kg:b ?e } WHERE { ?a kg:d ?c . }", r"\?e stands in what is concluded and nowhere"),
        ("# Why.\nCONSTRUCT { ?a kg:b ?c } WHERE { ?a kg:d ?c . BIND(1 AS ?x) }", "has more than patterns"),
        ("# Why.\nCONSTRUCT { ?a nope:b ?c } WHERE { ?a kg:d ?c . }", "is not SPARQL"),
    ],
)
def test_what_is_no_rule_is_named_with_the_mend(tmp_path: Path, sparql: str, complaint: str) -> None:
    (tmp_path / "mine.rq").write_text(sparql)
    with pytest.raises(QueryError, match=rf"mine\.rq: .*{complaint}"):
        read_rules(tmp_path)


def test_file_of_rules_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"none\.rq: cannot be read"):
        read_rules(tmp_path / "none.rq")


def test_folder_without_rules_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"has no \.rq file in it"):
        read_rules(tmp_path)


CASES = [
    ("host-is-place", ["s hosts e", "s a kg:State", "e a kg:Event"], "e takesPlaceIn s"),
    ("leader-belongs", ["p leads g", "p a kg:Person", "g a kg:Group"], "p memberOf g"),
    (
        "office-holder-belongs",
        ["p holdsOfficeIn o", "o a kg:InternationalOrganization"],
        "p memberOf o",
    ),
    ("signing-is-accepting", ["p signs i", "i a kg:Instrument"], "p accepts i"),
]


@pytest.mark.parametrize(("name", "given", "expected"), CASES, ids=[name for name, _, _ in CASES])
def test_rule_of_kg_concludes_what_it_says_and_nothing_for_other_types(
    name: str, given: list[str], expected: str
) -> None:
    rules, ontology = read_rules(RULES), load(resource("ontology"))
    assert follows(Inference(facts(*given), ontology, rules))[expected] == name
    without = [triple.partition(" a ")[0] + " a kg:Topic" if " a " in triple else triple for triple in given]
    assert expected not in follows(Inference(facts(*without), ontology, rules))


def test_every_rule_of_kg_is_tested_and_in_the_docs() -> None:
    names = [rule.name for rule in read_rules(RULES)]
    page = (Path(__file__).parents[2] / "docs" / "inference.md").read_text("utf-8")
    assert names == sorted(name for name, _, _ in CASES)
    assert all(f"`{name}`" in page for name in names)
