"""Cases handed on through random rotas: refused, unanswered, late, and yet always somebody's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from bot.fsm.alert.duty import on_duty_beside
from bot.fsm.alert.raising import LADDER
from bot.fsm.always import broken, broken_step
from bot.fsm.case import Case
from bot.fsm.effects import Page
from bot.fsm.events import Acknowledged, AlertFailed, Event, TimerFired
from bot.fsm.handover.offering import ANSWER_WITHIN, DUTY, who_may_have
from bot.fsm.offers import OfferDeclined
from bot.fsm.school import School
from bot.fsm.step import step
from tests.rota.staff import line, staffed
from tests.rota.test_handover import MORNING, owned

STEPS = 40


def a_school_of_shifts(random: Random) -> School:
    """Return a school with a few lines of random hours: duty changes often, and has gaps."""
    lines = []
    for number in range(random.randint(1, 3)):
        starts, ends = random.sample(range(24), 2)
        turns = random.sample(("dsl", "deputy1", "deputy2", "head"), random.randint(1, 3))
        lines.append(line(f"{number}", f"{starts:02}:30-{ends:02}:30", *turns, every=1))
    return staffed(*lines)


def answers(random: Random, case: Case, page: Page) -> Event | None:
    """Return what becomes of a page: taken, refused, out of reach, or nothing at all."""
    take = Acknowledged(by=page.to, deed="take" if case.offer else "ringing")
    lost = AlertFailed(to=page.to, final=True)
    refuse = OfferDeclined(by=page.to) if case.offer and case.offer.to == page.to else None
    return random.choice((take, take, lost, refuse, None))


def handed_on(seed: int) -> Iterator[str]:
    """Play a case through its wakes; yield what was wrong, and "offered" for each offer."""
    random = Random(f"handed {seed}")
    school = a_school_of_shifts(random)
    case, now = owned(school, random.choice(school.team)), MORNING
    for _ in range(STEPS):
        if not case.wakes:
            return
        at, name = min((at, name) for name, at in case.wakes.items())
        late = random.choice((0, 0, 0, 5, 200))
        now = max(now, at) + timedelta(minutes=late)
        events: list[Event] = [TimerFired(name=name)]
        while events:
            event = events.pop(0)
            after, effects = step(school, case, event, now)
            yield from (*broken(school, after), *broken_step(case, after, effects))
            yield from faults(school, case, after, event, late=late)
            pages = [each for each in effects if isinstance(each, Page)]
            told = [answers(random, after, page) for page in pages][:1]
            events += [each for each in told if each is not None]
            case = after


def faults(school: School, before: Case, case: Case, event: Event, *, late: int) -> Iterator[str]:
    """Yield what is wrong after one step of a case, and "offered" where it was offered anew."""
    if not case.owner and LADDER not in case.wakes:
        yield "nobody has it, and nobody is asked"
    if case.offer is None or case.offer == before.offer:
        return
    yield "offered"
    if case.wakes["offer"] != case.offer.at + ANSWER_WITHIN:
        yield "an offer without an end"
    turned = isinstance(event, TimerFired) and event.name == DUTY and not late
    first = who_may_have(school, case, case.offer.at)[0].id
    if turned and on_duty_beside(school, case, case.offer.at) and case.offer.to != first:
        yield "not the one on duty was asked first"


def test_a_case_that_is_handed_on_is_always_somebody_s_in_a_sample() -> None:
    found = list(handed_on(7))

    assert set(found) == {"offered"}
    assert len(found) > 3  # a walk without offers would show nothing


@pytest.mark.slow
def test_a_case_that_is_handed_on_is_always_somebody_s() -> None:
    assert {fault for seed in range(40) for fault in handed_on(seed)} == {"offered"}
