"""A plan as written in TOML: typed, checked, and every fault named with its line and key."""

import re
import tomllib
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Annotated, TypeAlias

from pydantic import BeforeValidator, Field, ValidationError, model_validator
from pydantic_core import ErrorDetails

from adapters.rehearse.problems import PlanError
from bot.fsm.hours import LONDON
from bot.settings.base import Table

__all__ = [
    "Absence",
    "Answer",
    "Fault",
    "FaultKind",
    "Otherwise",
    "Plan",
    "Sends",
    "Step",
    "read_plan",
]

UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
DURATION = re.compile(r"(?:\d+[smhd])+")

Scalar: TypeAlias = str | int
Answer: TypeAlias = Scalar | list[Scalar | list[str]]
"""What a plan answers: an option, a text, an age; for each child a list, child by child."""


class Otherwise(StrEnum):
    """How a question is answered that the plan does not name."""

    CALM = "calm"
    NOT_KNOWN = "not_known"
    STOP = "stop"


class Sends(StrEnum):
    """What a person sends into the chat beside answers."""

    IMAGE = "image"
    FILE = "file"
    LINK = "link"
    TEXT = "text"


class FaultKind(StrEnum):
    """What can go wrong on the way to people."""

    DOWN = "down"
    SLOW = "slow"
    RATE_LIMITED = "rate_limited"
    CHANNEL_ARCHIVED = "channel_archived"
    PERSON_GONE = "person_gone"


def _duration(raw: object) -> object:
    """Return `10m` or `1h30m` as a timedelta."""
    if not isinstance(raw, str) or not DURATION.fullmatch(raw):
        raise ValueError("write a time such as 90s, 10m, 2h or 3d")
    parts = re.findall(r"(\d+)([smhd])", raw)
    return sum((timedelta(**{UNITS[unit]: int(count)}) for count, unit in parts), timedelta())


def _moment(raw: object) -> object:
    """Return a local time of the school (Europe/London) as an aware moment."""
    try:
        read = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw))
    except ValueError as wrong:
        raise ValueError("write a local time such as 2026-11-06T19:40") from wrong
    if read.tzinfo is not None:
        raise ValueError("write the school's local time, without an offset or Z")
    return read.replace(tzinfo=LONDON)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Moment = Annotated[datetime, BeforeValidator(_moment)]


class Fault(Table):
    """Something that does not work: until `lasts` is over, else until the end."""

    platform: Annotated[FaultKind, Field(strict=False)]
    lasts: Annotated[Duration | None, Field(alias="for")] = None
    who: str = ""


class Step(Table):
    """One step: a person acts, time passes, or something breaks. `line` is in the file.

    `answers` None is not the same as none named: only a deed or a message without answers.
    """

    line: int
    who: str = ""
    answers: dict[str, Answer] | None = None
    does: str = ""
    sends: Annotated[Sends | None, Field(strict=False)] = None
    text: str = ""
    wait: Duration | None = None
    until: Moment | None = None
    fault: Fault | None = None

    @model_validator(mode="after")
    def _is_one_thing(self) -> "Step":
        kinds = [name for name in ("wait", "until", "fault") if getattr(self, name) is not None]
        acts = [name for name in ("answers", "does", "sends", "text") if getattr(self, name)]
        if len(kinds) > 1:
            raise ValueError(f"holds {' and '.join(kinds)}: write two steps")
        if kinds and acts:
            raise ValueError(f"holds {kinds[0]} and {acts[0]}: write two steps")
        if not kinds and not self.who:
            raise ValueError("says neither who acts, nor wait, until or fault: add one")
        if self.text and self.sends is not Sends.TEXT:
            raise ValueError('has text without sends = "text": add it')
        if self.sends is Sends.TEXT and not self.text:
            raise ValueError('sends text but has none: add text = "..."')
        return self


class Absence(Table):
    """Somebody who is away for the rehearsal: on a plane, ill. Local times."""

    who: str
    starts: Moment
    ends: Moment


