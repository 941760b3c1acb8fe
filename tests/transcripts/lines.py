"""How the lines of a transcript are written: who does what, and what goes wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum, auto

NAMES = {
    "Sam": "sam",
    "Kit": "kit",
    "DSL": "dsl",
    "DEPUTY 1": "deputy1",
    "DEPUTY 2": "deputy2",
    "HEAD": "head",
    "CHAIR": "chair",
    "IT": "it",
}
SPEAKER = "|".join(NAMES)
DONE = re.compile(rf"    ({SPEAKER})(?: \([^)]*\))?: (.+)")
TIMES = re.compile(r" \((old button|once more|eleven times)\)$")
CLOCK = re.compile(r"(?:(\d{4}-\d\d-\d\d) )?(\d\d:\d\d(?::\d\d)?)")
FAULT = re.compile(r"\(.+\)")
SLOW = re.compile(rf"\(chat is down for ((?:{SPEAKER})(?:, (?:{SPEAKER}))*)\)")
LEFT = re.compile(rf"\(({SPEAKER}) cannot be reached\)")
ELEVEN = 11


class How(StrEnum):
    """How somebody does something."""

    OPENS = auto()
    TYPES = auto()
    PRESSES = auto()
    FILLS = auto()
    SENDS_A_PICTURE = auto()


@dataclass(frozen=True)
class Doing:
    """What one person does: with which button or form, in which words.

    `old`: the button is of a card that has changed since. `repeats`: it is the doing before,
    delivered again. `times` is how often it is delivered.
    """

    person: str
    how: How
    label: str = ""
    text: str = ""
    old: bool = False
    repeats: bool = False
    times: int = 1


class What(StrEnum):
    """What goes wrong around the conversation, or is well again."""

    CHAT_DOWN = "(chat is down)"
    CHAT_UP = "(chat is up)"
    STORE_DOWN = "(store is down)"
    STORE_UP = "(store is up)"
    GATEWAY_DOWN = "(the phone gateway is down)"
    GATEWAY_UP = "(the phone gateway is up)"
    OUR_CODE_FAILS = "(our code fails)"
    OUR_CODE_IS_MENDED = "(our code is mended)"
    CHANNEL_GONE = "(the DSL channel is archived)"
    SLOW = "(chat is down for …)"
    LEFT = "(… cannot be reached)"


@dataclass(frozen=True)
class Trouble:
    """What goes wrong, and for whom only."""

    what: What
    people: frozenset[str] = frozenset()


def doing_in(line: str) -> Doing | None:
    """Return what a line says that somebody does; None where nobody does anything."""
    done = DONE.fullmatch(line)
    if done is None:
        return None
    person, what = NAMES[done[1]], TIMES.sub("", done[2])
    found = TIMES.search(done[2])
    marked = found[1] if found is not None else ""
    how, label, text = _how(what)
    return Doing(
        *(person, how, label, text),
        old=marked == "old button",
        repeats=marked == "once more",
        times=ELEVEN if marked == "eleven times" else 1,
    )


def _how(what: str) -> tuple[How, str, str]:
    if what == "<picture>":
        return How.SENDS_A_PICTURE, "", ""
    if what == "(opens the chat)":
        return How.OPENS, "", ""
    if (form := re.fullmatch(r"\{(.+?)\} (.+)", what)) is not None:
        return How.FILLS, form[1], form[2]
    if (pressed := re.fullmatch(r"\[(.+)\]", what)) is not None:
        return How.PRESSES, pressed[1], ""
    return How.TYPES, "", what.replace("\\n", "\n")


def trouble_in(line: str) -> Trouble | None:
    """Return what a line says goes wrong; None where it says no such thing.

    Raises:
        ValueError: it reads like a trouble, and is none that we know.
    """
    if FAULT.fullmatch(line) is None:
        return None
    if (slow := SLOW.fullmatch(line)) is not None:
        return Trouble(What.SLOW, frozenset(NAMES[name] for name in slow[1].split(", ")))
    if (left := LEFT.fullmatch(line)) is not None:
        return Trouble(What.LEFT, frozenset({NAMES[left[1]]}))
    return Trouble(What(line))
