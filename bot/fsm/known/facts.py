"""What is known of a case beyond one answer: the facts that sheets and gates ask by."""

from datetime import datetime

from bot.dialogs.bands import AgeBand, band
from bot.dialogs.flags import RED_FLAGS, REFER, REFER_AT_ONCE, Flag
from bot.dialogs.load import sheets
from bot.dialogs.pack import ContactRole
from bot.dialogs.script import NOT_KNOWN, Value
from bot.fsm.case import Case
from bot.fsm.known.grounds import adult_involved, must_ring_first, police_left_out, to_sign
from bot.fsm.known.noting import (
    TOLD,
    answer_to,
    children,
    decided,
    is_unknown,
    noted,
    place,
)
from bot.fsm.linked import Link
from bot.fsm.school import School

__all__ = [
    "decision_stands",
    "facts",
    "goes_to_both",
    "hold_is_on",
    "is_acted_on",
    "is_in_hand",
    "live_links",
    "open_points",
    "own_hold",
    "referral_made",
    "referred",
    "returned",
    "told_since",
    "unknown_points",
]

AGENCIES = frozenset(
    {
        ContactRole.FRONT_DOOR,
        ContactRole.EMERGENCY_DUTY,
        ContactRole.POLICE,
        ContactRole.EMERGENCY,
    }
)
REFERRED = frozenset({"refer_both", "refer_police", "refer_social"})

POINTS, ACCEPTED = "points", "unknowns"


def referred(case: Case) -> bool:
    """Return whether a referral to police or social care was decided."""
    return decided(case) in REFERRED


def goes_to_both(school: School, case: Case) -> bool:
    """Return whether this council wants both police and social care told (S2 five points)."""
    return school.pack.refer_to_both and bool(case.held & REFER_AT_ONCE)


def referral_made(school: School, case: Case) -> bool:
    """Return whether everybody to whom it was decided to refer has been told.

    Where a point is up and the pack refers to both, that is both, whichever was picked.
    """
    where = "refer_both" if goes_to_both(school, case) else decided(case)
    rung = [noted(case, "social", "rung", child) for child in children(case)]
    social = set(rung) <= {"rung", "not_needed"} and "rung" in rung
    police = noted(case, "police", "route") in TOLD
    return (police or where == "refer_social") and (social or where == "refer_police")


def decision_stands(case: Case) -> bool:
    """Return whether a decision has its reason, and a second one where a point is up (R-11).

    So has one to leave out the police though an adult is part of it (conflict 3).
    """
    if decided(case) in {"", "need_facts"} or noted(case, "decision", "reason") is None:
        return False
    if police_left_out(case):
        return noted(case, "decision", "no_police") is not None
    over = noted(case, "decision", "override") is not None
    return referred(case) or over or not case.held & RED_FLAGS


def is_acted_on(school: School, case: Case) -> bool:
    """Return whether it was decided, and whoever is to hear of it was told: the clocks go on."""
    made = referral_made(school, case) if referred(case) else not must_ring_first(case)
    return decision_stands(case) and made


def is_in_hand(school: School, case: Case) -> bool:
    """Return whether the clocks take over from the alert, which then wakes nobody again.

    Police or social care were told since it was raised, or it was decided without them.
    """
    told = case.alert is not None and told_since(case, case.alert.raised_at)
    return told or is_acted_on(school, case)


def told_since(case: Case, since: datetime) -> bool:
    """Return whether police or social care were told, as noted at `since` (UTC) or later."""
    said = [answer_to(case, "police", "route")]
    said += [answer_to(case, "social", "rung", child) for child in children(case)]
    times = [each.at for each in said if each is not None and each.value in TOLD]
    times += [call.at for call in case.calls if call.answered and call.role in AGENCIES]
    return any(at >= since for at in times)


def returned(case: Case) -> bool:
    """Return whether the sign-off came back with a question."""
    return noted(case, "signoff", "verdict") == "return"


