"""The network of dialogue: who talks, who stands between (M20). Needs networkx."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

import pandas as pd

if TYPE_CHECKING:
    import networkx

Edge = tuple[str, str]


class Paths(NamedTuple):
    """Shortest ways between two nodes: steps (None if there is no way), number, the ways."""

    distance: int | None
    count: int
    paths: tuple[tuple[str, ...], ...]


def centrality(edges: Iterable[Edge]) -> pd.DataFrame:
    """Return degree and betweenness of every node, both normalised to [0, 1] (M20).

    Parameters
    ----------
    edges : iterable of (str, str)
        Undirected channels, each once; the order within a pair does not matter.

    Returns
    -------
    DataFrame
        Index `node`; columns `degree` (share of the others one talks to) and `betweenness` (mean
        share of shortest paths between two others that pass here); highest betweenness first.

    Raises
    ------
    ValueError
        If there is no edge or an edge joins a node to itself.

    Notes
    -----
    Source: Freeman (1978), "Centrality in Social Networks"; algorithm Brandes (2001).
    Limits: a channel is not trust; one missing edge can turn a ranking: see `leave_one_out`.
    """
    import networkx as nx

    graph = _graph(edges)
    table = pd.DataFrame(
        {"degree": nx.degree_centrality(graph), "betweenness": nx.betweenness_centrality(graph)}
    )
    table.index.name = "node"
    return table.sort_index().sort_values("betweenness", ascending=False, kind="stable")


def shortest_paths(edges: Iterable[Edge], source: str, target: str) -> Paths:
    """Return all shortest ways from one node to another (M20).

    Parameters
    ----------
    edges : iterable of (str, str)
        As for `centrality`.
    source, target : str
        Nodes of the network.

    Raises
    ------
    ValueError
        As for `centrality`, or if a node is not in the network.
    """
    import networkx as nx

    graph = _graph(edges)
    for node in (source, target):
        if node not in graph:
            raise ValueError(f"node must be one of {', '.join(sorted(graph))}; got {node!r}")
    if not nx.has_path(graph, source, target):
        return Paths(None, 0, ())
    ways = sorted(tuple(path) for path in nx.all_shortest_paths(graph, source, target))
    return Paths(len(ways[0]) - 1, len(ways), tuple(ways))


def bridges(edges: Iterable[Edge]) -> list[Edge]:
    """Return the edges whose loss would split the network, in alphabetical order (M20)."""
    import networkx as nx

    return sorted(tuple(sorted(edge)) for edge in nx.bridges(_graph(edges)))


def density(edges: Iterable[Edge]) -> float:
    """Return the share of possible pairs that have an edge (M20)."""
    import networkx as nx

    return nx.density(_graph(edges))


def leave_one_out(edges: Iterable[Edge]) -> pd.DataFrame:
    """Return how far each node's betweenness moves when any single edge is missing (M20).

    Parameters
    ----------
    edges : iterable of (str, str)
        As for `centrality`.

    Returns
    -------
    DataFrame
        Index `node`; columns `betweenness`, `low`, `high`: over the full network and all networks
        with one edge less (nodes stay).

    Raises
    ------
    ValueError
        As for `centrality`.
    """
    import networkx as nx

    graph = _graph(edges)
    full = centrality(graph.edges)["betweenness"]
    runs = [full]
    for edge in graph.edges:
        thinner = nx.restricted_view(graph, [], [edge])
        runs.append(pd.Series(nx.betweenness_centrality(thinner)).reindex(full.index))
    table = pd.concat(runs, axis=1)
    return pd.DataFrame({"betweenness": full, "low": table.min(axis=1), "high": table.max(axis=1)})


def _graph(edges: Iterable[Edge]) -> networkx.Graph:
    import networkx as nx

    pairs = [tuple(edge) for edge in edges]
    loops = [pair for pair in pairs if len(set(pair)) != 2 or len(pair) != 2]
    if loops or not pairs:
        raise ValueError(
            f"edges must be pairs of two different nodes, at least one; got {loops or pairs}"
        )
    # Sorted, so that no result hangs on the order in which the edges came.
    return nx.Graph(sorted({tuple(sorted(pair)) for pair in pairs}))
