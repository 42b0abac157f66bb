"""Where everything on the drawing goes, so that names, arrows and the words on the arrows can all be read.

A stress layout (Gansner, Koren and North 2004) gives the start; then things are moved one at a time to the best of a
handful of places, judged by a readability cost: words over words, words over things, arrows through things, crossings,
arrows too short for their words. At the end overlapping boxes are pushed apart until none is left. The number of steps
depends on the size alone and the random numbers on the seed, so the same graph gives the same picture.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

SEED = 20
ASPECT = 1.2  # width by height of the space between the panels of the page on a common screen
GAP = 26.0  # least distance wanted between two things
STEP = 200.0  # distance of two linked things in the start layout: a name and the words of an arrow
ROOM = 34_000.0  # square pixels for a thing and the arrows around it
ARROW = 38.0  # room on an arrow beside its words: the head and a bit of line
FAN = 165.0  # of arrows side by side, to leave room for the words between them
APART = 60.0  # between parts of the graph that are not connected
STARTS = 36  # random starts of the stress layouts in all; the least tangled one is kept ...
MANY = 120  # ... but for parts of the graph with more things than that only one is made
ROUNDS = 100  # of the stress layout; later ones move things by less than a pixel or two
CANDIDATES = 16  # places tried for a thing at a time
PLACES = (0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74)  # along the arrow, where its words may stand
CENTRE = 0.1  # of the cost, for a pixel away from the middle, or ASPECT pixels sideways
CROSSING = 100.0  # of the cost
TRIES = 3  # complete layouts of a part of the graph, of which the best is kept ...
FEW = 32  # ... when it has no more things than that: for more, one long try does better
WEIGHTS = (1000, 60, 60, 40, 10, 10)  # of the faults, to choose among layouts
HOTTEST = 0.6  # heat at the beginning, as a share of the noise and of the reach of moves
NOISE = 120.0  # of the cost, at the beginning; an arrow through a thing costs about as much
EFFORT = 2_200_000  # candidate-arrow pairs looked at: about two seconds


class Box(NamedTuple):
    """Size of a thing, in pixels."""

    width: float
    height: float


class Link(NamedTuple):
    """An arrow between two things (by index), the size of its words and how far it bends aside (0: straight)."""

    source: int
    target: int
    width: float
    height: float
    bend: float = 0.0


class Point(NamedTuple):
    """A place on the drawing: x to the right, y downwards."""

    x: float
    y: float


class Layout(NamedTuple):
    """Centres of the things, and where along each arrow its words stand (0: its source, 1: its target)."""

    centres: tuple[Point, ...]
    places: tuple[float, ...]


class Faults(NamedTuple):
    """What makes a drawing hard to read, counted."""

    thing_on_thing: int
    words_on_thing: int
    words_on_words: int
    arrow_through_thing: int
    arrow_through_words: int
    crossings: int


def arrange(boxes: Sequence[Box], links: Sequence[Link], *, seed: int = SEED) -> Layout:
    """Centres of the boxes, as whole numbers, and places of the words; no two boxes overlap.

    A link from a thing to itself takes no part.
    """
    centres: list[Point] = [Point(0, 0)] * len(boxes)
    places = [0.5] * len(links)
    frames: list[tuple[list[int], Floats, Floats]] = []
    for members in _components(len(boxes), links):
        share = len(members) / len(boxes)
        scene, numbers = _scene(boxes, links, members)
        tries = TRIES if len(boxes) < 2 * len(members) and len(members) <= FEW else 1
        scene = min((_tried(scene, seed + number, share / tries) for number in range(tries)), key=_hardness)
        for number, place in zip(numbers, scene.place, strict=True):
            places[number] = float(place)
        low, high = _extent(scene)
        scene.centre -= low
        frames.append((members, scene.centre, high - low))
    corners = _pack([size for _, _, size in frames])
    for (members, centre, _), corner in zip(frames, corners, strict=True):
        for member, (x, y) in zip(members, np.rint(centre + corner).tolist(), strict=True):
            centres[member] = Point(int(x), int(y))
    return Layout(tuple(centres), tuple(places))


def faults(boxes: Sequence[Box], links: Sequence[Link], layout: Layout) -> Faults:
    """Count what a reader stumbles over; words need not keep clear of a thing they do not touch."""
    members = list(range(len(boxes)))
    scene, numbers = _scene(boxes, links, members)
    scene.centre[:] = np.array(layout.centres, dtype=float).reshape(-1, 2)
    scene.place[:] = [layout.places[number] for number in numbers]
    return _faults(scene)


def control_point(source: Point, target: Point, bend: float) -> Point:
    """The control point of an arrow's quadratic Bezier curve, as vis-network's curvedCW and curvedCCW set it."""
    along, aside = _via(bend)
    dx, dy = target.x - source.x, target.y - source.y
    return Point(source.x + along * dx + aside * dy, source.y + along * dy - aside * dx)


def on_curve(source: Point, target: Point, bend: float, place: float) -> Point:
    """The point of an arrow at a place from 0, the centre of its source, to 1, the centre of its target.

    >>> on_curve(Point(0, 0), Point(100, 0), 0, 0.25)
    Point(x=25.0, y=0.0)
    """
    via = control_point(source, target, bend)
    first, middle, last = (1 - place) ** 2, 2 * place * (1 - place), place**2
    return Point(
        first * source.x + middle * via.x + last * target.x, first * source.y + middle * via.y + last * target.y
    )


@dataclass(slots=True, kw_only=True)
class _Scene:
    """One connected part of the graph as arrays; centres and places change while it is laid out."""

    centre: Floats  # (things, 2)
    half: Floats  # (things, 2): half width, half height
    source: Ints  # (links,)
    target: Ints
    word_half: Floats  # (links, 2)
    along: Floats  # (links,): the control point of the curve, along the chord ...
    aside: Floats  # ... and beside it
    place: Floats

    def ends(self) -> tuple[Floats, Floats]:
        return self.centre[self.source], self.centre[self.target]

    def words(self) -> Floats:
        """Centres of the words, (links, 2)."""
        start, end = self.ends()
        return _on_curves(start, end, *_weights(self.place, self.along, self.aside))


def _scene(boxes: Sequence[Box], links: Sequence[Link], members: Sequence[int]) -> tuple[_Scene, list[int]]:
    """The part of the graph made of some things, with the numbers of its links."""
    index = {member: position for position, member in enumerate(members)}
    numbers = [n for n, link in enumerate(links) if link.source in index and link.source != link.target]
    chosen = [links[number] for number in numbers]
    vias = np.array([_via(link.bend) for link in chosen], dtype=float).reshape(-1, 2)
    scene = _Scene(
        centre=np.zeros((len(members), 2)),
        half=np.array([boxes[member] for member in members], dtype=float).reshape(-1, 2) / 2,
        source=np.array([index[link.source] for link in chosen], dtype=np.int64),
        target=np.array([index[link.target] for link in chosen], dtype=np.int64),
        word_half=np.array([(link.width, link.height) for link in chosen], dtype=float).reshape(-1, 2) / 2,
        along=vias[:, 0],
        aside=vias[:, 1],
        place=np.full(len(chosen), 0.5),
    )
    return scene, numbers


def _via(bend: float) -> tuple[float, float]:
    """The control point as shares of the chord, along it and to its left seen on the screen."""
    reach, turn = 0.5 + abs(bend) / 2, bend * math.pi / 2
    return round(reach * math.cos(turn), 6), round(reach * math.sin(turn), 6)


def _weights(place: Floats, along: Floats, aside: Floats) -> tuple[Floats, Floats]:
    """A point of the curve as shares of its chord, along it and beside it."""
    middle = 2 * place * (1 - place)
    return place * place + middle * along, middle * aside


def _on_curves(start: Floats, end: Floats, along: Floats, aside: Floats) -> Floats:
    dx, dy = end[..., 0] - start[..., 0], end[..., 1] - start[..., 1]
    return np.stack((start[..., 0] + along * dx + aside * dy, start[..., 1] + along * dy - aside * dx), axis=-1)


def _components(count: int, links: Iterable[Link]) -> list[list[int]]:
    """Connected parts, largest first, then by their first thing."""
    neighbours = _neighbours(count, ((link.source, link.target) for link in links))
    left, parts = set(range(count)), []
    for first in range(count):
        if first in left:
            part = sorted(member for member, far in enumerate(_distances(neighbours, first)) if far >= 0)
            left.difference_update(part)
            parts.append(part)
    return sorted(parts, key=lambda part: (-len(part), part[0]))


def _neighbours(count: int, pairs: Iterable[tuple[int, int]]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(count)]
    for left, right in pairs:
        found[left].append(right)
        found[right].append(left)
    return found


def _distances(neighbours: Sequence[Sequence[int]], first: int) -> list[int]:
    """Steps from one thing to every other, -1 where there is no way."""
    far = [-1] * len(neighbours)
    far[first], ring = 0, [first]
    while ring:
        outer = []
        for member in ring:
            for other in neighbours[member]:
                if far[other] < 0:
                    far[other] = far[member] + 1
                    outer.append(other)
        ring = outer
    return far


def _tried(scene: _Scene, seed: int, share: float) -> _Scene:
    """One complete layout of a part of the graph, with a share of the whole effort."""
    scene = replace(scene, centre=scene.centre.copy(), place=scene.place.copy())
    _start(scene, seed, max(1, round(STARTS * share)) if len(scene.centre) <= MANY else 1)
    _improve(scene, seed, int(EFFORT * share))
    _separate(scene)
    _place_words(scene)
    return scene


def _faults(scene: _Scene) -> Faults:
    words, (start, end), count = scene.words(), scene.ends(), len(scene.centre)
    on_things = _overlap(scene.centre[:, None], scene.half[:, None], scene.centre[None], scene.half[None])
    words_on_things = _overlap(words[:, None], scene.word_half[:, None], scene.centre[None], scene.half[None])
    on_words = _overlap(words[:, None], scene.word_half[:, None], words[None], scene.word_half[None])
    own = _one_hot(scene.source, count) | _one_hot(scene.target, count)
    through = _inside(start[:, None], end[:, None], scene.centre[None], scene.half[None]) > 1
    across = _inside(start[:, None], end[:, None], words[None], scene.word_half[None]) > 1
    crossed = _crosses(start[:, None], end[:, None], start[None], end[None]) & ~_adjacent(scene)
    return Faults(
        thing_on_thing=_pairs(on_things),
        words_on_thing=int((words_on_things > 0).sum()),
        words_on_words=_pairs(on_words),
        arrow_through_thing=int((through & ~own).sum()),
        arrow_through_words=int((across & ~np.eye(len(words), dtype=bool)).sum()),
        crossings=int(np.triu(crossed, 1).sum()),
    )


def _hardness(scene: _Scene) -> int:
    """The faults of a layout, weighted."""
    return sum(weight * count for weight, count in zip(WEIGHTS, _faults(scene), strict=True))


def _start(scene: _Scene, seed: int, starts: int) -> None:
    """Stress majorization from several random starts, turned so that the long side lies across the screen."""
    count = len(scene.centre)
    if count < 2:
        return
    neighbours = _neighbours(count, zip(scene.source.tolist(), scene.target.tolist(), strict=True))
    wanted = STEP * np.array([_distances(neighbours, member) for member in range(count)], dtype=float)
    random = np.random.default_rng(seed)
    settled = [_majorize(random.random((count, 2)) * STEP * math.sqrt(count), wanted) for _ in range(starts)]
    centre = min(settled, key=lambda start: (_tangles(scene, start), _stress(start, wanted)))
    centre = _turned(centre)
    wide, high_ = (float(side) + STEP for side in np.ptp(centre, axis=0))
    stretch = math.sqrt(min(max(ASPECT * high_ / wide, 0.5), 2.0))
    centre *= (stretch, 1 / stretch)
    low, high = centre.min(axis=0), centre.max(axis=0) + STEP
    crowded = ROOM * count / float((high - low)[0] * (high - low)[1])
    scene.centre[:] = centre * max(1.0, math.sqrt(crowded))


def _tangles(scene: _Scene, centre: Floats) -> int:
    """Crossings and arrows through things, were the things at these places."""
    start, end = centre[scene.source], centre[scene.target]
    crossed = _crosses(start[:, None], end[:, None], start[None], end[None]) & ~_adjacent(scene)
    own = _one_hot(scene.source, len(centre)) | _one_hot(scene.target, len(centre))
    through = (_inside(start[:, None], end[:, None], centre[None], scene.half[None]) > 0) & ~own
    return int(crossed.sum()) // 2 + int(through.sum())


def _majorize(centre: Floats, wanted: Floats) -> Floats:
    weight = 1 / np.where(wanted > 0, wanted, np.inf) ** 2
    total = weight.sum(axis=1)[:, None]
    for _ in range(ROUNDS):
        apart = centre[:, None] - centre[None]
        length = np.sqrt(apart[..., 0] ** 2 + apart[..., 1] ** 2) + 1e-9
        pull = (weight * wanted / length)[..., None] * apart + weight[..., None] * centre[None]
        centre = pull.sum(axis=1) / total
    return centre


def _stress(centre: Floats, wanted: Floats) -> float:
    apart = centre[:, None] - centre[None]
    length = np.sqrt(apart[..., 0] ** 2 + apart[..., 1] ** 2)
    return float((((length - wanted) / np.where(wanted > 0, wanted, np.inf)) ** 2).sum())


def _turned(centre: Floats) -> Floats:
    """Rotated onto its main axis (the closed form for two dimensions needs no linear algebra library)."""
    middle = centre - centre.mean(axis=0)
    x, y = middle[:, 0], middle[:, 1]
    angle = 0.5 * math.atan2(2 * float((x * y).sum()), float((x * x - y * y).sum()))
    cos, sin = math.cos(angle), math.sin(angle)
    return np.stack((cos * x + sin * y, cos * y - sin * x), axis=-1)


def _improve(scene: _Scene, seed: int, effort: int) -> None:
    """Move each thing in turn to the best of some random places; noise and reach shrink as it goes on."""
    count, links = len(scene.centre), len(scene.source)
    if count < 2:
        return
    random = np.random.default_rng(seed + 1)
    around = [_Around.of(scene, member) for member in range(count)]
    sweeps = max(3, min(120, 12 * count, effort // (CANDIDATES * count * (links + count))))
    hottest = min(HOTTEST, sweeps / 40)  # few sweeps only polish the start: there is no time to cool down
    for sweep in range(sweeps):
        heat = hottest * (1 - sweep / sweeps) ** 2
        low, high = scene.centre.min(axis=0) - STEP / 2, scene.centre.max(axis=0) + STEP / 2
        for member in random.permutation(count).tolist():
            places = _candidates(scene.centre[member], (low, high), heat, random)
            cost = _cost(scene, around[member], places)
            cost += NOISE * heat * random.random(len(places))
            scene.centre[member] = places[int(cost.argmin())]
        if sweep % 4 == 3 or sweep == sweeps - 1:
            _place_words(scene)


def _candidates(centre: Floats, frame: tuple[Floats, Floats], heat: float, random: np.random.Generator) -> Floats:
    """The present place, places near it and, early on, places anywhere."""
    low, high = frame
    near = centre + (10 + 150 * heat) * random.normal(size=(CANDIDATES - 1, 2))
    anywhere = low + (high - low) * random.random((CANDIDATES // 4, 2))
    if heat > 0.15:
        near[: len(anywhere)] = anywhere
    return np.concatenate((centre[None], near))


@dataclass(frozen=True, slots=True)
class _Around:
    """What moves with one thing (its own arrows) and what does not."""

    member: int
    things: Ints  # all others
    own: Ints  # its arrows
    far: Ints  # the thing at the other end of each
    outward: NDArray[np.bool_]  # whether the arrow starts here
    rest: Ints  # arrows that do not touch it
    shared: NDArray[np.bool_]  # (own, rest): whether they meet at the far end
    far_thing: NDArray[np.bool_]  # (own, things): whether the thing is the arrow's far end

    @staticmethod
    def of(scene: _Scene, member: int) -> "_Around":
        touches = (scene.source == member) | (scene.target == member)
        own, rest = np.flatnonzero(touches), np.flatnonzero(~touches)
        things = np.delete(np.arange(len(scene.centre)), member)
        outward = scene.source[own] == member
        far = np.where(outward, scene.target[own], scene.source[own])
        shared = (far[:, None] == scene.source[rest]) | (far[:, None] == scene.target[rest])
        return _Around(member, things, own, far, outward, rest, shared, far[:, None] == things)


def _cost(scene: _Scene, around: _Around, places: Floats) -> Floats:
    """How hard the drawing is to read with the thing at each of some places: (places,), comparable among them only."""
    here, half = places[:, None, :], scene.half[around.member]
    centres, halves = scene.centre[around.things][None], scene.half[around.things][None]
    cost = 30 * _touch(here, half + GAP / 2, centres, halves + GAP / 2, price=4).sum(axis=1)
    cost += CENTRE * np.maximum(np.abs(places[:, 0]) / ASPECT, np.abs(places[:, 1]))
    far = np.broadcast_to(scene.centre[around.far][None], (len(places), len(around.far), 2))
    near = np.broadcast_to(here, far.shape)
    outward = around.outward[None, :, None]
    start, end = np.where(outward, near, far), np.where(outward, far, near)
    along, aside = _weights(scene.place, scene.along, scene.aside)
    words = _on_curves(start, end, along[around.own], aside[around.own])
    cost += _length_cost(scene, around, near, far)
    cost += _words_cost(scene, around, places, words)
    cost += _lines_cost(scene, around, (start, end), words)
    return cost


def _length_cost(scene: _Scene, around: _Around, near: Floats, far: Floats) -> Floats:
    """Arrows shorter than their words, longer than they need be, or hard to tell apart where they meet."""
    reach = np.abs(far - near)
    length = np.sqrt(reach[..., 0] ** 2 + reach[..., 1] ** 2) + 1e-6
    ux, uy = reach[..., 0] / length, reach[..., 1] / length
    seen = (
        length - _border(scene.half[around.member][None, None], ux, uy) - _border(scene.half[around.far][None], ux, uy)
    )
    words = 2 * scene.word_half[around.own]
    needed = ARROW + np.minimum(words[:, 0] / np.maximum(ux, 1e-6), 26 + words[:, 1] / np.maximum(uy, 1e-6))
    needed = np.maximum(needed, np.where(scene.aside[around.own] != 0, FAN, 0))
    cost = 2.0 * np.maximum(needed - seen, 0) + 0.22 * np.maximum(seen - needed - 20, 0)
    direction = (far - near) / length[..., None]
    cosine = direction[:, :, None, 0] * direction[:, None, :, 0] + direction[:, :, None, 1] * direction[:, None, :, 1]
    same = around.far[:, None] == around.far[None]
    narrow = np.where(same[None], 0.0, np.maximum(cosine - 0.9, 0))  # below about 25 degrees
    total: Floats = cost.sum(axis=1) + 250 * narrow.sum(axis=(1, 2))
    return total


def _border(half: Floats, ux: Floats, uy: Floats) -> Floats:
    """From the centre of a box to its border, in a direction given by absolute shares."""
    nearest: Floats = np.minimum(half[..., 0] / np.maximum(ux, 1e-6), half[..., 1] / np.maximum(uy, 1e-6))
    return nearest


def _words_cost(scene: _Scene, around: _Around, places: Floats, words: Floats) -> Floats:
    """Words over words and over things."""
    half = scene.word_half[around.own][None, :, None] + 3
    others = scene.words()[around.rest]
    other_half = scene.word_half[around.rest]
    things = _touch(words[:, :, None], half, scene.centre[around.things], scene.half[around.things], price=60)
    fixed = _touch(words[:, :, None], half, others, other_half, price=60)
    mutual = _touch(words[:, :, None], half, words[:, None], scene.word_half[around.own], price=60)
    mutual = np.where(np.eye(len(around.own), dtype=bool), 0, mutual)
    own = _touch(words, scene.word_half[around.own] + 3, places[:, None], scene.half[around.member], price=60)
    here = _touch(places[:, None], scene.half[around.member] + 3, others, other_half, price=60)
    total: Floats = things.sum(axis=(1, 2)) + fixed.sum(axis=(1, 2)) + mutual.sum(axis=(1, 2)) / 2
    return total + own.sum(axis=1) + here.sum(axis=1)


def _lines_cost(scene: _Scene, around: _Around, lines: tuple[Floats, Floats], words: Floats) -> Floats:
    """Crossings, arrows through things, arrows through words."""
    start, end = lines[0][:, :, None], lines[1][:, :, None]
    rest_start, rest_end = scene.centre[scene.source[around.rest]], scene.centre[scene.target[around.rest]]
    here = (lines[0] if around.outward[0] else lines[1])[:, :1]
    crossed = _crosses(start, end, rest_start, rest_end) & ~around.shared
    cost: Floats = (CROSSING * crossed.sum(axis=(1, 2))).astype(np.float64)
    through = _inside(start, end, scene.centre[around.things], scene.half[around.things] + 8)
    cost += _passed(np.where(around.far_thing, 0, through), 110).sum(axis=(1, 2))
    cost += _passed(_inside(rest_start, rest_end, here, scene.half[around.member] + 8), 110).sum(axis=1)
    own_half, rest_half = scene.word_half[around.own][:, None], scene.word_half[around.rest]
    over = _inside(rest_start, rest_end, words[:, :, None], own_half)
    under = _inside(start, end, scene.words()[around.rest], rest_half)
    mutual = _inside(start, end, words[:, None], scene.word_half[around.own])
    mutual = np.where(np.eye(len(around.own), dtype=bool), 0, mutual)
    total: Floats = cost + sum(_passed(part, 40).sum(axis=(1, 2)) for part in (over, under, mutual))
    return total


def _passed(length: Floats, price: float) -> Floats:
    """The price of an arrow through a box: most of it for touching it at all, the rest for the length inside."""
    cost: Floats = np.where(length > 0, price + 0.8 * length, 0.0)
    return cost


def _touch(left: Floats, left_half: Floats, right: Floats, right_half: Floats, *, price: float) -> Floats:
    """The price of two boxes overlapping: a share for touching at all, the rest for how deep."""
    depth = _overlap(left, left_half, right, right_half)
    cost: Floats = np.where(depth > 0, price + 2.5 * depth, 0.0)
    return cost


def _overlap(left: Floats, left_half: Floats, right: Floats, right_half: Floats) -> Floats:
    """How far two boxes would have to move apart, 0 or less if they do not overlap."""
    depth = left_half + right_half - np.abs(left - right)
    least: Floats = np.minimum(depth[..., 0], depth[..., 1])
    return least


def _inside(start: Floats, end: Floats, centre: Floats, half: Floats) -> Floats:
    """Length of a line inside a box (the slab method)."""
    reach = end - start
    safe = np.where(np.abs(reach) < 1e-9, 1e-9, reach)
    enter, leave = (centre - half - start) / safe, (centre + half - start) / safe
    low, high = np.minimum(enter, leave), np.maximum(enter, leave)
    first, last = np.maximum(low[..., 0], low[..., 1]), np.minimum(high[..., 0], high[..., 1])
    share = np.minimum(last, 1) - np.maximum(first, 0)
    length: Floats = np.maximum(share, 0) * np.sqrt(reach[..., 0] ** 2 + reach[..., 1] ** 2)
    return length


def _crosses(start: Floats, end: Floats, other_start: Floats, other_end: Floats) -> NDArray[np.bool_]:
    first = _side(start, end, other_start) * _side(start, end, other_end) < 0
    second = _side(other_start, other_end, start) * _side(other_start, other_end, end) < 0
    return first & second


def _side(start: Floats, end: Floats, point: Floats) -> Floats:
    """On which side of a line a point lies, by sign."""
    reach, away = end - start, point - start
    area: Floats = reach[..., 0] * away[..., 1] - reach[..., 1] * away[..., 0]
    return area


def _adjacent(scene: _Scene) -> NDArray[np.bool_]:
    """(links, links): whether two arrows share a thing."""
    ends = np.stack((scene.source, scene.target), axis=1)
    shared: NDArray[np.bool_] = (ends[:, None, :, None] == ends[None, :, None, :]).any(axis=(2, 3))
    return shared


def _one_hot(numbers: Ints, count: int) -> NDArray[np.bool_]:
    hot: NDArray[np.bool_] = numbers[:, None] == np.arange(count)
    return hot


def _pairs(depth: Floats) -> int:
    """Unordered pairs with a depth above 0, out of a square table."""
    return int(np.triu(depth > 0, 1).sum())


def _separate(scene: _Scene) -> None:
    """Push overlapping things apart along the shorter way; spread everything if that does not end."""
    half = scene.half + GAP / 4
    while len(scene.centre) > 1:
        for _ in range(60):
            apart = scene.centre[:, None] - scene.centre[None]
            depth = half[:, None] + half[None] - np.abs(apart)
            overlaps = np.triu((depth[..., 0] > 0) & (depth[..., 1] > 0), 1)
            if not overlaps.any():
                return
            for left, right in np.argwhere(overlaps).tolist():
                _push(scene.centre, left, right, half[left] + half[right])
        scene.centre *= 1.05


def _push(centre: Floats, left: int, right: int, room: Floats) -> None:
    apart = centre[left] - centre[right]
    depth = room - np.abs(apart)
    axis = 0 if depth[0] < depth[1] else 1
    if depth[axis] > 0:
        step = (depth[axis] / 2 + 1) * (1 if apart[axis] >= 0 else -1)
        centre[left, axis] += step
        centre[right, axis] -= step


def _place_words(scene: _Scene) -> None:
    """Slide the words of each arrow to where they overlap least, nearest to the middle of what is seen of the arrow."""
    if not len(scene.source):
        return
    start, end = scene.ends()
    middle = _middles(scene)
    places = np.clip(middle + (np.array(PLACES)[:, None] - 0.5), 0.05, 0.95)
    words = scene.words()
    for _ in range(2):
        for link in range(len(start)):
            at = _on_curves(start[link], end[link], *_weights(places[:, link], scene.along[link], scene.aside[link]))
            cost = 90 * np.abs(places[:, link] - middle[link]) + _word_cost(scene, link, at, words)
            scene.place[link] = round(float(places[int(cost.argmin()), link]), 3)
            words[link] = at[int(cost.argmin())]


def _middles(scene: _Scene) -> Floats:
    """Where the middle of the visible part of each arrow is."""
    start, end = scene.ends()
    reach = np.abs(end - start)
    length = np.sqrt(reach[:, 0] ** 2 + reach[:, 1] ** 2) + 1e-6
    ux, uy = reach[:, 0] / length, reach[:, 1] / length
    first = _border(scene.half[scene.source], ux, uy)
    last = _border(scene.half[scene.target], ux, uy) + ARROW / 2
    middle: Floats = np.clip((length + first - last) / 2 / length, 0.1, 0.9)
    return middle


def _word_cost(scene: _Scene, link: int, at: Floats, words: Floats) -> Floats:
    """What the words of one arrow cover at each of some places."""
    half, start_end = scene.word_half[link] + 2, scene.ends()
    others = np.arange(len(words)) != link
    things = _touch(at[:, None], half, scene.centre, scene.half, price=80).sum(axis=1)
    fixed = _touch(at[:, None], half, words[others], scene.word_half[others], price=80).sum(axis=1)
    lines = _passed(_inside(start_end[0][others], start_end[1][others], at[:, None], half), 20).sum(axis=1)
    total: Floats = things + fixed + lines
    return total


def _extent(scene: _Scene) -> tuple[Floats, Floats]:
    """Corners of the rectangle that holds things and words."""
    points = np.concatenate((scene.centre, scene.words()))
    halves = np.concatenate((scene.half, scene.word_half))
    return (points - halves).min(axis=0), (points + halves).max(axis=0)


def _pack(sizes: Sequence[Floats]) -> list[Floats]:
    """Upper left corners for rectangles, largest first: each where it makes the whole grow least."""
    placed: list[tuple[float, float, float, float]] = []
    for width, height in ((float(size[0]) + APART, float(size[1]) + APART) for size in sizes):
        xs = sorted({0.0, *(right for _, _, right, _ in placed)})
        ys = sorted({0.0, *(bottom for _, _, _, bottom in placed)})
        taken = np.array(placed).reshape(-1, 4)
        corners = np.array([(x, y) for x in xs for y in ys])
        ends = corners + np.array((width, height))
        free = ~(
            (corners[:, None, 0] < taken[:, 2])
            & (ends[:, None, 0] > taken[:, 0])
            & (corners[:, None, 1] < taken[:, 3])
            & (ends[:, None, 1] > taken[:, 1])
        ).any(axis=1)
        extent = np.maximum(ends, taken[:, 2:].max(axis=0, initial=0)) / (ASPECT, 1)
        growth = extent.max(axis=1) + 0.001 * (corners[:, 0] + corners[:, 1])
        x, y = corners[int(np.where(free, growth, np.inf).argmin())].tolist()
        placed.append((x, y, x + width, y + height))
    return [np.array(corner[:2]) for corner in placed]
