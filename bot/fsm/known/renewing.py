"""What a new fact takes from what was decided before it: those answers are asked anew."""

# Rule 1: a decision, a signature and the end of a hold rest on what was known then. Where that
#         changes, they stand no longer; each stays in the record with its time and its name.
# Rule 2: a level is never lowered by it: what such an answer raised still counts.

from collections.abc import Iterable

from bot.dialogs.flags import REFER, Flag
from bot.dialogs.load import sheets
from bot.dialogs.rules import flags_of
from bot.dialogs.script import Kind, question_id
from bot.fsm.case import Case
from bot.fsm.events import Answered, SheetAnswered
from bot.fsm.known.facts import referred
from bot.fsm.known.grounds import parents_held
from bot.fsm.known.noting import children, noted, place
from bot.fsm.school import School

__all__ = ["held_anew", "raised_by", "renewed", "reopened"]

ALARMS = REFER | {Flag.PRES}
"""What a decision not to refer, and the end of a hold, cannot have known."""

SIGNATURE = ("signoff.harm", "signoff.verdict")
SIGNED = (*SIGNATURE, "signoff.question")
BASIS = (
    "decision.reason",
    "decision.override",
    "decision.no_police",
    "decision.answer",
    "decision.basis_facts",
    "decision.basis_manageable",
    "decision.basis_best",
    "decision.review_on",
    *SIGNED,
)
DECIDED = ("decision.decision", *BASIS)
HOLD = ("hold.reason", "hold.second", "police.advice", "police.advice_from")
CLOSING = ("close.harm", "close.change", "close.confirm")

RENEWS: dict[str, tuple[str, ...]] = {
    "decision.decision": BASIS,
    "decision.reason": SIGNED,
    "decision.override": SIGNED,
    "decision.answer": SIGNATURE,
    "signoff.question": ("decision.answer",),
    "harm.harmed": ("harm.what_is_known",),
    "decision.no_police": SIGNED,
    "police.advice": ("hold.reason", "hold.second"),
    "hold.reason": ("hold.second",),
    "reopen.reason": CLOSING,
    "close.confirm": ("reopen.reason",),
}
"""The answers of the case that rest on another, and are asked anew once it has changed."""


def renewed(school: School, before: Case, case: Case, event: SheetAnswered | Answered) -> Case:
    """Return the case without what an answer has overtaken: those questions are open again."""
    if not case.sheets:
        return case
    names: list[str] = []
    own = ""
    if isinstance(event, SheetAnswered):
        own = f"{event.sheet}.{event.key}"
        if _is_other(before, event):
            names += RENEWS.get(own, ())
            names += [f"unknowns.{event.key}"] if event.sheet == "points" else []
            case = _without(case, _words_on(event), event.child)
        if (own, event.value) == ("signoff.verdict", "refer"):
            names += ("decision.decision", "decision.reason")
        if (own, event.value) == ("signoff.verdict", "return"):
            names += ("signoff.question",)
    flags = raised_by(school, before, case, event)
    if Flag.SO in flags and Flag.SO not in before.held:
        names += SIGNED
    if flags & ALARMS:
        names += HOLD if referred(before) else (*HOLD, "decision.harm", *DECIDED)
    return _held_plans(_without(case, [name for name in names if name != own]))


def _held_plans(case: Case) -> Case:
    """Return the case without a plan to tell parents that the case now says to hold."""
    for child in children(case):
        if parents_held(case, child) and noted(case, "parents", "told", child) == "planned":
            case = _without(case, ("parents.told", "parents.plan_at"), child)
    return case


def held_anew(case: Case) -> Case:
    """Return the case without what ended its hold: that is asked anew."""
    return _without(case, HOLD)


def reopened(case: Case) -> Case:
    """Return a closed case as it is raised again: nobody has it, and it is closed anew later."""
    return _without(case, CLOSING).model_copy(update={"owner": "", "owned_at": None})


def raised_by(
    school: School, before: Case, case: Case, event: SheetAnswered | Answered
) -> frozenset[Flag]:
    """Return what this one answer raises, whatever else was up before.

    What only confirms an answer of the reporter's that counts already is no news.
    """
    if isinstance(event, SheetAnswered):
        sheet = sheets()[event.sheet]
        raised = flags_of(sheet, [event.key], {event.key: event.value}, school.pack)
        return raised - _told(school, before, sheet.question(event.key).asks_again)
    return flags_of(school.script, [event.key], case.account.values(), school.pack)


def _told(school: School, case: Case, question: str) -> frozenset[Flag]:
    """Return what the reporter's answer to a question raises, as far as it still counts."""
    values = case.account.values()
    keys = [key for key in values if question_id(key) == question]
    return flags_of(school.script, keys, values, school.pack) & case.live if keys else frozenset()


def _is_other(before: Case, event: SheetAnswered) -> bool:
    """Return whether it is not the same answer once more. Harm is told anew each time."""
    kept = before.sheets.get(place(event.sheet, event.child), {}).get(event.key)
    return event.sheet == "harm" or kept is None or kept.void or kept.value != event.value


def _words_on(event: SheetAnswered) -> list[str]:
    """Return the times and texts of the sheet that were about the answer as it was before."""
    free = {Kind.TEXT, Kind.MOMENT}
    asked = (each for each in sheets()[event.sheet].questions if event.key in each.only)
    return [f"{event.sheet}.{each.id}" for each in asked if each.kind in free]


def _without(case: Case, names: Iterable[str], child: int = 0) -> Case:
    filled = dict(case.sheets)
    for name in names:
        sheet, _, key = name.partition(".")
        where = place(sheet, child)
        kept = filled.get(where, {})
        if key in kept:
            filled[where] = {**kept, key: kept[key].model_copy(update={"void": True})}
    return case.model_copy(update={"sheets": filled})
