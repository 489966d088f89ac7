"""Makes what figures need: packs, posters, first tables. Each once, and only when it changed.

What is made lies under a digest of what it is made from: for an explorer its module and all that
stands below it (engine, charts, models, tables), for a chart its own numbers. Packing runs in
parallel processes; one browser draws all posters.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import multiprocessing
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from twoplustwo import explorers
from twoplustwo.charts.poster import Picture, Poster, draw
from twoplustwo.explorers.engine import Explorer
from twoplustwo.explorers.engine.errors import DeclarationError
from twoplustwo.explorers.engine.numbers import fixed
from twoplustwo.explorers.engine.pack import pack, pack_chart

from . import bundle
from .progress import Progress
from .settings import PACKAGE, data_files, fingerprint, package_parts

VERSIONS = ("numpy", "pandas", "plotly")
MOST_STATES_IN_WORDS = 40
POSTER_WIDTHS = {"wide": 720, "narrow": 360}

Payload = Mapping[str, Any]


@dataclass
class Made:
    """A finished figure: `about` is what the template prints, `files` what goes into the site."""

    about: dict[str, Any]
    files: list[tuple[str, bytes]] = field(default_factory=list)


class Workshop:
    """Makes figures, with finished parts kept in `folder`.

    Parameters
    ----------
    maps : bool
        Whether maps are shown; if not, each becomes its text table and no part of it is made.
    """

    def __init__(self, folder: Path, *, maps: bool = True) -> None:
        self.folder = folder
        self.maps = maps

    @staticmethod
    def name(payload: Payload) -> str:
        """What tells figures apart: an explorer's name; a chart's name and content."""
        if payload["kind"] != "chart":
            return payload["name"]
        return f"{payload['name']}:{_digest(payload)}"

    def make(self, payloads: Sequence[Payload]) -> dict[str, Made]:
        """Make every figure once; the keys are their `name`.

        Raises
        ------
        ExtensionError
            If an explorer's declaration is wrong or its pack too large; the message says why.
        """
        wanted = {self.name(payload): payload for payload in payloads}
        made = dict(self._described(wanted))
        drawn = [name for name, one in made.items() if not one.about["text_only"]]
        if drawn:
            self._add_posters({name: made[name] for name in drawn})
            self._add_plotly([made[name] for name in drawn])
        return made

    def _described(self, wanted: Mapping[str, Payload]) -> Iterator[tuple[str, Made]]:
        """Yield what each figure says and its pack, making in parallel what is missing."""
        keys = {name: self._key(payload) for name, payload in wanted.items()}
        missing = [name for name in wanted if not self._file(keys[name]).is_file()]
        progress = Progress("figures", len(missing))
        with _processes(len(missing)) as pool:
            jobs = [pool.submit(_describe, wanted[name], self.maps) for name in missing]
            for name, job in zip(missing, jobs, strict=True):
                self._save(keys[name], _result(name, job))
                progress.step(wanted[name]["name"])
        progress.end()
        for name in wanted:
            yield name, self._load(keys[name])

    def _key(self, payload: Payload) -> str:
        versions = [f"{name} {version(name)}" for name in VERSIONS]
        own = fingerprint(Path(__file__))
        return _digest([payload, _basis(payload["name"]), versions, sys.version, self.maps, own])

    def _file(self, key: str) -> Path:
        return self.folder / f"{key}.json"

    def _save(self, key: str, made: Made) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        files = {path: content.hex() for path, content in made.files}
        part = self._file(key).with_suffix(".part")  # a killed build leaves no half file behind
        part.write_text(json.dumps({"about": made.about, "files": files}), encoding="utf-8")
        part.replace(self._file(key))

    def _load(self, key: str) -> Made:
        kept = json.loads(self._file(key).read_text(encoding="utf-8"))
        files = [(path, bytes.fromhex(content)) for path, content in kept["files"].items()]
        return Made(kept["about"], files)

    def _add_posters(self, made: Mapping[str, Made]) -> None:
        pictures = [
            Picture(name.replace(":", "-"), one.about["figure"], one.about["height"],
                    one.about["narrow"])
            for name, one in made.items()
        ]  # fmt: skip
        progress = Progress("posters", len(pictures))
        result = draw(pictures, self.folder / "posters", self._plotly_file())
        if result.drawn:
            progress.end()
        if result.problem:
            print(f"posters: {result.problem}; the pages show tables instead", file=sys.stderr)
        for one, picture in zip(made.values(), pictures, strict=True):
            poster = result.posters[picture.name]
            one.about["posters"] = None
            if poster is not None:
                one.about["posters"] = dict(_poster_files(one, poster))

    def _plotly_file(self) -> Path:
        """The site's own bundle draws the posters too: the same picture, in half the time."""
        name, content = bundle.plotly()
        path = self.folder / Path(name).name
        if not path.is_file():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
        return path

    def _add_plotly(self, made: Sequence[Made]) -> None:
        path, content = bundle.plotly()
        for one in made:
            one.about["plotly"] = path
            one.files.append((path, content))


def _poster_files(made: Made, poster: Poster) -> Iterator[tuple[str, dict[str, Any]]]:
    """Add the four SVG files of a poster to `made`; yield how the template refers to each."""
    for theme, drawn in (("light", poster), ("dark", poster.dark())):
        for size, width in POSTER_WIDTHS.items():
            content = getattr(drawn, size).encode()
            digest = hashlib.sha256(content).hexdigest()[:12]
            path = f"_posters/{made.about['name']}-{size}-{theme}.{digest}.svg"
            made.files.append((path, content))
            height = getattr(drawn, f"{size}_height")
            yield f"{size}-{theme}", {"path": path, "width": width, "height": height}


