"""Each event of the record as one row: what happened, when, who, and the guidance for it."""

from collections.abc import Mapping

from bot.dialogs.asking import label_of
from bot.dialogs.load import sheets
from bot.dialogs.script import Question, Value
from bot.dialogs.words import words
from bot.fsm.events import (
    Acknowledged,
    AlertDelivered,
    AlertFailed,
    Answered,
    Called,
    CallFailed,
    CorrectionAccepted,
    Event,
    Finished,
    PutOff,
    Rang,
    SectionOpened,
    SheetAnswered,
    TimerFired,
)
from bot.fsm.linked import LinkChanged, Linked, Unlinked
from bot.fsm.offers import Offered
from bot.fsm.sheets.corrections import corrections
from bot.record.answered import Told, answer_parts, child_in, told_in
from bot.record.chronology import Kind, Row
from bot.record.lens import Lens, local_time
from bot.record.replay import Moment
from bot.record.wording import record_words, say

__all__ = ["risen", "row_of"]

KINDS: Mapping[str, Kind] = {
    "acknowledged": Kind.TAKEN,
    "recused": Kind.TAKEN,
    "offered": Kind.TAKEN,
    "offer_declined": Kind.TAKEN,
    "rota_changed": Kind.TAKEN,
    "correction_accepted": Kind.CORRECTION,
    "taken_back": Kind.CORRECTION,
    "alert_delivered": Kind.ALERT,
    "alert_failed": Kind.ALERT,
    "called": Kind.ALERT,
    "call_failed": Kind.ALERT,
    "channel_lost": Kind.ALERT,
    "engine_failed": Kind.ALERT,
    "timer_fired": Kind.ALERT,
}
"""The kind of an event by its type; the rest was said by the reporter."""

SHEET_KINDS: Mapping[str, Kind] = {
    "decision": Kind.DECISION,
    "hold": Kind.DECISION,
    "hold.second": Kind.SIGN_OFF,
    "signoff": Kind.SIGN_OFF,
    "close": Kind.DECISION,
}
"""The kind of what a sheet holds, or one question of it; other sheets hold what was noted."""


def row_of(lens: Lens, moment: Moment) -> Row:
    """Return the row of one event."""
    told = told_in(lens, moment)
    row = Row(
        entry=moment.entry,
        part=moment.part,
        at=moment.at,
        local=local_time(moment.at),
        who=lens.who(moment.by),
        kind=_kind(moment.event),
        child=child_in(moment.event),
        what=_linked(lens, moment) or _corrected(lens, moment) or _what(lens, moment, told),
        level=risen(moment),
    )
    if isinstance(moment.event, PutOff):
        return row.model_copy(update={"answer": lens.typed(moment.event.reason)})
    return row if told is None else row.model_copy(update=answer_parts(lens, told, row.kind))


def _kind(event: Event) -> Kind:
    if isinstance(event, SheetAnswered):
        whole = SHEET_KINDS.get(event.sheet, Kind.NOTED)
        return SHEET_KINDS.get(f"{event.sheet}.{event.key}", whole)
    if isinstance(event, TimerFired) and event.name.startswith("clock."):
        return Kind.NUDGE
    if isinstance(event, PutOff):
        return Kind.NUDGE
    if isinstance(event, Rang):
        return Kind.NOTED
    if isinstance(event, TimerFired) and event.name == "nudge":
        return Kind.NUDGE
    return KINDS.get(event.type, Kind.SAID)


