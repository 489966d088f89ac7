"""Answers as JSON: how values leave the process in which student code ran.

Only data passes, never code: numbers, text, dates, lists, tuples, sets, dicts, arrays, Series and
DataFrames. Subclasses become their base class, so that no object brings its own idea of equality
along. What cannot be encoded is named by its type; a function is named as such and can be called
over the pipe. The decoder takes any bytes: it gives values, or a `CodecError`, and nothing else.
"""

from __future__ import annotations

from twoplustwo.grading.codec.decoder import decode, from_node, parse
from twoplustwo.grading.codec.encoder import Encoder, encode, encode_answers
from twoplustwo.grading.codec.terms import CodecError, Opaque, Remote

__all__ = [
    "CodecError",
    "Encoder",
    "Opaque",
    "Remote",
    "decode",
    "encode",
    "encode_answers",
    "from_node",
    "parse",
]
