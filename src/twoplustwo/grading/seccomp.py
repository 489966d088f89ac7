"""System calls that no notebook needs, and that reach around the other layers.

Memory that no limit counts (memfd, System V shared memory, io_uring), sockets that no network
namespace holds (vsock, netlink, raw packets), kernel keys, tracing. They answer "not permitted".
"""

from __future__ import annotations

import ctypes
import platform
import struct

from twoplustwo.grading.namespaces import NamespaceError

PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 22, 2
ALLOW, REFUSE, KILL = 0x7FFF0000, 0x00050001, 0x80000000
LOAD, EQUAL, AT_LEAST, RETURN = 0x20, 0x15, 0x35, 0x06
NUMBER, ARCHITECTURE, FIRST_ARGUMENT = 0, 4, 16
X32 = 0x40000000
FAMILIES = (1, 2, 10)  # AF_UNIX, AF_INET, AF_INET6: the last two lead nowhere in an empty network

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
SOCKET = {"x86_64": 41, "aarch64": 198}
REFUSED = {
    # memfd_create, shmget, semget, msgget, add_key, request_key, keyctl, bpf, perf_event_open,
    # userfaultfd, ptrace, process_vm_readv, process_vm_writev, then those younger than 2019
    "x86_64": (319, 29, 64, 68, 248, 249, 250, 321, 298, 323, 101, 310, 311),
    "aarch64": (279, 194, 190, 186, 217, 218, 219, 280, 241, 282, 117, 270, 271),
}
YOUNG = (425, 447)  # io_uring_setup, memfd_secret: the same number everywhere


def _step(code: int, value: int, then: int = 0, otherwise: int = 0) -> bytes:
    return struct.pack("HBBI", code, then, otherwise, value)


def program(machine: str) -> bytes:
    """Give the filter for a machine, as the kernel's small stack-less programs."""
    if machine not in AUDIT:
        raise NamespaceError(f"no filter of system calls for the processor {machine!r}")
    steps = [
        _step(LOAD, ARCHITECTURE),
        _step(EQUAL, AUDIT[machine], 1, 0),
        _step(RETURN, KILL),
        _step(LOAD, NUMBER),
        _step(AT_LEAST, X32, 0, 1),
        _step(RETURN, REFUSE),
    ]
    for number in (*REFUSED[machine], *YOUNG):
        steps += [_step(EQUAL, number, 0, 1), _step(RETURN, REFUSE)]
    steps += [_step(EQUAL, SOCKET[machine], 1, 0), _step(RETURN, ALLOW)]
    steps += [_step(LOAD, FIRST_ARGUMENT)]
    for family in FAMILIES:
        steps += [_step(EQUAL, family, 0, 1), _step(RETURN, ALLOW)]
    return b"".join([*steps, _step(RETURN, REFUSE)])


def install() -> None:
    """Install the filter for this process and all that it starts; it cannot be taken off."""
    code = program(platform.machine())
    held = ctypes.create_string_buffer(code, len(code))
    head = struct.pack("HxxxxxxP", len(code) // 8, ctypes.addressof(held))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, head, 0, 0) < 0:
        raise NamespaceError(ctypes.get_errno(), "the kernel takes no filter of system calls")
