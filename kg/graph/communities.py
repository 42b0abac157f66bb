"""Groups of a weighted graph whose members are tied to one another more than to others, the same every time."""

from typing import TYPE_CHECKING

from kg.model import EntityId

if TYPE_CHECKING:
    import networkx

SEED = 0  # any number: the same graph gives the same groups


def partition(graph: "networkx.Graph[EntityId]") -> list[list[EntityId]]:
    """The communities of a weighted graph by the Louvain method, sorted, the largest first.

    Its nodes are numbered first: networkx goes through sets, whose order is that of texts no two times the same.
    """
    import networkx

    if not graph:
        return []
    ids = sorted(graph)
    numbers = numbered(graph)
    found = networkx.community.louvain_communities(numbers, weight="weight", seed=SEED)
    groups = ([ids[number] for number in sorted(group)] for group in found)
    return sorted(groups, key=lambda group: (-len(group), group))


def numbered(graph: "networkx.Graph[EntityId]") -> "networkx.Graph[int]":
    """The same graph with numbers for ids, in their order."""
    import networkx

    number = {id_: place for place, id_ in enumerate(sorted(graph))}
    numbers: networkx.Graph[int] = networkx.Graph()
    numbers.add_nodes_from(range(len(number)))
    for one, other, tie in graph.edges(data=True):
        numbers.add_edge(number[one], number[other], weight=tie["weight"])
    return numbers