def _asked_back(case: Case) -> bool:
    """Return whether it came back with a question; also once that was answered, for who signs."""
    said = case.sheets.get(place("decision"), {}).get("answer")
    return returned(case) or (said is not None and not said.void)


def live_links(case: Case) -> dict[str, Link]:
    """Return the links of a case that were not undone, by the other's reference."""
    return {ref: link for ref, link in case.links.items() if not link.undone}


def hold_is_on(case: Case) -> bool:
    """Return whether nothing may be deleted yet, here or in a linked case (`rulings` 5)."""
    return own_hold(case) or any(link.mirror.hold for link in live_links(case).values())


def own_hold(case: Case) -> bool:
    """Return whether nothing may be deleted yet by this case alone (conflict 1; `rulings` 5).

    It is on from the first answer until it was decided not to refer and that was signed, and
    where a referral point is up until police have said that it may be lifted. "No advice" lifts
    it only with a named person's reason and a second person's signature. What was decided or
    lifted before a new alarm stands no longer (`renewing.py`), so that the hold is on again. One
    that a link kept up outlives the link, and ends on the word of the police or by two people.
    """
    police = noted(case, "police", "advice")
    if police == "may_go_ahead" or (police == "no_advice" and _signed_by_two(case)):
        return False
    if police in {"keep", "hand_over"} or case.held & REFER or referred(case):
        return True
    if any(link.holds for link in case.links.values()):
        return True
    return not (decided(case) == "not_refer" and noted(case, "signoff", "verdict") == "sign")


def unknown_points(case: Case) -> tuple[str, ...]:
    """Return the referral points whose answer stands as "not known", in their order."""
    kept = case.sheets.get(place(POINTS), {})
    return tuple(
        question.id
        for question in sheets()[POINTS].questions
        if (said := kept.get(question.id)) and not said.off and is_unknown(said.value)
    )


def open_points(case: Case) -> tuple[str, ...]:
    """Return the referral points that are not known, and that nobody accepted as such.

    They keep the case from closing (1.16 O-01): a named person finds each out, or accepts it with
    a reason. A "not known" is never a "no", and time alone never settles it.
    """
    return tuple(key for key in unknown_points(case) if noted(case, ACCEPTED, key) is None)


def _signed_by_two(case: Case) -> bool:
    reason, second = answer_to(case, "hold", "reason"), answer_to(case, "hold", "second")
    if reason is None or second is None:
        return False
    return second.value == "sign" and reason.by != second.by


def facts(school: School, case: Case) -> dict[str, Value]:
    """Return the facts of `bot/dialogs/sheet.py` as they stand."""
    values = case.account.values()
    ages = [band(values.get(f"child.{number}.age")) for number in children(case)]
    young = "yes" if AgeBand.UNDER_13 in ages else "no"
    if young == "no" and {AgeBand.MAY_BE_UNDER_13, AgeBand.UNKNOWN, None} & set(ages):
        young = NOT_KNOWN
    return {
        "fact.red": _yes(bool(case.held & RED_FLAGS)),
        "fact.decided": "refer" if referred(case) else decided(case) or "no",
        "fact.hold": _yes(hold_is_on(case)),
        "fact.returned": _yes(_asked_back(case)),
        "fact.known_unknowns": _yes(NOT_KNOWN in values.values()),
        "fact.under_13": young,
        "fact.unknown_points": unknown_points(case) or ("none",),
        "fact.open_points": _yes(bool(open_points(case))),
        "fact.call_101_first": _yes(school.pack.call_101_first),
        "fact.immediate": _yes(bool(case.held & REFER_AT_ONCE)),
        "fact.adult": _yes(adult_involved(case)),
        "fact.advice": _yes(Flag.ADV in case.held),
        "fact.no_advice": _yes(noted(case, "police", "advice") == "no_advice"),
        "fact.to_sign": _yes(to_sign(case)),
    }


def _yes(true: bool) -> str:
    return "yes" if true else "no"
