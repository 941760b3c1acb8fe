"""What keeps a sheet closed, and why: a closed sheet says what has to come first."""

# Rule 1: a gate never keeps a referral from being made, nor a fact from being recorded.
# Rule 2: a gate returns the name of a phrase of words.toml, or '' where the way is open.

from collections.abc import Callable
from typing import TypeAlias

from bot.dialogs.flags import REFER_AT_ONCE
from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN, Value
from bot.dialogs.sheet import Sheet
from bot.fsm.access.readers import signer
from bot.fsm.case import Case, CaseStage
from bot.fsm.events import SheetAnswered
from bot.fsm.known.facts import (
    decision_stands,
    hold_is_on,
    open_points,
    referral_made,
    referred,
    told_since,
)
from bot.fsm.known.filling import left_of
from bot.fsm.known.grounds import must_ring_first, parents_held, to_sign
from bot.fsm.known.noting import TOLD, answer_to, children, noted
from bot.fsm.school import Role, School
from bot.fsm.sheets.corrections import corrections
from bot.fsm.sheets.destroying import may_end, unaccepted

__all__ = ["GATES", "barred", "closed_by", "may_choose", "may_fill"]

Gate: TypeAlias = Callable[[School, Case, str], str]
"""Says what keeps a sheet closed to somebody: (school, case, person) -> phrase, or ''."""

ANSWERED = frozenset({"may_speak", "no_advice"})
OFFERED = frozenset({"accepted", "declined", "thinking"})
UNSETTLED = frozenset({None, "not_yet", NOT_KNOWN})
DECIDING = ("decision", "reason", "override", "no_police")


def agency_answered(_school: School, case: Case, _by: str) -> str:
    """Interview and risk assessment wait while R-IMM stands (`rulings` 5; S1, S3 para 16)."""
    if noted(case, "police", "who_may_speak") == "hold_off":
        return "gate_hold_off"
    answered = noted(case, "police", "who_may_speak") in ANSWERED or any(
        noted(case, "social", "answered", child) == "yes" for child in children(case)
    )
    return "gate_agency" if case.held & REFER_AT_ONCE and not answered else ""


def hold_lifted(school: School, case: Case, _by: str) -> str:
    """While preservation is on, the sheet about the devices' owners is closed (conflict 1).

    Where the pack rings 101 first, their advice comes before it (S2 image types).
    """
    if hold_is_on(case):
        return "gate_hold"
    if school.pack.call_101_first and noted(case, "police", "route") not in TOLD:
        return "gate_101"
    return "" if noted(case, "takedown", "offered") in OFFERED else "gate_report_remove"


def no_police_advice(_school: School, case: Case, _by: str) -> str:
    """The hold is for two people to end only where police gave no advice on it (PO-03)."""
    return "" if noted(case, "police", "advice") == "no_advice" else "gate_police_word"


def was_decided(_school: School, case: Case, _by: str) -> str:
    """What is not known is accepted as such only once there is a decision."""
    return "" if decision_stands(case) else "gate_decide"


def signable(school: School, case: Case, by: str) -> str:
    """Nobody signs off their own decision; not to refer, the points come first (S1)."""
    if not decision_stands(case):
        return "gate_decide"
    if not referred(case) and left_of(school, case, sheets()["points"], 0):
        return "gate_points"
    if by in deciders(case):
        return "gate_own_decision"
    person = school.person(by)
    needs = signer(school, case, decider(case))
    return "" if person is not None and {needs, Role.CHAIR} & set(person.roles) else "gate_head"


def decider(case: Case) -> str:
    """Return who decided last, or ''."""
    found = answer_to(case, "decision", "decision")
    return found.by if found else ""


def deciders(case: Case) -> set[str]:
    """Return who had a hand in the decision: it is theirs, and not for them to sign."""
    parts = (answer_to(case, "decision", key) for key in DECIDING)
    return {each.by for each in parts if each is not None}


