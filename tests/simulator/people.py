"""People in bad weather: they press what is before them, type, send twice, and give up at times."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from tests.simulator.outside import Outside
from tests.simulator.platform import Hands, Knock
from tests.simulator.weather import Blow
from tests.simulator.words import DANGER, TAKES, TYPED

SAM = "sam"
STAFF = ("dsl", "deputy1", "head")


@dataclass
class Post:
    """What lies between people and our processes: things come twice, or late."""

    outside: Outside
    _late: Knock | None = None

    async def carry(self, knock: Knock, *, tries: int = 0) -> int:
        """Take what somebody did to a process; return the status, 0 where no answer came."""
        blow = self.outside.weather.strikes(Blow.TWICE, Blow.LATE, often=0.5)
        if blow is Blow.LATE and self._late is None:
            self._late = knock
            return 0
        status = await self._knocked(knock)
        while status != 200 and tries:
            tries -= 1
            status = await self._knocked(knock)
        if blow is Blow.TWICE:
            await self._knocked(knock)
        if self._late is not None:
            late, self._late = self._late, None
            await self._knocked(late)
        return status

    async def _knocked(self, knock: Knock) -> int:
        process = self.outside.fused()
        done = await self.outside.doing(process, knock(process.entrance))
        await self.outside.promises.look()
        return int(done or 0)


@dataclass
class Crowd:
    """Everybody of a school, by name."""

    outside: Outside
    hands: Hands = field(init=False)

    def __post_init__(self) -> None:
        """Give them hands."""
        self.hands = self.outside.platform.hands(Post(self.outside).carry)

    async def begin(self) -> None:
        """Let Sam begin a concern."""
        await self.hands.begin(self.outside.platform.accounts[SAM])

    async def act(self, name: str) -> None:
        """Let somebody do one thing that is before them."""
        user = self.outside.platform.accounts[name]
        doing: list[Callable[[str], Awaitable[object]]] = [self._press, self._press, self._press]
        if name == SAM:
            doing += [self._type, self._press]
        if self.hands.has_form(user):
            doing = [self.hands.fill_in]
        await self.outside.weather.chance.choice(doing)(user)

    async def _press(self, user: str) -> None:
        chance = self.outside.weather.chance
        if chance.random() < 0.3 or not self.hands.before(user):
            self.hands.close(user)
        labels = self.hands.before(user)
        if not labels:
            return
        wanted = [label for label in labels if label in (*DANGER, *TAKES)]
        eager = wanted if wanted and chance.random() < 0.4 else labels
        await self.hands.press(user, chance.choice(eager))

    async def _type(self, user: str) -> None:
        await self.hands.type(user, self.outside.weather.chance.choice(TYPED))
