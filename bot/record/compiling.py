"""Compiling the record of a case, whole or for one child, from its events and its state."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime

from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN
from bot.fsm.case import Case
from bot.fsm.desk.looking import SHEET
from bot.fsm.events import Entry, RecordTaken, Viewed
from bot.fsm.linked import LinkEvent
from bot.fsm.links.sharing import may_know
from bot.fsm.school import School
from bot.record.answered import child_in
from bot.record.chronology import About, Chronology, Reading, Row
from bot.record.lens import Lens, Withholds, lens_for, local_time
from bot.record.replay import Moment, replay
from bot.record.rows import risen, row_of
from bot.record.standing import facts_of, not_known_of
from bot.record.wording import record_words, say

__all__ = ["chronology"]


def chronology(
    school: School,
    case: Case,
    entries: Sequence[Entry],
    *,
    child: int | None,
    taken: tuple[datetime, str] | None = None,
    redactor: Withholds | None = None,
) -> Chronology:
    """Return the record of a case: every event, for the whole case or for one child of it.

    `school` has the script that the case began with. With `child`, rows about other children are
    left out, and the others are references. `taken` says when this copy is made, and for whom.
    A `redactor` decides what goes out of each text that was typed.

    Raises:
        ValueError: there is no such child in the case.
    """
    lens = replace(lens_for(school, case, entries, child), redactor=redactor)
    moments = list(replay(school, case, entries))
    if taken is not None:  # whoever may not read the other case is told of no link to it
        moments = [each for each in moments if _may_know(school, case, each, taken[1])]
    return Chronology(
        about=_about(lens),
        school=school.name,
        rules=school.pack.name,
        edition=school.script.edition,
        opened_local=local_time(case.opened_at),
        last_local=local_time(entries[-1].at if entries else case.opened_at),
        level=case.level.name,
        stage=record_words().stages.get(case.stage.value, case.stage.value),
        owner=lens.who(case.owner) if case.owner else say("nobody"),
        taken_local=local_time(taken[0]) if taken else "",
        taken_by=lens.who(taken[1]) if taken else "",
        rows=tuple(_rows(lens, moments)),
        facts=facts_of(lens),
        not_known=not_known_of(lens),
        access=tuple(_read(lens, each) for each in moments if isinstance(each.event, ACCESS)),
    )


def _may_know(school: School, case: Case, moment: Moment, by: str) -> bool:
    event = moment.event
    if isinstance(event, LinkEvent):
        return may_know(school, case, event.other, by)
    return True


ACCESS = (Viewed, RecordTaken)
"""What changes nothing of a case, and stands in its access log."""


def _read(lens: Lens, moment: Moment) -> Reading:
    """Return one line of the access log. Of another child's record it says the number only."""
    happened = record_words().happened[moment.event.type]
    if isinstance(moment.event, RecordTaken):
        about = say("child", n=str(moment.event.child)) if moment.event.child else say("whole")
        form = record_words().forms.get(moment.event.form, moment.event.form)
        happened = happened.format(form=form, about=about)
    elif isinstance(moment.event, Viewed) and moment.event.what:
        happened = record_words().happened["looked"].format(what=_part(moment.event.what))
    return Reading(
        at=moment.at, local=local_time(moment.at), who=lens.who(moment.by), what=happened
    )


def _part(what: str) -> str:
    """Return the words for a part of a case; one that is no more is called by its old name."""
    name, _, sheet = what.partition(".")
    if name == SHEET:
        return sheets()[sheet].title if sheet in sheets() else sheet
    return record_words().looks.get(name, name)


def _rows(lens: Lens, moments: list[Moment]) -> Iterator[Row]:
    """Yield the rows that are shown. A level that a left-out row changed stands at the next."""
    level = ""
    for moment in moments:
        if isinstance(moment.event, ACCESS):
            continue
        level = risen(moment) or level
        if lens.shows(child_in(moment.event)):  # asked first: what is not shown is not read
            yield row_of(lens, moment).model_copy(update={"level": level})
            level = ""


def _about(lens: Lens) -> About:
    ref, children, child = lens.case.ref, lens.case.account.children, lens.child
    if child is None:
        return About(reference=ref, child=None, children=children, title=say("whole"))
    said = lens.case.account.answers.get(f"child.{child}.which_child")
    known = said is not None and said.value != NOT_KNOWN
    return About(
        reference=ref,
        child=child,
        children=children,
        title=_title(child, children),
        named=lens.answer(None, said.value) if said is not None and known else "",
        others=tuple(
            say("child_ref", ref=ref, n=str(number), of=str(children))
            for number in range(1, children + 1)
            if number != child
        ),
    )


def _title(child: int, children: int) -> str:
    if children == 1:
        return say("one_child")
    return say("child_of", n=str(child), of=str(children))