def ready_to_close(school: School, case: Case, _by: str) -> str:
    """A case is closed once it was decided, signed where not referred, and answered (1.16)."""
    waits = (
        (case.stage is not CaseStage.OWNED, "gate_owned"),
        (not decision_stands(case), "gate_decide"),
        (referred(case) and not referral_made(school, case), "gate_refer"),
        (to_sign(case) and noted(case, "signoff", "verdict") != "sign", "gate_sign"),
        (bool(left_of(school, case, sheets()["points"], 0)), "gate_points"),
        (bool(open_points(case)), "gate_unknown"),
        (case.to_accept or bool(corrections(school, case)), "gate_correction"),
    )
    return next((why for is_up, why in waits if is_up), "") or _open_loop(case)


def is_closed(_school: School, case: Case, _by: str) -> str:
    """Only a case that was closed can be taken up again."""
    return "" if case.stage is CaseStage.CLOSED else "gate_not_closed"


def _open_loop(case: Case) -> str:
    """Return what is still to come back: a written referral, an outcome, a confirmation."""
    for child in children(case):
        rung = noted(case, "social", "rung", child) == "rung"
        if rung and noted(case, "social", "written", child) in UNSETTLED:
            return "gate_written"
        if rung and noted(case, "social", "outcome", child) in {None, "awaiting"}:
            return "gate_outcome"
        asked = noted(case, "deletion", "ask", child) == "ask"
        if asked and noted(case, "deletion", "outcome", child) in UNSETTLED:
            return "gate_deletion"
    awaiting = noted(case, "police", "outcome") in {None, "awaiting"}
    return "gate_outcome" if noted(case, "police", "route") in TOLD and awaiting else ""


GATES: dict[str, Gate] = {
    "agency_answered": agency_answered,
    "hold_lifted": hold_lifted,
    "is_closed": is_closed,
    "no_police_advice": no_police_advice,
    "decided": signable,
    "may_end": may_end,
    "ready_to_close": ready_to_close,
    "was_decided": was_decided,
}
"""Named by `gate` in a sheet."""


def unsigned(school: School, case: Case, _child: int) -> str:
    """Not to refer is signed after the call, where R-IMM is up, and after advice (`rulings` 3)."""
    if must_ring_first(case):
        return "gate_first_ring"
    return "gate_advice" if "advice" in left_of(school, case, sheets()["decision"], 0) else ""


def unsafe(_school: School, case: Case, _child: int) -> str:
    """A case is not closed on harm that was found as it was being closed, and told to nobody."""
    harm = answer_to(case, "close", "harm")
    found = harm is not None and harm.value == "yes" and not told_since(case, harm.at)
    return "gate_harm" if found else ""


def untold(_school: School, case: Case, child: int) -> str:
    """A plan to tell parents waits while telling is held (`rulings` 5)."""
    return "gate_parents" if parents_held(case, child) else ""


BARS: dict[tuple[str, str, Value], Callable[[School, Case, int], str]] = {
    ("close", "confirm", "close"): unsafe,
    ("signoff", "verdict", "sign"): unsigned,
    ("parents", "told", "planned"): untold,
}
"""Single answers that cannot be given yet, though their sheet is open. A fact is never one."""


def barred(school: School, case: Case, event: SheetAnswered) -> str:
    """Return the phrase that says why an answer cannot be given yet, or ''."""
    if isinstance(event.value, tuple):
        return ""
    if why := unaccepted(school, case, event):
        return why
    bar = BARS.get((event.sheet, event.key, event.value))
    return bar(school, case, event.child) if bar else ""


def closed_by(school: School, case: Case, sheet: Sheet, by: str) -> str:
    """Return the phrase that says what keeps a sheet closed, or ''."""
    return GATES[sheet.gate](school, case, by) if sheet.gate else ""


def may_fill(school: School, sheet: Sheet, by: str) -> bool:
    """Return whether somebody's role may fill in a sheet. That they may read the case is apart."""
    person = school.person(by)
    return person is not None and bool({role.value for role in person.roles} & set(sheet.roles))


def may_choose(school: School, sheet: Sheet, key: str, by: str) -> bool:
    """Return whether somebody's role may give this answer: each pack says who decides (X-01)."""
    if (sheet.id, key) != ("deletion", "ask"):
        return True
    person = school.person(by)
    roles = {role.value for role in person.roles} if person is not None else set()
    return bool(roles & set(school.pack.decide_deletion))
