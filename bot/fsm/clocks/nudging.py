"""Setting a case's clocks anew after each step, and giving a nudge when one falls due."""

from datetime import datetime

from bot.dialogs.card import Button, Field
from bot.dialogs.load import sheets
from bot.dialogs.script import Kind
from bot.dialogs.words import button, card, words
from bot.fsm.access.readers import may_read
from bot.fsm.alert.duty import has_rota, on_duty_beside, stands_in
from bot.fsm.case import Case, CaseStage, Later
from bot.fsm.clocks.clock import DEPUTIES, HEAD, OWNER, Clock
from bot.fsm.clocks.table import clock_of, due_now, next_due, running
from bot.fsm.deeds import open_button
from bot.fsm.effects import Cancel, Effect, Say, Stepped, Wake
from bot.fsm.events import PutOff
from bot.fsm.hours import clock_time
from bot.fsm.known.filling import of_child
from bot.fsm.school import Person, Role, School
from bot.fsm.sheets.cards import sheet_lead
from bot.fsm.sheets.gates import closed_by, may_fill

__all__ = ["due_rows", "nudge", "nudged_next", "put_off", "set_clocks"]


def set_clocks(school: School, case: Case) -> list[Effect]:
    """Return the wakes that the facts call for, where they differ from those that are set.

    A case whose owner is wanted anew is not nudged about its paper: the ladder is running.
    """
    effects: list[Effect] = []
    for name in running(case):
        due = next_due(school, case, name) if case.owner else None
        if due is None and name in case.wakes:
            effects.append(Cancel(name=name))
        elif due is not None and case.wakes.get(name) != due.at:
            effects.append(Wake(name=name, at=due.at))
    return effects


def nudge(school: School, case: Case, name: str, now: datetime) -> Stepped:
    """Give the nudge that fell due; of those that were missed, only the last. Then the next."""
    clock, child = clock_of(name)
    due = due_now(school, case, name, now)
    case = case.model_copy(update={"nudged": {**case.nudged, name: now}})
    if due is None or case.stage is CaseStage.CLOSED:
        return case, []
    made = card(
        f"nudge_{clock.name}",
        case=case.ref,
        ref=of_child(case, case.ref, child),
        when=_when(due.by, now),
        time=clock_time(due.by or due.at, now),
        buttons=(
            *_done(case, clock, child),
            button("not_yet", f"deed.{case.ref}.later.{clock.name}.{child}"),
            open_button(case.ref),
        ),
    )
    people = _people(school, case, due.to, clock.sheet, now)
    return case, [Say(to=one.id, card=made) for one in people]


def put_off(case: Case, event: PutOff, now: datetime) -> Stepped:
    """Return the case with one clock put off: it asks again at another time."""
    later = Later(until=event.until, reason=event.reason, by=event.by, at=now)
    return case.model_copy(update={"put_off": {**case.put_off, event.clock: later}}), []


def nudged_next(school: School, case: Case, name: str) -> list[str]:
    """Return the ids of those whom the next nudge of a clock goes to, as things stand."""
    clock, _ = clock_of(name)
    due = next_due(school, case, name)
    return [one.id for one in _people(school, case, due.to, clock.sheet, due.at)] if due else []


def _when(by: datetime | None, now: datetime) -> str:
    if by is None:
        return ""
    return words().phrases["due_at" if by > now else "was_due"].format(time=clock_time(by, now))


def _people(
    school: School, case: Case, to: tuple[str, ...], sheet: str, at: datetime
) -> list[Person]:
    """Return whom a nudge goes to: nobody who may not read the case, each person once.

    Where a rota says who has it at `at`, the owner's nudge goes to whoever is on duty too, and the
    deputies' to whoever has it in the owner's place (`rulings` 2).
    """
    found: list[Person] = []
    for role in to:
        if role == OWNER:
            owner = school.person(case.owner)
            found += [*([owner] if owner else []), *on_duty_beside(school, case, at)]
        elif role == DEPUTIES:
            deputies = school.of_role(Role.DEPUTY)
            found += stands_in(school, case, at) if has_rota(school, case) else deputies
        elif role == HEAD:
            found += school.of_role(Role.HEAD)
        else:
            found += [each for each in school.people if _may_sign(school, case, each, sheet)]
    once = {person.id: person for person in found}
    reading = [person for person in once.values() if may_read(school, case, person.id)]
    if reading or to == (OWNER,):
        return reading
    return _people(school, case, (OWNER,), sheet, at)  # nobody may sign yet: the owner hears of it


def _may_sign(school: School, case: Case, person: Person, sheet: str) -> bool:
    wanted = sheets()[sheet]
    return may_fill(school, wanted, person.id) and not closed_by(school, case, wanted, person.id)


def _done(case: Case, clock: Clock, child: int) -> tuple[Button, ...]:
    """Return the button that says that it is done, and the one that opens where it is noted."""
    sheet = sheets()[clock.sheet]
    lead = sheet_lead(case, sheet, child)
    if not clock.key:
        return (button("log_it", lead),)
    question = sheet.question(clock.key)
    ask = f"{lead}.{clock.key}.ask"
    if clock.done:
        place = [option.id for option in question.options].index(clock.done)
        done = button("done_when", f"{lead}.{clock.key}.{place}")
        return (done, button("log_else", ask))
    past = question.kind is Kind.MOMENT and question.expect == "past"
    return (button("done_when" if past else "log_it", ask),)


def due_rows(school: School, case: Case, now: datetime, *, why: bool) -> tuple[Field, ...]:
    """Return what is due and when, soonest first. Private.

    With `why`, what was put off says by whom and for what reason, in that person's own words: for
    the case's own view alone.
    """
    say = words().phrases
    found: list[tuple[datetime, str, str]] = []
    for name in running(case):
        clock, child = clock_of(name)
        if clock.listed and (due := next_due(school, case, name)) is not None:
            what = of_child(case, say[f"due_{clock.name}"], child)
            later = case.put_off.get(name)
            shown = later if why and later and due.at == later.until else None
            told = _put_off(school, shown, now) if shown else ""
            found.append((due.by or due.at, what, told))
    return tuple(
        Field(label=say["label_due"], text=f"{what}: {clock_time(at, now)}{told}")
        for at, what, told in sorted(found)
    )


def _put_off(school: School, later: Later, now: datetime) -> str:
    """Return when it is asked again, who wished it so, and why."""
    return (
        words()
        .phrases["put_off"]
        .format(
            until=clock_time(later.until, now),
            who=school.name_of(later.by),
            time=clock_time(later.at, now),
            reason=later.reason,
        )
    )
