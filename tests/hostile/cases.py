# ruff: noqa: E501 (attacks read best as their authors would type them)
"""Kinds of hostile and broken notebooks: what each does, its fair grade, and the reason it earns.

The attacks are written as a student would write them, against our own grader, and run in a private
world (`stage`). `{GOT}` is what an attack prints once it has done the forbidden thing.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.hostile import sample
from tests.hostile.stage import COURSE, PACKAGE, PLANTED, PORT

GOT = "FORBIDDEN-THING-DONE"
OTHER = "k018"
SHORT = {"seconds": 4.0}
SMALL = {
    "memory": 256 * 2**20,
    "file_bytes": 8 * 2**20,
    "disk_bytes": 16 * 2**20,
    "cpu_seconds": 2,
    "cell_seconds": 1.5,
    "call_seconds": 3.0,
    "seconds": 30.0,
}


@dataclass(frozen=True)
class Case:
    """One kind of notebook.

    Attributes
    ----------
    data
        The file.
    fair
        Points that its honest part earns.
    says
        Words that the result must hold: the reason, a note, a task's error, or the output.
    least
        Points that it must get at least; None if they are the fair ones. A notebook that attacks
        its own process may lose what it had earned.
    layer
        The layer of the isolation that alone stops it; with that layer off, `GOT` appears or
        something is left behind.
    twice
        Run it a second time, which may find what the first has left.
    """

    name: str
    data: bytes
    fair: float
    says: str = ""
    least: float | None = None
    layer: str = ""
    limits: dict[str, Any] = field(default_factory=dict)
    twice: bool = False


CASES: list[Case] = []


def _add(name: str, made: bytes | dict[str, Any], fair: float, says: str = "", **more: Any) -> None:
    data = made if isinstance(made, bytes) else sample.data(made)
    more.setdefault("limits", SMALL)
    CASES.append(Case(name, data, fair, says, **more))


def attack(name: str, source: str, says: str = "", fair: float = 7.0, **more: Any) -> None:
    """An attack in the cell of the task `mean`, whose answer stays wrong; the rest is right."""
    source = source.replace("{GOT}", GOT).replace("{PLANTED}", PLANTED)
    source = source.replace("{COURSE}", str(COURSE)).replace("{PACKAGE}", str(PACKAGE))
    made = sample.solved(mean_answer="mean = -1.0\n" + source.replace("{PORT}", str(PORT)))
    _add(name, made, fair, says, **more)


def late(name: str, source: str, says: str = "", fair: float = 7.0, **more: Any) -> None:
    """An attack in a cell of its own after all others; the answer to `mean` is wrong."""
    made = sample.solved(mean_answer="mean = -1.0")
    made["cells"].append(sample.code(source.replace("{GOT}", GOT), "late"))
    _add(name, made, fair, says, **more)


def answer(name: str, task: str, source: str, fair: float, says: str = "", **more: Any) -> None:
    """A notebook that is right but for the cell of one task."""
    source = source.replace("{GOT}", GOT)
    _add(name, sample.solved(**{f"{task}_answer": source}), fair, says, **more)


def broken(name: str, data: bytes, says: str) -> None:
    """A file that is refused."""
    _add(name, data, 0.0, says)


def changed(
    name: str, change: Callable[[dict[str, Any]], object], fair: float, says: str = ""
) -> None:
    """A right notebook whose form was changed."""
    made = sample.solved()
    change(made)
    _add(name, made, fair, says)


# --- time, memory, crashes ------------------------------------------------------------------------

attack("endless loop", "while True: pass", "was stopped after 1.5 s")
attack("endless sleep", "import time; time.sleep(10**6)", "was stopped after 1.5 s")
attack(
    "ignored signals",
    """import signal, time
for n in range(1, 65):
    try: signal.signal(n, signal.SIG_IGN)
    except (OSError, ValueError): pass
time.sleep(6)
print("{GOT}")""",
    "ran for more than 4 s",
    least=0.0,
    layer="wall",
    limits=SMALL | SHORT,
)
attack(
    "caught interrupts",
    """def again():
    while True:
        try:
            while True: pass
        except BaseException: pass
again()""",
    "ran for more|was stopped",
    least=0.0,
    limits=SMALL | SHORT,
)
attack(
    "processor time",
    """import signal, time
