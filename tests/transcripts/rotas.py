"""The rota of a transcript, as its head says it: `rota: DSL 08:30-15:30 school; HEAD ...`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime

from bot.rota.days import DayKind
from bot.rota.model import Away, Line, Rota
from bot.rota.wall import span_of

LINE = re.compile(
    r"(?P<who>[A-Z0-9 ]+?) (?P<starts>\d\d:\d\d)-(?P<ends>\d\d:\d\d)(?P<on> school)?"
    r"(?: rings (?P<number>own|[0-9 ]+))?"
)
MOMENT = r"\d{4}-\d\d-\d\d \d\d:\d\d"
AWAY = re.compile(rf"away: ([A-Z0-9 ]+?) ({MOMENT}) to ({MOMENT})")


def rota_in(text: str, names: Mapping[str, str]) -> Rota:
    """Return the rota that the head of a transcript names; none leaves everybody on."""
    head = text.partition("\n    ")[0]
    found = re.search(r"^rota: (.+)$", head, re.MULTILINE)
    written = found[1].split("; ") if found else []
    lines = [_line(each, names) for each in written]
    return Rota(lines=tuple(lines), away=tuple(_away(each, names) for each in AWAY.finditer(head)))


def _line(written: str, names: Mapping[str, str]) -> Line:
    found = LINE.fullmatch(written)
    assert found is not None, f"{written!r}: write it as in DSL 08:30-15:30 school"
    on = {DayKind.SCHOOL} if found["on"] else set(DayKind)
    who = ((names[found["who"]],),)
    hours = {"starts": found["starts"], "ends": found["ends"], "number": found["number"] or ""}
    return Line.model_validate({"name": written, "turns": who, "on": on, **hours})


def _away(found: re.Match[str], names: Mapping[str, str]) -> Away:
    starts, ends = span_of(datetime.fromisoformat(found[2]), datetime.fromisoformat(found[3]))
    return Away(who=names[found[1]], starts=starts, ends=ends)
