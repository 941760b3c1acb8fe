"""The token on each activity: ours to check, before anything else looks at it.

Source: Bot Framework, "Authenticate requests from the Bot Connector service to your bot".
"""

# Rule 1: every check must pass, and what a check needs must be there: a token without an end is
#         refused, and so is an activity without a serviceUrl, a channel or a tenant.
# Rule 2: one answer for every failure: who is refused does not hear why.

import re
from collections import OrderedDict
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, NamedTuple

import jwt
from jwt.exceptions import PyJWTError

from adapters.chat.picking import at, table, word
from adapters.teams.keys import Key, Keys
from adapters.teams.tenant import Tenant
from bot.ports import Clock

__all__ = ["CHANNEL", "ISSUER", "NotTheirs", "Proof", "Verifier", "belongs"]

ISSUER = "https://api.botframework.com"
CHANNEL = "msteams"
ALGORITHM = "RS256"
SKEW = timedelta(minutes=5)
"""How far Teams' clock may be from ours."""

LONGEST = 8192
REMEMBERED = 256
BEARER = re.compile(r"Bearer ((?:[A-Za-z0-9_\-]{1,6000}\.){2}[A-Za-z0-9_\-]{1,2000})")


class NotTheirs(Exception):
    """Nothing that Teams signed for us, or not for this activity."""


class Proof(NamedTuple):
    """What a good token proves: whose bot is meant, and which address it may be answered at."""

    tenant: Tenant
    service: str
    endorsed: frozenset[str]


class Verifier:
    """Checks tokens for all tenants of a deployment."""

    def __init__(self, tenants: tuple[Tenant, ...], keys: Keys, clock: Clock) -> None:
        """Know the bots by their ids."""
        self._tenants = {each.app: each for each in tenants}
        self._keys = keys
        self._clock = clock
        self._good: OrderedDict[str, tuple[str, Key, Mapping[str, Any]]] = OrderedDict()

    async def proof(self, header: str) -> Proof:
        """Return what the header `Authorization` proves, whatever the activity says.

        Raises:
            NotTheirs: nothing.
        """
        found = BEARER.fullmatch(header) if len(header) <= LONGEST else None
        if found is None:
            raise NotTheirs
        token = found[1]
        key, claims = await self._signed(token)
        if not _in_time(claims, self._clock.machine()):
            raise NotTheirs
        service = word(claims, "serviceurl")
        tenant = self._tenants.get(word(claims, "aud").lower())
        if tenant is None or not service:
            raise NotTheirs
        return Proof(tenant, service, key.endorsements)

    async def _signed(self, token: str) -> tuple[Key, Mapping[str, Any]]:
        """Return the key that signed a token, and what.

        Teams sends one token with many activities: its signature is looked at once, for as long as
        the key is the same one. Whether it has ended is looked at each time.
        """
        kid, by, claims = self._good.get(token) or (_key_id(token), None, None)
        key = await self._keys.find(kid)
        if key is None:
            raise NotTheirs
        if claims is None or key is not by:
            claims = _claims(token, key)
            self._good[token] = (kid, key, claims)
            while len(self._good) > REMEMBERED:
                self._good.popitem(last=False)
        return key, claims


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (PyJWTError, ValueError, RecursionError) as wrong:
        raise NotTheirs from wrong
    kid = header.get("kid")
    if header.get("alg") != ALGORITHM or not isinstance(kid, str) or not kid:
        raise NotTheirs
    return kid


def _claims(token: str, key: Key) -> Mapping[str, Any]:
    """Return the claims that a key has signed. Times and the audience are checked by us."""
    try:
        return jwt.decode(
            token,
            key.public,
            algorithms=[ALGORITHM],
            issuer=ISSUER,
            options={
                "require": ["exp", "iss", "aud"],
                "verify_exp": False,
                "verify_nbf": False,
                "verify_iat": False,
                "verify_aud": False,
            },
        )
    except (PyJWTError, ValueError, TypeError, RecursionError) as wrong:
        raise NotTheirs from wrong


def _in_time(claims: Mapping[str, object], now: datetime) -> bool:
    """Return whether a token has not ended, and has begun if it says when."""
    end, start, skew = claims.get("exp"), claims.get("nbf", 0), SKEW.total_seconds()
    if not isinstance(end, int | float) or not isinstance(start, int | float):
        return False
    return start - skew <= now.timestamp() < end + skew


def belongs(activity: Mapping[str, object], proof: Proof) -> bool:
    """Return whether an activity is what its token was made for: channel, place, tenant."""
    service = word(activity, "serviceUrl")
    told = at(activity, "conversation", "tenantId"), word(_tenant(activity), "id")
    named = {each.lower() for each in told if each}
    return (
        word(activity, "channelId") == CHANNEL
        and CHANNEL in proof.endorsed
        and service == proof.service
        and proof.tenant.serves(service)
        and named == {proof.tenant.tenant}
    )


def _tenant(activity: Mapping[str, object]) -> Mapping[str, object]:
    return table(table(activity, "channelData"), "tenant")
