"""One seed from its first concern to calm weather; many seeds, and what became of them."""

from __future__ import annotations

import argparse
import asyncio
import random
import sys
import time
from collections import Counter
from collections.abc import Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial

from adapters.memory.store import MemoryStore
from bot.ports import Queue, Store
from tests.chat import SimClock
from tests.engine import FRIDAY_MORNING
from tests.figures import SECONDS, added, table
from tests.simulator.on_slack import OnSlack
from tests.simulator.on_teams import OnTeams
from tests.simulator.outside import Outside
from tests.simulator.people import SAM, STAFF, Crowd
from tests.simulator.process import owned_tasks
from tests.simulator.weather import HOUR, MINUTE, Blow, Weather

PLATFORMS: dict[str, type[OnSlack | OnTeams]] = {"slack": OnSlack, "teams": OnTeams}
ABOUT = """Plays schools in bad weather: two processes of ours over one store and a strict chat,
with seeded faults, storms and kills. Even seeds are played on Slack and odd ones on Teams. A seed
in which a promise was broken prints the line that plays it again, and the exit code is 1."""
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
    forgotten: int = 0
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
    wrongs += [f"nobody is left, and who told it does not know: {ref}" for ref in promises.alone]
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
        promises.forgotten,
        wrongs,
    )


def platform_of(seed: int) -> str:
    """Return where a seed is played, if nobody says otherwise."""
    return sorted(PLATFORMS)[seed % len(PLATFORMS)]


def simulate(seed: int, name: str = "") -> Outcome:
    """Play one seed in a loop of its own."""
    return asyncio.run(played(seed, name or platform_of(seed)))


def figures(outcomes: Iterable[Outcome]) -> dict[str, float]:
    """Return the figures of many seeds."""
    return added(map(_figures, outcomes))


def _figures(one: Outcome) -> dict[str, float]:
    blows = {f"fault: {name}": float(count) for name, count in sorted(one.blows.items())}
    return {
        **{f"seeds on {made.called}": name == one.platform for name, made in PLATFORMS.items()},
        "faults injected": one.blows.total(),
        "red alerts raised": one.raised,
        "red alerts delivered": one.delivered,
        "red alerts lost": one.raised - one.delivered,
        "alerts that came again unmarked": one.doubles["unmarked"],
        "messages that came twice": one.doubles["duplicates"],
        f"worst delay of an alert after recovery{SECONDS}": one.worst.total_seconds(),
        "answers acknowledged": one.acknowledged,
        "answers acknowledged and lost": one.forgotten,
        "promises broken": len(one.wrongs),
        **blows,
    }


def main() -> int:
    """Play what was asked for; 1 where a promise was broken."""
    asks = argparse.ArgumentParser(prog="python -m tests.simulator.simulate", description=ABOUT)
    asks.add_argument("--seed", type=int, help="play this one seed again")
    asks.add_argument("--seeds", type=int, default=100, help="play so many (100)")
    asks.add_argument("--first", type=int, default=0, help="the first of them (0)")
    asks.add_argument("--platform", choices=sorted(PLATFORMS), default="", help="on this chat only")
    asks.add_argument("--processes", type=int, default=2, help="side by side (2)")
    asked = asks.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds) if asked.seed is None else (asked.seed,)
    outcomes, began = [], time.monotonic()
    with ProcessPoolExecutor(asked.processes) as pool:
        for outcome in pool.map(partial(simulate, name=asked.platform), seeds):
            outcomes.append(outcome)
            for wrong in outcome.wrongs:
                sys.stdout.write(f"{outcome.line}\n    {wrong}\n")
            each = (time.monotonic() - began) / len(outcomes)
            left = timedelta(seconds=round(each * (len(seeds) - len(outcomes))))
            sys.stderr.write(f"\r{len(outcomes)} of {len(seeds)} seeds, {left} to go ")
    sys.stderr.write("\n")
    sys.stdout.write(table(figures(outcomes)) + "\n")
    return int(any(each.wrongs for each in outcomes))


if __name__ == "__main__":
    sys.exit(main())
