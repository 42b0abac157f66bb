"""Dates in words, as somebody who reads the news on a known day would have them."""

import pytest

from kg.claims.dates import Calendar
from kg.model import Tense, TimeSpan

WEDNESDAY = "2021-03-10"


def at(text: str) -> TimeSpan:
    return TimeSpan(text, text)


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("10 November 2020", at("2020-11-10")),
        ("Dec. 31, 2020", at("2020-12-31")),
        ("2021-02-03", at("2021-02-03")),
        ("March 2020", at("2020-03")),
        ("2019", at("2019")),
        ("early 2019", at("2019")),
        ("mid-2020", at("2020")),
        ("the second half of 2020", at("2020")),
        ("the summer of 2016", at("2016")),
        ("Tuesday", at("2021-03-09")),
        ("Wednesday", at("2021-03-10")),
        ("10 p.m. Thursday", at("2021-03-04")),
        ("Saturday evening", at("2021-03-06")),
        ("last Tuesday", at("2021-03-09")),
        ("yesterday", at("2021-03-09")),
        ("Earlier this year", at("2021")),
        ("this month", at("2021-03")),
        ("last month", at("2021-02")),
        ("last year's", at("2020")),
        ("two years ago", at("2019")),
        ("last week", TimeSpan("2021-03-01", "2021-03-07")),
        ("June", at("2020-06")),
        ("March", at("2021-03")),
        ("November 10", at("2020-11-10")),
        ("29 February", at("2020-02-29")),
        ("the early 1990s", TimeSpan("1990", "1999")),
        ("2014-2015", TimeSpan("2014", "2015")),
        ("1998-99", TimeSpan("1998", "1999")),
        ("between 1998 and 2000", TimeSpan("1998", "2000")),
        ("from May to July 2020", TimeSpan("2020-05", "2020-07")),
        ("May 4-6, 2020", TimeSpan("2020-05-04", "2020-05-06")),
        ("the past three years", TimeSpan("2018", "2021-03-10")),
        ("two weeks", None),
        ("14-year-old", None),
        ("annual", None),
        ("recent years", None),
        ("2014 and 2018", None),
        ("2000 to 1998", None),
    ],
)
def test_date_told_in_the_past(words: str, expected: TimeSpan | None) -> None:
    assert Calendar(WEDNESDAY).span(words, Tense.PAST) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("Tuesday", at("2021-03-16")),
        ("next Friday", at("2021-03-12")),
        ("tomorrow", at("2021-03-11")),
        ("next week", TimeSpan("2021-03-15", "2021-03-21")),
        ("June", at("2021-06")),
        ("January", at("2022-01")),
        ("later this month", at("2021-03")),
        ("in two years", at("2023")),
        ("2020", None),
    ],
)
def test_date_told_in_the_future(words: str, expected: TimeSpan | None) -> None:
    assert Calendar(WEDNESDAY).span(words, Tense.FUTURE) == expected


def test_date_after_today_is_not_that_of_what_is_past() -> None:
    assert Calendar(WEDNESDAY).span("tomorrow", Tense.PAST) is None


def test_month_without_tense_is_the_nearest() -> None:
    calendar = Calendar(WEDNESDAY)
    assert [calendar.span(words, None) for words in ("May", "November")] == [at("2021-05"), at("2020-11")]


@pytest.mark.parametrize("words", ["Tuesday", "yesterday", "June", "last year", "two years ago", "the past decade"])
def test_relative_date_says_nothing_without_a_date_of_publication(words: str) -> None:
    assert Calendar(None).span(words, Tense.PAST) is None


def test_date_with_its_year_needs_no_date_of_publication() -> None:
    assert Calendar(None).span("17 June 2018", Tense.PAST) == at("2018-06-17")


@pytest.mark.parametrize(
    ("today", "words", "expected"),
    [
        ("2021", "last year", at("2020")),
        ("2021", "June", None),
        ("2021", "Tuesday", None),
        ("2021-03", "last month", at("2021-02")),
        ("2021-03", "yesterday", None),
    ],
)
def test_relative_date_is_no_finer_than_the_date_of_publication(
    today: str, words: str, expected: TimeSpan | None
) -> None:
    assert Calendar(today).span(words, Tense.PAST) == expected


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("a day earlier", at("2020-12-23")),
        ("the day before", at("2020-12-23")),
        ("two days later", at("2020-12-26")),
        ("the following day", at("2020-12-25")),
        ("the next day", at("2020-12-25")),
        ("the same day", at("2020-12-24")),
        ("that year", at("2020")),
        ("June of that year", at("2020-06")),
        ("the previous month", at("2020-11")),
        ("next week", TimeSpan("2021-03-15", "2021-03-21")),
    ],
)
def test_words_that_point_back_count_from_the_date_named_before(words: str, expected: TimeSpan) -> None:
    assert Calendar(WEDNESDAY).span(words, None, ("2020-12-24",)) == expected


def test_day_cannot_be_counted_from_a_month_so_an_earlier_date_is_taken() -> None:
    assert Calendar(WEDNESDAY).span("a day earlier", Tense.PAST, ("2021-01", "2020-12-24")) == at("2020-12-23")


def test_words_that_point_back_say_nothing_where_no_date_is_named() -> None:
    assert Calendar(WEDNESDAY).span("a day earlier", Tense.PAST) is None
