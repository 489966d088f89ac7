"""Frames over a socket: four bytes of length, then that many bytes.

Whoever sits at the other end may be hostile, so a frame has a limit and a deadline.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

HEAD = struct.Struct(">I")
CHUNK = 1 << 18


class WireError(Exception):
    """A frame did not come whole, in time, or within its limit."""


class Closed(WireError):
    """The other end is gone."""


class Late(WireError):
    """The deadline passed."""


def send(channel: socket.socket, data: bytes, deadline: float | None = None) -> None:
    """Send one frame; with a `deadline` (of ``time.monotonic``) an end that never reads is Late."""
    _wait(channel, deadline)
    try:
        channel.sendall(HEAD.pack(len(data)) + data)
    except TimeoutError:
        raise Late("the other end does not read") from None
    except OSError as error:
        raise Closed(f"the other end is gone: {error}") from None


def receive(channel: socket.socket, limit: int, deadline: float | None = None) -> bytes:
    """Receive one frame of at most `limit` bytes before `deadline` (of ``time.monotonic``)."""
    (size,) = HEAD.unpack(_exactly(channel, HEAD.size, deadline))
    if size > limit:
        raise WireError(f"a message of {size:,} bytes; at most {limit:,} are accepted")
    return _exactly(channel, size, deadline)


def _wait(channel: socket.socket, deadline: float | None) -> None:
    if deadline is None:
        channel.settimeout(None)
        return
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late("the time is over")
    channel.settimeout(left)


def _exactly(channel: socket.socket, size: int, deadline: float | None) -> bytes:
    parts = []
    while size:
        _wait(channel, deadline)
        try:
            part = channel.recv(min(size, CHUNK))
        except TimeoutError:
            raise Late("the time is over") from None
        except OSError as error:
            raise Closed(f"the other end is gone: {error}") from None
        if not part:
            raise Closed("the other end is gone")
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def send_json(channel: socket.socket, data: Any, deadline: float | None = None) -> None:
    """Send JSON values as one frame."""
    send(channel, json.dumps(data).encode(), deadline)


def receive_json(channel: socket.socket, limit: int, deadline: float | None = None) -> Any:
    """Receive JSON values of an end that is ours."""
    return json.loads(receive(channel, limit, deadline))
