"""Raising an alert, climbing the ladder, and what the reporter is told while nobody has it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.dialogs.card import Card
from bot.dialogs.flags import RED_FLAGS, Level
from bot.dialogs.words import card
from bot.fsm.access.around import goes_outside
from bot.fsm.access.off import is_off_channel, off
from bot.fsm.access.readers import may_take
from bot.fsm.access.rights import all_are_off
from bot.fsm.alert.cards import newer_post, page_card
from bot.fsm.alert.ladder import LADDERS, again_at
from bot.fsm.alert.rungs import alerted_first, arrived, due_of, left, next_look, standing
from bot.fsm.alert.telling import phone_card, somebody_knows, told_card, unreached_card
from bot.fsm.case import Alert, Case
from bot.fsm.effects import Cancel, Effect, Page, Post, Say, Stepped, Wake
from bot.fsm.hours import clock_time, is_school_time
from bot.fsm.lives.case import CASE_LIFE
from bot.fsm.school import Person, Role, School

__all__ = [
    "AGAIN",
    "LADDER",
    "PHONE",
    "UNREACHED",
    "UNREACHED_AFTER",
    "climb",
    "is_red",
    "page_all_readers",
    "page_people",
    "phone",
    "raise_alert",
    "refresh_post",
    "tell_of_media",
    "unreached",
]

LADDER, AGAIN, PHONE, UNREACHED = "ladder", "again", "phone", "unreached"
UNREACHED_AFTER = timedelta(seconds=12)
"""The reporter hears within 15 s that nobody was reached; three of them are for delivery."""


def is_red(case: Case) -> bool:
    """Return whether a case is red for rates, repeats and quiet hours (`rulings` 2)."""
    return bool(case.held & RED_FLAGS)


def raise_alert(school: School, case: Case, now: datetime, *, told: str = "") -> Stepped:
    """Put a new alert in flight at the case's level and start the ladder at its top.

    A rostered person who raises a case starts in their own case; others still hear red levels.
    The reporter is told so, in the message `told` or the usual one; where nobody here is left to
    take it they are told whom to ring outside, and nobody says later that we keep trying.
    """
    name = "told" if case.alert is None else "told_more"
    alert = Alert(level=case.level, raised_at=now)
    effects: list[Effect] = [Cancel(name=AGAIN)]
    if may_take(school, case, case.account.reporter) and case.owner in {
        "",
        case.account.reporter,
    }:
        return _raise_own(school, case, alert, now)
    case = case.model_copy(update={"alert": alert, "stage": CASE_LIFE.after(case.stage, "alert")})
    case, climbed = climb(school, case, now)
    effects += climbed
    if told or case.level > Level.RECORD:
        said = told_card(school, case, now, name=told or name)
        effects.append(Say(to=case.account.reporter, card=said))
    if case.level is Level.RECORD:
        return case, effects
    case, phoned = phone(school, case, now)
    if goes_outside(school, case):  # whom to ring has been said just now
        effects += [each for each in phoned if not isinstance(each, Say)]
        return _alert(case, told_unreached=True), [*effects, Cancel(name=UNREACHED)]
    effects += phoned
    effects.append(Wake(name=UNREACHED, at=now + UNREACHED_AFTER))
    return case, effects


def _raise_own(school: School, case: Case, alert: Alert, now: datetime) -> Stepped:
    reporter = case.account.reporter
    changes = {
        "alert": alert,
        "stage": CASE_LIFE.after(case.stage, "acknowledge"),
        "owner": reporter,
        "owned_at": case.owned_at or now,
    }
    case = case.model_copy(update=changes)
    effects: list[Effect] = [
        *(Cancel(name=name) for name in (LADDER, PHONE, UNREACHED)),
        Wake(name=AGAIN, at=again_at(school, case.level, now)),
    ]
    if is_red(case):
        case, paged = page_people(school, case, standing(school, case, 0, now), now)
        effects = [*paged, Say(to=reporter, card=card("told_own", ref=case.ref)), *effects]
    elif case.level > Level.RECORD:
        effects.insert(0, Say(to=reporter, card=card("told_own", ref=case.ref)))
    case, posted = _posted(school, case, now)
    return case, [*posted, *effects]


def climb(school: School, case: Case, now: datetime, *, at_once: bool = False) -> Stepped:
    """Page everybody on the rungs that are due, skip empty rungs, and set the next wake.

    Rungs missed in an outage are paged at once, each person once. `at_once` takes the next rung
    though it is not due, because the last one is out of reach. Where nobody can be reached on any
    rung, those of the rungs that are due are tried again each round: a way that was closed may
    have opened, and an alert is never given up. The reporter has the numbers. Whoever has come on
    duty since the first rung is paged too, at the change of duty: no rung changes unseen.
    """
    if case.alert is None:
        return case, []
    first, people = case.alert.step, tuple[Person, ...]()
    step = first
    while due_of(school, case, step) <= now:
        people += standing(school, case, step, now, also=people)
        step += 1
    due = range(first, step)
    if not people and (due or at_once):
        ahead = ((standing(school, case, each, now), each) for each in range(step, step + _RUNGS))
        people, last = next((found for found in ahead if found[0]), ((), step - 1))
        step = last + 1
    if not people and (case.alert.lost or ((due or at_once) and all_are_off(school, case))):
        people = left(school, case, now) or tuple(
            one for each in due for one in standing(school, case, each, now, lost=True)
        )
    people += arrived(school, case, now) if first else ()
    case = _alert(case, step=step)
    wake = Wake(name=LADDER, at=next_look(school, case, step, now))
    if not people and case.level is Level.RECORD:
        return case, [wake]
    once = {person.id: person for person in people}
    case, paged = page_people(school, case, tuple(once.values()), now)
    case, posted = _posted(school, case, now)
    return case, [*paged, *posted, wake]


_RUNGS = 6
"""More than any ladder's rungs: where the search for somebody stops for this round."""


