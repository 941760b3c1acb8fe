"""The words of a hand-over: for whoever is asked, for whoever has it, and the hand-back."""

# Rule: reference, level, the next thing that is due. What was done is in the open case alone, as
#       acts with their times: no answer is repeated.

from datetime import datetime
from operator import itemgetter

from bot.dialogs.card import Button, Card, Field, Tone
from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN
from bot.dialogs.words import button, card, words
from bot.fsm.alert.duty import next_turn
from bot.fsm.alert.ladder import on_duty
from bot.fsm.alert.raising import AGAIN
from bot.fsm.case import Case, CaseStage
from bot.fsm.clocks.table import clock_of, next_due, running
from bot.fsm.deeds import open_button
from bot.fsm.events import Event
from bot.fsm.hours import clock_time
from bot.fsm.known.filling import title_of
from bot.fsm.known.noting import answer_to
from bot.fsm.offers import Offer, OfferDeclined, Offered
from bot.fsm.school import Person, School

__all__ = [
    "answer_to_offer",
    "choose_card",
    "done_rows",
    "hand_button",
    "kept_card",
    "must_card",
    "must_noted",
    "offer_card",
    "offered_card",
    "taken_card",
]


def offer_card(school: School, case: Case, made: Offer, now: datetime) -> Card:
    """Return what somebody is asked: their duty, the case, what is next (HO-01, 02, 04)."""
    lead, until = f"deed.{case.ref}", next_turn(school, now)
    on = made.to in {one.id for one in on_duty(school, now)}
    say = words().phrases
    must = say["must_noted"] if must_noted(case) else ""
    turn = say["duty_until"].format(time=clock_time(until, now)) if on and until else ""
    take = button("take", f"{lead}.take", Tone.MAIN)
    return card(
        "hand_back" if made.to == case.had_by else "hand_over",
        who=school.name_of(case.owner),
        case=case.ref,
        level=words().levels[case.level.name],
        next="".join(f" {each}" for each in (_next(school, case, now), must, turn) if each),
        buttons=(
            take.model_copy(update={"label": take.label.format(ref=case.ref)}),
            open_button(case.ref),
            button("decline_chosen" if made.by else "decline", f"{lead}.decline"),
            button("not_me", f"{lead}.not_me", Tone.QUIET),
        ),
    ).model_copy(update={"level": case.level.name})


def must_noted(case: Case) -> bool:
    """Return whether the owner has noted, since they have it, something that must not wait."""
    kept = answer_to(case, "handing", "must")
    if kept is None or kept.value in {"none", NOT_KNOWN} or kept.by != case.owner:
        return False
    return case.owned_at is None or kept.at >= case.owned_at


def must_card(school: School, case: Case) -> Card:
    """Return what tells whoever was asked that something must not wait. What, is in the case."""
    opens = (open_button(case.ref),)
    return card("hand_must", who=school.name_of(case.owner), case=case.ref, buttons=opens)


def _next(school: School, case: Case, now: datetime) -> str:
    """Return what is due next and when: the act alone."""
    say = words().phrases
    found = [
        (due.by or due.at, say[f"due_{clock_of(name)[0].name}"])
        for name in running(case)
        if clock_of(name)[0].listed and (due := next_due(school, case, name)) is not None
    ]
    found += [(case.wakes[AGAIN], say["due_note"])] if AGAIN in case.wakes else []
    if not found:
        return ""
    at, what = min(found)
    return say["due_next"].format(what=what, time=clock_time(at, now))


def offered_card(school: School, case: Case, made: Offer, now: datetime) -> Card:
    """Return what tells the owner who was asked, and asks what must not wait (HO-03)."""
    until = next_turn(school, now)
    say = words().phrases
    before = say["must_before"].format(time=clock_time(until, now)) if until else say["must_soon"]
    return _for_owner(case, "offered", school.name_of(made.to), before=before)


def kept_card(school: School, case: Case, who: str) -> Card:
    """Return what tells the owner that `who`, or where that is '' nobody, has taken the case."""
    return _for_owner(case, "offer_kept" if who else "offer_nobody", school.name_of(who))


def taken_card(school: School, case: Case, now: datetime) -> Card:
    """Return what tells whoever had a case that somebody has taken it over."""
    who, time = school.name_of(case.owner), clock_time(now, now)
    return card("offer_taken", who=who, case=case.ref, time=time)


def _for_owner(case: Case, name: str, who: str, **fields: str) -> Card:
    lead = f"deed.{case.ref}"
    buttons = (button("must", f"{lead}.sheet.handing.0"), open_button(case.ref))
    return card(name, who=who, case=case.ref, buttons=buttons, **fields)


def hand_button(case: Case) -> tuple[Button, ...]:
    """Return the button that hands a case over now, where somebody has it."""
    if case.stage is not CaseStage.OWNED:
        return ()
    return (button("hand", f"deed.{case.ref}.hand"),)


def choose_card(school: School, case: Case, people: tuple[Person, ...], now: datetime) -> Card:
    """Return the card on which somebody picks who is asked to take a case over. Private."""
    lead, on = f"deed.{case.ref}.hand", {one.id for one in on_duty(school, now)}
    say = words().phrases["on_duty_now"]
    picks = (
        Button(
            label=say.format(who=each.name) if each.id in on else each.name,
            value=f"{lead}.{each.id}",
        )
        for each in people
    )
    back = open_button(case.ref, Tone.QUIET)
    name = "hand_to" if people else "hand_to_nobody"
    return card(name, case=case.ref, who=school.name_of(case.owner), buttons=(*picks, back))


def answer_to_offer(school: School, case: Case, event: Event) -> Card | None:
    """Return what somebody reads who has asked a person to take a case, or who cannot take it."""
    if isinstance(event, Offered):
        return card("asked", who=school.name_of(event.to), ref=case.ref)
    if isinstance(event, OfferDeclined):
        return card("declined", who=school.name_of(case.owner), ref=case.ref)
    return None


def done_rows(school: School, case: Case, now: datetime) -> tuple[Field, ...]:
    """Return what was done on the duty that is being handed over, or was last (HO-06). Private."""
    who, since = (case.owner, case.owned_at) if case.offer else (case.had_by, case.had_since)
    if not who or since is None:
        return ()
    say = words().phrases
    acts = [(since, say["act_taken"])]
    for where, kept in case.sheets.items():
        sheet, _, child = where.partition(".")
        times = [each.at for each in kept.values() if each.by == who and each.at >= since]
        acts += [(max(times), title_of(case, sheets()[sheet], int(child)))] if times else []
    acts.sort(key=itemgetter(0))
    text = "; ".join(f"{clock_time(at, now)} {what}" for at, what in acts)
    return (Field(label=say["label_done_by"].format(who=school.name_of(who)), text=text),)
