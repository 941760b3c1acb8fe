"""Who is not on the roster is found by name: a DSL who opens their case reads it, nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from adapters.teams.reading import knock_of
from tests.teams.activities import typed
from tests.teams.checking import HOME
from tests.teams.house import house
from tests.teams.sending import DSL, GUEST, ROOM, SAM
from tests.teams.telling import words

NAME = "Kit Hale-Osei"


def called(name: Any, user: str = GUEST) -> dict[str, Any]:
    return {"from": {"id": f"29:1{user}", "aadObjectId": user, "name": name}}


async def test_whoever_opens_the_case_reads_the_name_and_the_room_does_not() -> None:
    async with house() as here:
        await here.hands.type(GUEST, "hello", **called(NAME))
        await here.hands.type(GUEST, "danger now", **called(NAME))
        await here.hands.press(DSL, "Open case")

        assert f"{NAME} (not on the roster)" in here.hands.words(DSL)
        assert GUEST not in here.hands.words(DSL)
        told = here.fake.take()
        in_room = words([each for each in told if each.to == ROOM])
        assert "EMERGENCY" in in_room
        assert NAME not in in_room + "".join(each.summary for each in told)
        here.assert_well()


async def test_somebody_on_the_roster_is_who_the_roster_says() -> None:
    async with house() as here:
        await here.hands.type(SAM, "hello", **called("Somebody else", SAM))
        await here.hands.type(SAM, "danger now", **called("Somebody else", SAM))

        assert (await here.case()).account.name == ""


@pytest.mark.parametrize(
    ("told", "kept"),
    [
        (NAME, NAME),
        ("  Kit\n Hale\t", "Kit Hale"),
        ("Kit " * 99, "Kit " * 19 + "Kit"),
        ("see https://site.example/x", ""),
        ("<img src='https://site.example/a.png'>", ""),
        (None, ""),
        ({"name": NAME}, ""),
    ],
)
def test_what_is_no_plain_name_is_not_taken_in(told: object, kept: str) -> None:
    assert knock_of({**typed(), **called(told)}, HOME).name == kept