def _what(lens: Lens, moment: Moment, told: Told | None) -> str:
    """Return what happened, in the words for its type, or for its turn where it has two."""
    event = moment.event
    name: str = event.type
    filled: dict[str, str] = {}
    match event:
        case Answered() | SheetAnswered():
            filled = _topic(event, told)
        case SectionOpened(section=section):
            titles = {each.id: each.title for each in lens.school.script.sections}
            filled = {"section": titles.get(section, section)}
        case Acknowledged(deed=deed):
            filled = {"deed": words().buttons.get(deed, deed).format(ref=lens.case.ref)}
        case AlertDelivered(to=to) | Offered(to=to):
            filled = {"to": lens.who(to)}
        case AlertFailed(to=to, final=final):
            filled = {"to": lens.who(to)}
            name = f"{name}_final" if final else name
        case Called(to=to, way=way):
            filled = {"to": lens.who(to), "way": record_words().say[f"way_{way}"]}
        case CallFailed(to=to, way=way, final=final):
            filled = {"to": lens.who(to), "way": record_words().say[f"way_{way}"]}
            name = f"{name}_final" if final else name
        case Finished(stopped=True):
            name = f"{name}_stopped"
        case TimerFired(name=timer):
            filled = {"name": _timer(timer)}
        case _:
            name, filled = _desk(lens, event)
    return record_words().happened[name].format_map(filled)


def _desk(lens: Lens, event: Event) -> tuple[str, dict[str, str]]:
    """Return the words for a nudge or a call as it was answered, or for what has one name."""
    if isinstance(event, PutOff):
        return event.type, {"due": _due(event.clock), "until": local_time(event.until)}
    if not isinstance(event, Rang):
        return event.type, {}
    lines = {each.id: each.name for each in lens.school.pack.contacts}
    name = event.type if event.answered else f"{event.type}_in_vain"
    return name, {"line": lines.get(event.line, event.role)}


def _linked(lens: Lens, moment: Moment) -> str:
    """Return what a link to another case says, and if its hold stays; '' for any other event."""
    happened, event = record_words().happened, moment.event
    if isinstance(event, Linked | Unlinked):
        reason, link = lens.typed(event.reason), moment.after.links.get(event.other)
        stays = isinstance(event, Unlinked) and link is not None and link.holds
        return happened["unlinked_hold" if stays else event.type].format(
            other=event.other, reason=reason
        )
    if isinstance(event, LinkChanged):
        return happened[event.type].format(other=event.other)
    return ""


def _corrected(lens: Lens, moment: Moment) -> str:
    """Return what a named person accepted: what was told, and what is said now, with times."""
    event = moment.event
    if not isinstance(event, CorrectionAccepted) or not event.questions or lens.redactor:
        return ""  # a copy for one child: it may repeat what was said of another
    rows = " ".join(
        say(
            "corrected",
            told="; ".join(
                _answer(lens, lens.school.script.question(key), key, said.value)
                for key, said in each.told.items()
            ),
            told_at=local_time(max(said.at for said in each.told.values())),
            now="; ".join(
                _answer(lens, sheet.question(key), key, said.value) for sheet, key, said in each.now
            ),
            now_at=local_time(max(said.at for _, _, said in each.now)),
        )
        for each in corrections(lens.school, moment.before)
        if each.question in event.questions
    )
    return record_words().happened["correction_accepted_rows"].format(rows=rows)


def _answer(lens: Lens, question: Question, key: str, value: Value) -> str:
    return f"{label_of(question, key)}: {lens.answer(question, value)}"


def _topic(event: Answered | SheetAnswered, told: Told | None) -> dict[str, str]:
    question = told.question if told else None
    topic = (question.topic or question.text) if question else event.key
    if isinstance(event, Answered):
        return {"topic": topic}
    sheet = sheets().get(event.sheet)
    title = sheet.title if sheet else event.sheet
    return {"topic": topic if topic == title else f"{title}: {topic}"}


def _timer(name: str) -> str:
    timers = record_words().timers
    if name.startswith("clock."):
        return timers["clock"].format(due=_due(name))
    return timers.get(name, name)


def _due(timer: str) -> str:
    """Return what the clock of a timer is about."""
    clock = timer.split(".")[1]
    return words().phrases.get(f"due_{clock}", clock)


def risen(moment: Moment) -> str:
    """Return the level that an event brought about, or ''."""
    first = moment.event.type == "began"
    if moment.before.level == moment.after.level and not first:
        return ""
    return moment.after.level.name
