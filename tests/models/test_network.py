from __future__ import annotations

import itertools
from collections import deque

import pytest
from hypothesis import given
from hypothesis import strategies as st

from twoplustwo.models import network

pytest.importorskip("networkx")

PAIRS = list(itertools.combinations("abcdef", 2))
EDGES = st.sets(st.sampled_from(PAIRS), min_size=1)


def ways(edges, source, target):
    """All shortest paths by breadth-first search, on nothing but lists."""
    found, best, queue = [], None, deque([(source,)])
    while queue:
        path = queue.popleft()
        if best is not None and len(path) > best:
            break
        if path[-1] == target:
            best, found = len(path), [*found, path]
            continue
        for edge in edges:
            if path[-1] in edge:
                other = edge[0] if edge[1] == path[-1] else edge[1]
                if other not in path:
                    queue.append((*path, other))
    return found


def nodes_of(edges):
    return sorted({node for edge in edges for node in edge})


@given(EDGES)
def test_betweenness_against_counting_all_shortest_paths(edges):
    nodes = nodes_of(edges)
    table = network.centrality(edges)
    for node in nodes:
        others = [name for name in nodes if name != node]
        total = 0.0
        for pair in itertools.combinations(others, 2):
            paths = ways(edges, *pair)
            total += sum(node in path for path in paths) / len(paths) if paths else 0.0
        pairs = len(others) * (len(others) - 1) / 2
        expected = total / pairs if pairs else 0.0
        assert table.loc[node, "betweenness"] == pytest.approx(expected, abs=1e-12)


@given(EDGES)
def test_paths_bridges_and_density(edges):
    nodes = nodes_of(edges)
    paths = ways(edges, nodes[0], nodes[-1])
    found = network.shortest_paths(edges, nodes[0], nodes[-1])
    assert found.count == len(paths)
    assert found.distance == (len(paths[0]) - 1 if paths else None)
    assert network.density(edges) == pytest.approx(len(edges) / (len(nodes) * (len(nodes) - 1) / 2))
    cut = [edge for edge in sorted(edges) if not ways(set(edges) - {edge}, *edge)]
    assert network.bridges(edges) == cut


@given(EDGES, st.randoms())
def test_neither_order_nor_direction_of_edges_matters(edges, random):
    turned = [edge[::-1] if random.random() < 0.5 else edge for edge in edges]
    random.shuffle(turned)
    assert network.centrality(turned).equals(network.centrality(sorted(edges)))


@given(EDGES)
def test_centralities_are_shares(edges):
    table = network.centrality(edges)
    assert table.ge(0).all(axis=None) and table.le(1 + 1e-12).all(axis=None)
    assert table["betweenness"].is_monotonic_decreasing


@given(EDGES)
def test_leaving_one_out_brackets_the_full_network(edges):
    table = network.leave_one_out(edges)
    assert (table["low"] <= table["betweenness"]).all()
    assert (table["betweenness"] <= table["high"]).all()


def test_a_star_has_one_broker():
    table = network.centrality([("hub", leaf) for leaf in "abcd"])
    assert table.index[0] == "hub" and table.loc["hub", "betweenness"] == 1


def test_refusals():
    with pytest.raises(ValueError, match="pairs of two different nodes"):
        network.centrality([("JP", "JP")])
    with pytest.raises(ValueError, match="at least one"):
        network.density([])
    with pytest.raises(ValueError, match="node must be one of JP, RU; got 'CN'"):
        network.shortest_paths([("JP", "RU")], "JP", "CN")
