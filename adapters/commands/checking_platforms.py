"""`handrail check`: the deployment, or with the name of a chat platform how that stands."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from adapters.commands import checking
from adapters.commands.checked import Line, report
from adapters.commands.checking_slack import check_slack
from adapters.commands.checking_teams import check_teams
from adapters.environment import CannotStart, Environment
from adapters.logs import begin_logging
from adapters.wiring import read_settings
from bot.settings.reading import Settings

__all__ = ["check"]

PLATFORMS: Mapping[str, Callable[[Environment, Settings], Awaitable[list[Line]]]] = {
    "slack": check_slack,
    "teams": check_teams,
}


def check(environment: Environment, platform: str, *, as_json: bool) -> int:
    """Print how everything stands, or with a `platform` how that does; 1 when something fails.

    Raises:
        CannotStart: there is no such platform, or no file was named.
        SettingsError: the configuration cannot be read.
    """
    if not platform:
        return checking.check(environment, as_json=as_json)
    if platform not in PLATFORMS:
        known = " or ".join(PLATFORMS)
        raise CannotStart(f"there is nothing to check for {platform!r}; write {known}, or nothing")
    if environment.config is None:
        raise CannotStart(
            "No --config and no HANDRAIL_CONFIG: the made-up schools are on no platform; "
            "name your handrail.toml"
        )
    begin_logging(loud=False)
    settings = read_settings(environment)

    async def lines() -> list[Line]:
        return await PLATFORMS[platform](environment, settings)

    return report(asyncio.run(lines()), as_json=as_json)
