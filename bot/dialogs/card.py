"""A card: one message as values, before any platform gives it a shape."""

from enum import StrEnum

from bot.frozen import Frozen

__all__ = ["LONGEST_LABEL", "Button", "Card", "CardKind", "Field", "Form", "FormKind", "Tone"]


LONGEST_LABEL = 40
"""Characters of a button: Teams cuts longer titles on a phone. Slack allows 75."""


class CardKind(StrEnum):
    """What a message is for. The names are those that a rehearsal prints."""

    QUESTION = "question"
    NOTICE = "notice"
    REFUSAL = "refusal"
    ALERT = "alert"
    NUDGE = "nudge"
    HANDOVER = "handover"
    RECEIPT = "receipt"
    DELIVERY_PROBLEM = "delivery-problem"


class Tone(StrEnum):
    """How a button looks: the act itself, one of several, or quiet help at the foot."""

    MAIN = "main"
    PLAIN = "plain"
    QUIET = "quiet"


class Button(Frozen):
    """A button. `value` is opaque to platforms and holds no answer in clear (`q.17.2`)."""

    label: str
    value: str
    tone: Tone = Tone.PLAIN


class FormKind(StrEnum):
    """What a form on a card collects. It is never sent as a chat message."""

    TEXT = "text"
    MULTI = "multi"


class Form(Frozen):
    """An input on a card: a text, or several of `choices` (value, label). Not a message.

    `typed` is what stands in it already: words that were not understood, to be mended.
    """

    kind: FormKind
    value: str
    label: str
    submit: str
    choices: tuple[Button, ...] = ()
    longest: int = 2000
    typed: str = ""


class Field(Frozen):
    """One row of a summary: a label, what was said, and a button to change it, if any.

    `key` is the question that it answers; '' for a row that answers none. It is never shown.
    With `link`, the text opens that address of our own web process. `who` is the id of somebody on
    no roster, with which the text begins: a platform that knows their name shows it instead.
    """

    key: str = ""
    label: str
    text: str
    change: Button | None = None
    link: str = ""
    who: str = ""


class Card(Frozen):
    """One message: words, and what can be pressed or filled in.

    `name` says which message it is (for tests, lint and rehearsals; never shown). `preview` is
    all that a notification may show. `fields` belong in a modal, form or private view and are never
    part of a chat message (`rulings` 1.10). `question` is the one it asks, as the guidance numbers
    it, `level` the level of an alert. `case` is the reference of the case of which it shows
    something: who opens its `fields` is on the access log.
    """

    name: str
    kind: CardKind
    text: str
    hint: str = ""
    foot: str = ""
    title: str = ""
    buttons: tuple[Button, ...] = ()
    form: Form | None = None
    fields: tuple[Field, ...] = ()
    preview: str = ""
    question: str = ""
    level: str = ""
    case: str = ""
