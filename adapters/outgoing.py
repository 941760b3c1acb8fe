"""Whom the programs may call, as they are configured: one list, for statement and people."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from adapters.environment import Environment
from adapters.slack.client import WEB
from adapters.slack.opening import ADDRESS
from adapters.teams.keys import CONFIGURATION
from adapters.teams.opening import tenant_of
from adapters.teams.tokens import LOGIN
from bot.settings.reading import Settings

__all__ = ["Going", "outgoing"]


@dataclass(frozen=True, slots=True)
class Going:
    """A place that is called, and what for."""

    address: str
    why: str

    def __str__(self) -> str:
        """Return its host and what for: a path may hold a secret, and is left out."""
        parts = urlsplit(self.address)
        return f"{parts.hostname}{f':{parts.port}' if parts.port else ''} ({self.why})"


def outgoing(environment: Environment, settings: Settings) -> Iterator[Going]:
    """Yield each place once, in a fixed order."""
    yield from dict.fromkeys(_all(environment, settings))


def _all(environment: Environment, settings: Settings) -> Iterator[Going]:
    if settings.slack:
        yield Going(environment.slack.get(ADDRESS) or WEB, "Slack's methods")
    for each in settings.teams:
        for origin in tenant_of(environment, each).origins:
            yield Going(origin, "Teams")
    if settings.teams:
        yield Going(environment.teams.get("TEAMS_LOGIN_ADDRESS") or LOGIN, "Teams' tokens")
        yield Going(environment.teams.get("TEAMS_OPENID_ADDRESS") or CONFIGURATION, "Teams' keys")
    if settings.mail is not None:
        yield Going(f"smtp://{settings.mail.host}:{settings.mail.port}", "e-mail")
    if settings.phone is not None:
        yield Going(settings.phone.url, "the phone gateway")
    if settings.watch is not None:
        yield Going(settings.watch.heartbeat, "the monitor")
    if environment.redis_url:
        yield Going(environment.redis_url, "the store")
