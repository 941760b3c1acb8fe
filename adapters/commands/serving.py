"""The programs: playground, run, web, clock and watch.

Each ends with 0 when it is told to stop.
"""

import asyncio
from collections.abc import Coroutine
from dataclasses import asdict

import typer
from pydantic import TypeAdapter

from adapters.environment import Environment
from adapters.logs import begin_logging
from adapters.monitoring.sweep import Sweep, sweep
from adapters.programs.chores import LATEST, Chores
from adapters.programs.clock import Worker
from adapters.programs.ringer import Ringer
from adapters.programs.watch import Watch
from adapters.programs.web import serving, together, until_stopped
from adapters.wiring import Deployment, open_behind, open_page, read_settings
from bot.settings.reading import Settings

__all__ = ["clock", "playground", "run", "watch_cases", "web"]

SWEEP = TypeAdapter(dict[str, object])


def playground(environment: Environment, port: int | None) -> int:
    """Play on a page of this machine until it is told to stop."""
    begin_logging(loud=False)
    settings = read_settings(environment)
    return asyncio.run(_page(environment, settings, port, playground=True))


def run(environment: Environment, port: int | None) -> int:
    """Be web, clock and watch of a small school in one process."""
    return asyncio.run(_page(environment, _read(environment), port, watches=True))


def web(environment: Environment, port: int | None) -> int:
    """Serve the page and `/health`; deliver what the other programs hand over."""
    return asyncio.run(_page(environment, _read(environment), port, fires=False))


def clock(environment: Environment) -> int:
    """Fire the timers."""
    return asyncio.run(_behind(environment, _read(environment), fires=True))


def watch_cases(environment: Environment, *, once: bool, as_json: bool) -> int:
    """Sweep again and again; with `once`, sweep and return 1 when something was found."""
    settings = _read(environment)
    if not once:
        return asyncio.run(_behind(environment, settings, fires=False))
    found = asyncio.run(_sweep(environment, settings))
    typer.echo(SWEEP.dump_json(asdict(found)).decode() if as_json else _told(found))
    return 0 if found.clean else 1


def _read(environment: Environment) -> Settings:
    begin_logging()
    settings = read_settings(environment)
    if environment.config is None:
        typer.echo(
            "No --config and no HANDRAIL_CONFIG: made-up schools are served, one for each pack.",
            err=True,
        )
    for warning in settings.warnings:
        typer.echo(f"warn: {warning}", err=True)
    return settings


async def _page(
    environment: Environment,
    settings: Settings,
    port: int | None,
    *,
    playground: bool = False,
    fires: bool = True,
    watches: bool = False,
) -> int:
    with until_stopped() as stop:
        async with (
            open_page(environment, settings, playground=playground) as deployment,
            serving(deployment, port) as address,
        ):
            what = "The Handrail playground" if playground else "Handrail"
            typer.echo(f"{what} is at {address}  (Ctrl-C stops it)")
            for each in deployment.doors:
                typer.echo("\n".join(each.heard_at))
            if playground:
                typer.echo(f"Its data is in {environment.data / 'playground'}")
            parts = [*_clockwork(deployment, fires=fires), *_kept_up(deployment)]
            if watches:
                parts.append(Watch(deployment).run())
            await together(*parts, stop=stop.wait())
    return 0


async def _behind(environment: Environment, settings: Settings, *, fires: bool) -> int:
    with until_stopped() as stop:
        async with open_behind(environment, settings) as deployment:
            typer.echo(f"Handrail's {'clock' if fires else 'watch'} is at work  (Ctrl-C stops it)")
            parts = _clockwork(deployment) if fires else [Watch(deployment).run()]
            await together(*parts, *_kept_up(deployment), stop=stop.wait())
    return 0


def _clockwork(deployment: Deployment, *, fires: bool = True) -> list[Coroutine[None, None, None]]:
    """Return the work of timers, chores and chat, and of calls where they are carried out here."""
    calls = [] if deployment.callers is None else [Ringer(deployment).run()]
    now = deployment.clock.now()
    since = now if deployment.is_played else now - LATEST
    chores = [Chores(deployment, since).run()] if fires else []
    return [Worker(deployment, fires=fires).run(), *calls, *chores]


def _kept_up(deployment: Deployment) -> list[Coroutine[None, None, None]]:
    """Return the work of keeping the embedded server up, where there is one."""
    return [] if deployment.server is None else [deployment.server.watch()]


async def _sweep(environment: Environment, settings: Settings) -> Sweep:
    async with open_behind(environment, settings) as deployment:
        return await sweep(deployment)


def _told(found: Sweep) -> str:
    lines = [f"FAIL  {each.school} {each.case}: {each.what}" for each in found.findings]
    if found.timers_set_again:
        lines.append(f"warn  {found.timers_set_again} lost timers were set again")
    if found.dead_jobs:
        lines.append(f"FAIL  {found.dead_jobs} jobs could not be done and are dead: see the log")
    lines.append(f"{found.cases} cases looked at.")
    return "\n".join(lines)
