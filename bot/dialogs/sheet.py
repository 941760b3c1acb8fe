"""A sheet: what a rostered person fills in for a case, or for each child of it, as data."""

# Rule: a sheet is a script. Beside its own answers it may ask by facts of the case (`only`), which
#       `bot/fsm/known/facts.py` works out: nothing that the case knows is asked a second time.

from typing import Literal

from pydantic import Field

from bot.dialogs.script import Script

__all__ = ["FACTS", "Sheet", "facts_in"]

FACTS: dict[str, tuple[str, ...]] = {
    "fact.named": ("yes", "no"),
    "fact.red": ("yes", "no"),
    "fact.decided": ("no", "refer", "not_refer", "need_facts"),
    "fact.hold": ("yes", "no"),
    "fact.returned": ("yes", "no"),
    "fact.known_unknowns": ("yes", "no"),
    "fact.under_13": ("yes", "no", "not_known"),
    "fact.call_101_first": ("yes", "no"),
    "fact.immediate": ("yes", "no"),
    "fact.adult": ("yes", "no"),
    "fact.advice": ("yes", "no"),
    "fact.no_advice": ("yes", "no"),
    "fact.to_sign": ("yes", "no"),
    "fact.open_points": ("yes", "no"),
    "fact.unknown_points": (
        "none",
        "adult",
        "coerced",
        "capacity",
        "demand",
        "extreme",
        "unusual",
        "under_13",
        "acts",
        "risk",
        "tonight",
        "care",
        "malice",
        "posted",
        "repeat",
        "doubt",
    ),
}
"""What a sheet may ask by beside its own answers, and what each fact can be."""


class Sheet(Script):
    """A form of the case. `order` is its place in the list; `roles` may fill it in.

    With `each` "child" there is one for each child. `gate` names a function of
    `bot/fsm/sheets/gates.py` that says what keeps it closed. It is `wanted` as soon as one of these
    facts holds, each with one of these values: then it is shown as still to do. An `expected` one
    is wanted from the start.
    `still_open` names what can be recorded though the gate is closed; what `repeats` is asked
    from its first question whenever it is opened.
    """

    order: int
    each: Literal["case", "child"] = "case"
    roles: tuple[Literal["dsl", "deputy", "head", "chair"], ...] = ("dsl", "deputy", "head")
    gate: str = ""
    expected: bool = False
    repeats: bool = False
    still_open: tuple[str, ...] = ()
    wanted: dict[str, tuple[str, ...]] = Field(default_factory=dict)


def facts_in(script: Script) -> list[str]:
    """Return the facts by which a script asks, in the order in which it names them."""
    asked = [section.only for section in script.sections]
    asked += [question.only for question in script.questions]
    return list(dict.fromkeys(name for only in asked for name in only if name in FACTS))
