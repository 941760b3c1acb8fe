"""The whole main job, over HTTP: raised, paged, taken, and told back."""

from __future__ import annotations

import pytest

from adapters.playground.places import places
from bot.dialogs.card import Card
from bot.fsm.school import CHANNEL
from tests.playground.page import Page
from tests.playground.stage import school


async def test_opening_the_chat_asks_the_first_question_and_makes_no_case(page: Page) -> None:
    answer = await page.say("sam", opened=True)

    assert (answer.status, answer.body["outcome"]) == (200, "saved")
    assert page.cards("sam")[-1].question == "T-01"
    assert await page.stage.store.cases("hillside") == []


async def test_danger_in_two_clicks_reaches_the_channel_and_every_one_of_the_team(
    page: Page,
) -> None:
    await page.danger()

    for pane in (CHANNEL, "khan", "doyle", "adeyemi"):
        assert [card.level for card in page.cards(pane)] == ["EMERGENCY"], pane
    assert page.shown("price") == []


async def test_the_acknowledgement_is_told_to_the_teacher_with_name_and_time(page: Page) -> None:
    await page.danger()

    await page.press(CHANNEL, "Coming to you", person="khan")

    assert any(text.startswith("Mrs Khan, 12:0") for text in page.texts("sam"))
    assert len(page.shown(CHANNEL)) == 1
    assert "Mrs Khan has it" in page.texts(CHANNEL)[0]


async def test_who_stood_down_is_paged_anew_when_the_new_owner_steps_aside(page: Page) -> None:
    await page.danger()
    await page.press("khan", "Coming to you")

    await page.press("khan", "Not me: I am connected to this")

    # the older says what is so now, and a moment later that a newer one has come
    assert [card.name for card in page.cards("doyle")] == ["page", "page"]
    assert [card.name for card in page.cards("adeyemi")] == ["page", "page"]


async def test_what_a_person_presses_or_types_stands_in_their_own_chat(page: Page) -> None:
    await page.danger()
    await page.say("sam", typed="yes, called")

    words = [each.words for each in page.shown("sam") if each.words]
    assert words == ["Danger now, needs 999", "yes, called"]


async def test_the_same_press_twice_is_one_press(page: Page) -> None:
    await page.say("sam", opened=True)
    message, button = page.find("sam", "Danger now, needs 999")

    answers = [
        await page.say("sam", "the-same-doing", pressed=button.value, message=message.id)
        for _ in range(11)
    ]

    assert [answer.body["outcome"] for answer in answers] == ["saved"] + ["again"] * 10
    assert len(await page.stage.store.cases("hillside")) == 1
    assert len(page.shown("khan")) == 1


async def test_the_same_name_from_somebody_else_is_another_doing(page: Page) -> None:
    first = await page.say("sam", "one-and-the-same", opened=True)
    second = await page.say("lena", "one-and-the-same", opened=True)

    assert first.body["outcome"] == second.body["outcome"] == "saved"


async def test_a_guest_who_is_on_no_list_may_raise_a_concern(page: Page) -> None:
    await page.say("guest", opened=True)
    await page.press("guest", "Danger now, needs 999")

    assert page.cards("khan")[0].level == "EMERGENCY"


async def test_opening_a_case_is_a_private_view_that_is_handed_out_once(page: Page) -> None:
    await page.danger()

    opened = (await page.press("khan", "Open case")).body["opened"]
    view = {"school": "hillside", "person": "khan", "message": opened[0]}
    stranger = await page.post("view", {**view, "person": "doyle"})
    first = await page.post("view", view)
    second = await page.post("view", view)

    assert stranger.status == 410
    assert first.status == 200
    assert "Danger now, needs 999" in [row["text"] for row in first.body["fields"]]
    assert second.status == 410
    assert all(not card.fields for card in page.cards("khan"))


async def test_a_summary_can_be_read_again_but_is_no_message(page: Page) -> None:
    await page.danger()
    for answer in ("called", "in room 12", "Ava", "with me"):
        await page.say("sam", typed=answer)
    check = page.shown("sam")[-1]
    view = {"school": "hillside", "person": "sam", "message": check.id}

    first, second = await page.post("view", view), await page.post("view", view)

    assert check.private
    assert first.body == second.body
    assert "Ava" in [row["text"] for row in first.body["fields"]]
    assert not any("Ava" in card.model_dump_json() for card in page.cards("sam"))


async def test_every_person_of_a_school_has_a_pane_and_the_channel_acts_as_the_dsl() -> None:
    found = places(school())

    assert [place.address for place in found][:2] == ["sam", CHANNEL]
    assert {place.person for place in found} == {each.id for each in school().people} | {"guest"}
    assert next(place.person for place in found if place.kind == "channel") == "khan"
    assert {place.address for place in found if place.rank == 9} == {"rowe", "lena", "guest"}


async def test_a_school_of_nobody_still_has_a_guest() -> None:
    nobody = school().model_copy(update={"people": ()})

    assert [place.person for place in places(nobody)] == ["guest"]


async def test_what_was_said_is_saved_though_telling_somebody_else_fails_in_our_code(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    panes = page.stage.playground.panes
    show = panes.show

    def fail(school: str, pane: str, card: Card, *, key: str, edit: str = "") -> str:
        if pane == "khan":
            raise ZeroDivisionError
        return show(school, pane, card, key=key, edit=edit)

    monkeypatch.setattr(panes, "show", fail)
    await page.say("sam", opened=True)

    answer = await page.press("sam", "Danger now, needs 999")

    assert (answer.status, answer.body["outcome"]) == (200, "saved")
    assert page.cards("doyle")
    assert {type(error) for error in page.stage.failures} == {ZeroDivisionError}
    page.stage.failures.clear()
