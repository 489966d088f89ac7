"""Three ways to start the process of a submission: namespaces, bubblewrap, or no isolation."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable

from twoplustwo.grading import bubblewrap, child, namespaces, seccomp, wire
from twoplustwo.grading.keeper import READY, Keeper, Plan


def _settle(keeper: Keeper, output: int) -> socket.socket:
    """Keep nothing of the keeper's but the channel and the output."""
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    os.setsid()
    null = os.open(os.devnull, os.O_RDONLY)
    for source, target in ((null, 0), (output, 1), (output, 2)):
        os.dup2(source, target)
    kept = os.dup2(keeper.channel.fileno(), 3)
    os.closerange(4, 2**20)
    keeper.channel.detach()
    return socket.socket(fileno=kept)


def _environment(home: str) -> None:
    os.environ.clear()
    os.environ.update(
        {
            "HOME": home,
            "USER": "student",
            "PATH": f"{os.path.dirname(sys.executable)}:/usr/bin:/bin",
            "LANG": "C.UTF-8",
            "TZ": "UTC",
            "TMPDIR": "/tmp",
            "PLOTLY_RENDERER": "json",
            "OPENBLAS_NUM_THREADS": "1",
            "OMP_NUM_THREADS": "1",
            "MALLOC_ARENA_MAX": "2",
        }
    )


def _isolate(plan: Plan) -> None:
    """Leave everything behind; a step that fails raises, and no student code has run yet."""
    layers, limits = plan.layers, plan.limits
    flags = {"mount": namespaces.CLONE_NEWNS, "net": namespaces.CLONE_NEWNET}
    flags |= {"ipc": namespaces.CLONE_NEWIPC, "uts": namespaces.CLONE_NEWUTS}
    namespaces.unshare(sum(flag for layer, flag in flags.items() if layer in layers))
    base = namespaces.used_address_space()
    root = namespaces.Root(plan.places) if "mount" in layers else None
    if {"nesting", "user"} <= layers:
        namespaces.forbid_nesting()
    if "uts" in layers:
        namespaces.name_host()
    if "user" in layers:
        namespaces.become_student()
    if root is not None:
        root.enter(limits, layers)
    if "user" not in layers:
        namespaces.become_student()
    namespaces.limit(limits, base, layers)
    if "privileges" in layers:
        namespaces.drop_privileges()
    if "seccomp" in layers:
        seccomp.install()
    namespaces.die_with_parent()


def launch_namespaces(keeper: Keeper, output: int) -> int:
    """Fork into the new pid namespace and isolate the child."""

    def begin() -> str:
        _isolate(keeper.plan)
        return namespaces.HOME if "mount" in keeper.plan.layers else "/tmp"

    return _fork(keeper, output, begin)


def launch_plain(keeper: Keeper, output: int) -> int:
    """Fork without isolation: limits only, in a folder that is removed afterwards."""
    home = keeper.home = tempfile.mkdtemp(prefix="twoplustwo-")

    def begin() -> str:
        with contextlib.suppress(OSError, ValueError):
            wanted = keeper.plan.layers - {"processes"}  # it counts all processes of the account
            namespaces.limit(keeper.plan.limits, namespaces.used_address_space(), wanted)
        return home

    return _fork(keeper, output, begin)


def _fork(keeper: Keeper, output: int, begin: Callable[[], str]) -> int:
    pid = os.fork()
    if pid:
        return pid
    channel = keeper.channel
    try:
        home = begin()
        channel = _settle(keeper, output)
        if "environment" in keeper.plan.layers:
            _environment(home)
        os.chdir(home)
        child.open_streams()
        wire.send(channel, READY)
    except BaseException as error:
        with contextlib.suppress(BaseException):
            wire.send(channel, child.describe(error).encode())
        os._exit(71)
    child.live(channel, keeper.plan.shell)
    os._exit(0)


def launch_bubblewrap(keeper: Keeper, output: int) -> int:
    """Start a new Python inside bubblewrap, which has to import everything again."""
    command = bubblewrap.command(keeper.plan.places, keeper.plan.limits, 3)

    def settle() -> None:
        _settle(keeper, output).detach()
        os.set_inheritable(3, True)

    return subprocess.Popen(command, env={}, close_fds=False, preexec_fn=settle).pid


LAUNCH = {
    "namespaces": launch_namespaces,
    "bubblewrap": launch_bubblewrap,
    "none": launch_plain,
}


def keep(plan: Plan, channel: socket.socket, control: socket.socket) -> None:
    """Keep one submission from start to end."""
    keeper = Keeper(plan, channel, control)
    try:
        keeper.start(LAUNCH[plan.isolation])
        keeper.run()
    finally:
        home = getattr(keeper, "home", None)
        if home:
            shutil.rmtree(home, ignore_errors=True)
