"""Problem sets: answers, variants, public checks and release."""

from twoplustwo.exercises.answers import (
    Answer,
    Column,
    Flag,
    Frame,
    Function,
    Items,
    Number,
    Numbers,
    Text,
    Whole,
)
from twoplustwo.exercises.task import Expected, Mistake, ProblemSet, Task, seed

__all__ = [
    "Answer",
    "Column",
    "Expected",
    "Flag",
    "Frame",
    "Function",
    "Items",
    "Mistake",
    "Number",
    "Numbers",
    "ProblemSet",
    "Task",
    "Text",
    "Whole",
    "seed",
]
