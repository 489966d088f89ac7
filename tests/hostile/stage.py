"""A private world for hostile notebooks: even with a layer of the isolation off they harm nothing.

Run as ``unshare ... python -m tests.hostile.stage``: in mount, pid, net, ipc and uts namespaces of
its own, every disk read-only, with a copy of the course's public files on a small tmpfs. It grades
what it is sent over its standard input and looks for what was left behind.
"""

from __future__ import annotations

import base64
import contextlib
import ctypes
import json
import os
import shutil
import socket
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
COURSE = Path("/tmp/course")
PACKAGE = COURSE / "src/twoplustwo"
COVERED = ("/tmp", "/dev/shm")
PLANTED = "planted-secret-20c1"
PORT = 4711
HOST = "stage-of-the-tests"
ACCOUNT = 1000


# --- the outer side -------------------------------------------------------------------------------


class Stage:
    """The outer end of a stage: ask it to grade, get what happened."""

    def __init__(self, ordinary: bool = False) -> None:
        spaces = ["--mount", "--pid", "--fork", "--net", "--ipc", "--uts", "--kill-child"]
        if os.geteuid() != 0:
            spaces += ["--user", "--map-root-user"]
        self.process = subprocess.Popen(
            ["unshare", *spaces, sys.executable, "-m", "tests.hostile.stage", str(int(ordinary))],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "TWOPLUSTWO_PLANTED": PLANTED, "PYTHONDONTWRITEBYTECODE": "1"},
            text=True,
        )

    def ask(self, **request: Any) -> dict[str, Any]:
        """Send one request and give the answer."""
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError("the stage has broken down")
        answer = json.loads(line)
        if "broken" in answer:
            raise RuntimeError(answer["broken"])
        return answer

    def grade(self, data: bytes, **options: Any) -> dict[str, Any]:
        """Grade a notebook: ``result``, the ``next`` right notebook's result, and ``left``."""
        return self.ask(data=base64.b64encode(data).decode(), **options)

    def close(self) -> None:
        """End the stage and all in it."""
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait(30)


# --- inside: the world ----------------------------------------------------------------------------

MS_BIND, MS_MOVE, MS_REC, MS_PRIVATE = 4096, 8192, 0x4000, 1 << 18


def _mount(kind: str, place: str, data: str = "", flags: int = 0) -> None:
    """Mount a file system of `kind`, or with flags what lies at the path `kind`, on `place`."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.mount(kind.encode(), place.encode(), kind.encode(), flags, data.encode()) < 0:
        raise OSError(ctypes.get_errno(), f"mount {kind} {place}")


def _system(number: int, name: str, *arguments: int | bytes) -> int:
    """Make a system call that libc has no function for."""
    libc = ctypes.CDLL(None, use_errno=True)
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    result = libc.syscall(ctypes.c_long(number), *wide)
    if result < 0:
        raise OSError(ctypes.get_errno(), name)
    return result


def _read_only() -> None:
    """Make every disk read-only in this namespace."""
    wanted = struct.pack("QQQQ", 1, 0, 0, 0)
    _system(442, "mount_setattr", -100, b"/", 0x8000, wanted, len(wanted))


def _open_doors() -> None:
    """Let other accounts reach a Python that lies in a closed home, for this namespace only."""
    closed = [one for one in Path(sys.base_prefix).parents if not one.stat().st_mode & 0o001]
    if not closed or os.geteuid() != 0:
        return
    door, kept = closed[-1], Path("/tmp/door")
    kept.mkdir()
    _mount(sys.base_prefix, str(kept), flags=MS_BIND)
    _mount("tmpfs", str(door), "mode=755")
    Path(sys.base_prefix).mkdir(parents=True)
    _mount(str(kept), sys.base_prefix, flags=MS_MOVE)
    kept.rmdir()


def _kept() -> dict[str, int]:
    """Hold what the tests need of folders that are about to be covered: this tree, this Python."""
    wanted = sorted({str(ROOT), sys.prefix, sys.base_prefix})
    hidden = [one for one in wanted if one.startswith(tuple(f"{place}/" for place in COVERED))]
    outer = [one for one in hidden if not any(one.startswith(f"{other}/") for other in hidden)]
    flags = 1 | 0x8000 | os.O_CLOEXEC  # a detached copy, with what is mounted below
    return {one: _system(428, "open_tree", -100, one.encode(), flags) for one in outer}


def build() -> None:
    """Build the world."""
    _mount("none", "/", "", MS_REC | MS_PRIVATE)
    _read_only()
    _mount("proc", "/proc")
    kept = _kept()
    for place in COVERED:
        _mount("tmpfs", place, "mode=1777,size=512m")
    for path, tree in kept.items():
        os.makedirs(path, exist_ok=True)
        _system(429, "move_mount", tree, b"", -100, path.encode(), 4)
        os.close(tree)
    Path("/dev/shm/mqueue").mkdir()
    _mount("mqueue", "/dev/shm/mqueue")
    _open_doors()
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src/twoplustwo", PACKAGE, ignore=ignored)
    shutil.copytree(ROOT / "data", COURSE / "data")
    _plant()
    socket.sethostname(HOST)
    _loopback()


def _plant() -> None:
    """Put secrets where a grader's machine has them, and one that only an account may read."""
    secrets = COURSE / "exercises" / "sample"
    secrets.mkdir(parents=True)
    for name in ("master.md", "variants.py", "roster.csv", "salt.txt"):
        (secrets / name).write_text(PLANTED)
    private = PACKAGE / "private.txt"
    private.write_text(PLANTED)
    private.chmod(0o600)
    if os.geteuid() == 0:
        with contextlib.suppress(OSError):
            os.chown(private, ACCOUNT, ACCOUNT)


