"""Queries with a time limit: the same answers, and an end."""

import time
from pathlib import Path

import pyoxigraph as ox
import pytest

from kg.errors import QueryError
from kg.graph.limited import run
from kg.graph.query import run as run_here
from kg.graph.store import fill, open_at

from .conftest import BASE

# Five joins of everything with everything: nobody waits for its end.
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n1 ?o }"


@pytest.fixture
def place(store: ox.Store, tmp_path: Path) -> Path:
    fill(tmp_path / "store", store)
    return tmp_path / "store"


@pytest.mark.parametrize(
    "sparql",
    [
        "SELECT ?claim ?start ?none { ?claim kg:start ?start } ORDER BY ?start",
        "ASK { ent:norland kg:supports ?what }",
        "CONSTRUCT { ?s kg:opposes ?o } WHERE { ?s kg:supports ?o }",
        "DESCRIBE ent:norland",
        "SELECT ?x { ?x kg:suports ?y }",
    ],
)
def test_answer_is_the_same_as_without_a_limit(place: Path, sparql: str) -> None:
    limited = run(place, sparql, base=BASE, timeout=60)
    assert limited == run_here(open_at(place), sparql, base=BASE)
    assert limited.table() == run_here(open_at(place), sparql, base=BASE).table()


def test_rows_that_are_cut_off_are_told(place: Path) -> None:
    limited = run(place, "SELECT ?claim { ?claim kg:start ?start }", base=BASE, timeout=60, max_rows=2)
    assert (len(limited), limited.truncated) == (2, True)
    assert limited.notes == ("only the first 2 rows were asked for; there are more",)


def test_query_that_takes_too_long_is_stopped(place: Path) -> None:
    started = time.monotonic()
    with pytest.raises(QueryError, match=r"took more than 1\.5 seconds and was stopped; narrow it down"):
        run(place, ENDLESS, base=BASE, timeout=1.5)
    assert time.monotonic() - started < 30  # the query itself would take years


def test_what_is_wrong_with_a_query_is_told_as_without_a_limit(place: Path) -> None:
    with pytest.raises(QueryError, match="line 1, column 12: no prefix 'kgg:'"):
        run(place, "SELECT * { kgg:a ?b ?c }", base=BASE, timeout=60)


@pytest.mark.parametrize("seconds", [0, -1.0, float("nan")])
def test_limit_that_leaves_no_time_is_refused(place: Path, seconds: float) -> None:
    with pytest.raises(QueryError, match="leaves no time; give more than 0"):
        run(place, "ASK {}", base=BASE, timeout=seconds)


def test_process_that_dies_is_told(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/bin/false")
    with pytest.raises(QueryError, match=r"ended without an answer \(its process was ended\); ask for fewer rows"):
        run(place, "ASK {}", base=BASE, timeout=60)
