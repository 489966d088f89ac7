"""The runner's end of the isolated processes: open one, talk to it, and know how it ended."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from twoplustwo.grading import namespaces, wire
from twoplustwo.grading.isolation import IsolationError
from twoplustwo.grading.keeper import READY
from twoplustwo.grading.limits import MB, Limits
from twoplustwo.grading.zygote import Zygote, ZygoteError

WORD_BYTES = 4096
REPORT_BYTES = 64 * MB
START_SECONDS = {"namespaces": 30.0, "bubblewrap": 60.0, "none": 30.0}
END_SECONDS = 10.0


class Sandbox:
    """One isolated process, ready for a notebook."""

    def __init__(self, zygote: Zygote, kind: str, request: Mapping[str, Any]) -> None:
        self.zygote = zygote
        self.report: dict[str, Any] = {}
        self._channel, theirs = socket.socketpair()
        self._control, keepers = socket.socketpair()
        try:
            self._keeper = zygote.fork(request, [theirs, keepers])
        except ZygoteError:
            self._channel.close()
            self._control.close()
            raise
        finally:
            theirs.close()
            keepers.close()
        self._await_ready(kind)

    def _await_ready(self, kind: str) -> None:
        try:
            word = wire.receive(self._channel, WORD_BYTES, time.monotonic() + START_SECONDS[kind])
        except wire.WireError as error:
            word = str(error).encode()
        if word != READY:
            self.close()
            raise IsolationError(word.decode("utf-8", "replace"))

    def ask(self, request: bytes, limit: int, deadline: float) -> bytes:
        """Send a request and receive the answer, which anybody may have written."""
        wire.send(self._channel, request, deadline)
        return wire.receive(self._channel, limit, deadline)

    def output(self) -> str:
        """What was printed so far; later output is dropped."""
        try:
            wire.send(self._control, b"output")
            data = wire.receive(self._control, REPORT_BYTES, time.monotonic() + END_SECONDS)
        except wire.WireError:
            return ""
        return data.decode("utf-8", "replace")

    def ending(self) -> dict[str, Any]:
        """Give the keeper's report on a process that has hung up; it may still be ending."""
        if not self.report:
            with contextlib.suppress(wire.WireError, ValueError):
                self._receive_report(END_SECONDS / 5)
        self.close()
        return self.report

    def _receive_report(self, seconds: float) -> None:
        deadline = time.monotonic() + seconds
        self.report = wire.receive_json(self._control, REPORT_BYTES, deadline)

    def close(self) -> None:
        """End the process and all it has started."""
        if self._channel.fileno() < 0:
            return
        self._channel.close()
        with contextlib.suppress(OSError):
            self._control.shutdown(socket.SHUT_WR)
        try:
            if not self.report:
                self._receive_report(END_SECONDS)
        except (wire.WireError, ValueError):
            self.zygote.kill(self._keeper)
        self._control.close()


class Sandboxes:
    """A zygote for student code, and the sandboxes that come from it.

    Parameters
    ----------
    kind
        ``namespaces``, ``bubblewrap`` or ``none``.
    inherit
        Give the zygote this process's environment, which only a test of that layer does.
    """

    def __init__(self, kind: str, inherit: bool = False) -> None:
        self.kind, self._inherit = kind, inherit
        self._zygote: Zygote | None = None
        self._lock = threading.Lock()

    def _start(self) -> Zygote:
        return Zygote("twoplustwo.grading.students", {"isolation": self.kind}, self._inherit)

    def start(self) -> Sandboxes:
        """Start the zygote and do not wait for it."""
        with self._lock:
            self._zygote = self._zygote or self._start()
        return self

    @contextlib.contextmanager
    def open(
        self, limits: Limits | None = None, layers: Collection[str] = namespaces.LAYERS
    ) -> Iterator[Sandbox]:
        """Open one sandbox; a zygote that has died is replaced once."""
        sandbox = self._open({"limits": (limits or Limits()).to_json(), "layers": sorted(layers)})
        try:
            yield sandbox
        finally:
            sandbox.close()

    def _open(self, request: Mapping[str, Any]) -> Sandbox:
        for last in (False, True):
            zygote = self.start()._zygote
            assert zygote is not None
            try:
                zygote.wait()
                return Sandbox(zygote, self.kind, request)
            except ZygoteError:
                if last:
                    raise
                self._drop(zygote)
        raise AssertionError

    def _drop(self, zygote: Zygote) -> None:
        with self._lock:
            if self._zygote is zygote:
                self._zygote = None
                zygote.close()

    def close(self) -> None:
        """End the zygote and everything that came from it."""
        if self._zygote is not None:
            self._drop(self._zygote)

    def __enter__(self) -> Sandboxes:
        return self.start()

    def __exit__(self, *details: object) -> None:
        self.close()
