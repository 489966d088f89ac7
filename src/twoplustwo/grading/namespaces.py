"""Linux namespaces through ctypes: an empty, read-only world of its own for one submission.

A process comes here already alone in new user and pid namespaces (`keeper`). It leaves mount, net,
ipc and uts behind, builds a root that holds only what `Places` lists, gives up every privilege,
and takes the limits. Nothing is hidden one by one: what is not on the list is not there.
"""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import struct
import sys
import sysconfig
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from twoplustwo.grading.limits import Limits

CLONE_NEWNS, CLONE_NEWUTS, CLONE_NEWIPC = 0x00020000, 0x04000000, 0x08000000
CLONE_NEWUSER, CLONE_NEWPID, CLONE_NEWNET = 0x10000000, 0x20000000, 0x40000000
MS_RDONLY, MS_NOSUID, MS_NODEV = 1, 2, 4
MS_REMOUNT, MS_REC, MS_PRIVATE = 32, 0x4000, 1 << 18
MNT_DETACH = 2
OPEN_TREE_CLONE, AT_RECURSIVE, AT_EMPTY_PATH = 1, 0x8000, 0x1000
AT_FDCWD = -100
MOVE_MOUNT_F_EMPTY_PATH = 4
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV = 1, 2, 4
# System calls younger than 2019 have the same number on every architecture.
SYS_OPEN_TREE, SYS_MOVE_MOUNT, SYS_MOUNT_SETATTR = 428, 429, 442
PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_CAPBSET_DROP = 1, 4, 24
PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL = 38, 47, 4
CAPABILITY_VERSION_3 = 0x20080522
SIGKILL = 9

INSIDE = 1000
"""User and group id that student code sees as its own."""

OUTSIDE = 1_900_000_000
"""First of the ids that root gives to submissions; no account or container uses this range."""

HOME = "/home/student"

SPACES = frozenset({"user", "pid", "mount", "net", "ipc", "uts"})
RIGHTS = frozenset({"nesting", "privileges", "seccomp", "environment"})
AMOUNTS = frozenset({"cpu", "memory", "processes", "file", "disk", "inodes", "descriptors"})
LAYERS = SPACES | RIGHTS | AMOUNTS | {"wall", "output"}
"""What can be switched off one by one, which only the tests of the layers themselves do."""

_libc = ctypes.CDLL(None, use_errno=True)


class NamespaceError(OSError):
    """The kernel refuses a step of the isolation; the message says which."""


def _check(result: int, step: str) -> int:
    if result < 0:
        code = ctypes.get_errno()
        raise NamespaceError(code, f"{step}: {os.strerror(code)}")
    return result


def _call(name: str, *arguments: object) -> int:
    return _check(getattr(_libc, name)(*arguments), name)


def _system(number: int, step: str, *arguments: object) -> int:
    wide = [ctypes.c_long(one) if isinstance(one, int) else one for one in arguments]
    return _check(_libc.syscall(ctypes.c_long(number), *wide), step)


def unshare(flags: int) -> None:
    """Leave namespaces behind."""
    if flags:
        _call("unshare", flags)


def _mount(source: str, target: str, kind: str, flags: int, data: str = "") -> None:
    _check(
        _libc.mount(source.encode(), target.encode(), kind.encode(), flags, data.encode()),
        f"mount {kind or source} on {target}",
    )


# --- user ids -------------------------------------------------------------------------------------


def outer_id(number: int) -> int:
    """Id that a submission has outside: one of its own if we are root, ours otherwise."""
    own = OUTSIDE + number % 100_000_000
    return own if os.geteuid() == 0 and _covers(Path("/proc/self/uid_map"), own) else os.geteuid()


def _covers(table: Path, number: int) -> bool:
    rows = (tuple(map(int, line.split())) for line in table.read_text().splitlines())
    return any(first <= number < first + count for first, _, count in rows)


