"""What stands behind a decision: an adult who is part of it, a call first, a second name.

Source: `rulings` 3 and 5; conflicts 3, 7 and 21; S1 after the five points.
"""

from bot.dialogs.flags import REFER_AT_ONCE, Flag
from bot.dialogs.rules import adult_took_part
from bot.fsm.case import Case
from bot.fsm.known.noting import TOLD, answer_to, children, decided, is_unknown, noted

__all__ = [
    "adult_involved",
    "must_ring_first",
    "parents_held",
    "police_left_out",
    "to_sign",
]

ADULT: dict[tuple[str, str], frozenset[str]] = {
    ("points", "adult"): frozenset({"yes", "online_unknown"}),
    ("risk", "adults"): frozenset({"yes"}),
    ("risk", "who_shared"): frozenset({"adult"}),
    ("interview", "others"): frozenset({"adult"}),
    ("class", "class"): frozenset({"adult"}),
    ("class", "class_grave"): frozenset({"adult"}),
    ("class", "content"): frozenset({"adult_to_child", "text_adult_child"}),
}
"""The answers of a sheet that say that an adult is part of it (S1 point 1)."""

TOLD_AN_ADULT = frozenset({"staff", "head", "chair", "other_adult", "online_unknown"})


def must_ring_first(case: Case) -> bool:
    """Return whether "not refer" has to wait for a call: R-IMM is up and nobody was rung.

    Where R-IMM is only recommended, a DSL may pass it before any referral is logged (`rulings` 3).
    """
    social = (noted(case, "social", "rung", child) for child in children(case))
    rung = noted(case, "police", "route") in TOLD or "rung" in social
    return decided(case) == "not_refer" and bool(case.held & REFER_AT_ONCE) and not rung


def police_left_out(case: Case) -> bool:
    """Return whether it goes to social care alone, though an adult is part of it."""
    return decided(case) == "refer_social" and adult_involved(case)


def adult_involved(case: Case) -> bool:
    """Return whether anybody of 18 or over is part of it, by the account or by any sheet.

    What the team answered to the point itself counts above what the reporter said before it.
    """
    for (sheet, key), values in ADULT.items():
        for child in (0, *children(case)):
            said = noted(case, sheet, key, child)
            if values & set(said if isinstance(said, tuple) else (said,)):
                return True
    values_told = case.account.values()
    settled = answer_to(case, "points", "adult")
    known = settled is not None and not is_unknown(settled.value)
    told = case.account.answers.get("adult")
    if told and told.value in TOLD_AN_ADULT and not (known and settled and settled.at >= told.at):
        return True
    parts = (adult_took_part(f"child.{n}.part", values_told) for n in children(case))
    return any(Flag.R_IMM in flags for flags in parts)


def to_sign(case: Case) -> bool:
    """Return whether a second name is needed under the decision (S1; any flag SO; conflict 3)."""
    return decided(case) == "not_refer" or Flag.SO in case.live or police_left_out(case)


def parents_held(case: Case, child: int) -> bool:
    """Return whether parents are not to be told yet: risk, or an agency's request.

    Not known, or R-IMM by itself, holds nothing; an agency's leave ends it (`rulings` 5).
    """
    advised = noted(case, "parents", "advised", child)
    risk = "yes" in {noted(case, "parents", "risk", child), noted(case, "points", "tonight")}
    waits = noted(case, "police", "who_may_speak") == "hold_off"
    return advised == "wait" or (advised != "may_tell" and (risk or waits))
