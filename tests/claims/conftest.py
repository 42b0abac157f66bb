"""The claims room under test: the parser is loaded once, and sentences are written in the tests."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from kg.claims.authority import Authority
from kg.claims.extract import PatternExtractor
from kg.claims.phrases import Tree
from kg.model import Claim, Document, DocumentId, Mention, digest
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.annotate import Annotator

type Read = Callable[[str], list[Claim[Mention]]]
type Parse = Callable[[str], list[Tree]]


@pytest.fixture(scope="session")
def annotator() -> Annotator:
    return Annotator()


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load(resource("ontology"))


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority.load(resource("seeds/authority"))


@pytest.fixture(scope="session")
def read(annotator: Annotator, ontology: Ontology, authority: Authority) -> Read:
    """Claims of a text."""
    extractor = PatternExtractor(authority)

    def claims(text: str) -> list[Claim[Mention]]:
        document = document_of(text)
        return list(extractor.extract(document, annotator.annotate(document), ontology))

    return claims


@pytest.fixture(scope="session")
def parse(annotator: Annotator) -> Parse:
    """Parsed sentences of a text."""

    def trees(text: str) -> list[Tree]:
        return [Tree(sentence) for sentence in annotator.annotate(document_of(text))]

    return trees


@pytest.fixture(scope="session")
def seed_article() -> str:
    """The article the project started from: it lies beside the project, its licence unknown."""
    files = sorted((Path(__file__).resolve().parents[3] / "shared" / "seeds").glob("*.txt"))
    if not files:
        pytest.skip("../shared/seeds is not there: the seed article is not part of the project")
    return files[0].read_text(encoding="utf-8")


def document_of(text: str) -> Document:
    return Document(id=DocumentId(digest(text)), text=text, title="a text", source="text.txt")


def said(claims: Sequence[Claim[Mention]], ontology: Ontology) -> list[tuple[str, str, str]]:
    """Claims as subject, name of the relation, object."""
    return [(claim.subject.name, ontology.relations[claim.relation].name, claim.object.name) for claim in claims]
