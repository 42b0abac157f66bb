"""Judgements: the log people keep, and the things that follow from what was judged."""

import pytest

from kg.claims.judgements import Identity, Judgement, Log, Verdict, judgement
from kg.errors import JudgementError
from kg.model import EntityId

SAME, DIFFERENT = Verdict.SAME, Verdict.DIFFERENT


def judged(one: str, other: str, verdict: Verdict = SAME, score: float = 0.9) -> Judgement:
    return judgement(EntityId(one), EntityId(other), verdict, "alike", by="rule", score=score)


def things(names: str, *judgements: Judgement) -> list[str]:
    identity = Identity(map(EntityId, names), judgements)
    return ["".join(sorted(members)) for members in identity.components()]


def test_what_is_the_same_as_the_same_is_the_same() -> None:
    assert things("abcd", judged("a", "b"), judged("b", "c")) == ["abc", "d"]


def test_what_is_different_keeps_the_things_of_both_apart_and_the_surer_judgement_counts() -> None:
    judgements = judged("a", "b", score=0.95), judged("b", "c", score=0.85), judged("a", "c", DIFFERENT)
    assert things("abc", *judgements) == ["ab", "c"]


def test_a_persons_judgements_go_before_those_of_rules() -> None:
    log = Log().add(judged("b", "c"))
    judgements = judged("a", "b", score=0.95), judged("a", "c", DIFFERENT), *log.in_force()
    assert things("abc", *judgements) == ["a", "bc"]


def test_of_two_judgements_on_a_pair_the_later_counts() -> None:
    log = Log().add(judged("a", "b")).add(judged("a", "b", DIFFERENT))
    assert [given.verdict for given in log.in_force()] == [DIFFERENT]


def test_what_is_withdrawn_is_not_in_force_but_stays_in_the_log() -> None:
    before = Log().add(judged("a", "b"))
    after = before.withdraw(1, reason="a mistake")
    assert after.in_force() == ()
    assert after.text.startswith(before.text)


@pytest.mark.parametrize(("number", "message"), [(7, "in force: none"), (1, "was withdrawn by 2")])
def test_what_is_not_in_force_cannot_be_withdrawn(number: int, message: str) -> None:
    with pytest.raises(JudgementError, match=message):
        Log().add(judged("a", "b")).withdraw(1).withdraw(number)


def test_a_line_written_by_hand_needs_no_number() -> None:
    (given,) = Log('{"verdict": "same", "left": "b", "right": "a", "reason": "seen"}').in_force()
    assert (given.pair, given.number) == (("a", "b"), 1)


@pytest.mark.parametrize(
    "line",
    [
        "no json",
        "[]",
        '{"verdict": "perhaps", "left": "a", "right": "b"}',
        '{"verdict": "same", "left": "a"}',
        '{"verdict": "same", "left": "a", "right": "a"}',
        '{"withdraws": 3}',
    ],
)
def test_a_line_that_is_no_entry_is_named(line: str) -> None:
    with pytest.raises(JudgementError, match=r"^log:2: .* is no entry"):
        Log(f'{{"verdict": "same", "left": "a", "right": "b"}}\n{line}\n', place="log")
