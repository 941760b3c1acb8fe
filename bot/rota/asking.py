"""What may be asked of a rota, until when it waits for an answer, and whether it stands."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.rota.book import Kind
from bot.rota.duty import Staffed, duty_at
from bot.rota.model import Cover
from bot.rota.spans import spans_between
from bot.rota.stretches import Stretch

__all__ = ["ANSWER_WITHIN", "answer_by", "covered", "left_of", "stands", "who_can"]

ANSWER_WITHIN = timedelta(minutes=10)
"""How long somebody has where duty is near or running. Ours, as at a hand-over of a case."""
AT_MOST = timedelta(days=1)
IN_TIME = timedelta(hours=1)
"""Whoever asked hears at least so long before the duty that nobody agreed, if that can be."""


def answer_by(kind: Kind, covers: Sequence[Cover], now: datetime) -> datetime:
    """Return until when an ask waits (UTC): a day at most, and an hour before the duty begins."""
    soon, last = now + ANSWER_WITHIN, min(each.starts for each in covers) - IN_TIME
    return soon if kind is Kind.OFF or last < soon else min(now + AT_MOST, last)


def covered(stretch: Stretch, who: str, now: datetime) -> Cover:
    """Return the cover that gives a time of duty, or what is left of it at `now`, to `who`."""
    starts = max(stretch.starts, now)
    return Cover(who=who, starts=starts, ends=stretch.ends, instead_of=stretch.who)


def left_of(covers: Sequence[Cover], now: datetime) -> tuple[Cover, ...]:
    """Return what is left of cover that is agreed on at `now`: nothing is changed backwards."""
    return tuple(
        each.model_copy(update={"starts": max(each.starts, now)})
        for each in covers
        if each.ends > now
    )


def stands(school: Staffed, covers: Sequence[Cover]) -> bool:
    """Return whether cover would do what it says, all the time that it is for.

    Whoever it is in place of is on duty then, or nobody is where it is in place of nobody; who
    covers is neither away nor on duty themselves.
    """
    return all(_stands(school, each) for each in covers) and bool(covers)


def _stands(school: Staffed, cover: Cover) -> bool:
    for span in spans_between(school, cover.starts, cover.ends):
        on = span.duty.on
        had = cover.instead_of in on if cover.instead_of else not on
        if not had or cover.who in on or cover.who in span.duty.away:
            return False
    return cover.who in school.rostered


def who_can(school: Staffed, stretch: Stretch, now: datetime) -> Iterator[str]:
    """Yield who can take a time of duty from `now` on, in the order in which they are asked."""
    duty = duty_at(school, max(stretch.starts, now))
    for one in dict.fromkeys((*duty.then, *school.rostered)):
        if one != stretch.who and stands(school, (covered(stretch, one, now),)):
            yield one
