"""What Binder does with a checkout, without Docker.

repo2docker itself reads the checkout: which build pack fits, which Python, which files and
commands, in which order. Only the layers of its image are replaced: its conda environment by a
virtual environment of the same Python, the container's home by a folder.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from repo2docker.app import Repo2Docker

from tests.places.pythons import interpreters

INPUTS = ("requirements.txt", "runtime.txt", "postBuild", "start")
"""The files of `binder/`, all that the environment follows from beside our own package."""

OUTSIDE = ("PYTHONPATH", "PYTHONHOME", "VIRTUAL_ENV", "TWOPLUSTWO_BUILD", "PLOTLY_RENDERER")
NOT_CLONED = (".git", ".venv*", "_build", "__pycache__", ".*_cache", ".hypothesis")
"""What a tree that was worked in has beside what git would clone."""

TOKEN = "rehearsal"
BASE_URL = "/user/reader/"  # Binder serves every reader under a path of their own
START_SECONDS = 120


@dataclass(frozen=True)
class Recipe:
    """What repo2docker makes of a checkout.

    Attributes
    ----------
    pack
        Name of the build pack that it picks.
    early
        Files that it copies before the rest, so that the commands `before` are cached.
    after
        Commands that run with the whole checkout in place, `postBuild` last.
    start
        The script that wraps the command of the server, or None.
    """

    pack: str
    python: str
    early: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]
    start: str | None


def recipe(checkout: Path) -> Recipe:
    """Let repo2docker read `checkout`."""
    app = Repo2Docker()
    with contextlib.chdir(checkout):
        packs = (kind(app.base_image) for kind in app.buildpacks)
        pack = next((one for one in packs if one.detect()), app.default_buildpack(app.base_image))
        post = [f"chmod +x {name} && ./{name}" for name in pack.get_post_build_scripts()]
        return Recipe(
            pack=type(pack).__name__,
            python=pack.python_version,
            early=tuple(pack.get_preassemble_script_files()),
            before=tuple(script for _, script in pack.get_preassemble_scripts()),
            after=(*(script for _, script in pack.get_assemble_scripts()), *post),
            start=pack.get_start_script(),
        )


@dataclass(frozen=True)
class Image:
    """The environment that a reader's container would start from."""

    folder: Path
    recipe: Recipe

    @property
    def prefix(self) -> Path:
        return self.folder / "env"

    @property
    def home(self) -> Path:
        """Home of the reader and root of the checkout, which on Binder are one."""
        return self.folder / "home"

    @cached_property
    def environment(self) -> dict[str, str]:
        """Variables as repo2docker sets them; pip's own settings stay those of this machine."""
        kept = {name: value for name, value in os.environ.items() if name not in OUTSIDE}
        prefix = str(self.prefix)
        own = {
            "HOME": str(self.home),
            "REPO_DIR": str(self.home),
            "NB_PYTHON_PREFIX": prefix,
            "KERNEL_PYTHON_PREFIX": prefix,
            "PATH": f"{prefix}/bin{os.pathsep}{os.environ['PATH']}",
        }
        settings = Path.home() / ".config" / "pip" / "pip.conf"
        if settings.is_file():
            own.setdefault("PIP_CONFIG_FILE", str(settings))
        return kept | own

    def run(self, script: str) -> None:
        """Run one command of the recipe; raises with its words when it fails."""
        done = subprocess.run(
            ["bash", "-c", script],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
        )
        if done.returncode != 0:
            raise RuntimeError(f"{script.strip()} failed:\n{(done.stdout + done.stderr)[-4000:]}")


def build(checkout: Path, folder: Path) -> Image:
    """Build the environment of `checkout` in the empty `folder`, step by step."""
    if any(folder.iterdir()):
        raise ValueError(f"{folder} is not empty")
    image = Image(folder, recipe(checkout))
    image.home.mkdir()
    python = interpreters().get(image.recipe.python, sys.executable)
    subprocess.run([python, "-m", "venv", str(image.prefix)], check=True)
    for name in image.recipe.early:
        (image.home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(checkout / name, image.home / name)
    for script in image.recipe.before:
        image.run(script)
    made = shutil.ignore_patterns(*NOT_CLONED)
    shutil.copytree(checkout, image.home, ignore=made, dirs_exist_ok=True)
    for script in image.recipe.after:
        image.run(script)
    return image


def measure(image: Image) -> dict[str, object]:
    """Packages and megabytes (10^6 bytes, sum of file sizes) of the finished environment."""
    command = [image.prefix / "bin" / "python", "-m", "pip", "list", "--format", "json"]
    listed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    names = sorted(one["name"] for one in json.loads(listed) if one["name"] != "pip")
    files = [path for path in image.prefix.rglob("*") if path.is_file() and not path.is_symlink()]
    sizes = {path: path.stat().st_size for path in files}
    bytecode = sum(size for path, size in sizes.items() if path.suffix == ".pyc")
    return {
        "python": image.recipe.python,
        "packages": len(names),
        "megabytes": round(sum(sizes.values()) / 1e6),
        "of which bytecode": round(bytecode / 1e6),
        "largest": _largest(sizes),
    }


def _largest(sizes: dict[Path, int], count: int = 8) -> dict[str, int]:
    """Megabytes of the largest packages."""
    total: dict[str, int] = {}
    for path, size in sizes.items():
        name = path.as_posix().partition("site-packages/")[2].partition("/")[0]
        if name:
            total[name] = total.get(name, 0) + size
    order = sorted(total, key=total.__getitem__, reverse=True)[:count]
    return {name: round(total[name] / 1e6) for name in order}


def digests(binder: Path) -> dict[str, str]:
    """SHA-256 of every file that the environment follows from."""
    return {name: hashlib.sha256((binder / name).read_bytes()).hexdigest() for name in INPUTS}


@contextlib.contextmanager
def server(image: Image) -> Iterator[str]:
    """Start the server as Binder does, through `start`; yield its address."""
    port = _free_port()
    command = ["jupyter-lab", "--ip=127.0.0.1", f"--port={port}", "--no-browser", "--allow-root"]
    command += [f"--ServerApp.base_url={BASE_URL}", f"--IdentityProvider.token={TOKEN}"]
    if image.recipe.start:
        command.insert(0, image.recipe.start.replace("${REPO_DIR}", str(image.home)))
    log = image.folder / "server.log"
    with log.open("w") as out:
        running = subprocess.Popen(
            command, cwd=image.home, env=image.environment, stdout=out, stderr=out
        )
    try:
        base = f"http://127.0.0.1:{port}{BASE_URL}"
        _await(base, running, log)
        yield base
    finally:
        running.terminate()
        running.wait(timeout=30)


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _await(base: str, running: subprocess.Popen, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and running.poll() is None:
        with contextlib.suppress(urllib.error.URLError, ConnectionError):
            urllib.request.urlopen(f"{base}api?token={TOKEN}", timeout=5).close()
            return
        time.sleep(0.3)
    raise RuntimeError(f"the server did not start:\n{log.read_text()[-4000:]}")
