"""The slow fallback: the same isolation by bubblewrap, with a new Python for every submission.

Distributions that forbid user namespaces to ordinary programs often allow them to bubblewrap.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import sys

from twoplustwo.grading import namespaces
from twoplustwo.grading.limits import MB, Limits
from twoplustwo.grading.zygote import BOOT, environment

IMPORTS = 1536 * MB
"""Address space that the imports take at most; inside there is no /proc to measure it."""


def available() -> str | None:
    """Path of the program, if it is installed."""
    return shutil.which("bwrap")


def command(places: namespaces.Places, limits: Limits, channel: int) -> list[str]:
    """Give the command that starts a submission whose socket is descriptor `channel`."""
    allowed = [option for path in places.bound for option in ("--ro-bind", path, path)]
    links = [option for path, leads in places.links for option in ("--symlink", leads, path)]
    size = str(limits.disk_bytes)
    private = [
        option
        for path in ("/tmp", namespaces.HOME, "/dev/shm")
        for option in ("--size", size, "--tmpfs", path)
    ]
    variables = environment() | {"HOME": namespaces.HOME}
    settings = [option for pair in variables.items() for option in ("--setenv", *pair)]
    path = [one for one in sys.path if one]
    boot = BOOT.format(path=path, module="twoplustwo.grading.bubblewrap")
    return [
        available() or "bwrap",
        *("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
        *("--uid", str(namespaces.INSIDE), "--gid", str(namespaces.INSIDE)),
        *("--hostname", "grader", "--die-with-parent", "--cap-drop", "ALL", "--clearenv"),
        *("--disable-userns", "--dev", "/dev"),
        *private,  # first, because the packages may lie in one of them
        *allowed,
        *links,
        *("--remount-ro", "/", "--chdir", namespaces.HOME),
        *settings,
        *(sys.executable, "-P", "-c", boot),
        *(str(channel), json.dumps(limits.to_json())),
    ]


def main() -> None:
    """Run inside: import, take the limits, then live as every other submission does."""
    from twoplustwo.grading import child, seccomp, students, wire

    channel = socket.socket(fileno=int(sys.argv[1]))
    os.set_inheritable(channel.fileno(), False)
    limits = Limits.from_json(json.loads(sys.argv[2]))
    shell = students.warm()
    namespaces.limit(limits, IMPORTS, namespaces.LAYERS)
    seccomp.install()
    wire.send(channel, b"ready")
    child.live(channel, shell)
