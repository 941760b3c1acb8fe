"""Taking a case, stepping aside from it, and firing again when nothing has been done."""

from datetime import datetime, timedelta

from bot.dialogs.words import card, words
from bot.fsm.access.around import goes_outside
from bot.fsm.access.off import LEFT, is_off_channel, off
from bot.fsm.access.readers import may_take, takers
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
from bot.fsm.alert.telling import HANDED_ON
from bot.fsm.case import Alert, Case
from bot.fsm.deeds import open_button
from bot.fsm.effects import Cancel, Effect, Page, Post, Say, Stepped, Wake
from bot.fsm.known.facts import is_in_hand
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.school import School

__all__ = ["EXTRA", "acknowledge", "fire_again", "note_rise", "page_slot", "recuse"]

EXTRA: dict[str, timedelta] = {"on_phone": timedelta(minutes=20)}
"""Deeds that put off the next firing by a time of their own (`rulings` 1.7)."""


def page_slot(ref: str, person: str) -> str:
    """Return where the last alert to a person about a case is kept, so that it can be edited."""
    return f"{ref}:page:{person}"


def acknowledge(school: School, case: Case, by: str, deed: str, now: datetime) -> Stepped:
    """Make `by` the owner and tell the reporter in their words, with name and time.

    The ladder and the telling to phone stop; the case fires again until it is in hand. Others
    who were paged see that it has an owner, and whoever has an older message of it who that is now.
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
    case, told = _tell_the_others(school, case, by, now, moved=before.owner != by)
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


def _tell_the_others(school: School, case: Case, by: str, now: datetime, *, moved: bool) -> Stepped:
    """Edit the alerts that arrived; replace those still on their way, lest they call in vain.

    Where the case has `moved` to `by`, everybody who may take it reads so in the last message that
    they had of it, be it an offer or an alert of an earlier round; an edit of none shows nothing.
    Where it has not, whoever is asked to take it is still asked.
    """
    alert = case.alert
    paged, reached, lost = (alert.paged, alert.reached, alert.lost) if alert else ((), (), ())
    others = [one.id for one in takers(school, case)] if moved else []
    asked = case.offer.to if case.offer and not moved else ""
    effects: list[Effect] = []
    for person in dict.fromkeys((*paged, *others)):
        if person in {*lost, asked} or not may_take(school, case, person):
            continue
        told = owned_card(school, case, person, now)
        if person == by or person in reached or person not in paged:
            slot = page_slot(case.ref, person)
            effects.append(Say(to=person, card=told, slot=slot, edit=True))
        else:
            case = case.model_copy(update={"pages": case.pages + 1})
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
    case = case.model_copy(update={"recused": (*case.recused, by)})
    noted = card("recused", ref=case.ref)
    was_paged = case.alert is not None and by in case.alert.reached  # else there is none to edit
    effects: list[Effect] = [Say(to=by, card=noted, slot=page_slot(case.ref, by), edit=was_paged)]
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