def _digest(value: Any) -> str:
    text = json.dumps(value, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _basis(name: str) -> str:
    """Digest of all that a figure is made from: not of the other explorers, nor of the pages."""
    folder = PACKAGE / "explorers"
    shared = [folder / "engine", folder / "__init__.py", *folder.glob("_[a-z]*.py")]
    own = [*folder.glob(f"{name}.py"), *folder.glob("*.js")]
    return fingerprint(*package_parts("explorers"), *shared, *own, *data_files())


def _processes(jobs: int) -> Executor:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    # Forked children have pandas and plotly loaded already; elsewhere they load it themselves.
    kind = "fork" if sys.platform == "linux" else "spawn"
    context = multiprocessing.get_context(kind)
    return ProcessPoolExecutor(max(1, min(jobs, cores or 1)), mp_context=context)


def _result(name: str, job: Any) -> Made:
    try:
        return job.result()
    except DeclarationError as error:
        raise ExtensionError(str(error)) from None
    except Exception as error:
        raise ExtensionError(f"the figure {name!r} cannot be made: {error!r}") from error


def _describe(payload: Payload, maps: bool) -> Made:
    """Compute what a figure says at first, and its pack unless it is only a table."""
    about = _chart(payload) if payload["kind"] == "chart" else _explorer(payload["name"])
    about["text_only"] = about.pop("is_map") and not maps
    about.update(posters=None, plotly=None, pack=None, twin=None)
    made = Made(about)
    if not about["text_only"]:
        _add_pack(payload, made)
    elif payload["kind"] != "chart":
        about.update(_in_words(explorers.get(payload["name"])))
    return made


def _in_words(explorer: Explorer) -> dict[str, Any]:
    """Return an explorer without its picture: one table of all states, if they are few."""
    states = list(itertools.islice(explorer.states(), MOST_STATES_IN_WORDS + 1))
    if not 1 < len(states) <= MOST_STATES_IN_WORDS:
        return {}
    axes = [axis.json() for axis in explorer.axes.values()]
    return {
        "title": explorer.title or explorer.subtitle,
        "subtitle": explorer.subtitle if explorer.title else "",
        "summary": "",
        "headings": [*(axis["label"] for axis in axes), *(c.heading for c in explorer.columns)],
        "rows": [
            [*(_value_text(axis, state[axis["name"]]) for axis in axes), *cells]
            for state in states
            for cells in explorer.cells(explorer.view(state).table)
        ],
    }


def _value_text(control: dict[str, Any], value: Any) -> str:
    """Write one value of a control as the page's controls do."""
    if control["kind"] == "toggle":
        return "yes" if value else "no"
    if control["kind"] == "choice":
        return dict(map(tuple, control["options"]))[value]
    if control["labels"]:
        return control["labels"][control["values"].index(value)]
    return f"{fixed(value, control['digits'])} {control['unit']}".strip()


def _chart(payload: Payload) -> dict[str, Any]:
    return {
        **{key: payload[key] for key in ("kind", "name", "title", "subtitle", "alt", "note",
                                         "height", "narrow", "figure", "is_map")},
        "source_ids": payload["sources"],
        "summary": "",
        "controls": [],
        "predict": None,
        "headings": payload["table"]["columns"],
        "rows": [[_cell(value) for value in row] for row in payload["table"]["rows"]],
    }  # fmt: skip


def _cell(value: Any) -> str:
    """A chart's cell as text, as explorer.js writes it."""
    if value is None:
        return "–"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value if isinstance(value, str) else str(value).replace("-", "\u2212")


def _explorer(name: str) -> dict[str, Any]:
    explorer = explorers.get(name)
    view = explorer.view()
    return {
        "kind": explorer.kind,
        "name": name,
        "title": view.title,
        "subtitle": explorer.subtitle,
        "alt": view.alt,
        "note": explorer.note,
        "summary": view.summary,
        "height": explorer.height,
        "narrow": dict(explorer.narrow or {}),
        "figure": view.figure_json,
        "is_map": explorer.is_map,
        "source_ids": list(explorer.sources),
        "controls": [_control(control.json()) for control in explorer.controls],
        "predict": explorer.predict and explorer.predict.json(),
        "headings": [column.heading for column in explorer.columns],
        "rows": explorer.cells(view.table),
    }


def _control(control: dict[str, Any]) -> dict[str, Any]:
    """Add the texts of a slider's default and ends; drop the grid, which only the pack needs."""
    values = control.get("values", [])
    ends = (control["default"], values[0], values[-1]) if control["kind"] == "slider" else ()
    shown = [_value_text(control, value) for value in ends]
    extra = {"shown": shown[0], "ends": shown[1:]} if shown else {}
    return {key: v for key, v in control.items() if key not in ("values", "rows")} | extra


def _add_pack(payload: Payload, made: Made) -> None:
    explorer = None if payload["kind"] == "chart" else explorers.get(payload["name"])
    finished = pack(explorer) if explorer else pack_chart(payload)
    made.about["pack"] = f"_packs/{finished.filename}"
    made.files.append((made.about["pack"], finished.content))
    if explorer and explorer.twin_path:
        content = explorer.twin_path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:12]
        made.about["twin"] = f"_packs/{payload['name']}.{digest}.js"
        made.files.append((made.about["twin"], content))
