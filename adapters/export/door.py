"""The page that a one-time link opens: a button and a code, then the record, once."""

# Rule 1: asking for the address shows a page and looks nothing up: a chat that previews links,
#         or a scanner that follows them, uses nothing up and learns nothing.
# Rule 2: nothing here is kept by a browser, sent on as where somebody came from, or framed.
# Rule 3: the address holds a school and a random token: no case, no child, nobody's name.

import asyncio
import re
from importlib import resources
from urllib.parse import parse_qs

import structlog
from aiohttp import web

from adapters.chat.bodies import TooLarge, TooSlow, read_whole
from adapters.chat.cap import Cap
from adapters.export.forms import FORMS, file_name
from bot.grants import Verdict
from bot.handle import Handler
from bot.record.chronology import Chronology
from bot.record.markup import Markup, tag
from bot.record.wording import record_words
from bot.taking import Taken, take_record

__all__ = ["LONGEST", "PATH", "add_door"]

PATH = "/record/{school}/{token}"
LONGEST = 200
"""Bytes of the longest form that is read: a code is six digits."""

CODE = re.compile(r"\d{3}\s?\d{3}")
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'"
STATUS = {
    Verdict.GIVEN: 200,
    Verdict.EXPIRED: 410,
    Verdict.USED: 410,
    Verdict.SHUT: 410,
    Verdict.FOREIGN: 403,
    Verdict.UNKNOWN: 404,
    Verdict.NOT_SAVED: 503,
}
MOST = 30
"""Wrong tries in a minute at the links of one school; then all wait for the minute to be over."""

AGAIN = frozenset({Verdict.FOREIGN})
"""After these the code may be typed once more."""

_log: structlog.stdlib.BoundLogger = structlog.get_logger("handrail.record")


def add_door(app: web.Application, handler: Handler) -> None:
    """Add the address of one-time links to a web application."""
    tries = Cap(MOST)

    async def show(_request: web.Request) -> web.Response:
        return _page(200, [_words("asks"), _words("private"), _form()])

    async def take(request: web.Request) -> web.Response:
        try:
            code = await _code(request)
        except TooSlow:
            return _page(408, [_words("not_words"), _form()])
        if code is None:
            return _page(400, [_words("not_words"), _form()])
        school, token = request.match_info["school"], request.match_info["token"]
        now = handler.clock.machine()
        if tries.is_full("record", school, now):
            _log.warning("record_tries_full")
            return _page(429, [tag("p", record_words().door["too_many"], role="alert"), _form()])
        taken = await take_record(handler, school, token, code)
        if taken.record is None:
            tries.admits("record", school, now)
            _log.info("record_refused", verdict=taken.verdict.value)
            return _refused(taken.verdict)
        return await _handed(taken, taken.record)

    app.router.add_get(PATH, show)
    app.router.add_post(PATH, take)


async def _handed(taken: Taken, record: Chronology) -> web.Response:
    """Return the record. It is made in a thread: whoever raises a concern does not wait for it."""
    form = FORMS[taken.form]
    body = await asyncio.to_thread(form.make, record)
    response = web.Response(body=body, content_type=form.kind, charset="utf-8")
    response.headers["Content-Security-Policy"] = f"{POLICY}; form-action 'none'"
    if form.suffix:
        name = file_name(record, form.suffix)
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


async def _code(request: web.Request) -> str | None:
    """Return the code that was typed; None for anything that is not six digits, once.

    Raises:
        TooSlow: it did not come.
    """
    if request.content_type != "application/x-www-form-urlencoded":
        return None
    try:
        body = await read_whole(request.content, LONGEST)
    except TooLarge:
        return None
    codes = parse_qs(body.decode("ascii", "replace")).get("code", [])
    code = codes[0].strip() if len(codes) == 1 else ""
    return code if CODE.fullmatch(code) else None


def _refused(verdict: Verdict) -> web.Response:
    parts = [tag("p", record_words().door[verdict.value], role="alert")]
    return _page(STATUS[verdict], [*parts, _form()] if verdict in AGAIN else parts)


def _words(name: str) -> Markup:
    return tag("p", record_words().door[name])


def _form() -> Markup:
    """Return the one field and the one button. Posting goes to the same address."""
    say = record_words().door
    typed = tag(
        "input",
        id="code",
        name="code",
        inputmode="numeric",
        autocomplete="off",
        required="required",
        maxlength="7",
        size="8",
    )
    label = tag("label", say["code"], for_="code")
    return tag("form", label, typed, tag("button", say["open"], type="submit"), method="post")


def _page(status: int, inside: list[Markup]) -> web.Response:
    style = resources.files("adapters.export").joinpath("door.css").read_text("utf-8")
    title = record_words().door["title"]
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="robots", content="noindex, nofollow, noarchive"),
        tag("title", title),
        tag("style", Markup(style)),
    ]
    body = tag("main", tag("h1", title), inside)
    page = tag("html", tag("head", head), tag("body", body), lang="en-GB")
    response = web.Response(
        text=f"<!doctype html>\n{page}\n", status=status, content_type="text/html"
    )
    response.headers["Content-Security-Policy"] = f"{POLICY}; form-action 'self'"
    return response
