"""Texts to claims and attributions, and both as the JSON that scorers read."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.claims.attribution import attributions
from kg.claims.authority import Authority
from kg.claims.confidence import Reason, Weights
from kg.claims.extract import PatternExtractor
from kg.claims.phrases import Tree
from kg.model import Claim, Document, DocumentId, Mention, Sentence, Tense
from kg.ontology import Ontology, load
from kg.resources import resource
from kg.text.annotate import Annotator
from kg.text.read import dateline


@dataclass(frozen=True, slots=True)
class Reading:
    """A text with what kg reads in it; `reasons` say for each claim what its confidence comes from."""

    document: Document
    sentences: tuple[Sentence, ...]
    claims: tuple[Claim[Mention], ...]
    reasons: tuple[tuple[Reason, ...], ...] = ()


def readings(texts: Path, weights: Weights | None = None) -> Iterator[Reading]:
    """What kg reads in every `ID.txt` of a folder, by id; `weights` of confidence other than those kg comes with."""
    ontology = load(resource("ontology"))
    extractor, annotator = PatternExtractor(Authority.load(resource("seeds/authority")), weights), Annotator()
    for document in documents(texts):
        sentences = annotator.annotate(document)
        found = list(extractor.explained(document, sentences, ontology))
        yield Reading(document, sentences, tuple(one.claim for one in found), tuple(one.reasons for one in found))


def documents(texts: Path) -> list[Document]:
    """Every `ID.txt` of a folder, by id."""
    return [_document(file) for file in sorted(texts.glob("*.txt"))]


def export(texts: Path, out: Path, *, fallbacks: bool = False) -> int:
    """Write the claims of every `ID.txt` of a folder to `ID.json`; the number of texts.

    `fallbacks`: also those of relations that only take what no other one does.
    """
    ontology = load(resource("ontology"))
    contents = {
        str(reading.document.id): {
            "id": reading.document.id,
            "title": reading.document.title,
            "published": None,
            "source": {"file": reading.document.source},
            "claims": [
                row(claim, ontology)
                for claim in reading.claims
                if fallbacks or not ontology.relations[claim.relation].fallback
            ],
        }
        for reading in readings(texts)
    }
    return _write(contents, out, lambda content: json.dumps(content, ensure_ascii=False, indent=1))


def export_attributions(texts: Path, out: Path) -> int:
    """Write source, cue and content of every attribution of every `ID.txt` to `ID.json`; the number of texts."""
    annotator, contents = Annotator(), dict[str, list[dict[str, object]]]()
    for document in documents(texts):
        trees = [Tree(sentence) for sentence in annotator.annotate(document)]
        contents[document.id] = [attribution._asdict() for attribution in attributions(trees)]
    return _write(contents, out, json.dumps)


def row(claim: Claim[Mention], ontology: Ontology) -> dict[str, object]:
    """One claim as the guide writes it."""
    return {
        "subject": claim.subject.name,
        "subject_aliases": _aliases(claim.subject),
        "subject_type": ontology.types[claim.subject.type].name,
        "relation": ontology.relations[claim.relation].name,
        "object": claim.object.name,
        "object_aliases": _aliases(claim.object),
        "object_type": ontology.types[claim.object.type].name,
        "polarity": claim.polarity.value,
        "modality": claim.modality.value,
        "holder": claim.holder[0].name if claim.holder else None,
        "time": _time(claim),
        **_quantity(claim),
        "evidence": claim.evidence.quote,
    }


def _write[Content](contents: dict[str, Content], out: Path, form: Callable[[Content], str]) -> int:
    out.mkdir(parents=True, exist_ok=True)
    for id_, content in contents.items():
        (out / f"{id_}.json").write_text(form(content), encoding="utf-8")
    return len(contents)


def _aliases(mention: Mention) -> list[str]:
    return [mention.text] if mention.text != mention.name else []


def _time(claim: Claim[Mention]) -> str | None:
    """A date where there is one, of a span what both ends share or else its start; the tense otherwise.

    What has gone on since a date is ongoing.
    """
    time = claim.time
    if time is None or (time.end is None and claim.tense is Tense.ONGOING):
        return claim.tense.value if claim.tense else None
    if time.start is None or time.end is None:
        return time.start or time.end
    shared = [left for left, right in zip(time.start.split("-"), time.end.split("-"), strict=False) if left == right]
    return "-".join(shared) if time.start[:4] == time.end[:4] else time.start


def _quantity(claim: Claim[Mention]) -> dict[str, object]:
    amount = claim.quantity
    if amount is None:
        return {}
    return {"quantity": {"value": amount.value, "unit": amount.unit, "approx": amount.approximate}}


def _document(file: Path) -> Document:
    text = file.read_bytes().decode("utf-8")  # as it is: offsets count every character, carriage returns too
    title = text.strip().partition("\n")[0]
    published = dateline(text)
    return Document(id=DocumentId(file.stem), text=text, title=title, source=file.name, published=published)
