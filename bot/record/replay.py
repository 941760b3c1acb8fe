"""The record replayed: what was known, and which level held, before and after each event."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from bot.dialogs.load import sheets
from bot.fsm.case import Account, Case, Noted
from bot.fsm.events import AccountEvent, CorrectionAccepted, Entry, Event, SheetAnswered
from bot.fsm.known.answering import account_after, reflag
from bot.fsm.known.filling import with_answer
from bot.fsm.known.noting import place
from bot.fsm.linked import LinkEvent
from bot.fsm.links.sharing import with_link
from bot.fsm.school import School
from bot.fsm.sheets.corrections import accepted, corrections

__all__ = ["Moment", "replay"]


class Moment(NamedTuple):
    """One event with its place in the record, and the case on both sides of it.

    Only the account, the sheets and the flags of `before` and `after` are filled in.
    """

    entry: int
    part: int
    at: datetime
    by: str
    event: Event
    before: Case
    after: Case


def replay(school: School, case: Case, entries: Sequence[Entry]) -> Iterator[Moment]:
    """Yield every event of a case's record in its order."""
    told = case.account
    account = Account(reporter=told.reporter, rostered=told.rostered, name=told.name)
    at = Case(
        ref=case.ref,
        school=case.school,
        edition=case.edition,
        opened_at=case.opened_at,
        account=account,
    )
    for number, entry in enumerate(entries, start=1):
        for part, event in enumerate(entry.events, start=1):
            after = _after(school, at, event, entry.at)
            yield Moment(number, part, entry.at, entry.by, event, at, after)
            at = after


def _after(school: School, case: Case, event: Event, now: datetime) -> Case:
    if isinstance(event, AccountEvent):
        told = account_after(case.account, event, now)
        return reflag(school, case.model_copy(update={"account": told}))
    if isinstance(event, SheetAnswered):
        return reflag(school, _noted(school, case, event, now))
    if isinstance(event, LinkEvent):
        return with_link(school, case, event)[0]
    if isinstance(event, CorrectionAccepted):
        made = [each for each in corrections(school, case) if each.question in event.questions]
        return accepted(case, made, event.by, now).model_copy(update={"held": case.live})
    return case


def _noted(school: School, case: Case, event: SheetAnswered, now: datetime) -> Case:
    said = Noted(value=event.value, at=now, by=event.by)
    sheet = sheets().get(event.sheet)
    if sheet is not None:
        return with_answer(school, case, sheet, event.child, (event.key, said))
    where = place(event.sheet, event.child)  # a sheet that this release no longer has
    kept = {**case.sheets.get(where, {}), event.key: said}
    return case.model_copy(update={"sheets": {**case.sheets, where: kept}})
