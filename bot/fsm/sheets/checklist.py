"""What the record itself shows for each line of the recording checklist.

It is shown beside the question; a named person still says what is so. Source: 1.16 (O-01 to O-12).
"""

# Rule: a line is made of findings, each a fact that is there or is not. All there is a "yes", none
#       is a "no", some are a "partly". Nothing here judges how well a thing was done.

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN
from bot.fsm.case import Case
from bot.fsm.known.facts import decision_stands, open_points, referral_made, referred
from bot.fsm.known.filling import left_of, pending_of
from bot.fsm.known.noting import TOLD, answer_to, children, noted
from bot.fsm.school import School

__all__ = ["LINES", "Shown", "shown_for"]

Finding: TypeAlias = tuple[str, bool]
"""A phrase of words.toml (`shows_...`), and whether the record has it."""

Line: TypeAlias = Callable[[School, Case], Iterator[Finding]]

NO_WORDS = frozenset({NOT_KNOWN, "nothing"})
UNSAID = frozenset({None, "not_yet", "awaiting", NOT_KNOWN})


class Shown(NamedTuple):
    """What the record shows of a line: the answer it comes to, what is there, what is not."""

    answer: str
    there: tuple[str, ...]
    missing: tuple[str, ...]


def shown_for(school: School, case: Case, key: str) -> Shown:
    """Return what the record shows for a line; `answer` '' where it can show nothing by itself.

    Where nothing of the kind took place the answer is `none`.
    """
    found = list(LINES[key](school, case)) if key in LINES else []
    there = tuple(name for name, is_there in found if is_there)
    missing = tuple(name for name, is_there in found if not is_there)
    answer = "none" if key in MAY_BE_NONE else ""
    if found:
        answer = "not_yet" if missing else "yes"
    return Shown(answer, there, missing)


def complete(school: School, case: Case) -> Iterator[Finding]:
    """Nothing of the referral points is open, and nothing is put off (O-01)."""
    yield "shows_points", not _left(school, case, "points")
    yield "shows_no_unknowns", not open_points(case)
    waits = any(
        pending_of(school, case, sheets()[name], child)
        for name in ("police", "social", "deletion", "parents", "takedown")
        for child in (children(case) if sheets()[name].each == "child" else (0,))
    )
    yield "shows_nothing_put_off", not waits


def risk_managed(school: School, case: Case) -> Iterator[Finding]:
    """The risk was asked about, and what was done about it is there (O-02)."""
    yield "shows_points", not _left(school, case, "points")
    if not referred(case):
        yield "shows_risk", not _left(school, case, "risk")
    yield "shows_decision", decision_stands(case)


def sound(school: School, case: Case) -> Iterator[Finding]:
    """A decision has its reason, and it was signed or carried out (O-03)."""
    yield "shows_decision", decision_stands(case)
    yield "shows_reason", noted(case, "decision", "reason") is not None
    if referred(case):
        yield "shows_referral", referral_made(school, case)
    else:
        yield "shows_signed", noted(case, "signoff", "verdict") == "sign"


def timely(_school: School, case: Case) -> Iterator[Finding]:
    """Each step has its time, from what was raised to what was decided (O-04)."""
    yield "shows_taken", case.owned_at is not None
    yield "shows_decision", decision_stands(case)


def tenacity(_school: School, case: Case) -> Iterator[Finding]:
    """Whoever was told has answered (O-05)."""
    if noted(case, "police", "route") in TOLD:
        yield "shows_police_outcome", noted(case, "police", "outcome") not in UNSAID
    for child in _rung(case):
        yield "shows_social_answer", noted(case, "social", "outcome", child) not in UNSAID


def partners(_school: School, case: Case) -> Iterator[Finding]:
    """What was told to whom has a name or a number (O-06)."""
    if noted(case, "police", "route") in TOLD:
        yield "shows_police_reference", noted(case, "police", "reference") not in UNSAID
    for child in _rung(case):
        yield "shows_social_reference", noted(case, "social", "taken_by", child) not in UNSAID


def kept_safe(school: School, case: Case) -> Iterator[Finding]:
    """Who opened the case is always kept; where the file goes was asked (O-08)."""
    yield "shows_access", True
    unasked = any(left_of(school, case, sheets()["transfer"], child) for child in children(case))
    yield "shows_transfer", not unasked


def all_recorded(_school: School, case: Case) -> Iterator[Finding]:
    """The case is there, with what was decided (O-10)."""
    yield "shows_case", True
    yield "shows_decision", decision_stands(case)


def decisions_kept(_school: School, case: Case) -> Iterator[Finding]:
    """Each choice on what is kept on a device has its reason; its time is always kept (O-11)."""
    for child in children(case):
        if answer_to(case, "deletion", "ask", child):
            yield "shows_deletion_reason", noted(case, "deletion", "reason", child) is not None
    if noted(case, "police", "advice") == "no_advice":
        yield "shows_hold_reason", noted(case, "hold", "reason") is not None


def written_up(_school: School, case: Case) -> Iterator[Finding]:
    """The account of whoever raised it is there in writing (O-12)."""
    said = case.account.answers.get("their_words")
    yield "shows_account", case.account.finished_at is not None and not case.account.unfinished
    yield "shows_words", said is not None and said.value not in NO_WORDS


LINES: dict[str, Line] = {
    "complete": complete,
    "risk_managed": risk_managed,
    "sound": sound,
    "timely": timely,
    "tenacity": tenacity,
    "partners": partners,
    "kept_safe": kept_safe,
    "all_recorded": all_recorded,
    "decisions_kept": decisions_kept,
    "written_up": written_up,
}
"""What the record is read for, by the question of `checklist.toml`."""

MAY_BE_NONE = frozenset({"tenacity", "partners", "decisions_kept"})
"""The lines of which there may be nothing to show: nobody was told, nothing was chosen."""


def _left(school: School, case: Case, sheet: str) -> bool:
    return bool(left_of(school, case, sheets()[sheet], 0))


def _rung(case: Case) -> list[int]:
    return [each for each in children(case) if noted(case, "social", "rung", each) == "rung"]
