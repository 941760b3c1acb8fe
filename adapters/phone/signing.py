"""How a call to the gateway is signed, and how the gateway sees that it was us, just now."""

# Rule: the signature covers the moment and the body. A copy of it is worth nothing after five
#       minutes, and a gateway that keeps the idempotency keys rings once for each.

import hmac
from datetime import UTC, datetime, timedelta
from hashlib import sha256

__all__ = ["FRESH", "HEADER", "Forged", "sign", "verify"]

HEADER = "Handrail-Signature"
FRESH = timedelta(minutes=5)
"""How far the two clocks may be apart."""


class Forged(Exception):
    """A request is not ours, was changed on its way, or is an old one sent again."""


def sign(secret: str, body: bytes, at: datetime) -> str:
    """Return the value of the header: `t=<seconds>,v1=<hex of HMAC-SHA256(secret, "t.body")>`."""
    moment = int(at.timestamp())
    return f"t={moment},v1={_digest(secret, moment, body)}"


def verify(secret: str, header: str, body: bytes, now: datetime) -> None:
    """Return if the header is ours and fresh. For a gateway, and for our tests of one.

    Raises:
        Forged: it is not.
    """
    parts = dict(part.partition("=")[::2] for part in header.split(","))
    moment, given = parts.get("t", ""), parts.get("v1", "")
    if not (moment.isascii() and moment.isdecimal() and len(moment) < 12):  # noqa: PLR2004  year 5138
        raise Forged("the signature has no moment")
    if not hmac.compare_digest(given.encode(), _digest(secret, int(moment), body).encode()):
        raise Forged("the signature is of another secret or another body")
    if abs(now - datetime.fromtimestamp(int(moment), UTC)) > FRESH:
        raise Forged("the signature is older than five minutes, or from the future")


def _digest(secret: str, moment: int, body: bytes) -> str:
    return hmac.new(secret.encode(), b"%d." % moment + body, sha256).hexdigest()