def write_maps(pid: int) -> None:
    """Map the one id inside to one outside; the parent does this for its child."""
    uid = outer_id(pid)
    gid = uid if uid >= OUTSIDE else os.getegid()
    place = Path(f"/proc/{pid}")
    if uid < OUTSIDE:
        (place / "setgroups").write_text("deny")
    (place / "uid_map").write_text(f"{INSIDE} {uid} 1")
    (place / "gid_map").write_text(f"{INSIDE} {gid} 1")


def become_student() -> None:
    """Take the one id that exists inside; capabilities stay until `drop_privileges`."""
    if os.getgroups() and Path("/proc/self/setgroups").read_text().strip() == "allow":
        os.setgroups([])
    os.setresgid(INSIDE, INSIDE, INSIDE)
    os.setresuid(INSIDE, INSIDE, INSIDE)


def forbid_nesting() -> None:
    """Let nothing inside open a user namespace, where it would have capabilities again."""
    Path("/proc/sys/user/max_user_namespaces").write_text("0")


# --- the file system ------------------------------------------------------------------------------


@dataclass(frozen=True)
class Places:
    """What exists inside: paths bound read-only at their own place, and symbolic links."""

    bound: tuple[str, ...]
    links: tuple[tuple[str, str], ...]


DEVICES = ("null", "zero", "full", "random", "urandom")
SYSTEM = ("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/bin", "/usr/share/zoneinfo")
SYSTEM_LINKS = ("/lib", "/lib32", "/lib64", "/bin")
SETTINGS = ("/etc/ld.so.cache", "/etc/localtime", "/etc/alternatives")