signal.signal(signal.SIGALRM, signal.SIG_IGN)
while time.process_time() < 3: pass
print("{GOT}")""",
    "processor time",
    least=0.0,
    layer="cpu",
)
attack(
    "memory bomb",
    """x = bytearray(600 * 2**20)
print("{GOT}")""",
    "MemoryError",
    layer="memory",
    limits=SMALL | {"cell_seconds": 20.0, "cpu_seconds": 20},  # a busy machine fills it slowly
)
attack("memory bomb in small pieces", "x = []\nwhile True: x.append(bytes(2**20))", "MemoryError")
attack(
    "memory bomb of many processes",
    """import os, time
for _ in range(12):
    if os.fork() == 0:
        x = bytearray(120 * 2**20)
        for at in range(0, len(x), 4096): x[at] = 1
        time.sleep(60)
time.sleep(60)""",
    "of memory|was stopped",
    least=0.0,
)
attack(
    "fork bomb",
    """import os
def breed():
    try:
        while True: os.fork()
    except OSError: pass
breed()""",
    least=0.0,
    limits=SMALL | SHORT,
)
attack(
    "two hundred processes",
    """import os, time
for _ in range(200):
    if os.fork() == 0:
        time.sleep(3)
        os._exit(0)
print("{GOT}")""",
    "BlockingIOError",
    layer="processes",
)
attack(
    "two hundred threads",
    "import threading, time\nfor _ in range(200):\n    threading.Thread(target=time.sleep, args=(9,), daemon=True).start()\nprint('{GOT}')",
    "RuntimeError",
)
attack("exit of the process", "import os; os._exit(3)", "exit code 3", least=0.0)
attack("sys.exit", "import sys; sys.exit(1)", "SystemExit")
attack("exit and quit", "exit()")
attack("segmentation fault", "import ctypes; ctypes.string_at(0)", "SIGSEGV", least=0.0)
attack("abort", "import os; os.abort()", "Python", least=0.0)
attack("deep recursion", "def f(): return f()\nf()", "RecursionError")
attack(
    "stack overflow",
    "import sys\nsys.setrecursionlimit(10**9)\nclass A:\n    def __getattr__(self, n): return getattr(self, n + 'x')\nA().b",
    "SIGSEGV|MemoryError|RecursionError",
    least=0.0,
)
attack("waiting for input", "mean = float(input('mean? '))", "EOFError")
attack("reading standard input", "import sys; mean = float(sys.stdin.readline())", "ValueError")
attack("stopping itself", "import os, signal; os.kill(os.getpid(), signal.SIGSTOP)", least=0.0)
attack("closing every descriptor", "import os; os.closerange(0, 200)", "Python|answers", least=0.0)

# --- hunting --------------------------------------------------------------------------------------

attack(
    "reading the hidden tests",
    """import pathlib
for name in ("master.md", "variants.py", "roster.csv", "salt.txt"):
    if "{PLANTED}" in pathlib.Path("{COURSE}/exercises/sample", name).read_text(): print("{GOT}")""",
    "FileNotFoundError",
    layer="mount",
)
attack(
    "hunting through the file system",
    """import os
for top in ("/tmp", "/home", "/root", "/work", "/proc", "/etc", "/var", "/mnt", "/opt", "/srv"):
    for place, folders, files in os.walk(top):
        for name in files:
            if name in ("roster.csv", "salt.txt", "variants.py", "shadow", "environ", "mem"):
                print("{GOT}", place, name)""",
)
attack(
    "reading the environment",
    """import os
if "{PLANTED}" in str(dict(os.environ)): print("{GOT}")""",
    layer="environment",
)
attack(
    "hunting through memory for the environment",
    """import ctypes
start = ctypes.c_void_p.in_dll(ctypes.CDLL(None), "environ").value or 0
text = ctypes.string_at(start & ~0xfff, 4096) if start else b""
stack = id(None)
if b"planted" + b"-secret" in text: print("{GOT}")""",
)
attack(
    "reading /proc",
    """import glob
if glob.glob("/proc/*"): print("{GOT}")
open("/proc/1/environ").read()""",
    "FileNotFoundError",
)
attack(
    "reading the parent's memory",
    """import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
for pid in [os.getppid(), *range(2, 3000)]:
    if pid and libc.ptrace(16, pid, 0, 0) == 0: print("{GOT}", pid)
    try: open(f"/proc/{pid}/mem", "rb").read(1); print("{GOT}", pid)
    except OSError: pass""",
)
attack(
    "hunting through objects and frames",
    """import gc, sys
