"""Taking a case, stepping aside from it, and firing again when nothing has been done."""

from datetime import datetime, timedelta

from bot.dialogs.words import card, words
from bot.fsm.access.around import goes_outside
from bot.fsm.access.off import LEFT, is_off_channel, off
from bot.fsm.access.readers import may_take
from bot.fsm.alert.cards import owned_card, relay_card
from bot.fsm.alert.ladder import again_at, rung_groups
from bot.fsm.alert.raising import (
    AGAIN,
    LADDER,
    PHONE,
    UNREACHED,
    climb,
    page_people,
    raise_alert,
    refresh_post,
)
from bot.fsm.alert.shown import stepped_aside
from bot.fsm.alert.telling import HANDED_ON
from bot.fsm.case import Alert, Case
from bot.fsm.deeds import open_button
from bot.fsm.effects import Cancel, Effect, Page, Post, Say, Stepped, Wake
from bot.fsm.known.facts import is_in_hand
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.school import School

__all__ = ["EXTRA", "acknowledge", "fire_again", "note_rise", "recuse"]

EXTRA: dict[str, timedelta] = {"on_phone": timedelta(minutes=20)}
"""Deeds that put off the next firing by a time of their own (`rulings` 1.7)."""


def acknowledge(school: School, case: Case, by: str, deed: str, now: datetime) -> Stepped:
    """Make `by` the owner and tell the reporter in their words, with name and time.

    The ladder and the telling to phone stop; the case fires again until it is in hand. What
    others have been sent of it says so too (`shown.py`).
    """
    before = case
    case = case.model_copy(
        update={
            "stage": CASE_LIFE.after(case.stage, "acknowledge"),
            "owner": by,
            "owned_at": case.owned_at if case.owner == by else now,
            "deed": deed,
        }
    )
    until = now + EXTRA[deed] if deed in EXTRA else again_at(school, case.level, now)
    effects: list[Effect] = [
        Cancel(name=LADDER),
        Cancel(name=PHONE),
        Cancel(name=UNREACHED),
        Cancel(name=AGAIN) if is_in_hand(school, case) else Wake(name=AGAIN, at=until),
    ]
    if by != case.account.reporter:
        relay = relay_card(school, case, by, deed, now)
        effects.insert(0, Say(to=case.account.reporter, card=relay))
    case, told = _replace_on_the_way(school, before, case, now)
    case, posted = refresh_post(school, case, now)
    return case, [*effects, *told, *posted]


def note_rise(school: School, case: Case, now: datetime) -> Stepped:
    """Start an alert that the owner's own note raises: it stays theirs, and the others hear.

    Nobody is asked to take what they have just seen; it fires again unless they act (ours).
    """
    changes = {
        "alert": Alert(level=case.level, raised_at=now),
        "stage": CASE_LIFE.after(case.stage, "acknowledge"),
    }
    case = case.model_copy(update=changes)
    gone = {*off(school, case), case.owner}
    groups = rung_groups(
        school, case.level, 0, at=now, around=case.around, head_named=case.head_named
    )
    heard = (tuple(one for one in group if one.id not in gone) for group in groups)
    case, paged = page_people(school, case, next((each for each in heard if each), ()), now)
    said = card("risen_own", case=case.ref, level=words().levels[case.level.name])
    case, posted = refresh_post(school, case, now)
    return case, [
        *(Cancel(name=name) for name in (LADDER, PHONE, UNREACHED)),
        *paged,
        *posted,
        Say(to=case.owner, card=said),
        Wake(name=AGAIN, at=again_at(school, case.level, now)),
    ]


def _replace_on_the_way(school: School, before: Case, case: Case, now: datetime) -> Stepped:
    """Replace the alerts that are still on their way, lest they call in vain.

    Where the case was its owner's before, whoever is asked to take it is still asked.
    """
    alert = case.alert
    if alert is None:
        return case, []
    asked = case.offer.to if case.offer and before.owner == case.owner else ""
    left = {*alert.reached, *alert.lost, case.owner, asked}
    effects: list[Effect] = []
    for person in alert.paged:
        if person not in left and may_take(school, case, person):
            case = case.model_copy(update={"pages": case.pages + 1})
            told = owned_card(school, case, person, now)
            effects.append(Page(to=person, card=told, case=case.ref, count=case.pages))
    return case, effects


def recuse(school: School, case: Case, by: str, now: datetime) -> Stepped:
    """Take somebody who is connected to the case off it.

    Where nobody who was paged is left, the ladder climbs at once; where nobody here is left at all,
    whoever told it hears so.
    """
    if by in case.recused:
        return case, []
    hidden = is_off_channel(school, case)
    case, effects = stepped_aside(school, case, by)
    case = case.model_copy(update={"recused": (*case.recused, by)})
    if case.posted and not hidden and is_off_channel(school, case):
        last = card(LEFT, case=case.ref, buttons=(open_button(case.ref),))
        effects.append(Post(card=last, case=case.ref, edit=True))
    had = case.owner == by
    if had:
        case = case.model_copy(update={"owner": "", "owned_at": None})
    if had or (case.alert is not None and goes_outside(school, case)):
        case, raised = raise_alert(school, case, now, told=HANDED_ON)
        return case, [*effects, *raised]
    alert = case.alert
    left = set(alert.paged) - {*off(school, case), *alert.lost} if alert else set()
    if alert and by in alert.paged and not case.owner and not left:
        case, climbed = climb(school, case, now, at_once=True)
        effects += climbed
    return case, effects


def fire_again(school: School, case: Case, now: datetime) -> Stepped:
    """Start the ladder from its top: the case is owned, and nothing has been done since.

    The owner stays named until somebody else takes it, and is paged with the rest.
    """
    if case.alert is None:
        return raise_alert(school, case, now)
    changes = {
        "stage": CASE_LIFE.after(case.stage, "fire_again"),
        "alert": case.alert.model_copy(update={"raised_at": now, "step": 0, "fired_again": True}),
    }
    case, effects = climb(school, case.model_copy(update=changes), now)
    effects.insert(0, Cancel(name=AGAIN))
    owner = school.person(case.owner)
    if owner is None or any(isinstance(each, Page) and each.to == owner.id for each in effects):
        return case, effects
    case, paged = page_people(school, case, (owner,), now)
    return case, [*paged, *effects]
