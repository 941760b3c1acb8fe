"""The facts of the statement, each looked at when it is asked for."""

# Rule 1: what cannot be known is said to be so: a fact that nobody looked at holds for nothing.
# Rule 2: counts and names of scopes and hosts; nothing of any case.

import hashlib
import secrets
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import timedelta
from importlib import resources

from adapters.egress import Forbidden, origin_of, session
from adapters.environment import Environment
from adapters.outgoing import Going, outgoing
from adapters.proving.canary import Canary
from adapters.proving.flight import Flight, fly
from adapters.proving.statement import Fact
from adapters.proving.ways_in import BODIES
from adapters.redis.opening import open_store
from adapters.slack.client import TooMuch
from adapters.slack.opening import lacking, opened_client, with_secrets
from adapters.slack.permissions import SCOPES
from adapters.teams.manifest import PLACEHOLDER, SITE, manifest
from bot.fsm.case import Case
from bot.fsm.school import School
from bot.ports import OurBug, Reroute, Retry
from bot.settings.reading import Settings

__all__ = ["code_of", "facts"]

ELSEWHERE = ("https://files.slack.com/files-pri/x", "https://graph.microsoft.com/v1.0/x")
"""Where a platform keeps people's files: what must not be reached is tried, and stopped by us."""

FILES = ("files:read", "files:write", "remote_files:read")


async def facts(environment: Environment, settings: Settings) -> AsyncIterator[Fact]:
    """Yield every fact, in the order of the statement.

    Raises:
        CannotStart: the store cannot be opened.
    """
    yield _asked_for()
    async for fact in _held(environment, settings):
        yield fact
    yield _teams()
    going = list(outgoing(environment, settings))
    yield _hosts(going)
    yield await _stopped(going)
    yield await _refusals(environment, settings.schools)
    flight = await fly(Canary(secrets.token_hex(12)), settings.schools[0])
    yield from_flight(flight)


def _asked_for() -> Fact:
    asks = sorted(SCOPES)
    files = sorted(set(asks) & set(FILES)) + [each for each in asks if "file" in each]
    found = f"the manifest may ask for: {', '.join(asks)}; none reads files"
    return Fact(about="scopes that Slack can be asked for", holds=not files, found=found)


async def _held(environment: Environment, settings: Settings) -> AsyncIterator[Fact]:
    """Yield what each workspace's token may do, as Slack says now."""
    if not settings.slack:
        yield Fact(about="Slack's tokens", holds=None, found="Slack is not configured")
        return
    about = "what Slack's token may do: {}"
    if any(lacking(environment, settings)):
        yield Fact(about="Slack's tokens", holds=None, found="a token is not set")
        return
    async with opened_client(environment) as client:
        for each in settings.slack:
            named = about.format(each.name)
            try:
                identity = await client.identity(with_secrets(environment, each))
            except TooMuch as scopes:
                yield Fact(about=named, holds=False, found=f"it may do too much: {scopes}")
            except (Retry, Reroute, OurBug):
                yield Fact(about=named, holds=None, found="Slack did not say")
            else:
                found = ", ".join(sorted(filter(None, identity.scopes)))
                yield Fact(about=named, holds=True, found=found)


def _teams() -> Fact:
    """Return what the package that we make for Teams asks for: no permission, and no file."""
    told = manifest(PLACEHOLDER, SITE)
    bots = told.get("bots")
    takes = [bot.get("supportsFiles") for bot in bots] if isinstance(bots, list) else [True]
    asks = "authorization" in told or "webApplicationInfo" in told
    found = f"supportsFiles {takes}; permissions: {'some' if asks else 'none'}"
    return Fact(
        about="what Teams' manifest asks for", holds=not any(takes) and not asks, found=found
    )


def _hosts(going: Sequence[Going]) -> Fact:
    found = "; ".join(str(each) for each in going) or "none"
    return Fact(about="hosts that the programs may call", holds=True, found=found)


async def _stopped(going: Sequence[Going]) -> Fact:
    """Return whether the HTTP client stops a call to where files are kept. Nothing is sent."""
    may = [each.address for each in going if each.address.startswith("http")]
    allowed = {origin_of(each) for each in may}
    stopped, tried = 0, [each for each in ELSEWHERE if origin_of(each) not in allowed]
    async with session(may or ["https://slack.com/"], patience=timedelta(seconds=1)) as client:
        for each in tried:
            try:
                await client.get(each)
            except Forbidden:
                stopped += 1
    found = f"{stopped} of {len(ELSEWHERE)} calls to places of files were stopped before they left"
    return Fact(about="the allow-list is enforced", holds=stopped == len(ELSEWHERE), found=found)


async def _refusals(environment: Environment, schools: Sequence[School]) -> Fact:
    """Count what was refused in the cases that are kept here. Nothing else is looked at."""
    refused = 0
    async with open_store(environment) as (store, _, _):
        for school in schools:
            for ref in await store.cases(school.id):
                stored = await store.load_case(school.id, ref)
                if stored is not None:
                    refused += Case.model_validate_json(stored.state).media
    found = f"{refused} pictures or files were refused in the cases that are kept"
    return Fact(about="refusals", holds=True, found=found)


def from_flight(flight: Flight) -> Fact:
    """Return what the canary's flight proves."""
    found = (
        f"handed in {flight.handed_in} of {BODIES} ways; {flight.refused} refused as pictures; "
        f"found afterwards: {', '.join(flight.found) or 'nowhere'}; "
        f"called outside: {', '.join(flight.called) or 'nobody'}"
    )
    if flight.unanswered or flight.failures:
        found += f"; not answered: {len(flight.unanswered)}; broke: {len(flight.failures)}"
    return Fact(about="a canary picture by every way in", holds=flight.clean, found=found)


def code_of() -> str:
    """Return a hash of the program's own files, as they are installed here."""
    total = hashlib.sha256()
    for name, content in sorted(_files()):
        total.update(f"{name}\n{len(content)}\n".encode() + content)
    return total.hexdigest()


def _files() -> Iterator[tuple[str, bytes]]:
    for package in ("adapters", "bot"):
        waiting = [(package, resources.files(package))]
        while waiting:
            name, at = waiting.pop()
            if at.is_file():
                yield name, at.read_bytes()
            elif at.name != "__pycache__":
                waiting += [(f"{name}/{each.name}", each) for each in at.iterdir()]
