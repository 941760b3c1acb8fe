"""The bot's own words: every sentence outside scripts and packs, from `words.toml`."""

import re
import tomllib
from functools import cache
from importlib import resources

from pydantic import BaseModel, ConfigDict

from bot.dialogs.card import Button, Card, CardKind, Tone
from bot.frozen import Frozen

__all__ = ["CardWords", "Words", "button", "card", "text_of", "words"]


SPACES = re.compile(" {2,}")
"""What is left where a field of a message has nothing to say."""

POLICE = "101"
TWICE = (" On call: 101.", " To reach the school ring 101.", " Police: 101.")
"""What a message says once more where no number answers at night and that of the police is given.

The first that it has is left out: each says less than what stands beside it.
"""


class CardWords(Frozen):
    """One message: its kind, words with `{fields}`, a quiet hint, a private view's title."""

    kind: CardKind
    text: str
    hint: str = ""
    title: str = ""
    reference: bool = False


class Words(BaseModel):
    """All of `words.toml` that is shown to people; lint reads the rest."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    foot: str
    preview: str
    cards: dict[str, CardWords]
    buttons: dict[str, str]
    levels: dict[str, str]
    phrases: dict[str, str]
    sources: dict[str, str]


@cache
def words() -> Words:
    """Return the words that ship with the product."""
    text = resources.files("bot.dialogs").joinpath("words.toml").read_text(encoding="utf-8")
    return Words.model_validate(tomllib.loads(text))


def card(name: str, /, *, buttons: tuple[Button, ...] = (), case: str = "", **fields: str) -> Card:
    """Return the message `name` with its fields filled in.

    `case` is the reference of the case of which it shows something; its words may name it `{ref}`.

    Raises:
        KeyError: words.toml has no such message, or the message names another field.
    """
    entry = words().cards[name]
    fields = {"ref": case, **fields} if case else fields
    return Card(
        name=name,
        kind=entry.kind,
        text=text_of(name, **fields),
        hint=entry.hint.format_map(fields),
        title=entry.title.format_map(fields),
        buttons=buttons,
        preview=words().preview,
        case=case,
    )


def text_of(name: str, /, **fields: str) -> str:
    """Return the words of the message `name` alone, with its fields filled in."""
    filled = words().cards[name].text.format_map(fields)
    if POLICE in fields.values():
        filled = next((filled.replace(each, "", 1) for each in TWICE if each in filled), filled)
    return SPACES.sub(" ", filled).strip()


def button(name: str, value: str, tone: Tone = Tone.PLAIN) -> Button:
    """Return the button `name` with its label from words.toml."""
    return Button(label=words().buttons[name], value=value, tone=tone)
