"""Open case: what a rostered person reads on demand.

Private; never posted, never in a preview.
"""

from datetime import datetime

from bot.dialogs.asking import label_of, summary_fields
from bot.dialogs.card import Button, Card, Field, Tone
from bot.dialogs.rules import scope
from bot.dialogs.script import question_id
from bot.dialogs.words import button, card, words
from bot.fsm.access.around import lado_line
from bot.fsm.alert.cards import ambulance_line, owner_line
from bot.fsm.case import Case
from bot.fsm.clocks.nudging import due_rows
from bot.fsm.deeds import deed_buttons
from bot.fsm.desk.calls import call_rows
from bot.fsm.desk.taking import take_button
from bot.fsm.handover.cards import done_rows, hand_button
from bot.fsm.hours import clock_time
from bot.fsm.known.answering import live_answers, path_of, unknown
from bot.fsm.known.filling import settled
from bot.fsm.known.noting import children
from bot.fsm.links.sharing import link_rows, shown_level
from bot.fsm.school import School
from bot.fsm.sheets.cards import offered_next, work_rows
from bot.fsm.sheets.corrections import acceptance, correction_rows
from bot.fsm.sheets.signing import signature_rows

__all__ = ["view_card", "view_rows"]


def view_card(school: School, case: Case, by: str, now: datetime) -> Card:
    """Return what was said, what is not known, and how to reach the reporter. Read-only.

    That `by` may open it has been checked by the caller, at that press. Nobody is offered to
    accept a lower level of their own report (`rulings` 4). Whom to ring comes first: at night, on
    a phone, it is what a case is opened for; then, while nobody has it, to have it.
    """
    rings = tuple(_ring(case, child) for child in children(case))
    deeds, sheets = deed_buttons(school, case, now), offered_next(school, case, by)
    first = (*sheets, *deeds) if case.owner else (*deeds, *sheets)
    buttons = tuple(sorted((*rings, *first, *_standing(case)), key=_is_quiet))
    if (accept := acceptance(school, case)) and by != case.account.reporter:
        buttons = (*buttons, button("accept", f"deed.{case.ref}.{accept}", Tone.QUIET))
    made = card(
        "view",
        buttons=tuple(each for each in buttons if _offers(case, by, each)),
        level=words().levels[shown_level(school, case, by).name],
        case=case.ref,
        owner=owner_line(school, case, now),
        ambulance=ambulance_line(case, now),
    )
    return made.model_copy(
        update={
            "fields": view_rows(school, case, by, now),
            "level": shown_level(school, case, by).name,
            "foot": words().foot,
        }
    )


def view_rows(school: School, case: Case, by: str, now: datetime) -> tuple[Field, ...]:
    """Return the rows of the case's view; the row of an answer of the reporter's has its key."""
    account = case.account
    keys = [key for key in path_of(school, account) if key in account.answers]
    said = summary_fields(
        [(key, school.script.question(key)) for key in keys], account.values(), serial=None
    )
    return (
        *_reach(school, case, now),
        *link_rows(school, case, by, now),
        *due_rows(school, case, now, why=True),
        *done_rows(school, case, now),
        *call_rows(school, case, now),
        *signature_rows(case, now),
        *said,
        *_unknown(school, case),
        *correction_rows(school, case, now),
        *work_rows(school, case, now),
    )


def _standing(case: Case) -> tuple[Button, ...]:
    """Return what can always be said or done: harm at any point (I-04), and all the rest."""
    return (
        button("harm", f"deed.{case.ref}.sheet.harm.0"),
        button("work", f"deed.{case.ref}.work"),
        *hand_button(case),
        take_button(case),
    )


def _ring(case: Case, child: int) -> Button:
    """Return the button for the numbers of this minute, for one child's own council."""
    made = button("ring", f"deed.{case.ref}.ring.{child}")
    several = case.account.children > 1
    return made.model_copy(update={"label": f"{made.label}: {child}"}) if several else made


def _is_quiet(each: Button) -> bool:
    return each.tone is Tone.QUIET


def _offers(case: Case, by: str, each: Button) -> bool:
    deed = each.value.rpartition(".")[2]
    return deed != "open" and not (deed == "take_over" and case.owner == by)


def _reach(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    say = words().phrases
    account = case.account
    person = school.person(account.reporter)
    name = school.name_of(account.reporter)
    phone = person.phone if person and person.phone else say["no_phone"]
    nameless = "" if account.rostered or account.name else account.reporter
    if not account.rostered:
        name = f"{account.name or account.reporter} ({say['off_roster']})"
    state = say["state_telling"]
    if account.finished_at is not None:
        at = clock_time(account.finished_at, now)
        state = say["state_unfinished" if account.unfinished else "state_sent"].format(time=at)
    rows = [
        Field(label=say["label_reporter"], text=f"{name}, {phone}", who=nameless),
        Field(label=say["label_state"], text=state),
    ]
    if case.around:
        rows.append(Field(label=say["ring_label_lado"], text=lado_line(school)))
    if account.taken_back_at is not None:
        at = clock_time(account.taken_back_at, now)
        rows.append(Field(label=say["label_taken_back"], text=at))
    kind = scope(live_answers(school, account))
    if kind != "image":
        rows.append(Field(label=say["label_scope"], text=say[f"scope_{kind}"]))
    if case.media:
        rows.append(Field(label=say["label_media"], text=say["media_row"].format(count=case.media)))
    return tuple(rows)


def _unknown(school: School, case: Case) -> tuple[Field, ...]:
    over = settled(case)
    keys = [key for key in unknown(school, case.account) if question_id(key) not in over]
    if not keys:
        return ()
    names = [label_of(school.script.question(key), key) for key in keys]
    return (Field(label=words().phrases["label_unknown"], text="; ".join(names)),)
