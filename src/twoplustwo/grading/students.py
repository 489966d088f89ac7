"""The zygote from which the processes for student code come.

It has imported what notebooks use and read the public tables. It is told how to isolate, and is
never told of a roster, a salt, a test or a submission: those do not pass through it.
"""

from __future__ import annotations

import contextlib
import importlib
import socket
import sys
import tempfile
from collections.abc import Mapping
from typing import Any

from twoplustwo.grading import child, launch, namespaces, wire
from twoplustwo.grading.keeper import Plan
from twoplustwo.grading.limits import Limits
from twoplustwo.grading.zygote import START_BYTES, Brood, Work, runner_socket

MODULES = (
    "numpy",
    "pandas",
    "networkx",
    "plotly.express",
    "plotly.graph_objects",
    "twoplustwo",
    "twoplustwo.exercises.check",
    "twoplustwo.models",
)


def warm() -> Any:
    """Import what notebooks use, read every table, make the shell."""
    for name in MODULES:
        importlib.import_module(name)
    from twoplustwo.data import load, tables

    for name in tables()["name"]:
        load(name)
    child.prepare()
    with tempfile.TemporaryDirectory() as place:
        shell = child.make_shell(place)
    return shell


def _work(kind: str, places: namespaces.Places, shell: Any) -> Work:
    def work(request: Mapping[str, Any], sockets: list[socket.socket]) -> None:
        channel, control, gate = sockets
        layers = frozenset(request["layers"])
        plan = Plan(kind, Limits.from_json(request["limits"]), layers, places, shell)
        try:
            with gate:  # the zygote waits until it is asked or hung up on
                if kind == "namespaces":
                    _leave(layers, gate)
            launch.keep(plan, channel, control)
        except Exception as error:
            with contextlib.suppress(wire.WireError):
                wire.send(channel, child.describe(error).encode())
            raise

    return work


def _leave(layers: frozenset[str], gate: socket.socket) -> None:
    """Leave the user and pid namespaces; the zygote gives the new one its ids."""
    user, process = namespaces.CLONE_NEWUSER, namespaces.CLONE_NEWPID
    namespaces.unshare((user if "user" in layers else 0) | (process if "pid" in layers else 0))
    if "user" not in layers:
        return
    namespaces.stay_readable(True)  # or the zygote could not write the map of ids
    gate.sendall(b"?")
    answer = gate.recv(400)
    namespaces.stay_readable(False)
    if answer != b"mapped":
        raise namespaces.NamespaceError(answer.decode("utf-8", "replace"))


def _map_ids(pid: int, gate: socket.socket) -> None:
    """Give ids to a child that asks for them; one that needs none hangs up."""
    if gate.recv(1) != b"?":
        return
    try:
        namespaces.write_maps(pid)
        gate.sendall(b"mapped")
    except OSError as error:
        gate.sendall(f"user ids cannot be mapped: {error}".encode()[:400])


def main() -> None:
    """Run the zygote; its standard input is the socket to the runner."""
    channel = runner_socket()
    kind = wire.receive_json(channel, START_BYTES)["isolation"]
    # A new Python inside bubblewrap does its own importing.
    shell = warm() if kind != "bubblewrap" else None
    if sys.platform == "linux":
        namespaces.stay_readable(False)
    wire.send(channel, b"ready")
    channel.settimeout(None)
    Brood(channel, _work(kind, namespaces.places(), shell), _map_ids).run()
