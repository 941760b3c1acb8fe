"""What must be true of every case at every instant.

Tests, `watch` and the README use this list.
"""

# Rule: one function a promise; its first docstring line is the promise, and is shown to people.

import re
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import TypeAlias

from bot.dialogs.flags import Level
from bot.dialogs.words import words
from bot.fsm.alert.cards import post_card
from bot.fsm.alert.ladder import people_around
from bot.fsm.alert.raising import AGAIN, LADDER
from bot.fsm.alert.silence import PASS_ON
from bot.fsm.case import Case, CaseStage
from bot.fsm.desk.views import view_rows
from bot.fsm.effects import Call, CallOff, Cancel, Effect, Look, Page, Post, Say, Wake
from bot.fsm.handover.offering import OFFER
from bot.fsm.known.answering import path_of, unknown
from bot.fsm.known.facts import hold_is_on
from bot.fsm.school import School

__all__ = ["ALWAYS", "STEPS", "broken", "broken_step", "promise"]

Check: TypeAlias = Callable[[School, Case], bool]
StepCheck: TypeAlias = Callable[[Case | None, Case, Sequence[Effect]], bool]


def owned_or_in_flight(school: School, case: Case) -> bool:
    """Every open case has a named owner, or an alert in flight, or is still being told."""
    del school
    return bool(case.owner) or LADDER in case.wakes or PASS_ON in case.wakes


def unacknowledged_has_a_wake(school: School, case: Case) -> bool:
    """An alert that nobody has acknowledged always has a wake."""
    del school
    return case.stage is not CaseStage.ALERTED or LADDER in case.wakes


def owned_has_a_wake(school: School, case: Case) -> bool:
    """Acknowledged is not done: an owned case always has a wake."""
    del school
    clocks = any(name.startswith("clock.") for name in case.wakes)
    return case.stage is not CaseStage.OWNED or AGAIN in case.wakes or clocks


def closed_has_no_wake(school: School, case: Case) -> bool:
    """A closed case has a named owner, and no wake: nobody is called for it."""
    del school
    return case.stage is not CaseStage.CLOSED or (bool(case.owner) and not case.wakes)


def unknown_stays_open(school: School, case: Case) -> bool:
    """A "not known" is among the open questions until it is resolved."""
    values = case.account.values()
    open_keys = set(unknown(school, case.account))
    on_path = path_of(school, case.account)
    return all(key in open_keys for key in on_path if values.get(key, "not_known") == "not_known")


def off_path_is_unreported(school: School, case: Case) -> bool:
    """An answer that is off the path is in no report."""
    on_path = {key for key in path_of(school, case.account) if key in case.account.answers}
    shown = view_rows(school, case, case.owner, case.opened_at)
    return {row.key for row in shown if row.key} == on_path


def channel_says_nothing(school: School, case: Case) -> bool:
    """Nothing addressed to a channel carries free text, a name of a child or a trigger."""
    posted = post_card(school, case, case.opened_at)
    text = posted.text.lower()
    said = _strings(said.value for said in case.account.answers.values())
    return not posted.fields and not any(
        word in text and word not in _phrases()
        for word in map(str.lower, said)
        if len(word) > 3  # noqa: PLR2004
    )


def level_holds(school: School, case: Case) -> bool:
    """Whatever the live answers raise is held, until a named DSL accepts less."""
    del school
    return case.live <= case.held


def around_is_not_posted(school: School, case: Case) -> bool:
    """A case that goes round the channel is owned by nobody who was gone round."""
    if not case.around or not case.owner:
        return True
    allowed = people_around(school, head_named=case.head_named)
    return case.owner in {person.id for person in allowed}


def offered_keeps_its_owner(school: School, case: Case) -> bool:
    """A case that is offered to somebody keeps its named owner, and asks the next in time."""
    del school
    offer = case.offer
    return offer is None or (bool(case.owner) and offer.to != case.owner and OFFER in case.wakes)


ALWAYS: tuple[Check, ...] = (
    owned_or_in_flight,
    unacknowledged_has_a_wake,
    owned_has_a_wake,
    closed_has_no_wake,
    unknown_stays_open,
    off_path_is_unreported,
    channel_says_nothing,
    level_holds,
    around_is_not_posted,
    offered_keeps_its_owner,
)


def broken(school: School, case: Case) -> list[str]:
    """Return the promises that a case breaks, in their own words; empty when all hold."""
    return [promise(check) for check in ALWAYS if not check(school, case)]


def level_never_falls(before: Case | None, case: Case, effects: Sequence[Effect]) -> bool:
    """A level never falls without a named DSL accepting it."""
    del effects
    accepted = before is not None and before.to_accept and case.held == before.live
    return before is None or case.level >= before.level or accepted


def red_is_answered(before: Case | None, case: Case, effects: Sequence[Effect]) -> bool:
    """A red answer is never followed by silence."""
    rose = case.level > (before.level if before else Level.RECORD)
    return not rose or any(isinstance(effect, Say | Page) for effect in effects)


def deletes_nothing(before: Case | None, case: Case, effects: Sequence[Effect]) -> bool:
    """While preservation is on, nothing suggests deleting."""
    del before
    return not hold_is_on(case) or not any(_suggests_deleting(each) for each in effects)


def posts_no_rows(before: Case | None, case: Case, effects: Sequence[Effect]) -> bool:
    """What is opened on demand is never posted in a channel."""
    del before, case
    return not any(isinstance(each, Post) and each.card.fields for each in effects)


def urgent_keeps_its_owner(before: Case | None, case: Case, effects: Sequence[Effect]) -> bool:
    """An open urgent case never loses its named owner but to another, or to an alert in flight."""
    del effects
    lost = before is not None and bool(before.owner) and not case.owner
    return not lost or case.level is Level.RECORD or LADDER in case.wakes


STEPS: tuple[StepCheck, ...] = (
    level_never_falls,
    red_is_answered,
    deletes_nothing,
    posts_no_rows,
    urgent_keeps_its_owner,
)


def broken_step(before: Case | None, case: Case, effects: Iterable[Effect]) -> list[str]:
    """Return the promises that one step breaks: what it said, and how it moved the level."""
    done = tuple(effects)
    return [promise(check) for check in STEPS if not check(before, case, done)]


DELETES = re.compile(r"\b(delete|(?<!Report )remove|wipe|erase)\b", re.IGNORECASE)
"""Report Remove is a service by that name; the hold leaves it open (1.18)."""
FORBIDS = re.compile(r"(do not|don't|never|not to|nobody|nothing)\b[^.]*$", re.IGNORECASE)


def _suggests_deleting(effect: Effect) -> bool:
    if isinstance(effect, Wake | Cancel | Call | CallOff | Look):
        return False
    if effect.card.kind.value == "question":
        return False
    return any(
        not FORBIDS.search(effect.card.text[: match.start()])
        and "or delete" not in effect.card.text[: match.end()]
        for match in DELETES.finditer(effect.card.text)
    )


@cache
def _phrases() -> str:
    """Return all our phrases, each on its own, with nothing in between that anybody can type."""
    return "\0".join(each.lower() for each in words().phrases.values())


def _strings(values: Iterable[object]) -> list[str]:
    return [value for value in values if isinstance(value, str) and value.strip()]


def promise(check: Check | StepCheck) -> str:
    """Return what a check promises, in its own words."""
    return (check.__doc__ or check.__name__).split("\n")[0]
