"""Bearer tokens for the connector: one for each tenant, kept until it runs out."""

# Rule: a token is never logged and stands in no exception; of a refusal its status alone is told.

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import aiohttp

from adapters.teams.tenant import Tenant
from bot.ports import OurBug, Reroute, Retry

__all__ = ["LOGIN", "SCOPE", "Tokens"]

LOGIN = "https://login.microsoftonline.com"
SCOPE = "https://api.botframework.com/.default"
EARLY = timedelta(minutes=5)
"""How long before its end a token is used no more."""

SHORTEST = timedelta(seconds=30)
OK = 200
REFUSED = 500


@dataclass(slots=True)
class _Kept:
    text: str
    until: datetime


@dataclass(slots=True)
class Tokens:
    """Fetches tokens from Entra. `login` is its address without a slash at the end."""

    session: aiohttp.ClientSession
    now: Callable[[], datetime]
    login: str = LOGIN
    _kept: dict[str, _Kept] = field(default_factory=dict)
    _locks: dict[str, asyncio.Lock] = field(default_factory=dict)

    async def of(self, tenant: Tenant) -> str:
        """Return a token that is good for some minutes more. Two who ask at once fetch one.

        Raises:
            Retry: Entra does not answer.
            Reroute: it refuses: the secret is wrong or has run out.
        """
        async with self._locks.setdefault(tenant.name, asyncio.Lock()):
            kept = self._kept.get(tenant.name)
            if kept is None or kept.until <= self.now():
                kept = self._kept[tenant.name] = await self._fetched(tenant)
            return kept.text

    def forget(self, tenant: Tenant) -> None:
        """Fetch a new one next time: this one was refused."""
        self._kept.pop(tenant.name, None)

    async def _fetched(self, tenant: Tenant) -> _Kept:
        form = {
            "grant_type": "client_credentials",
            "client_id": tenant.app,
            "client_secret": tenant.secret,
            "scope": SCOPE,
        }
        address = f"{self.login}/{tenant.tenant}/oauth2/v2.0/token"
        try:
            async with self.session.post(address, data=form, allow_redirects=False) as answer:
                status, told = answer.status, await _read(answer)
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise Retry("Entra: no_answer") from None
        if status >= REFUSED or status == TOO_MANY:
            raise Retry(f"Entra: {status}")
        token, lasts = told.get("access_token"), told.get("expires_in")
        if status != OK or not isinstance(token, str) or not token or not token.isascii():
            raise Reroute(f"Entra: {status}; is the app's secret right, and still good?")
        seconds = int(lasts) if isinstance(lasts, int | float | str) and str(lasts).isdigit() else 0
        if not token.isprintable():
            raise OurBug("Entra: a token that cannot be sent")
        good = max(timedelta(seconds=min(seconds, 86_400)) - EARLY, SHORTEST)
        return _Kept(token, self.now() + good)


async def _read(answer: aiohttp.ClientResponse) -> dict[str, object]:
    try:
        told = await answer.json(content_type=None)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


TOO_MANY = 429
