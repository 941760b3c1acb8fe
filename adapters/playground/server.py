"""The playground's web server: the page, its stream, and what it may post."""

import asyncio
from dataclasses import dataclass, field
from importlib import resources

from aiohttp import web

from adapters.chat.cap import Cap
from adapters.playground.clock import Unreadable, aim
from adapters.playground.doors import Refusal, doors, read_json
from adapters.playground.guard import Misaddressed, envelope, judge
from adapters.playground.places import places
from adapters.playground.playground import Playground, Site
from adapters.playground.stream import drawn
from bot.ahead import would_alert
from bot.dialogs.words import card
from bot.fsm.alert.cards import number_now
from bot.fsm.hours import is_school_time
from bot.fsm.school import School
from bot.ports import NotSaved

__all__ = ["make_app"]

VIEWED = {"title", "text", "fields", "buttons", "kind"}
KINDS = {"html": "text/html", "css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
ALONG = 0.3
MOST = 240
"""Doings of one person in a minute that are taken; what would alert somebody is, always."""

PAGES = 50
"""Pages that are kept up to date at once."""

STORE_IS_DOWN = "The store is down, so nothing can fall due. Switch it on first."
REAL_TIME = "This is a school's own page, and its clock is the time of day."
NO_SWITCHES = "This is a school's own page, and nothing on it can be switched off."
KEPT = "What is told here is kept. Only `handrail playground` can start again."


def make_app(playground: Playground) -> web.Application:
    """Return the web application of `playground`. Firing timers by themselves is a worker's."""
    app = web.Application(middlewares=[doors], client_max_size=0)
    desk = _Desk(playground)
    app.add_routes(
        [
            web.get("/", desk.page),
            web.get("/page/{name}", desk.page),
            web.get("/stream", desk.stream),
            web.post("/said", desk.said),
            web.post("/view", desk.view),
            web.post("/clock", desk.clock),
            web.post("/switches", desk.switches),
            web.post("/gone", desk.gone),
            web.post("/again", desk.again),
        ]
    )
    app.on_shutdown.append(desk.close)
    return app


@dataclass(slots=True)
class _Desk:
    """Answers each request of the page."""

    playground: Playground
    cap: Cap = field(default_factory=lambda: Cap(MOST))

    async def page(self, request: web.Request) -> web.Response:
        name = request.match_info.get("name", "index.html")
        kind = KINDS.get(name.rpartition(".")[2])
        file = resources.files("adapters.playground").joinpath("page", name)
        if kind is None or "/" in name or not file.is_file():
            raise Refusal(404, "This page has no such file.")
        return web.Response(body=file.read_bytes(), content_type=kind, charset="utf-8")

    async def stream(self, request: web.Request) -> web.StreamResponse:
        name = request.query.get("school", "") or next(iter(self.playground.schools))
        school = self._school(name)
        if self.playground.hub.pages >= PAGES:
            raise Refusal(429, "Too many pages are open. Close one of them.")
        return await self.playground.hub.follow(request, school.id, self._snapshot(school))

    async def said(self, request: web.Request) -> web.Response:
        payload = await _object(request)
        try:
            who = envelope(payload)
        except Misaddressed as error:
            raise Refusal(400, str(error)) from error
        school, said = self._school(who.school), judge(payload)
        self._person(school, who.person)
        now = self.playground.clock.machine()
        fast = not self.cap.admits(school.id, who.person, now)
        handler = self.playground.handler
        if fast and not await would_alert(handler, school.id, who.person, said):
            number = number_now(school, self.playground.clock.now())
            raise Refusal(429, card("too_fast", number=number).text)
        message = payload.get("message")
        outcome, opened = await self.playground.take(
            who, said, message if isinstance(message, str) else ""
        )
        return web.json_response({"outcome": outcome.value, "opened": opened})

    async def view(self, request: web.Request) -> web.Response:
        payload = await _object(request)
        school, pane, message = (_text(payload, name) for name in ("school", "person", "message"))
        self._person(self._school(school), pane)
        card = self.playground.panes.view(school, pane, message)
        if card is None:
            raise Refusal(410, "This view has closed. Ask for it again.")
        return web.json_response(card.model_dump(mode="json", include=VIEWED))

    async def clock(self, request: web.Request) -> web.Response:
        step = _text(await _object(request), "to")
        playground = self.playground
        self._only_in({Site.PLAYGROUND, Site.TRIAL}, REAL_TIME)
        showing = asyncio.ensure_future(self._tell_along())
        try:
            until = aim(step, playground.clock.now())
            fired = await playground.player.play(until)
        except Unreadable as error:
            raise Refusal(400, str(error)) from error
        except NotSaved as error:
            raise Refusal(409, STORE_IS_DOWN) from error
        finally:
            showing.cancel()
            self._tell_state()
        reached = int(playground.clock.now().timestamp() * 1000)
        return web.json_response({"fired": fired, "now": reached})

    async def switches(self, request: web.Request) -> web.Response:
        payload = await _object(request)
        self._only_in({Site.PLAYGROUND, Site.TRIAL}, NO_SWITCHES)
        asked = {name: payload.get(name) for name in ("chat_down", "store_down") if name in payload}
        wanted = {name: value for name, value in asked.items() if isinstance(value, bool)}
        if not wanted or wanted != dict(payload):
            raise Refusal(400, "Post chat_down or store_down, each true or false.")
        for name, value in wanted.items():
            setattr(self.playground.switches, name, value)
        self._tell_state()
        return web.json_response(wanted)

    async def gone(self, request: web.Request) -> web.Response:
        """Let one person of a school have left the chat, or with '' nobody."""
        payload = await _object(request)
        self._only_in({Site.PLAYGROUND, Site.TRIAL}, NO_SWITCHES)
        school, person = self._school(_text(payload, "school")), _text(payload, "person")
        if person and school.person(person) is None:
            raise Refusal(404, "Nobody of that name is on the list of this school.")
        self.playground.switches.leave(school.id, person)
        self._tell_state()
        return web.json_response({"gone": person})

    async def again(self, request: web.Request) -> web.Response:
        await _object(request)
        self._only_in({Site.PLAYGROUND}, KEPT)
        try:
            await self.playground.start_again()
        except NotSaved as error:
            raise Refusal(
                409, "The store is down, so nothing can be wiped. Switch it on."
            ) from error
        self._tell_state()
        return web.json_response({"wiped": True})

    async def close(self, _app: web.Application) -> None:
        self.playground.hub.close()

    def _only_in(self, sites: set[Site], otherwise: str) -> None:
        if self.playground.site not in sites:
            raise Refusal(403, otherwise)

    def _school(self, name: str) -> School:
        school = self.playground.schools.get(name)
        if school is None:
            known = ", ".join(self.playground.schools)
            raise Refusal(404, f"No such school is here. The schools: {known}.")
        return school

    @staticmethod
    def _person(school: School, person: str) -> None:
        if all(place.person != person for place in places(school)):
            raise Refusal(404, "Nobody of that name has a chat here. See the page's panes.")

    async def _tell_along(self) -> None:
        """Show how the clock moves while it is set far forward."""
        while True:
            await asyncio.sleep(ALONG)
            self._tell_state()

    def _tell_state(self) -> None:
        for school in self.playground.schools.values():
            self.playground.hub.tell("state", self._state(school), school.id)

    def _state(self, school: School) -> dict[str, object]:
        now = self.playground.clock.now()
        return {
            "now": int(now.timestamp() * 1000),
            "open": is_school_time(school, now),
            "chat_down": self.playground.switches.chat_down,
            "store_down": self.playground.switches.store_down,
            "gone": self.playground.switches.who_left(school.id),
        }

    def _snapshot(self, school: School) -> dict[str, object]:
        return {
            "site": self.playground.site,
            "school": school.id,
            "schools": [
                {"id": each.id, "name": each.name, "pack": each.pack.name}
                for each in self.playground.schools.values()
            ],
            "panes": [
                {name: getattr(place, name) for name in place.__slots__} for place in places(school)
            ],
            "messages": [drawn(shown) for shown in self.playground.panes.of(school.id)],
            "state": self._state(school),
        }


async def _object(request: web.Request) -> dict[str, object]:
    payload = await read_json(request)
    if not isinstance(payload, dict):
        raise Refusal(400, "Post one JSON object.")
    return payload


def _text(payload: dict[str, object], name: str) -> str:
    value = payload.get(name)
    if not isinstance(value, str):
        raise Refusal(400, f"`{name}` is missing, or no text.")
    return value
