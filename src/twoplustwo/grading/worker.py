"""A worker process: one grader, one notebook after the other, until nobody asks any more.

Run as ``python -m twoplustwo.grading.worker DESCRIPTOR``; the descriptor is a socket to the parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import socket
import sys

from twoplustwo.grading import wire
from twoplustwo.grading.settings import Settings

LARGEST = 256 * 2**20
_PR_SET_PDEATHSIG = 1


def main(descriptor: int, parent: int) -> None:
    """Serve the parent."""
    _die_with(parent)
    # In an orderly way, so that the grader ends what it started and leaves no files behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    with socket.socket(fileno=descriptor) as channel, contextlib.suppress(wire.Closed):
        settings = Settings(**wire.receive_json(channel, LARGEST))
        try:
            grader = settings.open().__enter__()
        except Exception as error:
            wire.send_json(channel, {"refused": f"{error}" or type(error).__name__})
            return
        try:
            wire.send_json(channel, {"ready": True})
            while True:
                owner = wire.receive_json(channel, LARGEST)
                data = wire.receive(channel, LARGEST)
                wire.send_json(channel, {"result": grader.grade(data, owner)})
        finally:
            grader.__exit__(None, None, None)


def _die_with(parent: int) -> None:
    """End when the parent is killed, even in the middle of a notebook."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
