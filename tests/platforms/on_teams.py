"""A school on the strict Teams, played by what people do there."""

from __future__ import annotations

from typing import Any

from adapters.teams.carrying import data_of
from adapters.teams.limits import Limits
from bot.dialogs.words import words
from bot.fsm.school import CHANNEL, School
from tests.platforms.seat import Seat
from tests.platforms.words import Read, of_teams
from tests.teams import sending
from tests.teams.hands import Found, actions
from tests.teams.house import House
from tests.teams.seen import Fault, Told
from tests.transcripts.lines import Trouble, What

SENDS = ("post", "send", "update")
PICTURE = {"contentType": "image/png", "contentUrl": "https://smba.trafficmanager.net/x"}


class OnTeams(Seat):
    """The strict Teams."""

    def __init__(self, here: House, school: School, readers: list[str]) -> None:
        super().__init__(here, school)
        self.here, self.hands, self.fake = here, here.hands, here.fake
        self.accounts = {**sending.ACCOUNTS, "kit": sending.GUEST}
        self.names = {account: person for person, account in self.accounts.items()}
        self.names[sending.ROOM] = CHANNEL
        self.past: list[Told] = []
        self.pressed: dict[str, Found] = {}
        self.pages: list[str] = []
        self.fake.rooms[sending.ROOM] = [self.accounts[each] for each in readers]

    def fresh(self) -> None:
        self.pages = []
        self.fake.counted.times.clear()
        self.here.out.connector.limits = Limits()

    async def arrives(self, person: str) -> None:
        await self.hands.install(self.accounts[person])

    async def opens(self, person: str) -> None:
        action = {"type": "Action.Execute", "verb": "x", "data": data_of("school", "start")}
        said = {"name": "adaptiveCard/action", "value": {"action": action}, "replyToId": "0"}
        await self.hands.send(self.hands.doing("invoke", self.accounts[person], "", **said))

    async def presses(self, person: str, label: str) -> None:
        """Press a button; one that is gone can only have been pressed twice, before it went."""
        user = self.accounts[person]
        await self.reach(person, label)
        if self.has(person, label) or label not in self.pressed:
            self.pressed[label] = self.hands.find(user, label)
        await self.hands.press_found(user, self.pressed[label])
        await self._read_on(self.accounts[person])

    def has(self, person: str, label: str) -> bool:
        try:
            self.hands.find(self.accounts[person], label)
        except AssertionError:
            return False
        return True

    async def close(self, person: str) -> None:
        if self.has(person, words().buttons["close"]):
            await self.hands.press(self.accounts[person], words().buttons["close"])

    async def _read_on(self, user: str) -> None:
        """Read a view to its end: a long one goes on behind a button."""
        more = words().buttons["more"]
        self.pages = [self._page()]
        while more in self.pages[-1].split("\n"):
            await self.hands.press(user, more)
            self.pages.append(self._page())

    async def presses_old(self, person: str, label: str) -> None:
        user = self.accounts[person]
        live = [
            action["data"] for told in self.hands.seen(user) for action in _called(label, told.card)
        ]
        for told in reversed(self.past):
            for action in _called(label, told.card):
                if told.to == user and action["data"] not in live:
                    await self.hands.press_found(user, (told, told.card, action))
                    return
        raise AssertionError(f"{person} had no [{label}]")

    async def types(self, person: str, text: str) -> None:
        await self.hands.type(self.accounts[person], text)

    async def fills(self, person: str, label: str, content: str | list[str]) -> None:
        """Fill in the newest form; one that holds words already is behind a button first."""
        if self.has(person, label):
            await self.hands.press(self.accounts[person], label)
        await self.hands.fill(self.accounts[person], content)
        await self._read_on(self.accounts[person])

    async def sends_a_picture(self, person: str) -> None:
        more: dict[str, Any] = {"attachments": [PICTURE]}
        await self.hands.type(self.accounts[person], "", **more)

    async def again(self) -> None:
        await self.hands.again()

    def troubled(self, trouble: Trouble) -> None:
        """Let something go wrong, or be well again: addresses are in the store too."""
        super().troubled(trouble)
        if trouble.what in {What.STORE_DOWN, What.STORE_UP}:
            self.here.turn_off(down=trouble.what is What.STORE_DOWN)

    def busy(self, *people: str) -> None:
        for to in [self.accounts[person] for person in people] or [""]:
            self.fake.faults += [Fault(doing, 503, to=to, lasts=True) for doing in SENDS]

    def well(self) -> None:
        self.fake.faults.clear()

    def lose_channel(self) -> None:
        del self.fake.rooms[sending.ROOM]

    def leave(self, person: str) -> None:
        self.fake.without_app.add(self.accounts[person])

    def told(self) -> list[Read]:
        new, self.fake.log = self.fake.log, []
        self.past += new
        return [of_teams(self.names[each.to], each) for each in new]

    def _page(self) -> str:
        answer = self.hands.answers[-1] if self.hands.answers else None
        value = answer.get("value") if answer else None
        return sending.words_of(value) if isinstance(value, dict) else ""

    def view(self, person: str) -> str:
        del person
        return "\n".join(self.pages).replace("x (not on", "kit (not on")  # everybody is x there

    def refused(self) -> list[Any]:
        return list(self.fake.wrongs)


def _called(label: str, card: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in actions(card) if each["title"] == label]
