"""Somebody on the rotas of two schools of a trust, and a concern about them in one of the two."""

from __future__ import annotations

from datetime import timedelta

from bot.fsm.said import Pressed, Said, Typed
from bot.fsm.school import Role, School, Way
from bot.inbound import Inbound, Reply
from tests.chat import FRIDAY_EVENING, Sent
from tests.engine import World, with_ways
from tests.recusal.story import NEVER, ROLES
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed

SHARED = "deputy1"
"""On call in both schools that evening."""


class Trust:
    """Two schools behind one door, with the same people on both rotas."""

    def __init__(self) -> None:
        here = with_ways(staffed(IN_SCHOOL, ON_CALL), *Way)
        self.world = World(here, FRIDAY_EVENING)
        self.here, self.there = here.id, "there"
        other: School = here.model_copy(update={"id": self.there, "name": "Southgate School"})
        self.world.schools[self.there] = other
        self.world.restart()
        self.count = 0

    async def say(self, school: str, person: str, said: Said) -> Reply:
        self.count += 1
        inbound = Inbound(school, f"trust{self.count}", person, said)
        reply = await self.world.hand_in(inbound)
        await self.world.switchboard.flush(school)
        return reply

    async def tell(self, school: str, *texts: str) -> None:
        for text in texts:
            await self.say(school, "sam", Typed(text))

    def heard(self, school: str) -> list[Sent]:
        """Return what the shared person has had of one school, in chat."""
        return [one for one in self.world.chat.untaken if (one.school, one.to) == (school, SHARED)]


async def test_of_two_schools_the_shared_deputy_hears_nothing_where_it_is_about_them() -> None:
    trust = Trust()

    await trust.tell(trust.here, "hello", "no", *ROLES[Role.DEPUTY])

    (ref,) = await trust.world.store.cases(trust.here)
    before = trust.heard(trust.here)
    answers = [
        await trust.say(trust.here, SHARED, Pressed(f"deed.{each}.open")) for each in (ref, NEVER)
    ]
    assert before == []
    assert answers[0].outcome is answers[1].outcome
    assert answers[0].card == answers[1].card
    first, second = trust.heard(trust.here)
    assert first.card.text == second.card.text.replace(NEVER, ref)


async def test_the_same_evening_the_other_school_s_alert_reaches_them() -> None:
    trust = Trust()
    await trust.tell(trust.here, "hello", "no", *ROLES[Role.DEPUTY])

    await trust.tell(trust.there, "hello", "not known")

    (ref,) = await trust.world.store.cases(trust.there)
    assert [(one.card.name, one.card.case) for one in trust.heard(trust.there)] == [("page", ref)]
    assert trust.heard(trust.here) == []
    assert ref not in await trust.world.store.cases(trust.here)


async def test_nor_does_a_chain_of_silence_bring_it_to_them_through_either_school() -> None:
    trust = Trust()
    await trust.tell(trust.here, "hello", "no", *ROLES[Role.DEPUTY])

    await trust.world.wait(timedelta(days=4))

    assert trust.heard(trust.here) == []
    assert trust.heard(trust.there) == []
    rung = [one for one in trust.world.chat.untaken if one.to in {f"{way}:{SHARED}" for way in Way}]
    assert rung == []
