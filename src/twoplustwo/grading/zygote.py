"""Processes that have imported everything once and fork a fresh one for every piece of work.

A zygote is a new Python, not a fork of the runner: it has the runner's memory neither in part nor
in copy, no descriptor but its own socket, and an environment made from nothing.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from twoplustwo.grading import wire
from twoplustwo.grading.limits import MB

START_SECONDS = 120.0
START_BYTES = 256 * MB
CHILD_SECONDS = 20.0
LINE = 1 << 16
BOOT = "import sys; sys.path[:] = {path!r}; from {module} import main; main()"


class ZygoteError(RuntimeError):
    """A zygote did not start or is gone; the message holds its last words."""


# --- the runner's side ----------------------------------------------------------------------------


def environment() -> dict[str, str]:
    """An environment that says nothing of the runner's, and makes runs alike."""
    made = {
        "PATH": "/usr/local/bin:/usr/bin:/bin",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONWARNINGS": "ignore",
        # One thread each: a second one would forbid to leave the user namespace.
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "MKL_NUM_THREADS": "1",
        "MALLOC_ARENA_MAX": "2",
        "PLOTLY_RENDERER": "json",
    }
    if library := os.environ.get("LD_LIBRARY_PATH"):
        made["LD_LIBRARY_PATH"] = library
    return made


class Zygote:
    """The runner's handle on a zygote.

    Parameters
    ----------
    module
        Module whose ``main()`` the zygote runs.
    start
        JSON values that it is given at its start.
    inherit
        Give it the runner's environment, which only a test of that layer does.
    """

    def __init__(self, module: str, start: Mapping[str, Any], inherit: bool = False) -> None:
        self._lock = threading.Lock()
        self._socket, theirs = socket.socketpair()
        self._scratch = tempfile.mkdtemp(prefix="twoplustwo-")
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 (closed by `close`)
        path = [str(Path(one).resolve()) for one in sys.path if one and os.path.exists(one)]
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-c", BOOT.format(path=path, module=module)],
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=self._words,
            cwd=self._scratch,
            env={**os.environ, **environment()} if inherit else environment(),
            start_new_session=True,
        )
        theirs.close()
        self._start = start
        self._ready = False

    def wait(self) -> None:
        """Wait until the zygote has imported everything."""
        with self._lock:
            if self._ready:
                return
            try:
                deadline = time.monotonic() + START_SECONDS
                wire.send_json(self._socket, dict(self._start), deadline)
                answer = wire.receive(self._socket, LINE, deadline)
            except wire.WireError:
                raise self._dead() from None
            self._socket.settimeout(None)
            self._ready = True
            if answer != b"ready":
                raise ZygoteError(answer.decode("utf-8", "replace"))

    def fork(self, request: Mapping[str, Any], sockets: list[socket.socket]) -> int:
        """Let it fork a process that is handed the sockets; give the process's id."""
        line = json.dumps(dict(request)).encode() + b"\n"
        with self._lock:
            try:
                socket.send_fds(self._socket, [line], [one.fileno() for one in sockets])
                answer = self._socket.recv(LINE)
            except OSError:
                answer = b""
        if not answer:
            raise self._dead()
        return int(answer)

    def kill(self, pid: int) -> None:
        """Kill a process that it has forked, if it still is there."""
        with self._lock, contextlib.suppress(OSError):
            self._socket.sendall(json.dumps({"kill": pid}).encode() + b"\n")

    def _dead(self) -> ZygoteError:
        self._words.seek(0)
        words = self._words.read()[-2000:].decode("utf-8", "replace").strip()
        return ZygoteError(f"the zygote of the grader is gone: {words or 'it left no word'}")

    def close(self) -> None:
        """End it; its children end with their own sockets."""
        self._socket.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._words.close()
        shutil.rmtree(self._scratch, ignore_errors=True)


# --- the zygote's side ----------------------------------------------------------------------------

Work = Callable[[Mapping[str, Any], list[socket.socket]], None]
"""What a child does with its request and sockets; the last socket leads to the zygote."""

After = Callable[[int, socket.socket], None]
"""What the zygote does for a child at once; it must not wait for one that hangs up."""


class Brood:
    """The loop of a zygote: fork on request, kill on request, reap, end with the runner."""

    def __init__(self, channel: socket.socket, work: Work, after: After | None = None) -> None:
        self.channel, self.work, self.after = channel, work, after
        self.children: set[int] = set()
        self._rest = b""
        self._wake, self._woken = socket.socketpair()
        for one in (self._wake, self._woken):
            one.setblocking(False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self._woken.fileno(), warn_on_full_buffer=False)

    def run(self) -> None:
        """Serve until the runner hangs up."""
        gc.collect()
        gc.freeze()  # a collection in a child would otherwise copy every page
        with selectors.DefaultSelector() as events:
            self.events = events
            events.register(self.channel, selectors.EVENT_READ)
            events.register(self._wake, selectors.EVENT_READ)
            while True:
                for key, _ in events.select():
                    if key.fileobj is self._wake:
                        self._reap()
                    elif not self._hear():
                        # The runner may have been killed, and nobody else would remove it.
                        with contextlib.suppress(OSError):
                            os.rmdir(os.getcwd())
                        return

    def _reap(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._wake.recv(LINE)
        while self.children:
            pid, _ = os.waitpid(-1, os.WNOHANG)
            if not pid:
                return
            self.children.discard(pid)

    def _hear(self) -> bool:
        data, descriptors, _, _ = socket.recv_fds(self.channel, LINE, 8)
        sockets = [socket.socket(fileno=one) for one in descriptors]
        lines = (self._rest + data).split(b"\n")
        self._rest = lines.pop()
        for line in lines:
            request = json.loads(line)
            if "kill" in request:
                self._kill(request["kill"])
            else:
                self.channel.sendall(str(self._fork(request, sockets)).encode())
        for one in sockets:
            one.close()
        return bool(data)

    def _kill(self, pid: int) -> None:
        # Not reaped yet, so that the number cannot have gone to another process.
        if pid in self.children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)

    def _fork(self, request: Mapping[str, Any], sockets: list[socket.socket]) -> int:
        ours, theirs = socket.socketpair()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._become(request, [*sockets, theirs])
        theirs.close()
        self.children.add(pid)
        if self.after is not None:
            ours.settimeout(CHILD_SECONDS)
            with contextlib.suppress(OSError):
                self.after(pid, ours)
        ours.close()
        return pid

    def _become(self, request: Mapping[str, Any], sockets: list[socket.socket]) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            self.events.close()
            for one in (self.channel, self._wake, self._woken):
                one.close()
            self.work(request, sockets)
            code = 0
        finally:
            os._exit(code)


def runner_socket() -> socket.socket:
    """The socket to the runner, which the zygote was given as its standard input."""
    channel = socket.socket(fileno=os.dup(0))
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return channel
