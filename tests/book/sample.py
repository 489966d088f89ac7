"""A small book for the tests: every feature once, built the way `jupyter-book build` does."""

from __future__ import annotations

import io
import re
import shutil
from collections.abc import Mapping
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from jupyter_book.sphinx import build_sphinx

from twoplustwo.data import sources

ROOT = Path(__file__).parents[2]
SOURCE, OTHER_SOURCE = (item.source_id for item in sources()[:2])

TEXT_HEAD = """---
description: A page of the sample book that holds what a test wants to see on it.
---
"""
CODE_HEAD = """---
file_format: mystnb
kernelspec:
  name: python3
description: A page of the sample book whose cells are run before it is read.
---
"""

CHART = f'''
import pandas as pd
import plotly.graph_objects as go
from twoplustwo.charts import Chart, new_figure
frame = pd.DataFrame({{"Year": [2019, 2020, 2021], "Flights": [947, 725, None]}})
line = go.Scatter(uid="line", x=frame["Year"], y=frame["Flights"], mode="lines")
Chart(
    name="{{name}}",
    figure=new_figure([line], {{"yaxis": {{"range": [0, 1000]}}}}),
    title="Flights fell <by a fifth>",
    subtitle="Flights a year",
    alt="A line that falls from 947 in 2019 to 725 in 2020.",
    table=frame,
    sources=("{SOURCE}",),
    note="A note.",
    is_map={{is_map}},
)
'''


def chart(name: str = "flights", *, is_map: bool = False) -> str:
    """Code of a cell that shows a Chart."""
    return CHART.replace("{name}", name).replace("{is_map}", str(is_map)).strip()


def cell(code: str, *tags: str) -> str:
    """A code cell of a page."""
    option = f":tags: [{', '.join(tags)}]\n" if tags else ""
    return f"\n```{{code-cell}} python\n{option}{code}\n```\n"


HOME = (
    TEXT_HEAD.replace("---\ndesc", "---\nlayout: home\ndesc")
    + """
# The sample book

Where it begins.

[Start](part/chapter.md){.button}

:::{key-figures}
- **80** years
- **4** islands
:::

:::{cards}
- **[A chapter](part/chapter.md)** with everything
:::
"""
)

PLAIN = (
    TEXT_HEAD
    + """
# A page of text

Back to [the chapter](chapter.md#who-moves-first) and to [a source](https://example.org/x).

## One

Text.

### Deeper

Text.

## Two

Text.

## Three

Text.
"""
)

CHAPTER = (
    CODE_HEAD
    + "\n# The chapter\n"
    + cell(
        "from twoplustwo.prose import glue\n"
        "import pandas as pd\n"
        'frame = pd.DataFrame({"Island": ["Iturup", "Kunashir"], "Area, km²": [3168, None]})\n'
        'glue(peak=f"{1168:,}", peak_year=2016)',
        "remove-cell",
    )
    + f"""
Japan scrambled {{glue}}`peak` times in {{glue}}`peak_year`, says a source {{cite}}`{SOURCE}`,
and so do two {{cite}}`{OTHER_SOURCE},{SOURCE}`. The islands are 北方領土 and Южные Курилы.

:::{{objectives}}
1. Do this.
2. Do that.
:::
:::{{you-need}} 45
- Nothing.
:::

## What is held?

The share is $x = \\frac{{a}}{{b}}$ and

$$
x^2 = \\sqrt{{y}} \\qquad \\begin{{bmatrix}} 1 & 2 \\\\ 3 & 4 \\end{{bmatrix}}
$$ (eq-one)

as {{eq}}`eq-one` says.
"""
    + cell("frame")
    + cell("print('one'); print('two')", "hide-input")
    + cell(chart(), "remove-input")
    + cell(chart("second_map", is_map=True), "remove-input")
    + """
(who)=
## Who moves first?

| Island | Area |
|---|---:|
| Iturup | 3,168 |

```python
plain = "code"
```

:::{strongest-case} Tokyo
The case *in its own terms*.
:::
:::{strongest-case} Moscow
The case.
:::
:::{worked-example} Shares
Let $p$ be the share.

$$
p = 1
$$
:::
:::{definition} Indivisibility
A good that cannot be cut.
:::
:::{note}
A note.
:::
:::{caution} Take care
Dates.
:::
:::{dropdown} Show the answer
It is **42**.
:::
:::{pull} Two are on the table; four are in the law.
Somebody
:::

Term
: What it means.

> A quotation.

## Check yourself

:::{quiz}
:::

## Sources and further reading

:::{sources}
:::
"""
)

QUIZ = """
- id: which
  chapter: part/chapter
  question: "Which is *right*?"
  options:
    - {text: This one, reason: Because., right: true}
    - {text: That one, reason: Because not.}
    - {text: Neither, reason: "One is: see $x$."}
- id: recalled
  chapter: part/chapter
  recalls: part/plain
  question: What did the earlier page say?
  options:
    - {text: Nothing, reason: It said something.}
    - {text: Something, reason: It did., right: true}
    - {text: Everything, reason: Hardly.}
"""

PAGES = {"index.md": HOME, "part/chapter.md": CHAPTER, "part/plain.md": PLAIN}


@dataclass
class Built:
    """A build: `error` is what stopped it, `log` all that was printed."""

    root: Path
    log: str
    error: Any

    @property
    def html(self) -> Path:
        return self.root / "_build" / "html"

    def page(self, name: str) -> str:
        return (self.html / name).read_text(encoding="utf-8")


def write(root: Path, pages: Mapping[str, str], **settings: Any) -> None:
    """Write pages, `_toc.yml` and the course's own `_config.yml` with changed settings."""
    for name, text in pages.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    (root / "book").mkdir(exist_ok=True)
    (root / "book" / "quiz.yml").write_text(QUIZ, encoding="utf-8")
    config = yaml.safe_load((ROOT / "_config.yml").read_text(encoding="utf-8"))
    config["sphinx"]["config"].update(settings)
    config["sphinx"].pop("local_extensions")  # the tests run this very package
    (root / "_config.yml").write_text(yaml.safe_dump(config), encoding="utf-8")
    chapters = [{"file": n.removesuffix(".md")} for n in pages if n != "index.md"]
    toc: dict[str, Any] = {"format": "jb-book", "root": "index"}
    if chapters:
        toc["parts"] = [{"caption": "Part 1 · The part", "chapters": chapters}]
    (root / "_toc.yml").write_text(yaml.safe_dump(toc), encoding="utf-8")


def build(root: Path) -> Built:
    """Build the book in `root` with warnings as errors."""
    said = io.StringIO()
    with redirect_stdout(said), redirect_stderr(said):
        error = build_sphinx(
            root,
            root / "_build" / "html",
            noconfig=True,
            path_config=root / "_config.yml",
            confoverrides={
                "external_toc_path": (root / "_toc.yml").as_posix(),
                "latex_individualpages": False,
                "nitpicky": True,
            },
            builder="html",
            warningiserror=True,
            keep_going=True,
        )
    return Built(root, re.sub(r"\x1b\[[0-9;]*m", "", said.getvalue()), error)


def build_page(root: Path, text: str, **settings: Any) -> Built:
    """Build a book of one page."""
    shutil.rmtree(root, ignore_errors=True)
    write(root, {"index.md": text}, **settings)
    return build(root)