class Plan(Table):
    """A whole plan."""

    school: str
    starts: Moment
    otherwise: Annotated[Otherwise, Field(strict=False)] = Otherwise.CALM
    away: Annotated[tuple[Absence, ...], Field(strict=False)] = ()
    step: Annotated[tuple[Step, ...], Field(strict=False)] = ()


def read_plan(text: str, file: str) -> Plan:
    """Return the plan that `text` describes. `file` names it in messages.

    Raises:
        PlanError: it is not TOML, or a key is missing, unknown or of the wrong kind.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as wrong:
        raise PlanError(f"{file}: this is not TOML: {wrong}") from wrong
    lines = _lines_of(text, "step")
    steps = table.get("step", [])
    if isinstance(steps, list):
        pairs = zip(steps, lines, strict=False)
        table["step"] = [_with_line(each, line) for each, line in pairs]
    try:
        return Plan.model_validate(table)
    except ValidationError as wrong:
        errors = wrong.errors(include_url=False)
        error = next((each for each in errors if each["type"] == "extra_forbidden"), errors[0])
        raise PlanError(_told(file, text, lines, error)) from wrong


_INNER = frozenset({"str", "int", "constrained-str", "list[union[str,int,list[str]]]"})


def _with_line(step: object, line: int) -> object:
    return {**step, "line": line} if isinstance(step, dict) else step


def _lines_of(text: str, name: str) -> list[int]:
    found = (n for n, line in enumerate(text.splitlines(), 1) if _begins(line, name))
    return list(found)


def _begins(line: str, name: str) -> bool:
    return re.match(rf"\s*\[\[\s*{name}\s*\]\]", line) is not None


def _told(file: str, text: str, lines: list[int], error: ErrorDetails) -> str:
    """Return one fault as a person would mend it: file, line, step, key, cure."""
    loc = [part for part in error["loc"] if part not in _INNER]
    names = [str(part) for part in loc if not isinstance(part, int)]
    numbers = [part for part in loc if isinstance(part, int)]
    in_step = bool(numbers) and names[:1] == ["step"]
    tables = lines if in_step else _lines_of(text, "away")
    first = tables[numbers[0]] if numbers and tables else 1
    keys = [name for name in names if name != "step"]
    where = f"step {numbers[0] + 1}" if in_step else ""
    if keys:
        where = f"{where}, {'.'.join(keys)}".removeprefix(", ")
    cure = _cure(error["type"], error["msg"], keys, in_step=in_step)
    return f"{file}: line {_line_of(text, first, keys)}: {where}: {cure}"


def _cure(kind: str, message: str, keys: list[str], *, in_step: bool) -> str:
    if kind == "missing":
        return "is missing: add it"
    if kind == "extra_forbidden":
        allowed = [_name(field) for field in _fields(keys, in_step=in_step)]
        return f"is no key of a plan; allowed here: {', '.join(allowed)}"
    if keys[:1] == ["answers"]:
        return 'write an option, a text or an age, such as "no", "rehearsal" or [14]'
    return message.removeprefix("Value error, ").replace("Input should", "it should")


def _fields(keys: list[str], *, in_step: bool) -> list[str]:
    model: type[Table] = Fault if keys[:1] == ["fault"] else Step
    if not in_step:
        model = Absence if keys[:1] == ["away"] else Plan
    return [name for name in model.model_fields if name != "line"]


def _name(field: str) -> str:
    return "for" if field == "lasts" else field


def _line_of(text: str, first: int, keys: list[str]) -> int:
    """Return the line, from `first` on, on which the innermost of `keys` is written."""
    rows = text.splitlines()
    for key in reversed(keys):
        for number in range(first, len(rows) + 1):
            if number > first and _begins(rows[number - 1], "step"):
                break
            if re.search(rf"(?<![\w-])[\"']?{re.escape(key)}[\"']?\s*=", rows[number - 1]):
                return number
    return first
