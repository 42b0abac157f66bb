import random
import time

import pytest

from kg.views.layout import Box, Link, Point, arrange, control_point, faults, on_curve


def graph(things: int, links: int, seed: int) -> tuple[list[Box], list[Link]]:
    """Mostly a tree with a few hubs, as claims in the news are, and some links across it."""
    chance = random.Random(seed)
    boxes = [Box(chance.choice([60, 95, 130, 155]), chance.choice([28, 30, 46, 62])) for _ in range(things)]
    pairs = [(thing, min(chance.randrange(thing), chance.randrange(thing))) for thing in range(1, things)]
    pairs = [pair for pair in pairs if chance.random() < 0.93]
    while len(pairs) < links:
        pairs.append((chance.randrange(things), chance.randrange(things)))
    return boxes, [Link(left, right, chance.choice([40, 70, 95, 115]), 16) for left, right in pairs]


@pytest.mark.parametrize(("things", "links"), [(2, 1), (8, 7), (20, 24), (28, 35), (40, 48), (60, 70)])
def test_things_and_words_do_not_overlap(things: int, links: int) -> None:
    boxes, arrows = graph(things, links, seed=things)
    found = faults(boxes, arrows, arrange(boxes, arrows))
    assert found.thing_on_thing == 0
    assert found.words_on_words == 0
    assert found.words_on_thing == 0


@pytest.mark.parametrize("seed", range(4))
def test_crowded_graphs_have_no_overlapping_things(seed: int) -> None:
    boxes, arrows = graph(45, 120, seed)
    assert faults(boxes, arrows, arrange(boxes, arrows)).thing_on_thing == 0


def test_scattered_parts_have_no_overlapping_things() -> None:
    boxes = [Box(120, 30)] * 50
    arrows = [Link(thing, thing + 1, 60, 16) for thing in range(0, 50, 2)]
    found = faults(boxes, arrows, arrange(boxes, arrows))
    assert found == (0, 0, 0, 0, 0, 0)


def test_few_arrows_cross_where_none_has_to() -> None:
    boxes = [Box(90, 30)] * 24
    tree = [Link(thing, (thing - 1) // 2, 60, 16) for thing in range(1, 24)]
    assert faults(boxes, tree, arrange(boxes, tree)).crossings <= 1


def test_same_graph_has_the_same_layout() -> None:
    boxes, arrows = graph(30, 36, seed=1)
    assert arrange(boxes, arrows) == arrange(list(boxes), list(arrows))


def test_positions_are_whole_numbers() -> None:
    boxes, arrows = graph(12, 12, seed=2)
    assert all(isinstance(value, int) for centre in arrange(boxes, arrows).centres for value in centre)


@pytest.mark.parametrize(("boxes", "links"), [([], []), ([Box(50, 20)], []), ([Box(50, 20)], [Link(0, 0, 30, 16)])])
def test_next_to_nothing_is_laid_out(boxes: list[Box], links: list[Link]) -> None:
    layout = arrange(boxes, links)
    assert (len(layout.centres), len(layout.places)) == (len(boxes), len(links))


@pytest.mark.parametrize(("things", "links", "seconds"), [(60, 70, 9), (300, 500, 30)])
def test_layout_takes_seconds_not_minutes(things: int, links: int, seconds: float) -> None:
    # five times and more what it takes on two cores: this guards against minutes, not against a busy machine
    boxes, arrows = graph(things, links, seed=3)
    begun = time.perf_counter()
    found = faults(boxes, arrows, arrange(boxes, arrows))
    assert time.perf_counter() - begun < seconds
    assert found.thing_on_thing == 0


def test_faults_are_counted() -> None:
    boxes = [Box(40, 20), Box(40, 20), Box(40, 20)]
    arrows = [Link(0, 2, 30, 10), Link(0, 2, 30, 10)]
    layout = arrange(boxes, arrows)._replace(centres=(Point(0, 0), Point(100, 0), Point(200, 0)), places=(0.5, 0.5))
    found = faults(boxes, arrows, layout)
    assert found == (0, 2, 1, 2, 2, 0)


def test_bent_arrows_of_both_directions_keep_apart() -> None:
    left, right = Point(0, 0), Point(200, 0)
    there, back = on_curve(left, right, 0.24, 0.5), on_curve(right, left, 0.24, 0.5)
    assert there.y == pytest.approx(-back.y)
    assert abs(there.y - back.y) > 16


def test_control_point_is_the_one_vis_network_uses() -> None:
    # curvedCW with roundness 0.5 from (0, 0) to (100, 0), worked out by hand from its formula: 75 pixels at 45 degrees
    assert control_point(Point(0, 0), Point(100, 0), 0.5) == pytest.approx((53.033, -53.033), abs=0.01)
