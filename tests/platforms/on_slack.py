"""A school on the strict Slack, played by what people do there."""

from __future__ import annotations

from typing import Any

from adapters.slack.pacing import Pace
from bot.fsm.school import CHANNEL, School
from bot.lingering import Lingering
from tests.platforms.seat import Seat
from tests.platforms.words import Read, of_slack
from tests.slack import house
from tests.slack.hands import buttons, place_of
from tests.slack.methods import Fault, Told

SENDS = ("chat.postMessage", "chat.postEphemeral", "chat.update")
FILE = {
    "id": "F0123ABCD",
    "mimetype": "image/png",
    "url_private": "https://files.slack.com/x",
}


class OnSlack(Seat):
    """The strict Slack. Nothing is taken back there: what is, is another test's."""

    def __init__(self, here: house.House, school: School, readers: list[str]) -> None:
        super().__init__(here, school)
        here.delivery.lingering = here.slack.reception.following.lingering = Lingering()
        self.hands, self.fake, self.slack = here.hands, here.fake, here.slack
        self.accounts = {**house.ACCOUNTS, "kit": house.GUEST}
        self.names = {account: person for person, account in self.accounts.items()}
        self.names[house.CHANNEL] = CHANNEL
        self.past: list[Told] = []
        self.pressed: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
        self.fake.channel(house.CHANNEL, [self.accounts[each] for each in readers])

    def fresh(self) -> None:
        self.fake.bursts.left.clear()
        self.slack.messenger.pace = Pace()

    async def arrives(self, person: str) -> None:
        await self.hands.open_home(self.accounts[person])

    async def opens(self, person: str) -> None:
        await self.hands.command(self.accounts[person])

    async def presses(self, person: str, label: str) -> None:
        """Press a button; one that is gone can only have been pressed twice, before it went."""
        user = self.accounts[person]
        await self.reach(person, label)
        if self.has(person, label) or label not in self.pressed:
            self.pressed[label] = self.hands.find(user, label)
        await self.hands.press_found(user, *self.pressed[label])

    def has(self, person: str, label: str) -> bool:
        try:
            self.hands.find(self.accounts[person], label)
        except AssertionError:
            return False
        return True

    async def close(self, person: str) -> None:
        self.hands.close(self.accounts[person])

    async def presses_old(self, person: str, label: str) -> None:
        user = self.accounts[person]
        places = {user, *(each for each, members in self.fake.members.items() if user in members)}
        live = {
            button["value"]
            for told in self.fake.messages.values()
            for button in buttons({"blocks": told.blocks}, label)
            if told.to in places
        }
        for told in reversed(self.past):
            for button in buttons({"blocks": told.blocks}, label):
                if told.to == user and button["value"] not in live:
                    await self.hands.press_found(user, place_of(told), button)
                    return
        raise AssertionError(f"{person} had no [{label}]")

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self.accounts[person], text)

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        await self.close(person)
        await self.presses(person, label)
        await self.hands.hand_in(self.accounts[person], content)

    async def sends_a_picture(self, person: str) -> None:
        more: dict[str, Any] = {"subtype": "file_share", "files": [FILE]}
        await self.hands.type(self.accounts[person], "", **more)

    async def again(self) -> None:
        await self.hands.again()

    def busy(self, *people: str) -> None:
        users = [self.accounts[person] for person in people]
        for to in (*users, *(f"D{user[1:]}" for user in users)) or ("",):
            for method in SENDS:
                fault = Fault(method, error="service_unavailable", to=to, lasts=True)
                self.fake.faults.append(fault)

    def well(self) -> None:
        self.fake.faults.clear()

    def lose_channel(self) -> None:
        self.fake.channels[house.CHANNEL]["is_archived"] = True

    def leave(self, person: str) -> None:
        """Do as Slack does with whoever is switched off: they are in no channel any more."""
        user = self.accounts[person]
        self.fake.users[user]["deleted"] = True
        for members in self.fake.members.values():
            if user in members:
                members.remove(user)

    def told(self) -> list[Read]:
        new, self.fake.log = self.fake.log, []
        self.past += new
        return [of_slack(self.names[each.to], each) for each in new]

    def view(self, person: str) -> str:
        return self.hands.words(self.accounts[person]).replace(f"@{house.GUEST}", "kit")

    def refused(self) -> list[Any]:
        return list(self.fake.wrongs)
