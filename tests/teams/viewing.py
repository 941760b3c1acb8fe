"""A card of ours on Teams, and the private view that stands over it once somebody presses."""

from __future__ import annotations

from adapters.teams.acting import ACTING, Acting
from adapters.teams.posting import Place
from bot.dialogs.card import Button, Card, CardKind, Field
from bot.fsm.school import CHANNEL
from tests.teams.sending import Sending

SECRET = "Jo B, room 4 *bold*"
POST = Card(
    name="p", kind=CardKind.ALERT, text="EMERGENCY", buttons=(Button(label="O", value="o"),)
)
VIEW = Card(
    name="v",
    kind=CardKind.NOTICE,
    title="YP-7K3Q",
    text="What is known",
    fields=(Field(label="Child", text=SECRET),),
    case="YP-7K3Q",
)


async def posted(here: Sending) -> Place:
    """Post a case's card; return where it is."""
    place = Place.read(await here.messenger.send("school", CHANNEL, POST, key="k"))
    assert place is not None
    here.fake.take()
    return place


async def opens(here: Sending, place: Place, person: str = "dsl", *, waits: bool = True) -> Acting:
    """Press the card, and send the private view that follows."""
    acting = Acting("school", person, place.conversation, place.activity, waits)
    before = ACTING.set(acting)
    try:
        await here.messenger.send("school", person, VIEW, key=f"v-{person}")
    finally:
        ACTING.reset(before)
    return acting
