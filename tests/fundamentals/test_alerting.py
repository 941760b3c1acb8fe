"""An alert: who is paged, what the channel says, and what the reporter is told meanwhile."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.words import words
from bot.fsm.said import Media, Typed
from bot.fsm.school import CHANNEL
from tests.chat import FRIDAY_EVENING, words_of
from tests.engine import FRIDAY_MORNING, PEOPLE, REFS, World, a_school
from tests.fundamentals.pressing import press


async def told(*said: str, by_night: bool = False) -> World:
    """Return a world in which Sam has said this."""
    world = World(at=FRIDAY_EVENING if by_night else FRIDAY_MORNING)
    for each in ("hello", *said):
        await world.say("sam", Typed(each))
    return world


def paged(world: World) -> set[str]:
    return {sent.to for sent in world.chat.take("", "page")}


async def test_a_calm_answer_pages_nobody() -> None:
    world = await told("no")

    assert paged(world) == set()


@pytest.mark.parametrize(
    ("said", "people"),
    [
        (("danger",), {"dsl", "deputy1", "deputy2"}),
        (("suicide",), {"dsl", "deputy1", "deputy2"}),
        (("not known",), {"dsl"}),
        (("no", "another adult"), {"dsl", "deputy1", "deputy2"}),
        (("no", "staff"), {"head", "chair"}),
    ],
)
async def test_the_level_says_who_is_paged_at_once(said: tuple[str, ...], people: set[str]) -> None:
    world = await told(*said)

    assert paged(world) == people


async def test_every_alert_has_the_button_for_somebody_connected_to_it() -> None:
    world = await told("danger")

    alerts = [*world.chat.take("dsl"), *world.chat.take(CHANNEL)]
    for alert in alerts:
        assert words().buttons["not_me"] in [button.label for button in alert.card.buttons]


async def test_nothing_about_the_child_is_in_the_channel_or_in_a_preview() -> None:
    world = await told("danger", "called", "room 4 Xanadu", "Zebedee", "with me")
    await world.wait(timedelta(minutes=30))

    public = [*world.chat.take(CHANNEL), *world.chat.take("", "page")]
    previews = [sent.card.preview for sent in world.chat.sent]
    for text in [*words_of(public), *previews]:
        assert "Zebedee" not in text
        assert "Xanadu" not in text


async def test_a_reporter_is_never_paged_about_their_own_concern_by_the_ladder() -> None:
    people = tuple(
        each.model_copy(update={"roles": ("deputy",)}) if each.id == "sam" else each
        for each in PEOPLE
    )
    world = World(a_school(people=people), FRIDAY_MORNING)
    for said in ("hello", "danger"):
        await world.say("sam", Typed(said))

    assert "sam" not in paged(world)


async def test_asking_for_999_pages_whoever_there_is_and_says_that_we_cannot_call() -> None:
    world = await told("danger")
    world.chat.take()

    await world.say("sam", Typed("call for me"))

    assert {sent.to for sent in world.chat.take("", "page_999")} == {"dsl", "deputy1", "deputy2"}
    assert "ask_for_999" in world.chat.names("sam")


async def test_by_night_a_red_answer_gives_the_numbers_at_once_and_never_the_office() -> None:
    world = await told("danger", by_night=True)

    texts = " ".join(words_of(world.chat.take("sam")))
    for number in (world.school.on_call, "999", "101", "01782 234234"):
        assert number in texts
    assert world.school.office not in texts


async def test_nobody_reached_is_said_within_fifteen_seconds_and_once() -> None:
    world = World(a_school(without=("dsl", "deputy1", "deputy2", "head")), FRIDAY_MORNING)
    for said in ("hello", "danger"):
        await world.say("sam", Typed(said))

    await world.wait(timedelta(seconds=15))
    await world.wait(timedelta(minutes=2))

    assert world.chat.names("sam").count("unreached") == 1


async def test_an_alert_that_reached_somebody_is_not_called_unreached() -> None:
    world = await told("danger")

    await world.wait(timedelta(seconds=30))

    assert "unreached" not in world.chat.names("sam")


async def test_it_is_told_of_a_refused_file_and_nothing_about_it() -> None:
    world = World(at=FRIDAY_MORNING)

    await world.say("sam", Media())

    assert world.chat.names("it") == ["it_media"]
    assert (await world.case()).media == 1


async def test_a_first_page_that_is_lost_goes_to_the_others_though_nothing_was_raised() -> None:
    world = World(at=FRIDAY_MORNING)
    world.chat.gone = {"dsl"}

    await world.say("sam", Media())

    assert world.chat.names("deputy1") == ["page"]
    case = await world.case()
    assert case.alert is not None
    assert case.alert.lost == ("dsl",)


async def test_a_deputy_acknowledged_before_any_alert_is_paged_again_when_nothing_follows() -> None:
    world = World(at=FRIDAY_MORNING.replace(hour=8, minute=27))
    await world.say("sam", Media())
    await press(world, "dsl", "coming")
    world.chat.take()

    await world.wait(timedelta(minutes=4))

    case = await world.case(REFS[0])
    assert case.alert is not None, "half past eight is the next school morning"
    assert "page" in world.chat.names("dsl")


@pytest.mark.parametrize(
    ("said", "within"),
    [(("danger",), 10), (("no", "another adult"), 30), (("not known",), 120)],
)
async def test_when_nobody_could_be_reached_all_are_tried_again_in_the_next_round(
    said: tuple[str, ...], within: int
) -> None:
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    world.chat.gone = {person.id for person in PEOPLE} - {"sam"}
    for each in said:
        await world.say("sam", Typed(each))
    assert paged(world) == set()

    world.chat.gone = set()
    await world.wait(timedelta(minutes=within))

    assert "dsl" in paged(world)
    alert = (await world.case()).alert
    assert alert is not None
    assert "dsl" in alert.reached
    assert "dsl" not in alert.lost


async def test_while_nobody_can_be_reached_each_is_tried_once_a_round() -> None:
    world = World(at=FRIDAY_MORNING)
    await world.say("sam", Typed("hello"))
    world.chat.gone = {person.id for person in PEOPLE} - {"sam"}
    await world.say("sam", Typed("danger"))
    tried = (await world.case()).pages

    await world.wait(timedelta(minutes=10))

    assert tried == len({"dsl", "deputy1", "deputy2", "head"})
    assert (await world.case()).pages <= 3 * tried
    assert "ladder" in (await world.case()).wakes
