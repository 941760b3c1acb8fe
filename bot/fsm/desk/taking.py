"""Taking the record of a case: which child, which form, then a link that opens once."""

# Rule 1: choosing shows nothing of the record. It is opened by the link, and that is an event.

from enum import StrEnum
from typing import NamedTuple

from bot.dialogs.card import Button, Card, Field, Tone
from bot.dialogs.words import button, card, words
from bot.fsm.case import Case
from bot.fsm.deeds import open_button
from bot.fsm.known.noting import children
from bot.fsm.said import Said, deed_of
from bot.fsm.sheets.requests import review

__all__ = ["Asked", "Form", "asked_for", "is_there", "link_card", "take_button", "taking_card"]


class Form(StrEnum):
    """What the record can be taken as."""

    PAGE = "page"
    PDF = "pdf"
    SUMMARY = "summary"
    REFERRAL = "referral"
    JSON = "json"
    SCHEMA = "schema"
    ACCESS_DRAFT = "access_draft"
    ACCESS = "access"


OF_A_CHILD = frozenset({Form.REFERRAL, Form.ACCESS_DRAFT, Form.ACCESS})
"""A written referral, and a copy for the child itself, are for one child."""


class Asked(NamedTuple):
    """Which record somebody asks for. `child` is 0 for the whole case."""

    ref: str
    child: int
    form: Form


def asked_for(said: Said) -> Asked | None:
    """Return which record was asked for, or None for any other doing."""
    deed = deed_of(said)
    what, child, form = (*deed.name.split(".", 2), "", "")[:3] if deed else ("", "", "")
    if deed is None or what != "record" or not child.isdecimal() or form not in set(Form):
        return None
    return Asked(deed.ref, int(child), Form(form))


def is_there(case: Case, asked: Asked) -> bool:
    """Return whether there is such a record: a child of this case, in a form for a child."""
    if asked.child == 0:
        return asked.form not in OF_A_CHILD
    return asked.child in children(case) and _may_be_taken(case, asked.child, asked.form)


def _may_be_taken(case: Case, child: int, form: Form) -> bool:
    """Return whether this form is for now: a copy for the child waits for its release."""
    return form is not Form.ACCESS or bool(review(case, child).by)


def take_button(case: Case) -> Button:
    """Return what begins it."""
    return button("record", f"deed.{case.ref}.record", Tone.QUIET)


def taking_card(case: Case, child: str) -> Card | None:
    """Return the card that asks which child, then in which form; None where nothing fits."""
    numbers = children(case)
    if not child and len(numbers) > 1:
        return _which(case)
    number = child or "1"
    if not number.isdecimal() or int(number) not in {0, *numbers}:
        return None
    whole = int(number) == 0
    forms = [
        form
        for form in Form
        if not (whole and form in OF_A_CHILD) and _may_be_taken(case, int(number), form)
    ]
    buttons = tuple(
        button(f"take_{form}", f"deed.{case.ref}.record.{number}.{form}") for form in forms
    )
    return card("take_form", case=case.ref, about=_about(case, int(number)), buttons=buttons)


def _which(case: Case) -> Card:
    buttons = [
        Button(label=_about(case, number), value=f"deed.{case.ref}.record.{number}")
        for number in (*children(case), 0)
    ]
    return card("take_which", case=case.ref, buttons=tuple(buttons))


def _about(case: Case, child: int) -> str:
    say = words().phrases
    if child and len(children(case)) > 1:
        return say["take_child"].format(n=child)
    return say["take_one" if child else "take_whole"]


def link_card(ref: str, path: str, code: str) -> Card:
    """Return the link with its code, in the private view alone."""
    say = words().phrases
    fields = (
        Field(label=say["take_link"], text=say["take_open"], link=path),
        Field(label=say["take_code"], text=f"{code[:3]} {code[3:]}"),
    )
    made = card("take_link", case=ref, buttons=(open_button(ref),))
    return made.model_copy(update={"fields": fields})
