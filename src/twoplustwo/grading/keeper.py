"""The keeper of one submission: starts its process, drains its output, ends it, says how it ended.

The keeper stands outside and runs no student code. It holds the lifeline: when the runner hangs up
(because the time is over, the work is done, or the runner was killed) the keeper kills the first
process of the pid namespace, and the kernel kills whatever else is in there.
"""

from __future__ import annotations

import contextlib
import os
import selectors
import signal
import socket
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twoplustwo.grading import namespaces, wire
from twoplustwo.grading.limits import Limits

READY = b"ready"
TICK = 0.1
CHUNK = 1 << 16
COMMAND_BYTES = 64


@dataclass(frozen=True)
class Plan:
    """How one submission is to be run."""

    isolation: str
    limits: Limits
    layers: frozenset[str]
    places: namespaces.Places
    shell: Any = None


@dataclass
class Tail:
    """The last characters of an output, however long it is."""

    size: int
    parts: deque[bytes] = field(default_factory=deque)
    held: int = 0

    def add(self, data: bytes) -> None:
        """Take more output and forget what is too old."""
        self.parts.append(data)
        self.held += len(data)
        while self.held - len(self.parts[0]) >= self.size:
            self.held -= len(self.parts.popleft())

    def text(self) -> str:
        """The end of the output."""
        return b"".join(self.parts).decode("utf-8", "replace")


class Keeper:
    """Keeps one process and everything that it starts."""

    def __init__(self, plan: Plan, channel: socket.socket, control: socket.socket) -> None:
        self.plan, self.channel, self.control = plan, channel, control
        # A character of UTF-8 has at most four bytes.
        kept = plan.limits.output_chars * 4 if "output" in plan.layers else 2**40
        self.tail = Tail(kept)
        self.frozen: str | None = None
        self.reason = ""
        self.cpu = 0.0
        self.output, self._write_end = os.pipe()
        os.set_blocking(self.output, False)
        self._wake, wake = socket.socketpair()
        wake.setblocking(False)
        self._wake.setblocking(False)
        self._kept = wake
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
        self.pid = 0

    def start(self, launch: Callable[[Keeper, int], int]) -> None:
        """Start the process; what it cannot say itself is said for it."""
        self.pid = launch(self, self._write_end)
        os.close(self._write_end)
        self.channel.close()
        self._base = _memory(self.pid)

    def run(self) -> None:
        """Watch until the process has ended, then report."""
        status = self._watch()
        if self.plan.isolation == "none":
            # A process that ends by itself leaves what it has started; no namespace takes it along.
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.pid, signal.SIGKILL)
        self._drain()
        text = self.tail.text() if self.frozen is None else self.frozen
        report = {"reason": self.reason, "output": self._cut(text), "cpu": self.cpu}
        report |= _ending(status)
        with contextlib.suppress(wire.WireError):
            wire.send_json(self.control, report)

    def _cut(self, text: str) -> str:
        return text[-self.plan.limits.output_chars :] if "output" in self.plan.layers else text

    def _watch(self) -> int:
        with selectors.DefaultSelector() as events:
            events.register(self.control, selectors.EVENT_READ, self._obey)
            events.register(self.output, selectors.EVENT_READ, self._drain)
            events.register(self._wake, selectors.EVENT_READ, self._awake)
            while True:
                for key, _ in events.select(TICK):
                    if key.data() is False:
                        events.unregister(key.fileobj)
                ended, status, usage = os.wait4(self.pid, os.WNOHANG)
                if ended:
                    self.cpu = usage.ru_utime + usage.ru_stime
                    return status
                self._weigh()

    def _awake(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake.recv(CHUNK)

    def _obey(self) -> bool | None:
        """Give the output so far, or end everything when the runner hangs up."""
        try:
            wire.receive(self.control, COMMAND_BYTES, time.monotonic() + 1)
        except wire.WireError:
            self.kill("")
            return False
        self._drain()
        # What is printed from here on could repeat what the hidden tests hand to a function.
        self.frozen = self.tail.text()
        with contextlib.suppress(wire.WireError):
            wire.send(self.control, self._cut(self.frozen).encode())
        return None

    def _drain(self) -> bool | None:
        """Take what has been written, at most a little at a time, so that nothing else waits."""
        for _ in range(64):
            try:
                data = os.read(self.output, CHUNK)
            except BlockingIOError:
                return None
            if not data:
                return False
            if self.frozen is None:
                self.tail.add(data)
        return None

    def _weigh(self) -> None:
        """Kill a submission whose processes together take too much; one alone has its own limit."""
        if "memory" not in self.plan.layers or self.reason:
            return
        family = list(_descendants(self.pid))
        if family:
            taken = sum(max(0, _memory(one) - self._base) for one in [self.pid, *family])
            if taken > self.plan.limits.memory:
                self.kill("memory")

    def kill(self, reason: str) -> None:
        """End the process and everything that it has started."""
        self.reason = self.reason or reason
        with contextlib.suppress(ProcessLookupError, PermissionError):
            if self.plan.isolation == "none":
                os.killpg(self.pid, signal.SIGKILL)
            os.kill(self.pid, signal.SIGKILL)


def _ending(status: int) -> dict[str, Any]:
    if os.WIFSIGNALED(status):
        return {"signal": signal.Signals(os.WTERMSIG(status)).name, "code": None}
    return {"signal": None, "code": os.WEXITSTATUS(status)}


def _memory(pid: int) -> int:
    """Bytes of memory that belong to a process and to no file."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    rows = dict(line.split(":", 1) for line in lines if line.startswith(("RssAnon", "RssShmem")))
    return sum(int(value.split()[0]) * 1024 for value in rows.values())


def _descendants(pid: int) -> Iterator[int]:
    """Processes that a process has started, and theirs."""
    try:
        found = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return
    for one in map(int, found):
        yield one
        yield from _descendants(one)