# Backwards, or the search would find itself.
words = [word[::-1] for word in ("a3f5", "detcepxe tressa", "rebmun tsegral", "710k", "-retsor")]
frame, seen = sys._getframe(), []
while frame: seen += list(frame.f_locals.values()) + list(frame.f_globals.values()); frame = frame.f_back
for one in seen + gc.get_objects():
    for text in ([one] if type(one) in (str, bytes) else list(one.values()) if type(one) is dict else one if type(one) in (list, tuple) else []):
        if type(text) is str and len(text) < 10**5 and text not in words:
            if any(word in text for word in words): print("{GOT}", text[:80])""",
)
attack(
    "reading a private file of an account",
    """import pathlib
if "{PLANTED}" in pathlib.Path("{PACKAGE}/private.txt").read_text(): print("{GOT}")""",
    "PermissionError|FORBIDDEN",
    layer="user",
)
attack(
    "reading what an earlier submission left",
    """import os
for place in ("/tmp", "/dev/shm", "."):
    if "left.txt" in os.listdir(place): print("{GOT}", place)
    open(f"{place}/left.txt", "w").write("for the next one")""",
    twice=True,
)
attack(
    "the machine's name",
    """import socket
if socket.gethostname() != "grader": print("{GOT}")""",
    layer="uts",
)

# --- patching -------------------------------------------------------------------------------------

attack(
    "patching pandas and numpy",
    """import numpy, pandas
numpy.isclose = numpy.allclose = lambda *a, **k: True
pandas.DataFrame.equals = pandas.Series.equals = lambda *a, **k: True
pandas.DataFrame.__eq__ = lambda *a: True
pandas.testing.assert_frame_equal = lambda *a, **k: None""",
    least=3.0,
)
attack(
    "patching builtins",
    """import builtins
builtins.abs = lambda x: 0
builtins.max = lambda *a, **k: 0
builtins.all = builtins.any = builtins.isinstance = lambda *a: True""",
    least=0.0,
)
attack(
    "hooks of IPython",
    """shell = get_ipython()
def hook(*a, **k): shell.user_ns["mean"] = mean
for name in ("pre_execute", "post_execute", "pre_run_cell", "post_run_cell"):
    shell.events.register(name, hook)
shell.ast_transformers.append(object())
shell.set_custom_exc((Exception,), lambda *a, **k: None)""",
    least=0.0,
)
attack(
    "patching the checker and the solver's classes",
    """from twoplustwo import exercises
for name in ("Number", "Answer", "Task", "Expected"):
    setattr(getattr(exercises, name), "agrees", lambda *a, **k: True)
exercises.Number.distance = lambda *a: 0.0""",
)
attack(
    "patching the codec",
    """import sys
codec = sys.modules["twoplustwo.grading.codec"]
inner = codec.encode_answers
def forged(values, limit):
    nodes = inner(values, limit)
    nodes["mean"] = {"t": "call", "v": "always"}
    nodes["expected"] = {"t": "call", "v": "always"}
    nodes["variant"] = {"t": "dict", "v": []}
    return nodes
codec.encode_answers = forged
class Always:
    def __call__(self, *a, **k): return True
always = Always()""",
)
attack(
    "an otter of its own",
    """import sys, types
fake = types.ModuleType("otter"); fake.test_files = types.ModuleType("otter.test_files")
fake.test_files.test_case = lambda **k: (lambda f: None)
sys.modules["otter"] = fake; sys.modules["otter.test_files"] = fake.test_files""",
)
attack(
    "exit hooks",
    """import atexit, os
atexit.register(lambda: os.write(1, b"{GOT}"))
import weakref
weakref.finalize(variant.__class__, print, "{GOT}")""",
)
late(
    "a thread after the last cell",
    """import threading
def on():
    while True:
        globals()["mean"] = -1.0
threading.Thread(target=on, daemon=True).start()""",
)
attack(
    "tracing everything",
    "import sys\nsys.settrace(lambda *a: None)\nsys.setprofile(lambda *a: None)\nsys.addaudithook(lambda *a: None)",
    least=0.0,
)
attack(
    "shadowed modules",
    """for name in ("json", "pandas", "numpy", "otter", "twoplustwo", "codec", "sitecustomize"):
    open(name + ".py", "w").write("raise SystemExit")
