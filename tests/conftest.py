"""What several tests share: a way to build graphs from hand-made claims, without a language model."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from kg.claims.confidence import Reason
from kg.claims.extract import Explained
from kg.errors import DocumentError
from kg.model import Claim, Document, Evidence, Mention, Modality, Polarity, Sentence, Span
from kg.ontology import Ontology


class LineAnnotator:
    """Takes every line for a sentence."""

    def __init__(self, model: str | None = None) -> None:
        self.model = model

    def annotate(self, document: Document) -> tuple[Sentence, ...]:
        if "UNPARSABLE" in document.text:
            raise DocumentError("no sentence in it; write some")
        return tuple(sentences_of(document))


def sentences_of(document: Document) -> Iterator[Sentence]:
    start = 0
    for index, line in enumerate(document.text.split("\n")):
        if line:
            span = Span(start, start + len(line))
            yield Sentence(document=document.id, index=index, span=span, text=line, tokens=())
        start += len(line) + 1


class LineExtractor:
    """Reads lines `SUBJECT | relation | OBJECT`, in which `| denied`, `| intended` or `| by HOLDER` may follow.

    `| misquoted` gives the claim a quote that the gate refuses, `| twice` gives it twice, `| unsure` a confidence of
    0.4.
    """

    name = "lines/1"

    def __init__(self, authority: object) -> None:
        self.authority = authority

    def extract(
        self, document: Document, sentences: Sequence[Sentence], ontology: Ontology
    ) -> Iterator[Claim[Mention]]:
        if "UNREADABLE" in document.text:
            raise DocumentError("its claims contradict its grammar; rewrite it")
        for sentence in sentences:
            if sentence.text.count(" | ") >= 2:
                yield claim_of(sentence, ontology)
            if sentence.text.endswith(" | twice"):
                yield claim_of(sentence, ontology)

    def explained(self, document: Document, sentences: Sequence[Sentence], ontology: Ontology) -> Iterator[Explained]:
        """The same claims, each because it is written so: ten to the power of four to one."""
        for claim in self.extract(document, sentences, ontology):
            yield Explained(claim, (Reason("every claim", 1, 10.0),))


def claim_of(sentence: Sentence, ontology: Ontology) -> Claim[Mention]:
    subject, name, object_, *tags = sentence.text.split(" | ")
    relation = ontology.relation(name)
    quote = "words of nobody" if "misquoted" in tags else sentence.text
    holders = [tag.removeprefix("by ") for tag in tags if tag.startswith("by ")]
    return Claim(
        subject=mention(sentence, subject, relation.domain[0]),
        relation=relation.id,
        object=mention(sentence, object_, relation.range[0]),
        evidence=Evidence(
            document=sentence.document, span=sentence.span, quote=quote, cue=name, extractor=LineExtractor.name
        ),
        holder=tuple(mention(sentence, holder, relation.domain[0]) for holder in holders),
        polarity=Polarity.DENIED if "denied" in tags else Polarity.AFFIRMED,
        modality=Modality.INTENDED if "intended" in tags else Modality.ASSERTED,
        confidence=0.4 if "unsure" in tags else 1.0,
    )


def mention(sentence: Sentence, name: str, type_: str) -> Mention:
    start = sentence.span.start + sentence.text.index(name)
    return Mention(span=Span(start, start + len(name)), text=name, name=name, type=type_, named=True)  # type: ignore[arg-type]  # an id of the ontology


@pytest.fixture
def by_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    """Builds read claims from lines, by `LineExtractor`."""
    monkeypatch.setattr("kg.pipeline.Annotator", LineAnnotator)
    monkeypatch.setattr("kg.pipeline.PatternExtractor", LineExtractor)


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with two documents of five claims in all, one of which is denied, and a file nothing reads."""
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text(
        "Ruritania | opposes | Plan A | by Graustark\n"
        "Graustark | supports | Plan A\n"
        "Graustark | opposes | Plan B | denied\n"
    )
    (folder / "b.md").write_text(
        "---\ntitle: Plans\ndate: 2025-03\nlicence: CC0-1.0\n---\n"
        "Ruritania | supports | Plan B | intended\nRuritania | opposes | Plan A\n"
    )
    (folder / "c.docx").write_bytes(b"PK")
    return folder
