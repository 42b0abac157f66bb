"""The graph as one HTML file that works offline: the drawing, its legend as a filter, every claim with its words.

vis-network draws, from inside pyvis's wheel; nothing else is loaded. All texts of the documents reach the page as JSON
and are shown as text only, and the page's policy forbids any script but the two whose digests it names.
"""

import base64
import hashlib
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from kg.graph.encode import claim_id, claim_iri, entity_iri, proposition_iri, quads
from kg.iris import prefixes
from kg.model import Claim, Document, DocumentId, Entity, EntityId, TypeId
from kg.ontology import EntityType, Ontology
from kg.views.drawing import (
    MANNERS,
    STANCES,
    Arrow,
    Drawing,
    Passage,
    Thing,
    draw,
    holder_of,
    manner_of,
    passage_of,
    quantity_words,
    relation_of,
    stance_of,
    words_of,
)
from kg.views.layout import Box, Layout, Link
from kg.views.lettering import FONT
from kg.views.marks import BADGE, DASHES, LOOP, badge_place, has_border, is_round, outline, stroke_width

type Json = str | int | float | bool | Sequence[Json] | Mapping[str, Json] | None

POLICY = (
    "default-src 'none'; script-src {}; style-src 'unsafe-inline'; img-src data: blob:; "
    "base-uri 'none'; form-action 'none'"
)
NAME = re.compile(r"\w(?:(?:[\w.-]|%[0-9A-Fa-f]{2})*(?:[\w-]|%[0-9A-Fa-f]{2}))?", re.ASCII)  # no escapes in Turtle


def page(
    claims: Sequence[Claim[Entity]],
    documents: Mapping[DocumentId, Document],
    ontology: Ontology,
    *,
    title: str,
    base: str,
) -> str:
    """The HTML page of some claims; of more than `MOST_CLAIMS` the most connected ones, and it says so.

    Raises:
        GraphError: a claim quotes a document that is not given.
        OntologyError: a type or a relation is not in the ontology.
    """
    drawing = draw(claims, documents, ontology)
    environment = Environment(loader=PackageLoader("kg.views", "templates"), autoescape=True)
    environment.policies["json.dumps_kwargs"] = {"sort_keys": True, "ensure_ascii": False, "separators": (",", ":")}
    scripts = [_script(_engine()), _script(_own("page.js"))]
    return environment.get_template("page.html").render(
        title=title,
        policy=POLICY.format(" ".join(f"'{_digest(script)}'" for script in scripts)),
        style=Markup(_own("page.css")),
        scripts=scripts,
        counts=_counts(drawing),
        data=_data(drawing, documents, ontology, title=title, base=base),
    )


@cache
def _engine() -> str:
    """vis-network as it comes with pyvis: the smaller of its standalone builds."""
    folders = [folder for folder in files("pyvis").joinpath("lib").iterdir() if folder.name.startswith("vis-")]
    builds = [folder.joinpath("vis-network.min.js").read_text("utf-8") for folder in folders]
    return min(builds, key=lambda build: (len(build), build)).replace("//# sourceMappingURL=vis-network.min.js.map", "")


def _own(name: str) -> str:
    return files("kg.views").joinpath("templates", name).read_text("utf-8")


def _script(text: str) -> Markup:
    """A script as the browser will see it: it reads every end of line as a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if "</script" in text.lower() or "<!--" in text:
        raise AssertionError("a script must not contain what ends it")
    return Markup(text)


def _digest(script: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(script.encode("utf-8")).digest()).decode("ascii")


def _counts(drawing: Drawing) -> str:
    """How much there is, and how much of it is shown."""
    things, claims = _some(len(drawing.things), "thing"), _some(len(drawing.claims), "claim")
    read = _some(len({claim.evidence.document for claim in drawing.claims}), "document")
    if drawing.all_claims == len(drawing.claims):
        return f"{things} \u00b7 {claims} \u00b7 {read}"
    shown = f"showing {len(drawing.claims):,} of {_some(drawing.all_claims, 'claim')}"
    return f"{shown}, {len(drawing.things):,} of {_some(drawing.all_things, 'thing')}: those most is claimed of"


def _some(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


class _Texts:
    """Texts by number, each kept once: sentences, definitions and terms come again and again."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, text: str) -> int:
        return self._numbers.setdefault(text, len(self._numbers))

    def all(self) -> list[str]:
        return list(self._numbers)