def _loopback() -> None:
    import fcntl

    with socket.socket() as probe:
        fcntl.ioctl(probe, 0x8914, struct.pack("16sh14x", b"lo", 0x1 | 0x40))


# --- inside: grading ------------------------------------------------------------------------------


def _files() -> Iterator[str]:
    """All that lies where a submission might write; what we brought along is read-only."""
    ours = {str(ROOT), sys.prefix, sys.base_prefix}
    for top in COVERED:
        for place, folders, files in os.walk(top):
            folders[:] = [one for one in folders if os.path.join(place, one) not in ours]
            yield from (os.path.join(place, one) for one in (*folders, *files))


def _left() -> dict[str, list[str]]:
    """What there is that a submission could have left behind."""
    kept = [one for one in _files() if "/twoplustwo-" not in one and "__pycache__" not in one]
    alive = [one.name for one in Path("/proc").iterdir() if one.name.isdecimal() and _lives(one)]
    tables = [Path(f"/proc/sysvipc/{one}").read_text() for one in ("shm", "sem", "msg")]
    return {
        "files": sorted(kept),
        "processes": sorted(alive, key=int),
        "mounts": Path("/proc/self/mountinfo").read_text().splitlines(),
        "shared": tables,
        "descriptors": sorted(os.listdir("/proc/self/fd")),
        "scratch": sorted(one for one in os.listdir("/tmp") if one.startswith("twoplustwo-")),
    }


def _lives(place: Path) -> bool:
    try:
        return place.joinpath("stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def _new(before: dict[str, list[str]]) -> dict[str, list[str]]:
    """What is there now and was not before; ends take a moment."""
    for _ in range(30):
        now = _left()
        found = {k: sorted(set(now[k]) - set(before[k])) for k in now}
        found = {k: one for k, one in found.items() if one}
        if not found:
            break
        time.sleep(0.1)
    return found


class Bench:
    """The graders of a stage: one for each isolation, and one that inherits the environment."""

    def __init__(self) -> None:
        self.graders: dict[tuple[str, bool], Any] = {}

    def grader(self, off: str, isolation: str, limits: dict[str, Any]) -> Any:
        """A grader with one layer off (or none)."""
        from tests.hostile import sample
        from twoplustwo.grading.limits import Limits
        from twoplustwo.grading.namespaces import LAYERS
        from twoplustwo.grading.runner import Grader

        assert not off or off in LAYERS, f"no layer {off!r}"
        key = (isolation, off == "environment")
        if key not in self.graders:
            layers = LAYERS - {off}
            made = Grader(sample.assignment(), sample.SALT, isolation=isolation, layers=layers)
            made.__enter__()
            made.grade(sample.data(sample.solved()), sample.OWNER)
            self.graders[key] = made
        made = self.graders[key]
        made.limits, made.layers = Limits(**limits), LAYERS - {off}
        return made

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Grade one notebook, then a right one, and look around."""
        from tests.hostile import sample

        isolation = request.get("isolation", "namespaces")
        grader = self.grader(request.get("off", ""), isolation, request.get("limits", {}))
        before = _left()
        owner = request.get("owner", sample.OWNER)
        result = grader.grade(base64.b64decode(request["data"]), owner)
        left = _new(before)
        after = grader.grade(sample.data(sample.solved()), sample.OWNER)
        for one in left.get("processes", []):
            with contextlib.suppress(OSError):
                os.kill(int(one), 9)
        return {"result": result, "next": after, "left": left, "memory": _peak()}


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


@contextlib.contextmanager
def _listener() -> Iterator[None]:
    """Something that a hostile notebook could reach if it had this network."""
    with socket.create_server(("127.0.0.1", PORT)):
        yield


def main() -> None:
    """Build the world, then answer requests until the outer end hangs up."""
    ordinary = sys.argv[1] == "1"
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    build()
    if ordinary:
        os.setgroups([])
        os.setresgid(ACCOUNT, ACCOUNT, ACCOUNT)
        os.setresuid(ACCOUNT, ACCOUNT, ACCOUNT)
        ctypes.CDLL(None).prctl(4, 1, 0, 0, 0)  # PR_SET_DUMPABLE, as after any login
    os.environ["HOME"] = "/tmp"
    sys.path[:0] = [str(COURSE / "src"), str(ROOT)]
    bench = Bench()
    with _listener():
        for line in sys.stdin:
            try:
                answer = bench.answer(json.loads(line))
            except Exception as error:
                answer = {"broken": f"{type(error).__name__}: {error}"}
            answers.write(json.dumps(answer) + "\n")
            answers.flush()
    for one in bench.graders.values():
        one.close()


if __name__ == "__main__":
    main()
