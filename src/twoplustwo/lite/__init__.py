"""The course in the browser: JupyterLite with a Python of its own, hosted beside the book.

- `pyodide`: Pyodide's runtime and its compiled wheels, from its own release or from packages
- `wheels`: wheels of plain Python, pinned in `lite/requirements.txt`, and our own
- `lock`: one list of all of them, with digests, that the browser's Python loads from
- `site`: the JupyterLite site, always built anew

`python -m twoplustwo.lite` in the root of the course builds it into `_build/html/lite`.
"""