def _data(
    drawing: Drawing, documents: Mapping[DocumentId, Document], ontology: Ontology, *, title: str, base: str
) -> dict[str, Json]:
    """Everything the page shows, as plain values. Things, types, documents and passages are known by their numbers."""
    texts = _Texts()
    passages = [passage_of(claim, documents) for claim in drawing.claims]
    kept = list(dict.fromkeys(passages))
    read = list(dict.fromkeys(passage.document for passage in kept))
    types = sorted({thing.type.id: thing.type for thing in drawing.things}.values(), key=lambda type_: type_.id)
    nodes, edges = _network(drawing, drawing.layout(), [type_.id for type_ in types])
    index = {thing.entity.id: number for number, thing in enumerate(drawing.things)}
    claims = [
        _claim(claim, index, texts, ontology)
        | _place(claim, passage, kept)
        | {"turtle": _turtle(claim, documents, texts, base)}
        for claim, passage in zip(drawing.claims, passages, strict=True)
    ]
    return {
        "title": title,
        "nodes": nodes,
        "edges": edges,
        "claims": claims,
        "passages": [_passage(passage, read, texts) for passage in kept],
        "documents": [_document(documents[document]) for document in read],
        "types": [_type(type_) for type_ in types],
        "stances": [{"id": name, "label": label} for name, label in STANCES.items()],
        "manners": [{"id": name, "label": label, "dashes": DASHES[name]} for name, label in MANNERS.items()],
        "texts": texts.all(),
        "prefixes": _prefix_lines(base),
        "marks": {"font": FONT, "badge": BADGE, "loop": LOOP},
    }


def _type(type_: EntityType) -> dict[str, Json]:
    return {
        "name": type_.name,
        "label": type_.label,
        "fill": type_.fill,
        "letter": type_.letter,
        "path": outline(type_.shape, Box(26, 18)),
        "round": is_round(type_),
        "border": has_border(type_),
    }


def _network(
    drawing: Drawing, layout: Layout, types: Sequence[TypeId]
) -> tuple[list[dict[str, Json]], list[dict[str, Json]]]:
    """Nodes and edges as pyvis keeps them for vis-network."""
    from pyvis.network import Network  # heavy: it imports IPython

    network = Network(directed=True)
    for number, (thing, centre) in enumerate(zip(drawing.things, layout.centres, strict=True)):
        # "custom": drawn by our own script, exactly as large as the layout took it to be
        network.add_node(
            number, "\n".join(thing.lines), shape="custom", x=centre.x, y=centre.y, thing=_thing(thing, types)
        )
    for number, (arrow, place) in enumerate(zip(drawing.arrows, layout.places, strict=True)):
        link, smooth = arrow.link, _smooth(arrow.link)
        network.add_edge(
            link.source, link.target, id=number, width=stroke_width(arrow), smooth=smooth, arrow=_arrow(arrow, place)
        )
    return network.nodes, network.edges


def _thing(thing: Thing, types: Sequence[TypeId]) -> dict[str, Json]:
    entity = thing.entity
    facts: dict[str, Json] = {
        "id": entity.id,
        "name": entity.label,
        "aliases": entity.aliases,
        "same": entity.same_as,
        "type": types.index(entity.type),
        "size": thing.size,
        "box": thing.box,
        "path": outline(thing.type.shape, thing.box),
        "badge": badge_place(thing),
    }
    return _without_empty(facts)


def _arrow(arrow: Arrow, place: float) -> dict[str, Json]:
    link = arrow.link
    return {
        "lines": arrow.lines,
        "stance": arrow.stance,
        "manner": arrow.manner,
        "claims": arrow.claims,
        "bend": link.bend,
        "place": place,
        "box": [link.width, link.height],
    }


