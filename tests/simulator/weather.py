"""What goes wrong, and when: drawn once from a seed, so that the same seed has the same weather."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


class Blow(StrEnum):
    """What can happen to one call, or to a process."""

    BUSY = "429"
    LOCKED = "412"
    BROKEN_BEFORE = "5xx before the effect"
    BROKEN_AFTER = "5xx after the effect"
    CUT_BEFORE = "no answer, nothing done"
    CUT_AFTER = "no answer, effect done"
    HUNG_BEFORE = "hung until given up, nothing done"
    HUNG_AFTER = "hung until given up, effect done"
    STORE_SLOW = "store slow"
    STORE_SILENT = "store's reply lost"
    KILLED = "process killed"
    TWICE = "delivered twice"
    LATE = "delivered in the wrong order"
    JUMPED = "clock jumped"


class Storm(StrEnum):
    """What lasts for a while."""

    OUTAGE = "chat down"
    REVOKED = "token revoked"
    ARCHIVED = "channel archived"
    REMOVED = "bot removed from the channel"
    GONE = "person deactivated"
    STORE_DOWN = "store down"
    BESIDE_DOWN = "e-mail and phone down"
    NO_TOKENS = "no new tokens"
    BLOCKED = "app blocked by a person"


LASTING = (
    *(Storm.OUTAGE, Storm.REVOKED, Storm.ARCHIVED, Storm.REMOVED, Storm.GONE),
    *(Storm.STORE_DOWN, Storm.BESIDE_DOWN),
)
"""What can last on any platform."""

ON_CALLS = (Blow.BUSY, Blow.BROKEN_BEFORE, Blow.BROKEN_AFTER, Blow.CUT_BEFORE, Blow.CUT_AFTER)
LENGTHS = (2 * MINUTE, 10 * MINUTE, HOUR, 3 * HOUR, 24 * HOUR)
ODDS = (30, 30, 24, 12, 4)
"""How long a storm lasts, and how often in a hundred."""


@dataclass(frozen=True)
class Spell:
    """One storm, from `begins` until `ends`; `whom`: whom it is about, if anybody."""

    storm: Storm
    begins: datetime
    ends: datetime
    whom: str = ""


@dataclass
class Weather:
    """The weather of one seed; `blows` counts what it did. Once it is `calm` nothing goes wrong.

    `storms` are those that the platform knows, `whom` the names of those who may be hit.
    """

    chance: random.Random
    begins: datetime
    storms: tuple[Storm, ...]
    whom: tuple[str, ...]
    calm: bool = False
    blows: Counter[str] = field(default_factory=Counter)
    spells: list[Spell] = field(default_factory=list)
    roughness: float = 0.0

    def __post_init__(self) -> None:
        """Draw how rough it is, and the storms."""
        self.roughness = self.chance.choice((0.0, 0.02, 0.1, 0.25))
        for storm in self.chance.sample(self.storms, self.chance.randrange(4)):
            at = self.begins + timedelta(minutes=self.chance.randrange(12 * 60))
            length = self.chance.choices(LENGTHS, ODDS)[0]
            self.spells.append(Spell(storm, at, at + length, self.chance.choice(self.whom)))
            self.blows[storm.value] += 1

    def ends(self) -> datetime:
        """Return when the last storm is over."""
        return max((spell.ends for spell in self.spells), default=self.begins)

    def during(self, now: datetime) -> Iterator[Spell]:
        """Yield the storms of this moment."""
        for spell in () if self.calm else self.spells:
            if spell.begins <= now < spell.ends:
                yield spell

    def is_on(self, storm: Storm, now: datetime) -> bool:
        """Return whether a storm is on."""
        return any(spell.storm is storm for spell in self.during(now))

    def over(self, raised: datetime, reached: datetime) -> datetime:
        """Return when the last storm was over that began before `reached`; `raised` if none was."""
        ends = [spell.ends for spell in self.spells if spell.begins < reached]
        return min(max([raised, *ends]), reached) if ends else raised

    def strikes(self, *kinds: Blow, often: float = 1.0) -> Blow | None:
        """Return what goes wrong now, if anything does."""
        if self.calm or self.chance.random() >= self.roughness * often:
            return None
        blow = self.chance.choice(kinds)
        self.blows[blow.value] += 1
        return blow
