"""Every example of the ontology is read as it says, and a relation that only Turtle knows is read too."""

import shutil
from pathlib import Path

import pytest

from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.ontology import Example, Ontology, Relation, load
from kg.resources import resource
from kg.text.annotate import Annotator

from .conftest import Read, document_of, said

SHIPPED = load(resource("ontology"))
EXAMPLES = [
    pytest.param(relation, example, id=f"{relation.name}: {example.text}")
    for relation in SHIPPED.relations.values()
    for example in relation.examples
]


@pytest.mark.parametrize(("relation", "example"), EXAMPLES)
def test_example_of_the_ontology_is_read(relation: Relation, example: Example, read: Read) -> None:
    found = [
        (claim.relation, claim.subject.name, claim.object.name, claim.polarity, claim.modality)
        for claim in read(example.text)
        if example.holder is None or [mention.name for mention in claim.holder] == [example.holder]
    ]
    assert (relation.id, example.subject, example.object, example.polarity, example.modality) in found


def test_relation_added_in_turtle_is_read_without_touching_python(
    tmp_path: Path, annotator: Annotator, authority: Authority
) -> None:
    copy = tmp_path / "ontology"
    shutil.copytree(resource("ontology"), copy)
    (copy / "mine.ttl").write_text(
        """
        @prefix kg: <https://w3id.org/kg-claims/ontology#> .
        @prefix owl: <http://www.w3.org/2002/07/owl#> .
        @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
        @prefix mine: <https://example.org/mine#> .
        mine:twinnedWith a kg:Relation, owl:ObjectProperty ;
            rdfs:label "is twinned with"@en ; rdfs:domain kg:Thing ; rdfs:range kg:Thing ;
            kg:frame [ kg:lemma "twin" ; kg:pos "VERB" ; kg:subject "patient agent" ; kg:object "with" ] .
        """,
        encoding="utf-8",
    )
    ontology: Ontology = load(copy)
    document = document_of("France was twinned with Germany.")
    claims = list(PatternExtractor(authority).extract(document, annotator.annotate(document), ontology))
    assert ("France", "twinnedWith", "Germany") in said(claims, ontology)
