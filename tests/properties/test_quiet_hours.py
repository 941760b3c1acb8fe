"""Quiet hours cannot eat a deadline: what waits for school, what never does, when it is let go."""

# Rule: when school next opens is worked out apart from the code (`opens_after`), day by day.

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogs.flags import Flag
from bot.dialogs.load import load_sheet
from bot.fsm.alert.raising import raise_alert
from bot.fsm.case import Account, Case, Later, Noted
from bot.fsm.clocks.table import CLOCKS, clock_of, is_per_child, moments_of, next_due
from bot.fsm.effects import Page
from bot.fsm.said import Typed
from bot.fsm.school import School
from tests.chat import Sent
from tests.engine import World, a_school, owned_case
from tests.rota.oracle import wall_at
from tests.rota.owner import opens_after
from tests.rota.year import LEVELS, TERMS, YEAR, a_school_year

NAMED = {"review", "parents", "check_in", "takedown", "signoff", "police", "transfer", "receipt"}
"""The clocks of a case that `rulings` 2 lets wait; a receipt is the end of a file transfer."""

OURS = {"idle"}
"""Beside them: a case on which nothing was noted for a week. It counts in mornings anyway."""

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
SCHOOL = a_school().model_copy(update={"terms": TERMS, "inset": frozenset({date(2026, 11, 9)})})
MOMENTS = st.integers(0, 220 * 24 * 60).map(lambda minutes: YEAR + minutes * timedelta(minutes=1))

calmly = settings(derandomize=True, max_examples=25)


def noted(value: str | datetime, at: datetime) -> Noted:
    return Noted(value=value.isoformat() if isinstance(value, datetime) else value, at=at, by="dsl")


def gone_through(at: datetime) -> dict[str, Noted]:
    """Return every referral point as answered in the calm way."""
    points = load_sheet("points").questions
    return {each.id: noted(str(each.calm), at) for each in points if each.calm}


def sheets_of(name: str, at: datetime) -> dict[str, dict[str, Noted]]:
    """Return what is noted, at `at`, where the clock of that name runs."""
    leaving = {"leaver": noted("leaving", at)}
    return {
        "leaving": {},
        "review": {},
        "points": {"points": {"adult": noted("not_known", at)}},
        "facts": {"decision": {"decision": noted("need_facts", at)}},
        "gone_over": {"decision": {"review_on": noted(at + 3 * HOUR, at)}},
        "signoff": {
            "decision": {"decision": noted("not_refer", at), "reason": noted("Old.", at)},
            "points": gone_through(at),
        },
        "written": {"social": {"rung_at": noted(at, at)}},
        "answer": {"social": {"rung_at": noted(at, at)}},
        "deletion": {
            "deletion": {"ask": noted("ask", at), "deadline": noted(at + 2 * DAY, at)},
            "police": {"advice": noted("may_go_ahead", at)},
        },
        "parents": {"parents": {"told": noted("planned", at), "plan_at": noted(at + DAY, at)}},
        "police": {"police": {"rung_at": noted(at, at)}},
        "takedown": {"takedown": {"reported_at": noted(at, at)}},
        "check_in": {"support": {"offered_at": noted(at, at)}},
        "transfer": {"transfer": leaving},
        "receipt": {"transfer": {**leaving, "sent": noted("sent", at)}},
        "idle": {"decision": {"decision": noted("no_action", at)}},
    }[name]


def a_case(name: str, at: datetime) -> Case:
    """Return a case in which that clock runs since `at`."""
    flags = {Flag.R_IMM} if name == "leaving" else set[Flag]()
    return owned_case(SCHOOL, sheets_of(name, at), at=at, flags=flags)


def timer_of(name: str) -> str:
    clock = next(each for each in CLOCKS if each.name == name)
    return f"clock.{name}.{int(is_per_child(clock))}"


def is_open(at: datetime) -> bool:
    """Return whether pupils are in: the last opening was today, and it is not yet 15:30."""
    here = wall_at(at.replace(tzinfo=None))
    start = opens_after(at - DAY, SCHOOL)
    while (later := opens_after(start, SCHOOL)) <= at:
        start = later
    there = wall_at(start.replace(tzinfo=None))
    return start <= at and there.date() == here.date() and (here.hour, here.minute) < (15, 30)


def given_out(case: Case, name: str, count: int = 4) -> Iterator[datetime]:
    """Yield when the nudges of a timer fall due, each given at its time; started anew each time."""
    for _ in range(count):
        case = Case.model_validate_json(case.model_dump_json())
        due = next_due(SCHOOL, case, name)
        if due is None:
            return
        yield due.at
        case = case.model_copy(update={"nudged": {name: due.at}})


@pytest.mark.parametrize("name", [clock.name for clock in CLOCKS])
@calmly
@given(began=MOMENTS)
def test_only_the_named_clocks_wait_and_then_for_the_next_school_morning(
    name: str, began: datetime
) -> None:
    case, timer = a_case(name, began), timer_of(name)
    meant = [due.at for due in islice(moments_of(SCHOOL, case, timer), 7)]
    held = [at if is_open(at) else opens_after(at, SCHOOL) for at in meant]

    found = list(given_out(case, timer))

    assert found
    wanted = held if name in NAMED | OURS else meant
    wanted = [at for n, at in enumerate(wanted) if all(at > before for before in wanted[:n])]
    assert found == wanted[: len(found)]


