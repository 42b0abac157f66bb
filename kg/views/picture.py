"""The graph as one SVG picture, from the same positions and marks as the page; its words stay words."""

import math
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from kg.model import Claim, Document, DocumentId, Entity
from kg.ontology import Ontology
from kg.views.drawing import HUB_SIZE, MANNERS, STANCES, WORDS_SIZE, Arrow, Drawing, Thing, draw
from kg.views.layout import Layout, Point, on_curve
from kg.views.lettering import FONT, LINE, width
from kg.views.marks import (
    BADGE,
    COLOURS,
    DASHES,
    HALO,
    INK,
    LOOP,
    PAPER,
    badge_place,
    has_border,
    is_round,
    outline,
    stroke_width,
)

MARGIN = 24
LEGEND = 44  # height of the two lines under the drawing
HEAD = 9.0  # length of an arrow head
NOT_XML = {code: "\ufffd" for code in (*range(0x20), 0xFFFE, 0xFFFF, *range(0xD800, 0xE000)) if code not in (9, 10, 13)}


def picture(
    claims: Sequence[Claim[Entity]],
    documents: Mapping[DocumentId, Document],
    ontology: Ontology,
    *,
    title: str,
    base: str,
) -> str:
    """The SVG of some claims; `base` begins the addresses of the graph, of which the picture shows none.

    Raises:
        GraphError: a claim quotes a document that is not given.
        OntologyError: a type or a relation is not in the ontology.
    """
    drawing = draw(claims, documents, ontology)
    layout = drawing.layout()
    return "\n".join((*_head(drawing, layout, title, base), *_body(drawing, layout), "</svg>", ""))


def _head(drawing: Drawing, layout: Layout, title: str, base: str) -> Iterator[str]:
    low, high = _frame(drawing, layout)
    wide, high_all = high.x - low.x, high.y - low.y + LEGEND
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{low.x:g} {low.y:g} {wide:g} {high_all:g}" '
        f'width="{wide:g}" height="{high_all:g}" role="img" aria-labelledby="title desc" '
        f'font-family="{FONT}" text-anchor="middle" fill="{INK}">'
    )
    yield f'<title id="title">{_text(title)}</title>'
    yield f'<desc id="desc">{_text(_description(drawing, base))}</desc>'
    yield f'<rect x="{low.x:g}" y="{low.y:g}" width="{wide:g}" height="{high_all:g}" fill="{PAPER}"/>'
    yield from _legend(drawing, Point(low.x + MARGIN, high.y))


def _description(drawing: Drawing, base: str) -> str:
    shown, of = len(drawing.claims), drawing.all_claims
    claims = f"{shown} claims" if shown == of else f"{shown} of {of} claims"
    return f"{claims} about {len(drawing.things)} things, as arrows from subject to object. Graph: {base}"


def _body(drawing: Drawing, layout: Layout) -> Iterator[str]:
    centres = layout.centres
    yield '<g id="arrows" fill="none">'
    for arrow in drawing.arrows:
        yield _line(drawing, centres, arrow)
    yield '</g>\n<g id="things">'
    for thing, centre in zip(drawing.things, centres, strict=True):
        yield _thing(thing, centre)
    yield f'</g>\n<g id="words" stroke="{HALO}" stroke-width="4.5" stroke-linejoin="round" paint-order="stroke">'
    for arrow, place in zip(drawing.arrows, layout.places, strict=True):
        yield _words(drawing, centres, arrow, place)
    yield "</g>"


def _frame(drawing: Drawing, layout: Layout) -> tuple[Point, Point]:
    """Corners of everything drawn, with a margin."""
    rectangles = [(centre, thing.box) for thing, centre in zip(drawing.things, layout.centres, strict=True)]
    for arrow, place in zip(drawing.arrows, layout.places, strict=True):
        at = _words_at(drawing, layout.centres, arrow, place)
        rectangles.append((at, drawing.things[0].box._replace(width=arrow.link.width, height=arrow.link.height)))
    xs = [at.x + side * box.width / 2 for at, box in rectangles for side in (-1, 1)] or [0, 400]
    ys = [at.y + side * box.height / 2 for at, box in rectangles for side in (-1, 1)] or [0, 100]
    low = Point(math.floor(min(xs)) - MARGIN, math.floor(min(ys)) - MARGIN)
    return low, Point(max(math.ceil(max(xs)) + MARGIN, low.x + 640), math.ceil(max(ys)) + MARGIN)


def _line(drawing: Drawing, centres: Sequence[Point], arrow: Arrow) -> str:
    wide, colour = stroke_width(arrow), COLOURS[arrow.stance]
    dashes = f' stroke-dasharray="{" ".join(map(str, DASHES[arrow.manner]))}"' if DASHES[arrow.manner] else ""
    source, target = drawing.things[arrow.link.source], drawing.things[arrow.link.target]
    if source is target:
        path, tip, angle = _loop(source, centres[arrow.link.source])
    else:
        path, tip, angle = _curve(target, centres[arrow.link.source], centres[arrow.link.target], arrow.link.bend)
    head = HEAD + wide
    corners = [(0.0, 0.0), (-head, head * 0.38), (-head * 0.75, 0.0), (-head, -head * 0.38)]
    cos, sin = math.cos(angle), math.sin(angle)
    points = " ".join(f"{tip.x + x * cos - y * sin:.1f},{tip.y + x * sin + y * cos:.1f}" for x, y in corners)
    return (
        f'<path d="{path}" stroke="{colour}" stroke-width="{wide:g}"{dashes}/>'
        f'<polygon points="{points}" fill="{colour}"/>'
    )


