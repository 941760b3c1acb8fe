"""Slack's signature on a request: ours to check, before anything else looks at it."""

import hashlib
import hmac
import re
from collections.abc import Mapping
from datetime import datetime, timedelta

__all__ = ["SIGNATURE", "TIMESTAMP", "WINDOW", "is_signed", "may_be_signed", "sign"]

TIMESTAMP = "X-Slack-Request-Timestamp"
SIGNATURE = "X-Slack-Signature"
WINDOW = timedelta(minutes=5)
"""How far a request's own time may be from ours: an old one may be somebody's recording."""

SECONDS = re.compile(r"[0-9]{1,12}")
FORM = re.compile(r"v0=[0-9a-f]{64}")


def sign(secret: str, timestamp: str, body: bytes) -> str:
    """Return the signature of a body, as Slack makes it (version 0)."""
    signed = b"v0:" + timestamp.encode() + b":" + body
    return "v0=" + hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()


def is_signed(secret: str, headers: Mapping[str, str], body: bytes, now: datetime) -> bool:
    """Return whether `body` was signed with `secret` within the window around `now` (UTC).

    The comparison takes the same time wherever the two differ.
    """
    timestamp = headers.get(TIMESTAMP, "")
    if not may_be_signed(headers, now):
        return False
    given = headers.get(SIGNATURE, "").encode("utf-8", "replace")
    return hmac.compare_digest(sign(secret, timestamp, body).encode(), given)


def may_be_signed(headers: Mapping[str, str], now: datetime) -> bool:
    """Return whether a request says that it is signed, and of late: else nothing of it is read."""
    timestamp = headers.get(TIMESTAMP, "")
    if SECONDS.fullmatch(timestamp) is None or FORM.fullmatch(headers.get(SIGNATURE, "")) is None:
        return False
    return abs(now.timestamp() - int(timestamp)) <= WINDOW.total_seconds()
