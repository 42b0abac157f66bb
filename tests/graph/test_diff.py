"""Differences between graphs: by what claims are, whatever the file and its format."""

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import GraphError
from kg.graph.contents import Contents
from kg.graph.diff import Diff, Side, diff, side
from kg.graph.encode import claim_id
from kg.graph.export import export
from kg.graph.store import write
from kg.model import Claim, Document, Entity, EntityId, TypeId

from .conftest import BASE, Fill


@pytest.fixture
def between(fill: Fill) -> "Between":
    return Between(fill)


class Between:
    """The difference between graphs of some claims."""

    def __init__(self, fill: Fill) -> None:
        self.fill = fill

    def __call__(self, before: Iterable[Claim[Entity]], after: Iterable[Claim[Entity]]) -> Diff:
        return diff(self.side(before), self.side(after))

    def side(self, claims: Iterable[Claim[Entity]]) -> Side:
        known = tuple(claims)
        store = self.fill(*known)
        return Side(Contents(store, BASE), {claim_id(claim): claim for claim in known})


def test_same_claims_in_another_order_are_no_difference(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    found = between(claims, reversed(claims))
    assert found.same
    assert (found.came, found.went, found.moved, found.changed, found.renamed) == ((), (), (), (), ())


def test_claims_came_and_went(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    found = between(claims[1:], claims[:-1])
    assert not found.same
    assert (found.came, found.went, found.moved) == ((claims[0],), (claims[-1],), ())


def test_denied_claim_is_another_than_the_affirmed_one(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    found = between([claims[2]], [claims[3]])
    assert (found.came, found.went) == ((claims[3],), (claims[2],))


def test_merged_names_are_told_once_for_all_their_claims(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    realm = replace(claims[1].subject, id=EntityId("realm"))
    merged = tuple(replace(claim, subject=realm) if claim.subject.id == "norland" else claim for claim in claims)
    found = between(claims, merged)
    assert (found.came, found.went) == ((), ())
    assert [before.subject.id for before, _ in found.moved] == ["norland"] * 4
    assert found.became == {("norland", "realm"): 4}


def test_readings_of_one_passage_are_told_apart_by_what_others_became(
    between: Between, claims: tuple[Claim[Entity], ...]
) -> None:
    """Two claims from the same words, each accusing the other, move together with a claim that stands alone."""
    one, two = claims[1].subject, claims[2].subject
    both = replace(claims[1], object=two), replace(claims[1], subject=two, object=one)
    new = replace(one, id=EntityId("realm"))
    moved = replace(claims[1], subject=new, object=two), replace(claims[1], subject=two, object=new)
    alone, after = claims[0], replace(claims[0], subject=new)
    found = between([*both, alone], [*moved, after])
    assert (found.came, found.went, len(found.moved)) == ((), (), 3)
    assert found.became == {("norland", "realm"): 3}


def test_other_holder_of_the_same_words_is_a_moved_claim(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    other = replace(claims[2], holder=(claims[2].holder[0], claims[0].subject))
    assert between([claims[2]], [other]).became == {("ida-lind", "norland"): 1}


def test_other_confidence_is_a_changed_claim(between: Between, claims: tuple[Claim[Entity], ...]) -> None:
    surer = replace(claims[1], confidence=0.99)
    found = between(claims, [surer if claim == claims[1] else claim for claim in claims])
    assert found.changed == ((claims[1], surer),)
    assert (found.came, found.went, found.same) == ((), (), False)


def test_other_quote_is_a_changed_claim_and_another_extractor_is_none(
    between: Between, claims: tuple[Claim[Entity], ...]
) -> None:
    quoted, read = (
        replace(claims[1], evidence=replace(claims[1].evidence, **change))  # type: ignore[arg-type]  # a text each
        for change in ({"quote": "Norland backs it"}, {"extractor": "patterns/2"})
    )
    before = between.side([claims[1]])
    assert diff(before, between.side([quoted])).changed == ((claims[1], quoted),)
    assert diff(before, replace(before, claims={claim_id(read): read})).same


@pytest.mark.parametrize("change", [{"label": "The North"}, {"type": TypeId("https://example.org/Realm")}], ids=str)
def test_other_label_or_type_is_a_renamed_thing(
    between: Between, claims: tuple[Claim[Entity], ...], change: dict[str, str]
) -> None:
    named = replace(claims[1].subject, **change)  # type: ignore[arg-type]  # a label or a type
    found = between([claims[1]], [replace(claims[1], subject=named)])
    assert found.renamed == ((claims[1].subject, named),)
    assert (found.came, found.went) == ((), ())


def test_folder_and_file_of_any_format_are_compared(
    tmp_path: Path, fill: Fill, claims: tuple[Claim[Entity], ...], documents: tuple[Document, ...]
) -> None:
    store = fill(*claims)
    write(tmp_path / "graph", store, documents, {"base": BASE})
    (tmp_path / "graph.rdf").write_bytes(export(store, "rdfxml", base=BASE))
    (tmp_path / "less.nq").write_bytes(export(fill(*claims[1:]), "nquads", base=BASE))
    folder, file, less = (side(tmp_path / name) for name in ("graph", "graph.rdf", "less.nq"))
    assert diff(folder, file).same
    assert diff(less, folder).came == (claims[0],)
    assert [document.source for document in folder.documents.values()] == ["news/treaty.txt", "news/league.txt"]


def test_bases_are_not_compared(
    fill: Fill, claims: tuple[Claim[Entity], ...], between: Between, tmp_path: Path
) -> None:
    text = export(fill(*claims), "nquads", base=BASE).decode()
    (tmp_path / "other.nq").write_text(text.replace(BASE, "https://example.com/kg/"), "utf-8")
    assert diff(between.side(claims), side(tmp_path / "other.nq")).same


def test_path_without_a_graph_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphError, match=r"nix: there is no such folder"):
        side(tmp_path / "nix")
