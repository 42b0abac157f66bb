"""Colours, strokes and outlines, the same on the page and in the picture.

The three stance colours have a contrast of at least 4.8 : 1 on white and stay apart for the three common kinds of
colour blindness.
"""

from kg.ontology import EntityType
from kg.views.drawing import Arrow, Manner, Thing
from kg.views.layout import Box

COLOURS = {"supportive": "#0072b2", "adversarial": "#c24a00", "neutral": "#6b7280"}
DASHES = {Manner.REPORTED: (), Manner.PROPOSED: (8, 5), Manner.DENIED: (2, 4)}
INK, HALO, PAPER = "#1c1b22", "#ffffff", "#ffffff"
LINE_WIDTH, BUNDLE_WIDTH = 1.6, 4.0
LOOP = 18  # radius of an arrow from a thing to itself
BADGE = 7.5  # radius of the disc with the letter of the type


def stroke_width(arrow: Arrow) -> float:
    """Width of an arrow: thick when it stands for several claims."""
    return BUNDLE_WIDTH if len(arrow.claims) > 1 else LINE_WIDTH


def outline(shape: str, box: Box) -> str:
    """An SVG path around (0, 0): an ellipse, a hexagon, a sharp or a rounded box.

    >>> outline("square", Box(20, 10))
    'M-10,-5H10V5H-10Z'
    """
    x, y = f"{box.width / 2:g}", f"{box.height / 2:g}"
    if shape in ("ellipse", "circle", "dot"):
        return f"M-{x},0A{x},{y},0,1,1,{x},0A{x},{y},0,1,1,-{x},0Z"
    if shape in ("hexagon", "diamond"):
        cut = f"{box.width / 2 - 9:g}"
        return f"M-{x},0L-{cut},-{y}H{cut}L{x},0L{cut},{y}H-{cut}Z"
    if shape == "square":
        return f"M-{x},-{y}H{x}V{y}H-{x}Z"
    across, down = f"{box.width - 12:g}", f"{box.height - 12:g}"
    start, turn = f"{box.width / 2 - 6:g}", "a6,6,0,0,1,"
    return f"M-{start},-{y}h{across}{turn}6,6v{down}{turn}-6,6h-{across}{turn}-6,-6v-{down}{turn}6,-6Z"


def is_round(type_: EntityType) -> bool:
    """Whether an arrow ends at an ellipse, not at a box."""
    return type_.shape in ("ellipse", "circle", "dot")


def has_border(type_: EntityType) -> bool:
    """Whether the outline is drawn solid: amounts and the like stand in a dashed one."""
    return type_.shape != "text"


def badge_place(thing: Thing) -> tuple[float, float]:
    """Where the letter of the type sits, seen from the centre: on the upper left of the outline."""
    across, down = (0.82, 0.57) if is_round(thing.type) else (1.0, 1.0)
    return round(1 - thing.box.width / 2 * across, 1), round(1 - thing.box.height / 2 * down, 1)