import importlib, sys
sys.path.insert(0, "")
importlib.invalidate_caches()""",
)

# --- values that lie ------------------------------------------------------------------------------

answer(
    "an object equal to everything",
    "mean",
    """class Equal:
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __abs__ = __float__ = __sub__
    def __le__(self, other): return True
    __ge__ = __lt__ = __gt__ = __le__
mean = Equal()""",
    7.0,
    "Equal is not data",
)
answer(
    "a lying float",
    "mean",
    """class Lie(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    def __rsub__(self, other): return 0.0
    def __abs__(self): return 0.0
    def __float__(self): return self
mean = Lie(-1.0)""",
    7.0,
)
answer(
    "a lying DataFrame",
    "counts",
    """class Lie(pd.DataFrame):
    def to_dict(self, *a): return []
    def __eq__(self, other): return True
    def __getattribute__(self, name): return super().__getattribute__(name)
counts = Lie({"year": [2018, 2019, 2020], "count": [0, 0, 0]})""",
    6.0,
)
answer(
    "a poisoned pickle",
    "mean",
    """class Poison:
    def __reduce__(self):
        import os
        return os.system, ("touch /tmp/poisoned /tmp/course/poisoned",)
mean = Poison()
counts = pd.DataFrame({"year": [2018, 2019, 2020], "count": [Poison()] * 3})""",
    7.0,
    "Poison is not data",
)
answer("not a number", "mean", "mean = float('nan')", 7.0)
answer("infinity", "mean", "mean = float('inf')", 7.0)
answer("huge whole number", "mean", "mean = 10 ** 100_000", 7.0, "bits")
answer("huge list", "mean", "mean = [0] * 3_000_000", 7.0, "items")
answer("huge text", "mean", "mean = 'x' * 30_000_000", 7.0, "characters")
answer(
    "huge table",
    "counts",
    "counts = pd.DataFrame(np.zeros((400_000, 8)), columns=list('abcdefgh'))",
    6.0,
    "too large|items|MemoryError",
)
answer(
    "deeply nested value", "mean", "mean = 0\nfor _ in range(100_000): mean = [mean]", 7.0, "nested"
)
answer("value that holds itself", "mean", "mean = []\nmean.append(mean)", 7.0, "nested")
answer(
    "methods that never end",
    "mean",
    "class Slow(dict):\n    def items(self):\n        while True: pass\nmean = Slow(a=1)",
    7.0,
    "ran for more|processor",
    least=0.0,
    limits=SMALL | SHORT,
)
answer("unanswered", "mean", "mean = ...", 7.0)

# --- functions ------------------------------------------------------------------------------------

answer("function that never ends", "scale", "def scale(x):\n    while True: pass", 7.0)
answer("function that ends the process", "scale", "import os\ndef scale(x): os._exit(0)", 7.0)
answer("function that raises", "scale", "def scale(x): raise SystemExit(0)", 7.0)
answer("function with a huge result", "scale", "def scale(x): return 'x' * 20_000_000", 7.0)
answer(
    "function equal to everything",
    "scale",
    "class Equal:\n    def __eq__(self, o): return True\n    __sub__ = __rsub__ = lambda s, o: 0.0\ndef scale(x): return Equal()",
    7.0,
)
answer(
    "function that tells what it is asked",
    "scale",
    "def scale(x):\n    print('{GOT}', x, flush=True)\n    open('/tmp/asked', 'a').write(str(x))\n    return -1.0",
    7.0,
)

# --- the pipe -------------------------------------------------------------------------------------

FORGE = """import json, os, struct
def say(data):
    os.write(3, struct.pack(">I", len(data)) + data)
"""
attack(
    "forged result",
    FORGE + 'say(json.dumps({"result": {"score": 10}}).encode())',
    "could not be read",
    least=0.0,
)
attack("forged noise", FORGE + "say(os.urandom(5000))", "could not be read", least=0.0)
attack("forged length", FORGE + 'os.write(3, b"\\xff" * 4)', "not accepted", least=0.0)
attack(
    "forged names",
    FORGE
    + 'say(json.dumps({"errors": {"0": [1], "x": {}}, "answers": {"expected": {"t": "call", "v": "f"}, "mean": {"t": "frame"}}}).encode())',
    "could not be read",
    least=0.0,
)
attack(
    "forged deep message",
    FORGE + 'say(b"[" * 100000)',
    "could not be read",
    least=0.0,
)
attack(
    "forged answers",
    FORGE + 'say(json.dumps({"errors": {}, "answers": {"mean": 50.0}}).encode())',
    least=0.0,
)

# --- reaching out ---------------------------------------------------------------------------------

attack(
    "writing outside",
    """for place in ("/usr/lib/x", "/x", "/etc/x", "{PACKAGE}/x.py", "/bin/x", "/dev/x", "/home/x"):
    try: open(place, "w").write("x"); print("{GOT}", place)
    except OSError: pass""",
)
attack(
    "taking mounts apart",
    """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
if libc.mount(None, b"{PACKAGE}", None, 32 | 4096, None) == 0: print("{GOT}")
if libc.umount2(b"/tmp", 2) == 0: print("{GOT}")
if libc.mount(b"none", b"/home", b"tmpfs", 0, None) == 0: print("{GOT}")
if libc.chroot(b"/tmp") == 0 or libc.sethostname(b"x", 1) == 0: print("{GOT}")""",
    layer="privileges",
)
attack(
    "becoming somebody",
    """import os
for name in ("setuid", "setgid", "seteuid", "setegid"):
    for number in (0, 1, 65534):
        try: getattr(os, name)(number); print("{GOT}", name, number)
        except OSError: pass
if os.getuid() != 1000 or os.getgroups() not in ([], [1000], [65534]): print("ids", os.getuid(), os.getgroups())""",
)
attack(
    "a user namespace of its own",
    """import ctypes
libc = ctypes.CDLL(None, use_errno=True)
if libc.unshare(0x10000000) == 0: print("{GOT}")""",
    layer="nesting",
)
attack(
    "memory that no limit counts",
    """import os
os.memfd_create("hoard")
print("{GOT}")""",
    "PermissionError",
    layer="seccomp",
)
attack(
    "odd sockets",
    """import socket
for family, kind in ((socket.AF_VSOCK, 1), (socket.AF_NETLINK, 3), (socket.AF_PACKET, 3)):
    try: socket.socket(family, kind); print("{GOT}", family)
    except OSError: pass""",
)
attack(
    "deleting the folder",
    """import os, shutil
for place in (os.getcwd(), "/tmp", "/dev/shm", "{PACKAGE}", "/usr/lib", "/"):
    shutil.rmtree(place, ignore_errors=True)
if not os.path.exists("{PACKAGE}/__init__.py"): print("{GOT}")""",
)
attack(
    "one huge file",
    """with open("/tmp/big", "wb") as file:
    for _ in range(12): file.write(bytes(2**20)); file.flush()
print("{GOT}")""",
    "OSError",
    layer="file",
)
attack(
    "filling the disk",
    """import os
for n in range(8):
    with open(f"/tmp/{n}", "wb") as file: file.write(bytes(4 * 2**20))
print("{GOT}")""",
    "No space left",
    layer="disk",
)
attack(
    "thousands of files",
    """for n in range(5000): open(f"/tmp/{n}", "w").close()
print("{GOT}")""",
    "No space left",
    layer="inodes",
)
attack(
    "thousands of descriptors",
    """kept = [open("/dev/null") for _ in range(600)]
print("{GOT}")""",
    "Too many open files",
    layer="descriptors",
)
attack(
    "the network",
    """import socket
try: socket.create_connection(("127.0.0.1", {PORT}), 2); print("{GOT}")
except OSError as error: print(error)
socket.create_connection(("192.0.2.1", 80), 2)""",
    "OSError|unreachable|TimeoutError",
    layer="net",
)
attack(
    "a name from the network", "import socket; socket.getaddrinfo('example.org', 80)", "gaierror"
)
attack(
    "a message queue",
    """import ctypes, os
librt = ctypes.CDLL("librt.so.1", use_errno=True)
librt.mq_open(b"/left", os.O_CREAT | os.O_RDWR, 0o666, None)""",
    layer="ipc",
)
attack(
    "a daemon that outlives the run",
    """import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        os.closerange(0, 100)
        time.sleep(60)
    os._exit(0)""",
    layer="pid",
)
attack(
    "killing everybody",
    """import os, signal
for pid in (os.getppid(), -1, *range(2, 2000)):
    try: os.kill(pid, signal.SIGKILL)
    except OSError: pass""",
    least=0.0,
)
attack("a shell", "!sleep 60 & \n!cat /etc/shadow; id; ls /root /work")
attack("magics", "%cd /\n%env HOME=/\n%%time\npass", least=0.0)

# --- output ---------------------------------------------------------------------------------------

attack("200 MB of output", "import os\nfor _ in range(200): os.write(1, b'x' * 2**20)")
attack("a megabyte of output", "print('x' * 2**20)", layer="output")
attack("output past Python", "!head -c 50000000 /dev/zero")
attack(
    "a huge picture",
    "from IPython.display import Image, display\ndisplay(Image(data=bytes(40 * 2**20), format='png'))",
)
attack("escape codes", r"print('\x1b[2J\x1b]0;owned\x07<script>alert(1)</script>' * 10)")

# --- form -----------------------------------------------------------------------------------------


def _metadata(notebook: dict[str, Any]) -> None:
    """Points and tests in the metadata, as otter and nbgrader put them."""
    notebook["metadata"]["otter"]["tests"] = {"mean": {"name": "mean", "points": 100, "suites": []}}
    notebook["metadata"]["student_code"] = OTHER
    for one in notebook["cells"]:
        one["metadata"]["nbgrader"] = {"grade": True, "points": 100, "grade_id": one["id"]}
        one["metadata"]["otter"] = {"tests": ["counts"]}


def _wrong_set(notebook: dict[str, Any]) -> None:
    notebook["metadata"]["otter"]["assignment_name"] = "another"
    notebook["cells"] = [sample.code("other = 1", "a")]


changed("edited metadata", _metadata, 10.0)
changed("the wrong set", _wrong_set, 0.0, "of the set 'another'")
changed(
    "a wrong name of the set",
    lambda n: n["metadata"]["otter"].update(assignment_name="other"),
    10.0,
    "of the set 'other'",
)
changed("a removed cell", lambda n: n["cells"].remove(sample.cell(n, "mean-answer")), 7.0)
changed("duplicated cells", lambda n: n["cells"].extend(n["cells"][:]), 10.0, "same id")
changed("reordered cells", lambda n: n["cells"].reverse(), 3.0, "NameError")
changed("missing ids", lambda n: [one.pop("id") for one in n["cells"]], 10.0)
changed("one id for all", lambda n: [one.update(id="same") for one in n["cells"]], 10.0, "same id")
changed(
    "cells of other forms",
    lambda n: n["cells"].extend([None, 7, {}, {"cell_type": "code", "source": 3}]),
    10.0,
    "left out",
)
changed(
    "5,000 cells",
    lambda n: n["cells"].extend([sample.code("pass", f"c{i}") for i in range(5000)]),
    0.0,
    "5,007 cells",
)
changed(
    "another kernel",
    lambda n: n["metadata"].update(kernelspec={"language": "R", "name": "ir"}),
    0.0,
    "'R'",
)
changed("an older format", lambda n: n.update(nbformat=3), 0.0, "format 3")
changed("no cells", lambda n: n.pop("cells"), 0.0, "no list of cells")
changed("halves of characters", lambda n: n["cells"].append(sample.code("x = '\ud800'", "s")), 10.0)
changed("null bytes", lambda n: n["cells"].append(sample.code("x = 1\0", "z")), 10.0)
_add("somebody else's variant", sample.solved(OTHER), 0.0)
broken("empty", b"", "empty")
broken("only blanks", b" \n ", "empty")
broken("truncated", sample.data(sample.solved())[:-200], "breaks off")
broken("binary", bytes(range(256)) * 40, "not UTF-8")
broken("not UTF-8", json.dumps(sample.solved(), ensure_ascii=False).encode("utf-16"), "UTF-16")
broken("a zip archive", b"PK\x03\x04" + bytes(200) + b"\xff", "zip archive")
broken("deep JSON", b'{"nbformat": 4, "cells": ' + b"[" * 200_000, "nested|breaks off")
broken("a list", b"[]", "no notebook")
broken("a number too long", b'{"nbformat": ' + b"9" * 6000 + b"}", "JSON|format")
broken("17 MB", b" " * 17 * 2**20 + b"{}", "at most 16 MB")

LAYERED = [case for case in CASES if case.layer]
