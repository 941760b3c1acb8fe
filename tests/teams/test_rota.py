"""The rota is changed from Teams: a button of the first card, plain buttons after that."""

from __future__ import annotations

from datetime import timedelta

from bot.rota.duty import duty_at
from tests.rota.staff import IN_SCHOOL, ON_CALL, staffed
from tests.teams.house import house
from tests.teams.sending import DEPUTY, DSL, SAM, on_teams

SCHOOL = on_teams(staffed(IN_SCHOOL, ON_CALL))


async def test_a_duty_is_handed_on_from_the_first_card() -> None:
    async with house(SCHOOL) as here:
        await here.hands.install(DSL)
        await here.hands.install(DEPUTY)
        await here.hands.press(DSL, "Rota")
        await here.hands.press(DSL, "I'm off now")
        await here.hands.press(DSL, "Ask Mr Day")
        await here.hands.press(DEPUTY, "I'll take it")
        await here.move(timedelta(seconds=1))

        school = await here.handler.rotas.school("school")
        assert duty_at(school, here.clock.now()).on == ("deputy1",)
        assert "The rota was changed." in str(here.fake.messages)
        assert here.failures == []


async def test_who_is_not_on_the_rota_has_no_button_for_it() -> None:
    async with house(SCHOOL) as here:
        await here.hands.install(SAM)

        (told,) = here.fake.take(SAM)
        assert "rota.home" not in str(told)
