"""What an explorer's declaration can get wrong."""

from __future__ import annotations


class DeclarationError(ValueError):
    """An explorer or one of its products is declared wrongly; the message says what to change."""


class BudgetError(ValueError):
    """A pack is larger than its budget; the message names the control to thin."""
