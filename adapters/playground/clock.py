"""A clock that can be set forward: the school's moment moves, the machine's does not."""

import json
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.fsm.hours import LONDON, local

__all__ = ["FURTHEST", "SimClock", "Unreadable", "aim"]

FURTHEST = timedelta(days=31)
"""How far ahead one step may go: each timer on the way is played."""

TONIGHT, MORNING = time(22, 40), time(8, 30)


class SimClock:
    """Says the machine's time plus an offset that only grows, until it is reset.

    With a `file`, the offset outlives the process: timers are set on this clock.
    """

    def __init__(self, file: Path | None = None) -> None:
        """Take up the offset that was kept, if there is one."""
        self._file = file
        self._offset = _kept(file)
        self._held: datetime | None = None

    def now(self) -> datetime:
        """Return the school's moment, in UTC."""
        return self._held or self.machine() + self._offset

    def machine(self) -> datetime:
        """Return the machine's moment, in UTC."""
        return datetime.now(UTC)

    def hold(self, at: datetime) -> None:
        """Stand still at `at`, or at now where that is later already, until it is set."""
        self._held = max(at, self.now())

    def set(self, at: datetime) -> None:
        """Go on ticking from `at`, or from now where that is later already."""
        at = max(at, self.now())
        self._held = None
        self._keep(at - self.machine())

    def reset(self) -> None:
        """Go back to the machine's time."""
        self._held = None
        self._keep(timedelta(0))

    def _keep(self, offset: timedelta) -> None:
        self._offset = offset
        if self._file is not None:
            kept = json.dumps({"offset_microseconds": offset // timedelta(microseconds=1)})
            fresh = self._file.with_suffix(".new")
            fresh.touch(mode=0o600)
            fresh.write_text(kept, encoding="utf-8")
            fresh.replace(self._file)


def _kept(file: Path | None) -> timedelta:
    if file is None or not file.is_file():
        return timedelta(0)
    try:
        kept = json.loads(file.read_text(encoding="utf-8"))
        return max(timedelta(0), timedelta(microseconds=int(kept["offset_microseconds"])))
    except (ValueError, KeyError, TypeError, OverflowError):
        return timedelta(0)  # a torn file costs the forwarding, nothing else


class Unreadable(ValueError):
    """What was asked for is no moment that the clock can be set forward to; says which are."""


def aim(step: str, now: datetime) -> datetime:
    """Return the moment (UTC) that a control of the page asks for.

    `step` is `+10` (minutes), `tonight`, `monday`, or a local date and time such as
    `2026-11-23T08:30` (Europe/London).

    Raises:
        Unreadable: it is none of these, in the past, or more than `FURTHEST` away.
    """
    here = local(now)
    if step == "tonight":
        return _next(here, TONIGHT, days=1)
    if step == "monday":
        return _next(here, MORNING, days=7, weekday=0)
    at = now + _minutes(step) if step.startswith("+") else _moment(step)
    if at <= now:
        raise Unreadable("That moment has passed. The clock only goes forward; pick a later one.")
    if at > now + FURTHEST:
        raise Unreadable(f"That is too far. Pick a moment within {FURTHEST.days} days.")
    return at


def _next(here: datetime, at: time, *, days: int, weekday: int | None = None) -> datetime:
    for ahead in range(days + 1):
        day = here.date() + timedelta(days=ahead)
        moment = datetime.combine(day, at, LONDON).astimezone(UTC)
        if moment > here.astimezone(UTC) and weekday in {None, day.weekday()}:
            return moment
    raise AssertionError(f"no {at} within {days} days")


def _minutes(step: str) -> timedelta:
    count = step[1:]
    if not (count.isascii() and count.isdecimal() and len(count) <= len("99999")):
        raise Unreadable("Give the minutes as +10, with digits only.")
    return timedelta(minutes=int(count))


def _moment(step: str) -> datetime:
    try:
        moment = datetime.fromisoformat(step)
    except ValueError as error:
        raise Unreadable("Give a date and time such as 2026-11-23T08:30, or +10.") from error
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=LONDON)
    try:
        return moment.astimezone(UTC)
    except OverflowError as error:
        raise Unreadable("That year is out of reach. Pick a moment within a month.") from error