@calmly
@given(began=MOMENTS)
def test_our_own_clock_that_waits_has_nothing_to_wait_for(began: datetime) -> None:
    dues = islice(moments_of(SCHOOL, a_case("idle", began), timer_of("idle")), 4)

    assert all(is_open(due.at) for due in dues)


@calmly
@given(began=MOMENTS)
def test_a_reminder_before_a_hard_deadline_is_never_later_than_its_figure(began: datetime) -> None:
    """Source: S0 for the 48 hours of a written referral: at 24, 40 and 46, then at once."""
    written = list(given_out(a_case("written", began), timer_of("written")))
    deletion = list(given_out(a_case("deletion", began), timer_of("deletion"), 3))

    assert written == [began + hours * HOUR for hours in (24, 40, 46, 48)]
    assert deletion == [began + DAY, began + 2 * DAY, began + 2 * DAY + 4 * HOUR]


@calmly
@given(began=MOMENTS)
def test_the_file_of_a_leaver_is_asked_for_before_its_five_days_are_over(began: datetime) -> None:
    """Source: nudges: day 1, day 3, day 5; the file has five days."""
    ends = began + 5 * DAY
    mornings = [began]
    while mornings[-1] <= ends:
        mornings.append(opens_after(mornings[-1], SCHOOL))
    within = mornings[1:-1]

    dues = islice(moments_of(SCHOOL, a_case("transfer", began), timer_of("transfer")), 3)
    asked = [due.at for due in dues if due.to == ("owner",)]

    assert all(at <= ends for at in asked) or not within
    assert not within or asked[-1] == within[-1]


@calmly
@given(began=MOMENTS, minutes=st.integers(1, 7 * 24 * 60), said=st.integers(0, 47 * 60))
def test_whatever_is_put_off_the_deadline_stays(began: datetime, minutes: int, said: int) -> None:
    asked = began + said * timedelta(minutes=1)
    later = Later(until=asked + minutes * timedelta(minutes=1), reason="x", by="dsl", at=asked)
    for name, ends in (("written", began + 48 * HOUR), ("deletion", began + 2 * DAY)):
        case = a_case(name, began).model_copy(update={"put_off": {timer_of(name): later}})

        dues = list(islice(moments_of(SCHOOL, case, timer_of(name)), 6))

        assert ends in {due.at for due in dues}
        assert [due.at for due in dues] == sorted(due.at for due in dues)


@calmly
@given(seed=st.integers(0, 10_000), at=MOMENTS, flags=st.sampled_from(LEVELS))
def test_the_first_alert_of_a_case_at_urgent_or_above_is_never_held(
    seed: int, at: datetime, flags: frozenset[Flag]
) -> None:
    school: School = a_school_year(Random(seed))
    account = Account(reporter="sam", rostered=True)
    case = Case(ref="YP-7K3Q", school=school.id, edition="", opened_at=at, account=account)

    case, effects = raise_alert(school, case.model_copy(update={"held": flags, "live": flags}), at)

    assert any(isinstance(each, Page) for each in effects)
    assert case.alert is not None
    assert case.alert.raised_at == at


async def a_record_alert(at: datetime, outage: timedelta) -> tuple[list[Sent], datetime]:
    """Return the alerts of a RECORD case raised at `at`, and when school next opened.

    Handrail stops after each thing said, and at last until `outage` after school opened.
    """
    world, opens = World(SCHOOL, at), opens_after(at, SCHOOL)
    for text in ("hello", "no", "no", "send"):
        await world.say("sam", Typed(text))
    if not is_open(at):
        assert alerts(world) == []
        await world.move_to(opens - timedelta(seconds=1))
        assert alerts(world) == []
        world.clock.at = opens + outage
    world.restart()
    await world.move_to(world.clock.at)
    return alerts(world), opens


def alerts(world: World) -> list[Sent]:
    return [each for each in world.chat.untaken if each.to == "dsl" and each.card.name == "page"]


@settings(derandomize=True, max_examples=25)
@given(at=MOMENTS, minutes=st.sampled_from((0, 0, 1, 45, 300)))
def test_a_record_alert_is_let_go_on_the_next_school_morning_even_after_a_restart(
    at: datetime, minutes: int
) -> None:
    outage = minutes * timedelta(minutes=1)

    (first, *_), opens = asyncio.run(a_record_alert(at, outage))

    assert first.at == (at if is_open(at) else opens + outage)


def test_the_moments_that_are_tried_hold_nights_and_days() -> None:
    hours = [YEAR + n * HOUR for n in range(24 * 14)]

    assert {is_open(at) for at in hours} == {True, False}
    assert not is_open(datetime(2026, 11, 9, 12, tzinfo=UTC))
    assert clock_of(timer_of("written"))[0].waits is False
