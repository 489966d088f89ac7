"""Which isolation works on this machine, and what to do where none does."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from twoplustwo.grading import bubblewrap

SYSCTL = Path("/proc/sys")


class IsolationError(RuntimeError):
    """Student code cannot be kept apart here; the message says why and what to do."""


def obstacle() -> str:
    """Say what forbids namespaces on this machine, in the words that help to change it."""
    if sys.platform != "linux":
        return (
            f"Isolation needs Linux; this is {sys.platform}. Grade in a Linux virtual machine or "
            "in WSL 2 (see the instructor's guide: where grading runs)."
        )
    if _switch("kernel/apparmor_restrict_unprivileged_userns") == "1" and os.geteuid() != 0:
        return (
            "This system (Ubuntu 23.10 or newer) takes the rights away from user namespaces of "
            "ordinary programs. Either install bubblewrap (slower), or run the command with sudo, "
            "or allow them until the next start: "
            "sudo sysctl -w kernel.apparmor_restrict_unprivileged_userns=0"
        )
    if _switch("kernel/unprivileged_userns_clone") == "0" and os.geteuid() != 0:
        return (
            "User namespaces are switched off for ordinary users. Allow them until the next start: "
            "sudo sysctl -w kernel.unprivileged_userns_clone=1"
        )
    if _switch("user/max_user_namespaces") == "0":
        return (
            "User namespaces are switched off. Allow them until the next start: "
            "sudo sysctl -w user.max_user_namespaces=15000"
        )
    if _in_container():
        return (
            "This is a container that forbids new namespaces. Run the grader on the machine "
            "itself, or start the container with --security-opt seccomp=unconfined "
            "--security-opt apparmor=unconfined."
        )
    return "The kernel must be Linux 5.12 or newer and allow user namespaces."


def _switch(name: str) -> str | None:
    try:
        return (SYSCTL / name).read_text().strip()
    except OSError:
        return None


def _in_container() -> bool:
    return Path("/.dockerenv").exists() or Path("/run/.containerenv").exists()


def trial(kind: str) -> str | None:
    """Start one empty process in the isolation `kind`; None if it works, else what failed."""
    from twoplustwo.grading.sandbox import Sandboxes

    try:
        with Sandboxes(kind) as sandboxes, sandboxes.open():
            return None
    except (IsolationError, OSError, RuntimeError) as error:
        return str(error)


def choose(allow_unisolated: bool = False) -> str:
    """Give the best isolation that works here: ``namespaces``, else ``bubblewrap``.

    Parameters
    ----------
    allow_unisolated
        Give ``none`` where neither works; every grade is then marked NOT ISOLATED.

    Raises
    ------
    IsolationError
        If nothing works and `allow_unisolated` is false.
    """
    tried = []
    if sys.platform == "linux":
        failed = trial("namespaces")
        if failed is None:
            return "namespaces"
        tried.append(f"namespaces: {failed}")
        if bubblewrap.available():
            failed = trial("bubblewrap")
            if failed is None:
                return "bubblewrap"
            tried.append(f"bubblewrap: {failed}")
        else:
            tried.append("bubblewrap: not installed")
    if allow_unisolated:
        return "none"
    raise IsolationError(
        "Students' code cannot be kept apart on this machine, so nothing was run. "
        f"{obstacle()} With --allow-unisolated it runs with your rights, and every grade is "
        f"marked NOT ISOLATED. Tried: {'; '.join(tried) or 'nothing'}."
    )
