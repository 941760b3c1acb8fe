"""A change of duty offers a case; it is somebody's at every minute, whatever becomes of that."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.dialogs.flags import Flag
from bot.fsm.alert.raising import AGAIN
from bot.fsm.always import broken, broken_step
from bot.fsm.case import Account, Alert, Case, CaseStage
from bot.fsm.desk.views import view_card
from bot.fsm.effects import Effect, Page, Say, Stepped
from bot.fsm.events import Acknowledged, AlertFailed, Event, Recused, SheetAnswered, TimerFired
from bot.fsm.handover.offering import ANSWER_WITHIN, DUTY, OFFER
from bot.fsm.offers import OfferDeclined
from bot.fsm.said import Pressed, Typed
from bot.fsm.school import School
from bot.fsm.step import step
from tests.engine import REFS, World, a_school, london
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, line, staffed

SCHOOL = staffed(IN_SCHOOL, ON_CALL)
"""School hours: dsl. All other times: deputy1, in this week."""
MORNING, TURN = london("2026-11-06 10:15"), london("2026-11-06 15:30")


def owned(school: School = SCHOOL, owner: str = "dsl", **changes: object) -> Case:
    """Return an urgent case that has been taken, as the engine makes it."""
    case = Case(
        ref="YP-7K3Q",
        school=school.id,
        edition="now",
        opened_at=MORNING,
        account=Account(reporter="sam", rostered=True, finished_at=MORNING),
        held=frozenset({Flag.PRES, Flag.URG}),
        live=frozenset({Flag.PRES, Flag.URG}),
        stage=CaseStage.ALERTED,
    ).model_copy(update=changes)
    case = case.model_copy(
        update={"alert": Alert(level=case.level, raised_at=MORNING, paged=(owner,))}
    )
    case, _ = step(school, case, Acknowledged(by=owner, deed="ringing"), MORNING)
    wakes = {**case.wakes, AGAIN: TURN + timedelta(hours=1)}
    return case.model_copy(update={"wakes": wakes})


def happen(case: Case, event: Event, at: datetime, school: School = SCHOOL) -> Stepped:
    """Step a case and check every promise."""
    after, effects = step(school, case, event, at)
    assert broken(school, after) == []
    assert broken_step(case, after, effects) == []
    return after, effects


def turned(case: Case, at: datetime = TURN, school: School = SCHOOL) -> Stepped:
    return happen(case, TimerFired(name=DUTY), at, school)


def asked(outcome: Stepped) -> list[str]:
    return [each.to for each in outcome[1] if isinstance(each, Page)]


def told(outcome: Stepped) -> list[tuple[str, str]]:
    return [(each.to, each.card.name) for each in outcome[1] if isinstance(each, Say)]


def test_an_owned_case_wakes_at_the_next_change_of_duty() -> None:
    assert owned().wakes[DUTY] == TURN


@pytest.mark.parametrize(
    "school",
    [a_school(), staffed(line("Always", "08:30-08:30", "dsl"))],
    ids=["no rota", "never changes"],
)
def test_where_duty_never_changes_there_is_no_wake_for_it(school: School) -> None:
    assert DUTY not in owned(school).wakes


def test_whoever_comes_on_is_asked_and_the_owner_keeps_it_and_knows_it() -> None:
    case, effects = turned(owned())

    assert asked((case, effects)) == ["deputy1"]
    assert told((case, effects)) == [("dsl", "offered")]
    assert case.owner == "dsl"
    assert case.wakes[OFFER] == TURN + ANSWER_WITHIN


def test_where_the_owner_comes_on_nothing_is_said() -> None:
    outcome = turned(owned(owner="deputy1"))

    assert (asked(outcome), told(outcome)) == ([], [])


def test_a_case_in_which_nothing_falls_due_on_that_duty_stays_where_it_is() -> None:
    quiet = owned().model_copy(update={"wakes": {DUTY: TURN}})

    assert asked(turned(quiet)) == []


def test_of_changes_that_an_outage_swallowed_only_the_last_counts() -> None:
    later = london("2026-11-09 08:29")

    case, _ = turned(owned(), later)

    assert case.offer is not None
    assert case.offer.to == "deputy1"
    assert case.wakes[DUTY] == london("2026-11-09 08:30")


def test_whoever_takes_it_has_it_and_the_summary_is_of_the_one_before() -> None:
    case, _ = turned(owned())

    case, effects = happen(case, Acknowledged(by="deputy1", deed="take"), TURN)

    assert (case.owner, case.had_by, case.offer) == ("deputy1", "dsl", None)
    assert OFFER not in case.wakes
    assert ("dsl", "offer_taken") in told((case, effects))
    rows = {row.label: row.text for row in view_card(SCHOOL, case, "deputy1", TURN).fields}
    assert rows["Done by Mrs Hall"] == "10:15 took it"


def test_the_night_s_owner_hands_back_in_the_morning() -> None:
    case, _ = turned(owned())
    case, _ = happen(case, Acknowledged(by="deputy1", deed="take"), TURN)
    monday = london("2026-11-09 08:30")

    back = turned(case, monday)

    assert [each.card.name for each in back[1] if isinstance(each, Page)] == ["hand_back"]
    assert asked(back) == ["dsl"]


def test_everybody_is_asked_in_turn_and_when_nobody_takes_it_the_owner_hears_it() -> None:
    case, _ = turned(owned())
    order, effects = [], list[Effect]()
    while case.offer is not None:
        order.append(case.offer.to)
        case, effects = happen(case, TimerFired(name=OFFER), case.wakes[OFFER])

    assert order == ["deputy1", "deputy2", "head"]
    assert told((case, effects)) == [("dsl", "offer_nobody")]
    assert case.owner == "dsl"
    assert OFFER not in case.wakes


@pytest.mark.parametrize(
    "event",
    [
        OfferDeclined(by="deputy1"),
        AlertFailed(to="deputy1", final=True),
        Recused(by="deputy1"),
        TimerFired(name=OFFER),
    ],
    ids=lambda event: event.type,
)
def test_decline_silence_recusal_and_being_out_of_reach_ask_the_next_at_once(event: Event) -> None:
    case, _ = turned(owned())

    case, effects = happen(case, event, TURN)

    assert asked((case, effects)) == ["deputy2"]
    assert case.offer is not None
    assert case.owner == "dsl"


def test_a_message_that_is_late_is_waited_for_as_long_as_an_answer() -> None:
    case, _ = turned(owned())

    assert asked(happen(case, AlertFailed(to="deputy1", final=False), TURN)) == []


def test_nobody_on_shift_and_whoever_is_away_are_passed_over() -> None:
    gap = staffed(IN_SCHOOL, absent=(away("deputy1", "2026-11-06 12:00", "2026-11-07 12:00"),))

    assert asked(turned(owned(gap), TURN, gap)) == ["deputy2"]


def test_an_alert_that_goes_out_again_ends_the_offer_the_ladder_asks() -> None:
    case, _ = turned(owned())

    case, effects = happen(case, TimerFired(name=AGAIN), TURN + timedelta(minutes=5))

    assert case.offer is None
    assert "deputy1" in asked((case, effects))


def test_an_owner_who_is_connected_leaves_no_offer_behind_but_an_alert() -> None:
    case, _ = turned(owned())

    case, effects = happen(case, Recused(by="dsl"), TURN)

    assert case.offer is None
    assert case.owner == ""
    assert asked((case, effects)) == ["deputy1"]


def test_a_case_that_goes_round_the_channel_follows_no_rota() -> None:
    case = owned(owner="head", around=True)

    assert DUTY not in case.wakes


def test_an_offer_says_nothing_but_the_case_and_what_is_next() -> None:
    _, effects = turned(owned(nudged={"clock.review.0": TURN}))
    page = next(each for each in effects if isinstance(each, Page))

    assert page.card.fields == ()
    assert page.card.text == (
        "Mrs Hall hands over case YP-7K3Q: URGENT. Next: Note what was done, 16:30. "
        "You are on duty until Mon 9 Nov 08:30. Mrs Hall has it until you take it."
    )


async def test_a_change_of_duty_survives_a_restart_and_an_outage_over_it() -> None:
    world = World(SCHOOL, london("2026-11-06 15:00"))
    for word in ("hello", "no", "no", "no", "Yes, passed on or not agreed to"):
        await world.say("sam", Typed(word))
    await world.say("dsl", Pressed(f"deed.{REFS[0]}.ringing"))
    assert (await world.case()).wakes[DUTY] == TURN

    world.clock.at = TURN + timedelta(minutes=30)
    world.restart()
    await world.move_to(world.clock.at)

    case = await world.case()
    assert case.owner == "dsl"
    assert case.offer is not None
    assert case.offer.to == "deputy1"


def test_whoever_is_asked_hears_that_something_must_not_wait_but_not_what() -> None:
    case, _ = turned(owned())
    must = SheetAnswered(sheet="handing", child=0, key="must", value="Ring Mo's mother", by="dsl")

    case, effects = happen(case, must, TURN)
    nothing = happen(case, must.model_copy(update={"value": "none"}), TURN)
    later = happen(case, OfferDeclined(by="deputy1"), TURN)

    assert told((case, effects)) == [("deputy1", "hand_must")]
    assert told(nothing) == []
    said = [each.card.text for each in (*effects, *later[1]) if isinstance(each, Say | Page)]
    assert "Open case says what must not wait." in said[1]
    assert not any("mother" in text for text in said)
