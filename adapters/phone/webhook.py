"""The phone: a signed request to whatever gateway rings or texts a number for the school."""

# Rule 1: https only, except to this very machine; a redirect is not followed.
# Rule 2: the body has the number and the sentence. Asked again, it is the same to the byte.
# Rule 3: a gateway that does not know us (401, 403) is asked again: the call must not be lost.

import json
import re
from datetime import timedelta

from aiohttp import ClientError, ClientSession

from adapters.egress import SessionHolder, session
from adapters.phone.signing import HEADER, sign
from bot.ports import Clock, OurBug, Reroute, Retry

__all__ = ["LATER", "LONGEST", "Webhook"]

LONGEST = timedelta(seconds=8)
"""How long one attempt may take in all."""

LATER = timedelta(minutes=1)
PATIENCE = timedelta(minutes=5)
"""The longest that a gateway may ask us to wait."""

LOCKED = frozenset({401, 403})
NOT_NOW = LOCKED | {408, 409, 423, 425, 429}
NOBODY = frozenset({404, 410, 422})
TROUBLE = 500
SECONDS = re.compile(r"[0-9]{1,5}")


class Webhook(SessionHolder):
    """Asks a gateway to ring or text. Used as a context manager: it holds connections."""

    def __init__(self, url: str, secret: str, clock: Clock) -> None:
        """Connect when there is somebody to ring. `url` has been checked with the settings."""
        self._url = url
        self._secret = secret
        self._clock = clock

    def new_session(self) -> ClientSession:
        """Return a session that calls the gateway alone."""
        return session([self._url], patience=LONGEST)

    async def call(self, school: str, address: str, text: str, *, key: str) -> None:
        """Ask the gateway to ring a number and say `text`, or to text it.

        Raises:
            Retry: the gateway is away, busy, or does not know us.
            Reroute: it answers that nobody can be had at this number (404, 410, 422).
            OurBug: it refuses the request itself.
        """
        del school
        body = json.dumps({"key": key, "say": text, "to": dialled(address)}).encode()
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": key,
            HEADER: sign(self._secret, body, self._clock.machine()),
        }
        try:
            async with self.web.post(
                self._url, data=body, headers=headers, allow_redirects=False
            ) as answer:
                _judge(answer.status, answer.headers.get("Retry-After", ""))
        except (ClientError, OSError, TimeoutError) as wrong:
            why = f"no answer from the phone gateway ({type(wrong).__name__})"
            raise Retry(why, unknown=True) from wrong


def dialled(number: str) -> str:
    """Return a number as a gateway dials it: `+44…` for a British one, digits only."""
    digits = "".join(each for each in number if each.isdecimal() or each == "+")
    return f"+44{digits[1:]}" if digits.startswith("0") else digits


def _judge(status: int, asked: str) -> None:
    """Return if the gateway has taken the call on; raise what its answer means."""
    if status in range(200, 300):
        return
    if status in NOBODY:
        raise Reroute(f"the phone gateway reaches nobody at this number ({status})")
    if status in NOT_NOW or status >= TROUBLE:
        after = _asked(asked) or (LATER if status in LOCKED else None)
        raise Retry(f"the phone gateway cannot ring now ({status})", after)
    raise OurBug(f"the phone gateway refuses the request ({status})")


def _asked(header: str) -> timedelta:
    """Return how long a gateway asks us to wait, as far as we are patient; 0 when it does not."""
    found = SECONDS.fullmatch(header.strip())
    return min(timedelta(seconds=int(found[0])), PATIENCE) if found else timedelta(0)