def _smooth(link: Link) -> Json:
    """The bend of an arrow in vis-network's words."""
    if not link.bend or link.source == link.target:
        return False
    return {"enabled": True, "type": "curvedCW" if link.bend > 0 else "curvedCCW", "roundness": abs(link.bend)}


def _claim(claim: Claim[Entity], index: Mapping[EntityId, int], texts: _Texts, ontology: Ontology) -> dict[str, Json]:
    relation = relation_of(claim, ontology)
    facts: dict[str, Json] = {
        "id": claim_id(claim)[:12],
        "subject": index[claim.subject.id],
        "object": index[claim.object.id],
        "words": words_of(claim, relation),
        "definition": texts.number(relation.definition),
        "stance": stance_of(relation),
        "manner": manner_of(claim),
        "polarity": claim.polarity,
        "modality": claim.modality,
        "holder": holder_of(claim),
        "time": str(claim.time) if claim.time else "",
        "quantity": quantity_words(claim.quantity) if claim.quantity else "",
    }
    return _without_empty(facts)


def _without_empty(facts: Mapping[str, Json]) -> dict[str, Json]:
    """Facts without empty texts and lists, which most of them are."""
    return {name: fact for name, fact in facts.items() if fact not in ("", (), None)}


def _place(claim: Claim[Entity], passage: Passage, passages: Sequence[Passage]) -> dict[str, Json]:
    """Where the quote stands: offsets in the passage, for JavaScript in UTF-16 units, and in the document."""
    start, end = (offset - passage.start for offset in claim.evidence.span)
    return {
        "passage": passages.index(passage),
        "from": _units(passage.text[:start]),
        "to": _units(passage.text[:end]),
        "start": claim.evidence.span.start,
        "end": claim.evidence.span.end,
    }


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _passage(passage: Passage, read: Sequence[DocumentId], texts: _Texts) -> dict[str, Json]:
    return {
        "document": read.index(passage.document),
        "number": passage.number,
        "of": passage.of,
        "before": texts.number(passage.before),
        "text": texts.number(passage.text),
        "after": texts.number(passage.after),
    }


def _document(document: Document) -> dict[str, Json]:
    return {
        "title": document.title,
        "source": document.source,
        "published": document.published or "",
        "publisher": document.publisher or "",
    }


def _turtle(
    claim: Claim[Entity], documents: Mapping[DocumentId, Document], texts: _Texts, base: str
) -> list[list[int]]:
    """The claim, its proposition and the direct triple it stands for: by subject, then property and value in turns.

    The page writes them as Turtle; the texts are numbers of terms.
    """
    document, extractor = documents[claim.evidence.document], claim.evidence.extractor
    own = {claim_iri(claim, base=base), proposition_iri(claim, base=base)}
    subjects: dict[str, list[int]] = {}
    for quad in quads([claim], [document], base=base, extractor=extractor):
        subject, direct = str(quad.subject)[1:-1], str(quad.predicate)[1:-1] == claim.relation
        if subject in own or (direct and subject == entity_iri(claim.subject.id, base=base)):
            terms = [texts.number(_short(str(term), base)) for term in (quad.predicate, quad.object)]
            subjects.setdefault(_short(str(quad.subject), base), []).extend(terms)
    return [[texts.number(subject), *terms] for subject, terms in subjects.items()]


def _short(term: str, base: str) -> str:
    """A term with a prefix for its IRI, where its name needs no escapes."""
    literal, mark, datatype = term.rpartition("^^")
    if term.startswith('"'):
        return f"{literal}^^{_short(datatype, base)}" if mark and term.endswith(">") else term
    iri = term[1:-1]
    for prefix, namespace in prefixes(base).items():
        name = iri.removeprefix(namespace)
        if name != iri and NAME.fullmatch(name):
            return f"{prefix}:{name}"
    return term


def _prefix_lines(base: str) -> str:
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes(base).items())
