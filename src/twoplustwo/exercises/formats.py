"""nbformat, imported without what makes its import slow."""

import sys

# Where it is installed, jsonschema builds a grammar of web addresses when it is imported: up to
# four seconds, and no field of a notebook is held to it.
sys.modules.setdefault("rfc3987_syntax", None)

import nbformat  # noqa: E402

__all__ = ["nbformat"]
