"""Each way by which a concern could have come to the one whom it is about, by itself."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.fsm.access.readers import may_take
from bot.fsm.said import Media, Typed
from bot.fsm.school import Person, Role, Way
from bot.grants import Verdict
from bot.taking import take_record
from tests.chat import FRIDAY_EVENING
from tests.engine import FRIDAY_MORNING, PEOPLE, REFS, TICKET, World, a_school, with_ways
from tests.fundamentals.pressing import press

MINUTE = timedelta(minutes=1)


async def told(world: World, *said: str, by: str = "sam") -> World:
    """Let somebody type."""
    for each in ("hello", *said):
        await world.say(by, Typed(each))
    return world


def to_whom(world: World) -> set[str]:
    """Return whom anything reached since it was last asked."""
    return {each.to for each in world.chat.take()}


@pytest.mark.parametrize("slow", ["dsl", "channel:dsl"])
async def test_what_was_held_up_on_its_way_does_not_arrive_afterwards(slow: str) -> None:
    world = World(at=FRIDAY_MORNING)
    world.chat.slow = {slow}
    await told(world, "not known", "someone who works here")

    world.chat.slow = set()
    await world.wait(5 * MINUTE)

    assert slow not in to_whom(world)


async def test_what_was_held_up_goes_out_to_all_others() -> None:
    world = World(at=FRIDAY_MORNING)
    world.chat.slow = {"dsl", "head"}
    await told(world, "not known", "someone who works here")

    world.chat.slow = set()
    await world.wait(5 * MINUTE)

    assert "head" in to_whom(world)


@pytest.mark.parametrize(
    ("said", "told_of_it"),
    [
        (("the chair",), {"head"}),
        (("someone who works here", "the chair"), {"head"}),
        (("the head",), {"chair"}),
    ],
)
async def test_head_and_chair_are_told_of_each_other_alone(
    said: tuple[str, ...], told_of_it: set[str]
) -> None:
    world = await told(World(at=FRIDAY_MORNING), "no", *said)
    case = await world.case()

    people = {one.id for one in world.school.people if may_take(world.school, case, one.id)}
    assert people == told_of_it


async def test_a_head_who_is_the_dsl_too_hears_nothing_about_the_dsl() -> None:
    both = Person(id="head", name="Dr Moss", roles=(Role.HEAD, Role.DSL))
    people = tuple(both if one.id == "head" else one for one in PEOPLE)
    world = World(a_school(people=people, without=("dsl",)), FRIDAY_MORNING)

    await told(world, "no", "someone who works here", "the dsl")
    case = await world.case()

    assert not may_take(world.school, case, "head")
    assert may_take(world.school, case, "chair")


async def test_where_all_of_the_team_step_aside_the_chair_has_it() -> None:
    world = await told(World(at=FRIDAY_MORNING), "not known")

    for who in ("dsl", "deputy1", "deputy2", "head"):
        await world.wait(21 * MINUTE)
        await press(world, who, "not_me")

    assert "chair" in to_whom(world)
    await press(world, "chair", "coming")
    assert (await world.case()).owner == "chair"


async def test_the_channel_shows_nothing_more_once_one_of_its_readers_is_off_it() -> None:
    world = await told(World(at=FRIDAY_MORNING), "not known")
    await press(world, "dsl", "not_me")
    assert [each.card.name for each in world.chat.take("channel:dsl")] == ["post", "post_left"]

    await press(world, "deputy1", "coming")
    await world.say("sam", Media())

    assert world.chat.take("channel:dsl") == []


@pytest.mark.parametrize("out_of_hours", [False, True])
async def test_a_phone_that_is_passed_round_does_not_ring_where_its_carrier_may_be_off(
    *, out_of_hours: bool
) -> None:
    school = with_ways(a_school(), *Way)
    people = tuple(
        one.model_copy(update={"phone": ""}) if one.id in school.team else one
        for one in school.people
    )
    school = school.model_copy(update={"people": people})
    world = World(school, FRIDAY_EVENING if out_of_hours else FRIDAY_MORNING)
    await told(world, "danger")
    assert any(each.startswith("phone:") for each in to_whom(world))

    await press(world, "deputy1", "not_me")
    world.chat.take()
    await world.wait(40 * MINUTE)

    rung = {each for each in to_whom(world) if each.startswith("phone:")}
    assert rung == {"phone:head"}


async def test_it_is_told_of_no_picture_where_it_is_about_it() -> None:
    world = await told(World(at=FRIDAY_MORNING), "no", "no adult", "no", "not passed on", "no")
    await world.say("sam", Typed("Jo Wray"))
    world.chat.take()

    await world.say("sam", Media())

    assert "it" not in to_whom(world)


async def test_a_link_to_the_record_that_was_taken_before_is_one_that_never_was() -> None:
    world = await told(World(at=FRIDAY_MORNING), "not known")
    await press(world, "dsl", "record.0.page")
    await told(world, "someone who works here")

    taken = await take_record(world.handler, world.school.id, TICKET.token, TICKET.code)

    assert taken.verdict is Verdict.UNKNOWN
    assert taken.record is None


async def test_our_own_failure_is_told_to_nobody_who_is_off_the_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = await told(World(at=FRIDAY_MORNING), "no", "someone who works here")
    world.chat.take()

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("ours")

    monkeypatch.setattr("bot.handle.turn", broken)
    monkeypatch.setattr("bot.handle.fail", broken)
    await world.say("sam", Typed("no"))

    assert to_whom(world) == {"head", "chair"}


@pytest.mark.parametrize(
    ("typed", "off"),
    [
        ("Tom Hall", {"dsl"}),
        ("tom hall", set()),
        ("it was in the hall", set()),
        ("mrs hall saw it", {"dsl"}),
        ("HALL", {"dsl"}),
        ("Hallam", set()),
        ("Ms Dee and Mr Day", {"deputy1", "deputy2"}),
        ("Sam Reed told me", set()),
    ],
)
async def test_whoever_is_named_is_off_it_until_it_is_said_that_it_is_not_them(
    typed: str, off: set[str]
) -> None:
    world = await told(World(at=FRIDAY_MORNING), "no", "no adult", "no", "not passed on", "no")
    await world.say("sam", Typed(typed))

    team = {"dsl", "deputy1", "deputy2", "head"}
    case = await world.case()
    assert {one for one in team if not may_take(world.school, case, one)} == off
    assert ((await world.conversation()).asked == "connected") is bool(off)

    if off:
        await world.say("sam", Typed("nothing to do with them"))
        case = await world.case()
        assert all(may_take(world.school, case, one) for one in team)
        assert (await world.conversation()).asked == "child.1.where_child"


async def test_not_known_keeps_them_off_and_it_is_them_does_so_for_good() -> None:
    world = await told(World(at=FRIDAY_MORNING), "no", "no adult", "no", "not passed on", "no")
    await world.say("sam", Typed("Tom Hall"))

    await world.say("sam", Typed("not known"))
    assert not may_take(world.school, await world.case(), "dsl")

    for each in ("change 2", "it is them", "change 2", "nothing to do with them"):
        await world.say("sam", Typed(each))
    case = await world.case(REFS[0])
    assert case.recused == ("dsl",)
    assert not may_take(world.school, case, "dsl")
