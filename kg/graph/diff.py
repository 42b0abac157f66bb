"""What came and what went between two graphs, by what claims are: not by the files they lie in."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kg.graph.contents import Contents, described, passage, reading
from kg.graph.encode import claim_id, decode
from kg.graph.received import received
from kg.graph.store import load_build, open_store
from kg.model import Claim, Document, DocumentId, Entity, EntityId

type Pair = tuple[Claim[Entity], Claim[Entity]]  # before and after


@dataclass(frozen=True, slots=True)
class Side:
    """The claims of a graph folder or a file, and what is needed to print them."""

    contents: Contents
    claims: Mapping[str, Claim[Entity]]  # by what tells claims apart

    @property
    def documents(self) -> Mapping[DocumentId, Document]:
        return self.contents.documents


@dataclass(frozen=True, slots=True)
class Diff:
    """What is different in the graph `after`: every claim of either is in at most one of `came`, `went` and `moved`."""

    before: Side
    after: Side
    came: tuple[Claim[Entity], ...]
    went: tuple[Claim[Entity], ...]
    moved: tuple[Pair, ...]  # the same passage read the same way, but about another thing or held by another
    changed: tuple[Pair, ...]  # the same claim with another confidence or quote
    renamed: tuple[tuple[Entity, Entity], ...]  # the same id with another label or type

    @property
    def same(self) -> bool:
        return not (self.came or self.went or self.moved or self.changed or self.renamed)

    @property
    def became(self) -> Mapping[tuple[EntityId, EntityId], int]:
        """What each thing of a moved claim became, with the number of claims: names that were merged or split show."""
        pairs = (pair for before, after in self.moved for pair in set(_ends(before, after)))
        counts = Counter((one.id, other.id) for one, other in pairs)
        return dict(sorted(counts.items()))


def side(path: Path) -> Side:
    """A side of a comparison: a graph folder, or a file of RDF that kg exported.

    Raises:
        GraphError: there is no graph there, or it cannot be read.
    """
    if path.is_file():
        file = received(path)
        contents = Contents(file.store, file.base, documents=file.documents)
        return Side(contents, {claim_id(claim): claim for claim in file.claims})
    base = str(load_build(path)["base"])
    store = open_store(path)
    contents = Contents(store, base, documents=described(store, base=base))
    return Side(contents, {claim_id(claim): claim for claim in decode(store, base=base)})


def diff(before: Side, after: Side) -> Diff:
    """What is different, in the order of passages. Bases may differ: ids are compared without them."""
    gone = [claim for id_, claim in before.claims.items() if id_ not in after.claims]
    new = [claim for id_, claim in after.claims.items() if id_ not in before.claims]
    moved = sorted(_moved(gone, new), key=lambda pair: passage(pair[0]))
    paired = {claim_id(claim) for pair in moved for claim in pair}
    both = [(claim, after.claims[id_]) for id_, claim in before.claims.items() if id_ in after.claims]
    return Diff(
        before,
        after,
        came=_unpaired(new, paired),
        went=_unpaired(gone, paired),
        moved=tuple(moved),
        changed=tuple(sorted(filter(_is_changed, both), key=lambda pair: passage(pair[0]))),
        renamed=tuple(_renamed(before, after)),
    )


def _moved(gone: Sequence[Claim[Entity]], new: Sequence[Claim[Entity]]) -> list[Pair]:
    """Claims that are alike in everything but what they are about and who holds them.

    First those of which only one is alike; then those that are the same once what the first tell is put in.
    """
    sure = list(_alike(gone, new))
    became = {one.id: other for before, after in sure for one, other in _ends(before, after)}
    paired = {claim_id(claim) for pair in sure for claim in pair}
    rest = {id_: claim for claim in new if (id_ := claim_id(claim)) not in paired}
    left = [(claim, _put(claim, became)) for claim in gone if claim_id(claim) not in paired]
    return sure + [(claim, rest.pop(id_)) for claim, put in left if (id_ := claim_id(put)) in rest]


def _alike(gone: Sequence[Claim[Entity]], new: Sequence[Claim[Entity]]) -> Iterator[Pair]:
    before, after = Counter(map(_reading, gone)), Counter(map(_reading, new))
    found = {_reading(claim): claim for claim in new}
    for claim in gone:
        alike = _reading(claim)
        if before[alike] == after[alike] == 1:
            yield claim, found[alike]


def _put(claim: Claim[Entity], became: Mapping[EntityId, Entity]) -> Claim[Entity]:
    """A claim with other things in the place of those it has."""
    subject, object_, *holder = (became.get(entity.id, entity) for entity in claim.arguments)
    return replace(claim, subject=subject, object=object_, holder=tuple(holder))


def _reading(claim: Claim[Entity]) -> tuple[object, ...]:
    return (*reading(claim), len(claim.holder))


def _unpaired(claims: Sequence[Claim[Entity]], paired: set[str]) -> tuple[Claim[Entity], ...]:
    return tuple(sorted((claim for claim in claims if claim_id(claim) not in paired), key=passage))


def _is_changed(pair: Pair) -> bool:
    before, after = ((round(claim.confidence, 2), claim.evidence.quote) for claim in pair)
    return before != after


def _renamed(before: Side, after: Side) -> Iterator[tuple[Entity, Entity]]:
    old, new = _known(before), _known(after)
    for id_, entity in sorted(old.items()):
        if id_ in new and (entity.label, entity.type) != (new[id_].label, new[id_].type):
            yield entity, new[id_]


def _known(side: Side) -> dict[EntityId, Entity]:
    return {entity.id: entity for claim in side.claims.values() for entity in claim.arguments}


def _ends(before: Claim[Entity], after: Claim[Entity]) -> Iterator[tuple[Entity, Entity]]:
    """The things in the same places of two claims that are not the same."""
    for one, other in zip(before.arguments, after.arguments, strict=True):
        if one.id != other.id:
            yield one, other
