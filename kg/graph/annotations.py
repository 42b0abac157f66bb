"""Claims as annotations of the documents they were read from: https://www.w3.org/TR/annotation-model/."""

import json

from kg.graph.contents import Contents
from kg.graph.encode import claim_id, claim_iri, document_iri, entity_iri
from kg.iris import ONTOLOGY, PREFIXES
from kg.model import Claim, Document, Entity, Span

CONTEXT = "http://www.w3.org/ns/anno.jsonld"  # what reads annotations knows it, and need not fetch it
AROUND = 32  # characters of the text before and after a quote, as many as Hypothesis takes


def annotations(contents: Contents) -> str:
    """A collection of one page, an annotation for each claim, in the order of documents and passages.

    A selector by position, and one by the words with what stands around them; where the text is not there, without.
    """
    documents = contents.described()
    items = [_annotation(each, documents[each.evidence.document], contents) for each in contents.claims()]
    collection = f"{contents.base}annotations"
    page = {"id": f"{collection}#page-1", "type": "AnnotationPage", "partOf": collection, "startIndex": 0}
    record = {
        "@context": [CONTEXT, {"kg": ONTOLOGY, "rdf": PREFIXES["rdf"], "rdfs": PREFIXES["rdfs"]}],
        "id": collection,
        "type": "AnnotationCollection",
        "label": "Claims",
        "total": len(items),
        "first": page | {"items": items},
    }
    return json.dumps(record, ensure_ascii=False, indent=1) + "\n"


def _annotation(claim: Claim[Entity], document: Document, contents: Contents) -> dict[str, object]:
    words = contents.statement(claim)
    return {
        "id": f"{contents.base}annotation/{claim_id(claim)}",
        "type": "Annotation",
        "motivation": "describing",
        "body": [
            {"type": "TextualBody", "value": words, "format": "text/plain", "language": "en", "purpose": "describing"},
            _body(claim, contents.base),
        ],
        "target": {
            "source": document_iri(document.id, base=contents.base),
            "selector": [_quote(claim, document), _position(claim.evidence.span)],
        },
    }


def _body(claim: Claim[Entity], base: str) -> dict[str, object]:
    """The claim in the graph's own terms: what else there is to say of it is under its IRI."""
    found: dict[str, object] = {
        "id": claim_iri(claim, base=base),
        "type": "kg:Claim",
        "kg:polarity": {"id": ONTOLOGY + claim.polarity},
        "kg:modality": {"id": ONTOLOGY + claim.modality},
        "kg:states": {
            "rdf:subject": _thing(claim.subject, base),
            "rdf:predicate": {"id": claim.relation},
            "rdf:object": _thing(claim.object, base),
        },
    }
    if claim.holder:
        found["kg:holderChain"] = {"@list": [_thing(holder, base) for holder in claim.holder]}
    if claim.tense:
        found["kg:tense"] = {"id": ONTOLOGY + claim.tense}
    return found | _time(claim) | _amount(claim) | {"kg:cue": claim.evidence.cue, "kg:confidence": claim.confidence}


def _time(claim: Claim[Entity]) -> dict[str, object]:
    ends = {"kg:validFrom": claim.time.start, "kg:validUntil": claim.time.end} if claim.time else {}
    return {name: value for name, value in ends.items() if value is not None}


def _amount(claim: Claim[Entity]) -> dict[str, object]:
    amount = claim.quantity
    if amount is None:
        return {}
    found: dict[str, object] = {"kg:quantityValue": amount.value, "kg:quantityUnit": amount.unit}
    found |= {"kg:quantityUpper": amount.upper} if amount.upper is not None else {}
    found |= {"kg:quantityOf": amount.of} if amount.of else {}
    return found | {"kg:quantityApproximate": amount.approximate}


def _thing(entity: Entity, base: str) -> dict[str, object]:
    return {"id": entity_iri(entity.id, base=base), "type": entity.type, "rdfs:label": entity.label}


def _quote(claim: Claim[Entity], document: Document) -> dict[str, object]:
    start, end = claim.evidence.span
    found: dict[str, object] = {"type": "TextQuoteSelector", "exact": claim.evidence.quote}
    if document.text:
        found |= {"prefix": document.text[max(start - AROUND, 0) : start], "suffix": document.text[end : end + AROUND]}
    return found


def _position(span: Span) -> dict[str, object]:
    return {"type": "TextPositionSelector", "start": span.start, "end": span.end}