def _curve(target: Thing, start: Point, end: Point, bend: float) -> tuple[str, Point, float]:
    """The path from centre to centre, cut at the border of the target, with its tip and direction there."""
    low, high = 0.0, 1.0
    for _ in range(24):
        middle = (low + high) / 2
        at = on_curve(start, end, bend, middle)
        low, high = (low, middle) if _covers(target, at.x - end.x, at.y - end.y) else (middle, high)
    tip, before = on_curve(start, end, bend, low), on_curve(start, end, bend, max(low - 0.04, 0))
    angle = math.atan2(tip.y - before.y, tip.x - before.x)
    neck = low - 0.6 * HEAD / max(math.hypot(end.x - start.x, end.y - start.y), 1)
    places = [neck * step / 12 for step in range(13)] if bend else [0, neck]
    points = (on_curve(start, end, bend, place) for place in places)
    return "M" + "L".join(f"{point.x:.1f},{point.y:.1f}" for point in points), tip, angle


def _covers(thing: Thing, x: float, y: float) -> bool:
    """Whether a point, seen from the thing's centre, lies within its outline."""
    across, down = abs(x) * 2 / (thing.box.width + 2), abs(y) * 2 / (thing.box.height + 2)
    return across**2 + down**2 <= 1 if is_round(thing.type) else max(across, down) <= 1


def _loop(thing: Thing, centre: Point) -> tuple[str, Point, float]:
    """An arrow from a thing to itself, over its upper border."""
    top, reach = centre.y - thing.box.height / 2, LOOP * 0.7
    path = f"M{centre.x - reach:.1f},{top:.1f}A{LOOP},{LOOP},0,1,1,{centre.x + reach:.1f},{top:.1f}"
    return path, Point(centre.x + reach, top), math.pi * 0.62


def _thing(thing: Thing, centre: Point) -> str:
    dashes = "" if has_border(thing.type) else ' stroke-dasharray="4 3"'
    weight = ' font-weight="bold"' if thing.size == HUB_SIZE else ""
    path = outline(thing.type.shape, thing.box)
    x, y = badge_place(thing)
    letter = _text(thing.type.letter[:2])
    badge = (
        f'<circle cx="{x:g}" cy="{y:g}" r="{BADGE}" fill="{PAPER}" stroke="#4a4d57"/>'
        f'<text x="{x:g}" y="{y + 3.5:g}" font-size="9.5" font-weight="bold">{letter}</text>'
    )
    return (
        f'<g transform="translate({centre.x:g},{centre.y:g})"><title>{_text(thing.entity.label)}</title>'
        f'<path d="{path}" fill="{_text(thing.type.fill)}" stroke="{INK}" stroke-width="1.2"{dashes}/>'
        f"{_lines(thing.lines, Point(0, 0), thing.size, weight)}{badge if letter else ''}</g>"
    )


def _words(drawing: Drawing, centres: Sequence[Point], arrow: Arrow, place: float) -> str:
    weight = ' font-weight="bold"' if len(arrow.claims) > 1 else ""
    return _lines(arrow.lines, _words_at(drawing, centres, arrow, place), WORDS_SIZE, weight)


def _words_at(drawing: Drawing, centres: Sequence[Point], arrow: Arrow, place: float) -> Point:
    link = arrow.link
    if link.source == link.target:
        centre, box = centres[link.source], drawing.things[link.source].box
        return Point(centre.x, centre.y - box.height / 2 - 2 * LOOP - link.height / 2)
    return on_curve(centres[link.source], centres[link.target], link.bend, place)


def _lines(lines: Sequence[str], at: Point, size: float, weight: str) -> str:
    first = at.y - (len(lines) - 1) / 2 * size * LINE + size * 0.35
    return "".join(
        f'<text x="{at.x:.1f}" y="{first + number * size * LINE:.1f}" font-size="{size:g}"{weight}>{_text(line)}</text>'
        for number, line in enumerate(lines)
    )


def _legend(drawing: Drawing, at: Point) -> Iterator[str]:
    """One line for colours and strokes, one for the letters of the types, as far as there is room."""
    yield '<g id="legend" font-size="11" text-anchor="start">'
    x, y = at.x, at.y + 8
    samples = [(COLOURS[name], "", label) for name, label in STANCES.items()]
    samples += [(INK, " ".join(map(str, DASHES[manner])), label) for manner, label in MANNERS.items()]
    for colour, dashes, label in samples:
        yield (
            f'<path d="M{x:g},{y - 4:g}h22" stroke="{colour}" stroke-width="2" stroke-dasharray="{dashes or "none"}"/>'
            f'<text x="{x + 27:g}" y="{y:g}">{_text(label)}</text>'
        )
        x += 27 + width(label, 11) + 16
    types = {thing.type.id: thing.type for thing in drawing.things if thing.type.letter}
    pairs = (f"{type_.letter} {type_.label}" for type_ in sorted(types.values(), key=lambda type_: type_.label))
    yield f'<text x="{at.x:g}" y="{y + 20:g}">{_text("   ".join(pairs))}</text>'
    yield "</g>"


def _text(text: str) -> str:
    """Text that is safe inside an element and an attribute, without what XML cannot hold."""
    return escape(text.translate(NOT_XML), quote=True)
