"""What a button or a form of ours carries in a card, and how it comes back with a press."""

# Rule 1: a button carries its school and the card's own, opaque value: no answer, no name.
# Rule 2: the same data stands in an Action.Execute and in the Action.Submit that it falls back to.
#         `value` of a Submit is that data with the card's inputs beside it; of an Execute it is
#         `value.action.data`.

from collections.abc import Mapping
from typing import NamedTuple

from adapters.chat.picking import table, word
from bot.dialogs.card import FormKind

__all__ = ["CONTENT", "OURS", "PICK", "PICKED", "VERB", "Carried", "carried_by", "data_of"]

OURS = "handrail"
"""The key under which our own data stands."""

VERB = "handrail"
"""The verb of every Action.Execute of ours."""

CONTENT = "content"
"""The id of the one input of a card with a form."""

PICK, PICKED = "pick", "picked"
"""The value of the button beside a list of buttons, and the list's id: what is picked is meant."""

BETWEEN = ","
"""What stands between the values that were ticked in an Input.ChoiceSet."""


class Carried(NamedTuple):
    """What came back with a press. `content` is what the form held; None if it was none."""

    school: str
    value: str
    content: str | tuple[str, ...] | None


def data_of(school: str, value: str, form: FormKind | None = None) -> dict[str, object]:
    """Return the data of an action; `form` for the one that hands the card's form in."""
    told = {"school": school, "value": value}
    return {OURS: {**told, "form": form.value} if form else told}


def carried_by(data: Mapping[str, object]) -> Carried | None:
    """Return what an action of ours carried back; None where it is none of ours."""
    ours = table(data, OURS)
    school, value, form = (word(ours, name) for name in ("school", "value", "form"))
    if not school or not value:
        return None
    if value == PICK:
        picked = word(data, PICKED)
        return Carried(school, picked, None) if picked else None
    if form not in set(FormKind):
        return Carried(school, value, None)
    text = word(data, CONTENT)
    if form == FormKind.TEXT:
        return Carried(school, value, text)
    return Carried(school, value, tuple(each for each in text.split(BETWEEN) if each))
