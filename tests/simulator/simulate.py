"""One seed from its first concern to calm weather; many seeds, and the table of what became of it.

`python -m tests.simulator.simulate --seed 7` replays one seed; `--seeds 1000` prints the table.
"""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from adapters.memory.store import MemoryStore
from bot.ports import Queue, Store
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING
from tests.simulator.on_slack import OnSlack
from tests.simulator.on_teams import OnTeams
from tests.simulator.outside import Outside
from tests.simulator.people import SAM, STAFF, Crowd
from tests.simulator.process import owned_tasks
from tests.simulator.weather import HOUR, MINUTE, Blow, Weather

PLATFORMS: dict[str, type[OnSlack | OnTeams]] = {"slack": OnSlack, "teams": OnTeams}
STEPS = 20
PAUSES = (timedelta(seconds=10), MINUTE, 7 * MINUTE, HOUR, 5 * HOUR)
AFTER = 2 * HOUR
"""How long the weather has been calm when everything must have been delivered."""

SOON = timedelta(minutes=6)
"""How long an alert may take once the weather is calm: the longest wait that Slack asks for."""


@dataclass
class Outcome:
    """What became of one seed."""

    seed: int
    platform: str
    blows: Counter[str] = field(default_factory=Counter)
    raised: int = 0
    delivered: int = 0
    worst: timedelta = timedelta()
    doubles: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    wrongs: list[str] = field(default_factory=list)

    @property
    def line(self) -> str:
        """Return the command that plays this seed again."""
        return f"python -m tests.simulator.simulate --seed {self.seed} --platform {self.platform}"


async def played(seed: int, name: str, store: Store | None = None) -> Outcome:
    """Play one seed on a platform, over an empty store; what was wrong is in the outcome."""
    owned_tasks(asyncio.get_running_loop())
    chance, clock, made = random.Random(seed), SimClock(FRIDAY_MORNING), PLATFORMS[name]
    weather = Weather(chance, clock.at, made.storms, STAFF)
    here = Outside(weather, clock, made(weather, clock), store=store or MemoryStore())
    async with here.up():
        crowd = Crowd(here)
        await crowd.begin()
        for _ in range(STEPS):
            pause = chance.choices(PAUSES, (55, 30, 11, 3, 1))[0]
            if weather.strikes(Blow.JUMPED, often=0.1):
                clock.at += chance.choice((HOUR, -MINUTE))
            await here.move(clock.at + pause)
            await crowd.act(chance.choice((SAM, SAM, SAM, *STAFF)))
        await here.move(max(clock.at, weather.ends()))
        weather.calm = True
        for process in here.processes:
            process.line.fuse = 0
        await here.move(clock.at + AFTER)
        await here.promises.look()
        return await _outcome(seed, name, here)


async def _outcome(seed: int, name: str, here: Outside) -> Outcome:
    promises, wrongs = here.promises, []
    waiting = await here.store.pending(here.school.id, Queue.OUTBOX)
    wrongs += [f"never delivered: {key}" for key, due in waiting if due <= here.clock.at]
    wrongs += [f"lost: {each}" for each in promises.lost()]
    wrongs += [f"failed: {error!r}" for error in here.failures]
    wrongs += [f"our bug: {key}" for key in here.bugs]
    wrongs += [*dict.fromkeys(promises.wrongs), *here.platform.wrongs()]
    doubles = promises.doubles()
    if doubles["unmarked"]:
        wrongs.append(f"{doubles['unmarked']} alerts came again and did not say so")
    worst = promises.worst(here.weather)
    if worst > SOON:
        wrongs.append(f"an alert took {worst} once the weather was calm")
    return Outcome(
        seed,
        name,
        here.weather.blows,
        len(promises.raised),
        len(promises.raised) - len(promises.lost()),
        worst,
        doubles,
        promises.acknowledged,
        wrongs,
    )


def platform_of(seed: int) -> str:
    """Return where a seed is played, if nobody says otherwise."""
    return sorted(PLATFORMS)[seed % len(PLATFORMS)]


def simulate(seed: int, name: str = "") -> Outcome:
    """Play one seed in a loop of its own."""
    return asyncio.run(played(seed, name or platform_of(seed)))


def table(outcomes: list[Outcome]) -> str:
    """Return the figures of many seeds."""
    blows: Counter[str] = sum((each.blows for each in outcomes), Counter())
    rows = [
        ("seeds", len(outcomes)),
        *((f"fault: {name}", count) for name, count in sorted(blows.items())),
        ("red alerts raised", sum(each.raised for each in outcomes)),
        ("red alerts delivered", sum(each.delivered for each in outcomes)),
        ("red alerts lost", sum(each.raised - each.delivered for each in outcomes)),
        ("duplicates", sum(each.doubles["duplicates"] for each in outcomes)),
        ("alerts repeated without saying so", sum(each.doubles["unmarked"] for each in outcomes)),
        ("worst delay after recovery", max(each.worst for each in outcomes)),
        ("answers acknowledged", sum(each.acknowledged for each in outcomes)),
        ("seeds with a broken promise", sum(bool(each.wrongs) for each in outcomes)),
    ]
    wide = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{wide}}  {figure}" for name, figure in rows)


def main() -> int:
    """Play what was asked for; 1 where a promise was broken."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("--seed", type=int, help="play this one seed")
    asks.add_argument("--seeds", type=int, default=100, help="play so many, from 0")
    asks.add_argument("--first", type=int, default=0, help="the first of them")
    asks.add_argument("--platform", choices=sorted(PLATFORMS), default="", help="on this chat only")
    asks.add_argument("--processes", type=int, default=2)
    asked = asks.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds) if asked.seed is None else (asked.seed,)
    outcomes = []
    with ProcessPoolExecutor(asked.processes) as pool:
        for done, outcome in enumerate(
            pool.map(partial(simulate, name=asked.platform), seeds, chunksize=1), 1
        ):
            outcomes.append(outcome)
            for wrong in outcome.wrongs:
                sys.stdout.write(f"{outcome.line}\n    {wrong}\n")
            if done % 100 == 0:
                sys.stderr.write(f"{done} of {len(seeds)} seeds\n")
    sys.stdout.write(table(outcomes) + "\n")
    return int(any(each.wrongs for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
