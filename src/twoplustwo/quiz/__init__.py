"""The bank of questions: one YAML file, read by the pages and exported for a learning platform."""

from __future__ import annotations

from .bank import BankError, Option, Question, read

__all__ = ["BankError", "Option", "Question", "read"]
