"""The graph as a network: who is central, which groups there are, what holds them together, who is around whom.

Two entities are tied where a claim has one as its subject and the other as its object. Ties of supportive, adversarial
and neutral relations (`kg:stance`) are kept apart: to be at the centre of quarrels is not to be at the centre of an
alliance. A tie weighs as much as there are independent documents with a claim on it. Directions are left aside, and
what an entity claims to do to itself. Measures are those of networkx, rounded to six digits, the same every time.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError
from kg.graph.coalitions import AGENT, Coalitions, coalitions
from kg.graph.communities import SEED, numbered, partition
from kg.graph.names import called, nearest
from kg.graph.rows import Table, Value
from kg.graph.voices import Claims, independent
from kg.iris import name_of
from kg.model import Claim, DocumentId, Entity, EntityId, Modality, Polarity
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx

# Steps along ties that a measure over all shortest paths may take: some ten seconds. Beyond it paths are followed from
# a sample of entities.
STEPS = 4_000_000
PIVOTS = 16  # the least that a sample has
MOST_ROUNDS = 200  # of the power iteration
DIGITS = 6
NEUTRAL = "neutral"

MEASURES = ("degree", "betweenness", "closeness", "eigenvector")


@dataclass(frozen=True, slots=True, repr=False)
class Tie:
    """Two entities and the claims of one stance that have them as subject and object, either way round."""

    one: Entity  # of the two ids the lesser
    other: Entity
    stance: str
    claims: Claims

    @property
    def weight(self) -> int:
        """The number of independent documents with these claims."""
        return independent(self.claims)

    def __repr__(self) -> str:
        return f"<Tie: {self.one.label}, {self.other.label}: {self.stance}, {len(self.claims)} claims>"


@dataclass(frozen=True, repr=False)
class Network:
    """The network of some claims. What it gives names every entity by its id, label and type."""

    claims: Claims
    ontology: Ontology = field(compare=False)

    def __repr__(self) -> str:
        return f"<Network: {len(self.entities):,} entities, {len(self.claims):,} claims>"

    @cached_property
    def entities(self) -> Mapping[EntityId, Entity]:
        """What is tied, by id, in the order of ids."""
        found = {entity.id: entity for tie in self.ties for entity in (tie.one, tie.other)}
        return dict(sorted(found.items()))

    @cached_property
    def stances(self) -> tuple[str, ...]:
        """The stances that its ties have."""
        return tuple(sorted({tie.stance for tie in self.ties}))

    @cached_property
    def ties(self) -> tuple[Tie, ...]:
        """Every two entities that are tied, once for each stance, in the order of ids."""
        found: defaultdict[tuple[EntityId, EntityId, str], list[Claim[Entity]]] = defaultdict(list)
        for claim in self.claims:
            one, other = sorted((claim.subject.id, claim.object.id))
            if one != other:
                found[one, other, self._stance(claim)].append(claim)
        return tuple(_tie(*key, tuple(found[key])) for key in sorted(found))

    def graph(self, stance: str | None = None) -> "networkx.Graph[EntityId]":
        """The ties of one stance, or of all together, as an undirected graph.

        Nodes are ids with `label` and `type`; edges have `weight` (independent documents) and `claims` (how many).

        Raises:
            QueryError: there is no such stance.
        """
        import networkx

        graph: networkx.Graph[EntityId] = networkx.Graph()
        ties = list(self._ties(stance))
        ends = {entity.id: entity for tie in ties for entity in (tie.one, tie.other)}
        for id_ in sorted(ends):
            graph.add_node(id_, label=ends[id_].label, type=self._type(ends[id_]))
        for tie in ties:
            graph.add_edge(tie.one.id, tie.other.id, weight=tie.weight, claims=len(tie.claims))
        return graph

    def centralities(self, stance: str | None = None, *, actors: bool = False) -> Table:
        """Who is central, the most often tied first: a row for each entity that has a tie of that stance.

        `actors`: only rows of actors; what they are measured in stays the whole network.

        - `neighbours`: how many it is tied to; `weight`: the documents behind those ties, added up for each tie;
          `claims` and `documents`: how many have it as subject or object.
        - `degree`: the share of all others that it is tied to (Freeman, "Centrality in social networks", 1978).
        - `betweenness`: the share of the shortest paths between two others that lead through it (Freeman 1978; the
          algorithm is that of Brandes 2001, for samples of Brandes and Pich 2007).
        - `closeness`: one by its mean distance to those it reaches, times the share of all others that these are
          (Freeman 1978, in the form of Wasserman and Faust 1994; for samples of Eppstein and Wang 2004).
        - `eigenvector`: how much it is tied to the well tied, by weight (Bonacich 1972). In a network of several parts
          the densest one has it all. Missing where it cannot be told.

        On networks too large to follow all shortest paths they are followed from a sample; a note says so.

        Raises:
            QueryError: there is no such stance.
        """
        import networkx

        graph = self.graph(stance)
        numbers = numbered(graph)
        pivots = _pivots(len(graph), graph.number_of_edges())
        measured = (
            networkx.degree_centrality(numbers),
            networkx.betweenness_centrality(numbers, k=pivots, seed=SEED),
            _closeness(numbers, pivots),
            _eigenvector(numbers),
        )
        sources = self._documents(stance)
        columns = ("entity", "label", "type", "neighbours", "weight", "claims", "documents", *MEASURES)
        rows = (
            (
                *self._named(id_),
                *(len(graph[id_]), *_sums(graph, id_), len(sources[id_])),
                *(_rounded(values.get(number)) for values in measured),
            )
            for number, id_ in enumerate(sorted(graph))
            if not actors or self.ontology.fits(self.entities[id_].type, (AGENT,))
        )
        ranked = sorted(rows, key=lambda row: (-_number(row[3]), -_number(row[4]), str(row[1]), str(row[0])))
        return Table(columns, tuple(ranked), _sampled(pivots, len(graph)))

    def communities(self, stance: str | None = None) -> Table:
        """Groups whose members are tied to one another more than to others, by weight: the largest is number 1.

        Found by the Louvain method (Blondel et al., "Fast unfolding of communities in large networks", 2008). The note
        tells the modularity (Newman and Girvan 2004): 0 is as by chance, 0.3 and more is worth a look.

        Raises:
            QueryError: there is no such stance.
        """
        import networkx

        graph = self.graph(stance)
        groups = partition(graph)
        rows = ((number, *self._named(id_)) for number, group in enumerate(groups, 1) for id_ in group)
        told = round(networkx.community.modularity(graph, list(map(set, groups))), 2) if groups else 0.0
        return Table(("community", "entity", "label", "type"), tuple(rows), (f"modularity {told}",))

    def bridges(self, stance: str | None = None) -> Table:
        """The ties that alone hold two parts together, those first that hold the most: `cut_off` is the smaller part.

        Raises:
            QueryError: there is no such stance.
        """
        graph = self.graph(stance)
        columns = ("entity", "label", "other", "other_label", "cut_off", "weight", "claims")
        ids = sorted(graph)
        found = sorted(_bridges(numbered(graph)), key=lambda bridge: (-bridge[2], bridge))
        pairs = ((ids[one], ids[other], size) for one, other, size in found)
        rows = (
            (one, self.entities[one].label, other, self.entities[other].label, size, *_edge(graph, one, other))
            for one, other, size in pairs
        )
        return Table(columns, tuple(rows))

    def articulation_points(self, stance: str | None = None) -> Table:
        """The entities without which those around them would fall apart, in so many `parts`; the most first.

        Raises:
            QueryError: there is no such stance.
        """
        import networkx

        blocks: defaultdict[EntityId, int] = defaultdict(int)
        found: Any = networkx.biconnected_components(self.graph(stance))  # sets; its types say lists of sets
        for block in found:
            for id_ in block:
                blocks[id_] += 1
        ordered = sorted(blocks, key=lambda id_: (-blocks[id_], self.entities[id_].label, id_))
        rows = ((*self._named(id_), blocks[id_]) for id_ in ordered if blocks[id_] > 1)
        return Table(("entity", "label", "type", "parts"), tuple(rows))

    def ego(self, name: str, radius: int = 1) -> "Network":
        """The network of what is called that, of all that is at most so many ties away, and of the ties among these.

        A thing is named by its id, its label, an alias or words of its label, in any case.

        Raises:
            QueryError: nothing tied is called that, or the radius is less than 1.
        """
        if radius < 1:
            raise QueryError(f"a radius of {radius} cannot be asked for; give 1 for whom it is tied to, 2 for theirs")
        reached = set(self.called(name))
        graph = self.graph()
        edge = reached
        for _ in range(radius):
            edge = {other for id_ in edge for other in graph[id_]} - reached
            reached = reached | edge
        within = (claim for claim in self.claims if claim.subject.id in reached and claim.object.id in reached)
        return Network(tuple(within), self.ontology)

    def called(self, name: str) -> tuple[EntityId, ...]:
        """The ids of the tied entities that a name stands for.

        Raises:
            QueryError: nothing tied is called that; the message names the nearest.
        """
        known = self.entities.values()
        aliases = [(str(one.id), alias) for one in known for alias in one.aliases]
        return tuple(map(EntityId, called(name, [(str(one.id), one.label) for one in known], aliases)))

    def coalitions(self) -> Coalitions:
        """Who stands with whom, and who against whom; denied claims take no side."""
        return coalitions(self.claims, self.ontology)

    def attributes(self) -> dict[EntityId, dict[str, int | float]]:
        """Measures by entity, for `networkx.set_node_attributes`: `community`, `supportive_weight`, ...

        For every stance that an entity has a tie of: `STANCE_neighbours`, `_weight`, `_betweenness` and `_closeness`.
        """
        found: dict[EntityId, dict[str, int | float]] = {id_: {} for id_ in self.entities}
        for number, group in enumerate(partition(self.graph()), 1):
            for id_ in group:
                found[id_]["community"] = number
        for stance in self.stances:
            for row in self.centralities(stance):
                for name in ("neighbours", "weight", "betweenness", "closeness"):
                    found[EntityId(str(row["entity"]))][f"{stance}_{name}"] = _number(row[name])
        return found

    def _ties(self, stance: str | None) -> Iterator[Tie]:
        if stance is None:
            return self._all_ties()
        known = sorted({relation.stance for relation in self.ontology.relations.values()})
        if stance not in known:
            raise QueryError(f"no stance {stance!r}; {nearest(stance, known) or 'use one of ' + ', '.join(known)}")
        return (tie for tie in self.ties if tie.stance == stance)

    def _all_ties(self) -> Iterator[Tie]:
        """The ties of all stances together, one for every two entities."""
        found: defaultdict[tuple[EntityId, EntityId], Claims] = defaultdict(tuple)
        for tie in self.ties:
            found[tie.one.id, tie.other.id] += tie.claims
        return (_tie(*pair, "", claims) for pair, claims in found.items())

    def _documents(self, stance: str | None) -> Mapping[EntityId, set[DocumentId]]:
        """The documents with a claim on each entity."""
        found: defaultdict[EntityId, set[DocumentId]] = defaultdict(set)
        for tie in self._ties(stance):
            for end in (tie.one.id, tie.other.id):
                found[end].update(claim.evidence.document for claim in tie.claims)
        return found

    def _stance(self, claim: Claim[Entity]) -> str:
        """That of its relation; one of another ontology takes no side."""
        known = self.ontology.relations.get(claim.relation)
        return known.stance if known else NEUTRAL

    def _type(self, entity: Entity) -> str:
        known = self.ontology.types.get(entity.type)
        return known.label if known else name_of(entity.type)

    def _named(self, id_: EntityId) -> tuple[Value, ...]:
        return (id_, self.entities[id_].label, self._type(self.entities[id_]))


def _tie(one: EntityId, other: EntityId, stance: str, claims: Claims) -> Tie:
    ends = {entity.id: entity for entity in (claims[0].subject, claims[0].object)}
    return Tie(ends[one], ends[other], stance, claims)


def _pivots(nodes: int, edges: int) -> int | None:
    """How many entities to follow shortest paths from; None for all of them."""
    affordable = max(PIVOTS, STEPS // max(1, nodes + 2 * edges))
    return None if affordable >= nodes else affordable


def _sampled(pivots: int | None, nodes: int) -> tuple[str, ...]:
    if pivots is None:
        return ()
    return (f"betweenness and closeness are estimates, from the shortest paths of {pivots:,} of {nodes:,} entities",)


def _closeness(graph: "networkx.Graph[int]", pivots: int | None) -> dict[int, float]:
    """Closeness from the distances to all others of a component, or to a sample of them."""
    import networkx

    found: dict[int, float] = {}
    for component in map(sorted, networkx.connected_components(graph)):
        chosen = component if pivots is None or len(component) <= pivots else Random(SEED).sample(component, pivots)
        total = dict.fromkeys(component, 0)
        for pivot in chosen:
            for node, distance in networkx.single_source_shortest_path_length(graph, pivot).items():
                total[node] += distance
        reached, among = len(component) - 1, set(chosen)
        for node in component:
            seen = len(among) - (node in among)
            mean = total[node] / seen if seen else 0.0
            found[node] = reached / (len(graph) - 1) / mean if mean else 0.0
    return found


def _eigenvector(graph: "networkx.Graph[int]") -> dict[int, float]:
    """Eigenvector centrality by weight; empty where the power iteration finds no end."""
    import networkx

    try:
        return networkx.eigenvector_centrality(graph, max_iter=MOST_ROUNDS, weight="weight") if graph else {}
    except networkx.PowerIterationFailedConvergence:
        return {}


def _sums(graph: "networkx.Graph[EntityId]", id_: EntityId) -> tuple[int, int]:
    """The weight and the claims of all ties of an entity."""
    return sum(tie["weight"] for tie in graph[id_].values()), sum(tie["claims"] for tie in graph[id_].values())


def _edge(graph: "networkx.Graph[EntityId]", one: EntityId, other: EntityId) -> tuple[int, int]:
    return graph[one][other]["weight"], graph[one][other]["claims"]


def _bridges(graph: "networkx.Graph[int]") -> Iterator[tuple[int, int, int]]:
    """The ends of each bridge, the lesser first, with the size of the smaller part it leads to.

    What bridges leave together becomes one node of a forest, in which every subtree is a part that a bridge cuts off.
    """
    import networkx

    found: Any = networkx.bridges(graph)  # pairs of nodes; its types say nodes
    bridges = sorted((min(bridge), max(bridge)) for bridge in found)
    rest = graph.copy()
    rest.remove_edges_from(bridges)
    parts = [set(part) for part in networkx.connected_components(rest)]
    place = {node: number for number, part in enumerate(parts) for node in part}
    forest: networkx.Graph[int] = networkx.Graph((place[one], place[other]) for one, other in bridges)
    below, whole = _subtrees(forest, [len(part) for part in parts])
    for one, other in bridges:
        cut = min(below[place[one]], below[place[other]])
        yield one, other, min(cut, whole[place[one]] - cut)


def _subtrees(forest: "networkx.Graph[int]", sizes: Sequence[int]) -> tuple[dict[int, int], dict[int, int]]:
    """For each node of a forest what is in its subtree, and what in its tree; a tree hangs by its first node."""
    import networkx

    below = dict(enumerate(sizes))
    whole: dict[int, int] = {}
    for root in forest:
        if root in whole:
            continue
        edges = list(networkx.dfs_edges(forest, root))
        for parent, child in reversed(edges):
            below[parent] += below[child]
        whole |= dict.fromkeys((root, *(child for _, child in edges)), below[root])
    return below, whole


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(float(value), DIGITS)


def _number(value: Value) -> int | float:
    return value if isinstance(value, int | float) else 0


def chosen(claims: Iterable[Claim[Entity]], polarities: Iterable[str], modalities: Iterable[str]) -> Claims:
    """The claims of some polarities and modalities.

    Raises:
        QueryError: there is no such polarity or modality.
    """
    signs, moods = set(members(Polarity, polarities)), set(members(Modality, modalities))
    return tuple(claim for claim in claims if claim.polarity in signs and claim.modality in moods)


def members[Member: StrEnum](choices: type[Member], names: Iterable[str]) -> Iterator[Member]:
    """The members of some names, such as the modalities "asserted" and "intended".

    Raises:
        QueryError: there is none of that name; the message names those there are.
    """
    for name in names:
        if name not in [*choices]:
            raise QueryError(f"no {choices.__name__.lower()} {name!r}; use one of {', '.join(choices)}")
        yield choices(name)
