"""What rostered people noted in a case, answer by answer: how sheets are read."""

from datetime import datetime

from bot.dialogs.script import NOT_KNOWN, Value
from bot.fsm.case import Case, Noted

__all__ = [
    "TOLD",
    "answer_to",
    "children",
    "decided",
    "is_unknown",
    "last_noted",
    "moment_noted",
    "moment_told",
    "noted",
    "place",
]

TOLD: frozenset[Value | None] = frozenset(
    {"call_999", "call_101", "online", "officer", "pcso", "local", "mash", "rung"}
)
TOLD_IN = {"police": "route", "social": "rung"}


def place(sheet: str, child: int = 0) -> str:
    """Return where the answers of a sheet are kept: `parents.2` is that of the second child."""
    return f"{sheet}.{child}"


def noted(case: Case, sheet: str, key: str, child: int = 0) -> Value | None:
    """Return what a rostered person answered to a question that still applies, or None."""
    found = answer_to(case, sheet, key, child)
    return found.value if found else None


def answer_to(case: Case, sheet: str, key: str, child: int = 0) -> Noted | None:
    """Return an answer with its time and its person, or None; none that counts for nothing."""
    found = case.sheets.get(place(sheet, child), {}).get(key)
    return found if found and not found.off and not found.void else None


def moment_noted(case: Case, sheet: str, key: str, child: int = 0) -> datetime | None:
    """Return the moment that was given as an answer (UTC), or None.

    Where the moment is not known, it is that of saying so: a clock starts late rather than never.
    """
    found = answer_to(case, sheet, key, child)
    if found is None:
        return None
    return found.at if found.value == NOT_KNOWN else datetime.fromisoformat(str(found.value))


def moment_told(case: Case, sheet: str, child: int = 0) -> datetime | None:
    """Return when an agency was told (UTC): a call without its time counts from its noting."""
    told = answer_to(case, sheet, TOLD_IN[sheet], child)
    counts = told.at if told is not None and told.value in TOLD else None
    return moment_noted(case, sheet, "rung_at", child) or counts


def is_unknown(value: Value) -> bool:
    """Return whether an answer is, or holds, a "not known"."""
    return value == NOT_KNOWN or (isinstance(value, tuple) and NOT_KNOWN in value)


def children(case: Case) -> range:
    """Return the numbers of the children in the case, from 1."""
    return range(1, case.account.children + 1)


def decided(case: Case) -> str:
    """Return what was decided, or '' while nothing was."""
    return str(noted(case, "decision", "decision") or "")


def last_noted(case: Case) -> datetime | None:
    """Return when a rostered person last noted anything, or rang somebody (UTC); or None."""
    times = [each.at for kept in case.sheets.values() for each in kept.values()]
    times += [call.at for call in case.calls]
    return max(times, default=None)