def page_people(school: School, case: Case, people: tuple[Person, ...], now: datetime) -> Stepped:
    """Page these people with the alert, and keep that they were."""
    paged = case.alert.paged if case.alert else ()
    case, effects = _page(school, case, people, now, again=paged)
    ids = tuple(dict.fromkeys((*paged, *(person.id for person in people))))
    return _alert(case, paged=ids), effects


def page_all_readers(school: School, case: Case, name: str, now: datetime) -> Stepped:
    """Page the owner with a message, or who was alerted, or the first rung with anybody on it."""
    lost = case.alert.lost if case.alert else ()
    owner = school.person(case.owner) if case.owner not in lost else None
    rungs = (standing(school, case, step, now) for step in range(_RUNGS))
    people = (owner,) if owner else alerted_first(school, case, now)
    people = people or next((rung for rung in rungs if rung), ())
    return _page(school, case, people, now, name=name)


def _page(
    school: School,
    case: Case,
    people: tuple[Person, ...],
    now: datetime,
    *,
    again: Collection[str] = (),
    name: str = "",
) -> Stepped:
    """Send people a page each. Who is to read the same gets the same card, made once."""
    made: dict[tuple[bool, bool], Card] = {}
    effects: list[Effect] = []
    for count, person in enumerate(people, start=case.pages + 1):
        reads = (person.id == case.owner, person.id in again)
        if reads not in made:
            made[reads] = page_card(school, case, person.id, now, again=reads[1], name=name)
        effects.append(Page(to=person.id, card=made[reads], case=case.ref, count=count))
    return case.model_copy(update={"pages": case.pages + len(people)}), effects


def phone(school: School, case: Case, now: datetime) -> Stepped:
    """Tell the reporter to phone, if that is due now, and set the wake for the next time."""
    alert = case.alert
    if alert is None:
        return case, []
    shut = not is_school_time(school, alert.raised_at)
    ladder = LADDERS[alert.level]
    at_once = shut and (is_red(case) or not ladder.phone_shut_only_red)
    due = [alert.raised_at + after for after in (ladder.phone_shut if at_once else ladder.phone)]
    told = sum(at <= now for at in due)
    effects: list[Effect] = []
    if told > alert.phoned:
        card = phone_card(school, case, now, again=now > alert.raised_at)
        effects.append(Say(to=case.account.reporter, card=card))
    if told < len(due):
        effects.append(Wake(name=PHONE, at=due[told]))
    return _alert(case, phoned=told), effects


def unreached(school: School, case: Case, now: datetime) -> Stepped:
    """Tell the reporter, once for each alert, that nobody has been reached yet."""
    alert = case.alert
    if alert is None or alert.told_unreached or somebody_knows(case):
        return case, []
    say = Say(to=case.account.reporter, card=unreached_card(school, case, now))
    return _alert(case, told_unreached=True), [say, Cancel(name=UNREACHED)]


def tell_of_media(school: School, case: Case, now: datetime) -> Stepped:
    """Tell the DSL and IT that something was refused: that it came and when, nothing about it."""
    case = case.model_copy(update={"media": case.media + 1})
    case, effects = page_all_readers(school, case, "page_media", now)
    told = card("it_media", ref=case.ref, time=clock_time(now, now))
    gone = off(school, case)
    if not case.around:
        it = [one.id for one in school.of_role(Role.IT) if one.id not in gone]
        effects += [Say(to=one, card=told) for one in it]
    return case, effects


def refresh_post(school: School, case: Case, now: datetime) -> Stepped:
    """Edit the channel card, if there is one. A case that goes round the channel has none."""
    return _posted(school, case, now) if case.posted else (case, [])


def _posted(school: School, case: Case, now: datetime) -> Stepped:
    """Post the channel card, or edit it where its words are no longer those that stand there."""
    made = None if is_off_channel(school, case) else newer_post(school, case, now)
    if made is None:
        return case, []
    post = Post(card=made, case=case.ref, edit=bool(case.posted))
    return case.model_copy(update={"posted": made.text}), [post]


def _alert(case: Case, **changes: object) -> Case:
    if case.alert is None:
        return case
    return case.model_copy(update={"alert": case.alert.model_copy(update=changes)})
