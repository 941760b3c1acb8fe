"""A question as a card: words, answers as buttons or a form, and quiet help at the foot."""

from collections.abc import Collection

from bot.dialogs.card import Button, Card, CardKind, Field, Form, FormKind, Tone
from bot.dialogs.script import NOT_KNOWN, Answers, Kind, Question, Value, child_of
from bot.dialogs.understand import show
from bot.dialogs.words import button, card, words

__all__ = [
    "AGES",
    "LONGEST",
    "answer_buttons",
    "answer_form",
    "answered_card",
    "heading",
    "label_of",
    "misticked_card",
    "question_card",
    "summary_fields",
]

AGES = tuple(range(11, 19))
"""The ages that have a button of their own; any other, or a year group, is typed."""


LONGEST = {Kind.TEXT: 2000}
"""How long a form's text may be; an age or a moment needs no more than 60."""


def heading(question: Question, key: str, children: int) -> str:
    """Return the question's words, told apart by child where there are several."""
    number = child_of(key)
    if number is None or children == 1:
        return question.text
    return words().phrases["child"].format(n=number) + question.text


def question_card(
    question: Question,
    key: str,
    serial: int,
    *,
    children: int,
    begun: bool,
    lead: str = "",
    before: Value | None = None,
) -> Card:
    """Return the card that asks `key`. `begun`: there is something to send already.

    `before` is what was answered already, where it is asked once more (None: nothing).
    Buttons carry the serial of this asking and the place of an option, never its meaning.
    """
    earlier = "" if before is None else _picked(question, before, "picked_before")
    quiet = [button("back", f"do.{serial}.back", Tone.QUIET)] if begun else []
    quiet.append(button("why", f"do.{serial}.why", Tone.QUIET))
    if question.each_child:
        quiet.append(button("another_child", f"do.{serial}.another_child", Tone.QUIET))
    if begun:
        quiet.append(button("send_now", f"do.{serial}.send", Tone.QUIET))
    quiet.append(button("help", f"do.{serial}.help", Tone.QUIET))
    return Card(
        name=f"question.{question.id}",
        kind=CardKind.QUESTION,
        text=f"{lead} {heading(question, key, children)}".strip(),
        hint=" ".join(filter(None, (question.hint, earlier))),
        foot=words().foot,
        buttons=(*answer_buttons(question, f"q.{serial}"), *quiet),
        form=answer_form(question, f"q.{serial}"),
        preview=words().preview,
        question=question.ref,
    )


def answer_buttons(question: Question, lead: str) -> tuple[Button, ...]:
    """Return the answers to pick. `lead` says which asking it is; then comes an option's place."""
    offered = enumerate(question.options)
    if question.kind is Kind.MULTI:
        return ()
    if question.kind is Kind.AGE:
        ages = [Button(label=str(age), value=f"{lead}.age{age}") for age in AGES]
        rest = [Button(label=each.label, value=f"{lead}.{n}") for n, each in offered]
        return (*ages, *rest)
    return tuple(Button(label=each.label, value=f"{lead}.{n}") for n, each in offered)


def answer_form(question: Question, lead: str) -> Form | None:
    """Return the form for an answer that is typed or ticked; None where buttons are enough."""
    say = words().buttons
    value = f"{lead}.form"
    if question.kind is Kind.CHOICE:
        return None
    if question.kind is Kind.MULTI:
        ticks = tuple(Button(label=each.label, value=each.id) for each in question.options)
        label = question.topic or question.text
        return Form(
            kind=FormKind.MULTI, value=value, label=label, submit=say["done"], choices=ticks
        )
    labels = {Kind.AGE: say["other_age"], Kind.MOMENT: say["moment"], Kind.TEXT: say["write"]}
    return Form(
        kind=FormKind.TEXT,
        value=value,
        label=question.open_label or labels[question.kind],
        submit=say["keep"],
        longest=LONGEST.get(question.kind, 60),
    )


def misticked_card(question: Question, ticked: Collection[str]) -> Card:
    """Return why ticks are no answer: there are none, or one of them stands alone."""
    alone = [each.label for each in question.options if each.alone and each.id in ticked]
    if alone and len(ticked) > 1:
        return card("missed_alone", alone=alone[0])
    return card("missed", repair=question.repair) if ticked else card("missed_none")


def answered_card(question: Question, key: str, children: int, value: object) -> Card:
    """Return what a question's message becomes once it is answered: no buttons, no free text."""
    shown = _picked(question, value) or words().phrases["noted"]
    made = card("answered", text=heading(question, key, children), answer=shown)
    return made.model_copy(update={"name": f"answered.{question.id}"})


def _picked(question: Question, value: object, phrase: str = "picked") -> str:
    """Return what was picked, as a message may say it; '' for words that were typed."""
    free = question.private or (question.kind in {Kind.TEXT, Kind.MOMENT} and value != NOT_KNOWN)
    return "" if free else words().phrases[phrase].format(answer=show(question, value))


def summary_fields(
    questions: list[tuple[str, Question]],
    values: Answers,
    *,
    serial: int | None,
) -> tuple[Field, ...]:
    """Return one row an answer, numbered as "change 3" counts them. Private: never a message."""
    rows: list[Field] = []
    for number, (key, question) in enumerate(questions, start=1):
        change = None
        if serial is not None:
            change = button("change", f"ch.{serial}.{number}", Tone.QUIET)
        rows.append(
            Field(
                key=key,
                label=label_of(question, key),
                text=show(question, values[key]),
                change=change,
            )
        )
    return tuple(rows)


def label_of(question: Question, key: str) -> str:
    """Return a question's name in a summary, with its child."""
    number = child_of(key)
    topic = question.topic or question.text
    if number is None:
        return topic
    say = words().phrases
    child = say["first_child"] if number == 1 else say["nth_child"].format(n=number)
    return f"{child}: {topic}"
