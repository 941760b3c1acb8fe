"""Where people speak and who they are: only a private chat is read, and everybody may begin."""

from __future__ import annotations

import pytest

from bot.fsm.school import School
from tests.engine import a_school
from tests.teams.fragments import FRAGMENTS
from tests.teams.house import house
from tests.teams.sending import DEPUTY, DSL, GUEST, ROOM, SAM, on_teams
from tests.teams.telling import begun, words

SECRET = "planted-words-7"
STAFF = "19:staffroom@thread.tacv2"


def two_schools() -> tuple[School, School]:
    first = on_teams(a_school())
    other = {"id": "other", "name": "The other school", "channel": "", "people": ()}
    return first, first.model_copy(update=other)


@pytest.mark.parametrize("room", [ROOM, STAFF])
async def test_in_a_channel_no_word_is_read_and_the_way_to_the_private_chat_is_shown(
    room: str,
) -> None:
    async with house() as here:
        here.fake.rooms.setdefault(STAFF, [SAM, DSL])
        await here.hands.type(SAM, SECRET, f"{room};messageid=17")
        told = here.fake.take()

        assert [(each.to, each.conversation) for each in told] == [(room, f"{room};messageid=17")]
        assert "in our private chat, not here" in words(told)
        assert await here.store.cases("school") == []
        assert SECRET not in str(here.store._schools) + str(here.fake.messages)

        await here.hands.press(DSL, "Raise a concern", room)
        assert "talking of suicide" in words(here.fake.take(DSL))
        here.assert_well()


async def test_a_picture_in_a_channel_is_told_to_the_dsl_team_in_private() -> None:
    async with house() as here:
        here.fake.rooms[STAFF] = [SAM]
        await here.hands.type(SAM, "x", STAFF, **FRAGMENTS["a pasted image"])

        assert "in our private chat, not here" in words(here.fake.take(STAFF))
        assert "I did not take that in" in words(here.fake.take(SAM))
        assert (await here.case()).media == 1


async def test_a_thumbs_up_owns_nothing() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        alert = next(each for each in here.hands.seen(DSL) if each.to == ROOM)
        like = {"replyToId": alert.id, "reactionsAdded": [{"type": "like"}]}

        await here.hands.send(here.hands.doing("messageReaction", DSL, ROOM, **like))

        assert (await here.case()).owner == ""


async def test_somebody_on_no_roster_may_raise_a_concern_and_is_marked_so() -> None:
    async with house() as here:
        await here.hands.type(GUEST, "hello")
        await here.hands.press(GUEST, "Danger now, needs 999")
        here.fake.take()

        await here.hands.press(DSL, "Open case", ROOM)

        assert "not on the roster" in here.hands.words(DSL)


async def test_somebody_whom_teams_does_not_name_hears_whom_to_ring() -> None:
    async with house() as here:
        told = {"from": {"id": f"29:1{SAM}", "name": "x"}, "text": SECRET}

        await here.hands.send(here.hands.doing("message", SAM, "", **told))

        assert "This is for staff of" in words(here.fake.take(SAM))
        assert SECRET not in str(here.store._schools) + str(here.fake.messages)


async def test_where_two_schools_may_be_meant_it_is_asked_and_the_words_are_not_kept() -> None:
    async with house(*two_schools()) as here:
        await here.hands.type(GUEST, SECRET)
        assert "Which school is this about?" in words(here.fake.take(GUEST))
        assert SECRET not in str(here.store._schools)

        await here.hands.press(GUEST, "The other school")
        assert "talking of suicide" in words(here.fake.take(GUEST))
        await here.hands.type(GUEST, "suicidal")

        assert len(await here.store.cases("other")) == 1


async def test_who_gets_the_app_sees_how_to_begin_and_a_dsl_what_is_open() -> None:
    async with house() as here:
        await begun(here)
        await here.hands.press(SAM, "Danger now, needs 999")
        here.fake.take()

        await here.hands.install(GUEST)
        await here.hands.install(DEPUTY)

        (guest,), (deputy,) = here.fake.take(GUEST), here.fake.take(DEPUTY)
        assert "Raise a concern" in words([guest])
        assert "YP-7K3Q" not in words([guest])
        assert "YP-7K3Q · EMERGENCY" in words([deputy])
        assert "YP-7K3Q" not in deputy.summary
        await here.hands.press(DEPUTY, "Open case")
        assert "Sam Reed" in here.hands.words(DEPUTY)
        here.assert_well()