def _python() -> Iterator[str]:
    """Folders of this Python and of its packages."""
    for prefix in {sys.prefix, sys.base_prefix, sys.exec_prefix, sys.base_exec_prefix}:
        for part in ("bin", "lib", "lib64", "pyvenv.cfg"):
            yield f"{prefix}/{part}"
    yield from (sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    for entry in sys.path:
        if Path(entry).name in ("site-packages", "dist-packages"):
            yield entry


def _course() -> Iterator[str]:
    """The public files of the course: its package and its tables."""
    import twoplustwo
    from twoplustwo.data.package import folder

    yield str(Path(twoplustwo.__file__).parent)
    yield str(folder())


def places() -> Places:
    """List what exists inside."""
    wanted = [*SYSTEM, *SYSTEM_LINKS, *SETTINGS, *_python(), *_course()]
    links = {one: os.readlink(one) for one in SYSTEM_LINKS if os.path.islink(one)}
    real = sorted({str(Path(one)) for one in wanted if one not in links and os.path.exists(one)})
    kept: list[str] = []
    for one in real:
        # A folder comes with what lies in it; sorted, the outer one is first.
        if not any(one == outer or one.startswith(outer + "/") for outer in kept):
            kept.append(one)
    return Places(tuple(kept), tuple(links.items()))


def _clone(path: str, attributes: int) -> int:
    """Give a detached copy of the mount at `path`, with what is mounted below it."""
    flags = OPEN_TREE_CLONE | AT_RECURSIVE | os.O_CLOEXEC
    tree = _system(SYS_OPEN_TREE, f"open_tree {path}", AT_FDCWD, path.encode(), flags)
    wanted = struct.pack("QQQQ", attributes, 0, 0, 0)
    _system(
        SYS_MOUNT_SETATTR,
        f"mount_setattr {path} (Linux 5.12 or newer is needed)",
        tree,
        b"",
        AT_EMPTY_PATH | AT_RECURSIVE,
        wanted,
        len(wanted),
    )
    return tree


def _attach(tree: int, target: str) -> None:
    _system(
        SYS_MOVE_MOUNT,
        f"move_mount {target}",
        tree,
        b"",
        AT_FDCWD,
        target.encode(),
        MOVE_MOUNT_F_EMPTY_PATH,
    )
    os.close(tree)


class Root:
    """The root of one submission; sources are taken while its process still is who it was."""

    BASE = "/tmp"  # only a place to build on; the file system there is covered, then gone

    def __init__(self, allowed: Places) -> None:
        _mount("", "/", "", MS_REC | MS_PRIVATE)
        safe = ATTR_RDONLY | ATTR_NOSUID | ATTR_NODEV
        self.links = allowed.links
        self.trees = {path: _clone(path, safe) for path in allowed.bound}
        self.devices = {
            f"/dev/{name}": _clone(f"/dev/{name}", ATTR_NOSUID | ATTR_RDONLY) for name in DEVICES
        }
        self.is_file = {path: os.path.isfile(path) for path in allowed.bound}

    def enter(self, limits: Limits, layers: Collection[str]) -> None:
        """Build the root and move into it; the old one is gone."""
        sizes = f"mode=755,size={limits.disk_bytes if 'disk' in layers else 2**33}"
        sizes += f",nr_inodes={limits.files if 'inodes' in layers else 2**20}"
        _mount("tmpfs", self.BASE, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=4m,nr_inodes=4096")
        for path in ("/tmp", HOME, "/dev/shm"):
            self._target(path, False)
            _mount("tmpfs", self.BASE + path, "tmpfs", MS_NOSUID | MS_NODEV, sizes)
        # After the private folders, because the packages may lie in one of them.
        for path, tree in self.trees.items():
            self._target(path, self.is_file[path])
            _attach(tree, self.BASE + path)
        for path, tree in self.devices.items():
            self._target(path, True)
            _attach(tree, self.BASE + path)
        self._furnish()
        self._pivot()

    def _target(self, path: str, is_file: bool) -> None:
        place = self.BASE + path
        os.makedirs(os.path.dirname(place) if is_file else place, mode=0o755, exist_ok=True)
        if is_file:
            os.close(os.open(place, os.O_CREAT | os.O_WRONLY, 0o644))

    def _furnish(self) -> None:
        for path, leads in self.links:
            os.symlink(leads, self.BASE + path)
        os.makedirs(self.BASE + "/etc", exist_ok=True)
        passwd = f"student:x:{INSIDE}:{INSIDE}:Student:{HOME}:/bin/sh\n"
        for name, text in (("passwd", passwd), ("group", f"student:x:{INSIDE}:\n")):
            Path(f"{self.BASE}/etc/{name}").write_text(text)

    def _pivot(self) -> None:
        os.chdir(self.BASE)
        _call("pivot_root", b".", b".")
        _call("umount2", b".", MNT_DETACH)
        os.chdir("/")
        _mount("", "/", "", MS_REMOUNT | MS_RDONLY | MS_NOSUID | MS_NODEV)


# --- privileges and limits ------------------------------------------------------------------------


def drop_privileges() -> None:
    """Give up every capability for good, and what an executable could give back."""
    _call("prctl", PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    _call("prctl", PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0)
    for capability in range(64):
        if _libc.prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) < 0:
            break  # past the last one that this kernel knows
    head = struct.pack("Ii", CAPABILITY_VERSION_3, 0)
    _call("capset", head, struct.pack("6I", 0, 0, 0, 0, 0, 0))


def die_with_parent() -> None:
    """Be killed when the parent ends, whatever ends it."""
    _call("prctl", PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0)


def stay_readable(readable: bool) -> None:
    """Whether others of the account may look into this process through /proc or ptrace."""
    _call("prctl", PR_SET_DUMPABLE, int(readable), 0, 0, 0)


def name_host() -> None:
    """Take a name that says nothing about the machine."""
    socket.sethostname("grader")


def used_address_space() -> int:
    """Bytes of address space that this process has already."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[0]) * resource.getpagesize()


def limit(limits: Limits, base: int, layers: Collection[str]) -> None:
    """Take the limits; `base` is the address space that the imports have taken already."""
    wanted = {
        "cpu": (resource.RLIMIT_CPU, limits.cpu_seconds),
        "memory": (resource.RLIMIT_AS, base + limits.memory),
        "processes": (resource.RLIMIT_NPROC, limits.processes),
        "file": (resource.RLIMIT_FSIZE, limits.file_bytes),
        "descriptors": (resource.RLIMIT_NOFILE, limits.open_files),
    }
    for layer, (kind, value) in wanted.items():
        if layer in layers:
            hard = resource.getrlimit(kind)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(kind, (value, value))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
