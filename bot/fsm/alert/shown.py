"""Which alerts of a case stand open in whose chat, and what an older one says in the end."""

# Rule 1: each alert has a place of its own, by its number, until its last words are said.
# Rule 2: of each kind a reader has one open, and no more is kept. Once a newer one has come the
#         older is one line without buttons: it says that there is a newer one, and never that
#         anything is settled.
# Rule 3: once somebody takes a case, or hands it on, or it is closed or taken up again, all that is
#         open says so. What was on its way just then says so as soon as it has come.
# Rule 4: whoever is off a case by then reads on what there was (`access/off.py`).

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime

from bot.dialogs.card import Card
from bot.dialogs.words import card
from bot.fsm.access.readers import may_take, takers
from bot.fsm.alert.cards import news_card, owned_card, page_card
from bot.fsm.case import Case, CaseStage
from bot.fsm.effects import Amend, Effect, Say, Stepped
from bot.fsm.events import AlertDelivered
from bot.fsm.hours import clock_time
from bot.fsm.school import School

__all__ = ["amended", "asked_no_more", "kind_of", "landed", "page_slot", "stepped_aside"]

ALERT = "alert"
ALERTS = frozenset({"page", "page_around", "page_owned"})
"""The alert itself, as it stands."""

OFFERS = frozenset({"hand_over", "hand_back"})
NEWS = {
    "page_media": "page_media_then",
    "page_call": "page_call",
    "page_unfinished": "page_unfinished",
    "page_999": "page_999",
    "page_added": "page_added",
    "page_correction": "page_correction",
    "page_broken": "page_broken",
}
"""The news of a case, and with which words each stands on: they say who has the case beside."""


def page_slot(ref: str, person: str, count: int = 0) -> str:
    """Return the place of an alert to a person about a case, by its number.

    Without one it is the only place that there was for a person before alerts were told apart.
    """
    return f"{ref}:page:{person}:{count}" if count else f"{ref}:page:{person}"


def kind_of(name: str) -> str:
    """Return the kind of an alert, by its card: a newer one of a kind stands for the older."""
    return ALERT if name in ALERTS else name


def landed(school: School, case: Case, event: AlertDelivered, now: datetime) -> Stepped:
    """Keep that an alert stands in somebody's chat, and shut the older one of its kind."""
    if not event.count:
        return case, []  # written down before alerts were told apart
    to, kind = event.to, kind_of(event.name)
    known = _open(school, case)
    mine = known.get(to, {})
    had = mine.get(kind, event.count)
    last = max(had, event.count)
    case = case.model_copy(update={"shown": {**known, to: {**mine, kind: last}}})
    older, stale = sorted({had, event.count} - {last}), last == event.count <= case.stood
    if not (older or stale) or not may_take(school, case, to):
        return case, []  # as nearly always: nothing more is worked out
    newer = card("newer_below", case=case.ref, time=clock_time(now, now))
    effects: list[Effect] = [
        Amend(to=to, card=newer, slot=page_slot(case.ref, to, each), last=True, later=True)
        for each in older
    ]
    if stale:
        effects.append(_as_it_stands(school, case, to, (kind, last), now, later=True))
    return case, effects


def amended(school: School, before: Case, case: Case, now: datetime) -> Stepped:
    """Have all open alerts say who has a case, where that has changed, or that it is closed.

    While an alert is in flight again for an owner who has not answered, it is theirs as before.
    """
    same = before.owner == case.owner
    fired = case.stage is CaseStage.ALERTED and before.stage is not CaseStage.CLOSED
    if same and (fired or before.stage is case.stage):
        return case, []
    lost = case.alert.lost if case.alert else ()
    effects: list[Effect] = [
        _as_it_stands(school, case, person, each, now)
        for person, each in _each_open(school, case)
        if person not in lost and may_take(school, case, person)
    ]
    return case.model_copy(update={"stood": before.pages}), effects


def asked_no_more(school: School, case: Case, asked: Collection[str], now: datetime) -> Stepped:
    """Have the offers of a case say who has it: nobody is asked any more."""
    effects: list[Effect] = [
        _as_it_stands(school, case, person, each, now)
        for person, each in _each_open(school, case)
        if person in asked and may_take(school, case, person) and (each[0] in OFFERS or not each[1])
    ]
    return case.model_copy(update={"stood": case.pages}), effects


def stepped_aside(school: School, case: Case, by: str) -> Stepped:
    """Tell somebody that they are off a case, in all that is open to them, or in a new message.

    That of which it is not known whether it has come is none: they are told.
    """
    noted = card("recused", ref=case.ref)
    known = _open(school, case)
    reached = case.alert is not None and by in case.alert.reached
    mine = sorted(count for count in known.get(by, {}).values() if count or reached)
    if not mine:
        return case, [Say(to=by, card=noted)]
    *older, newest = mine
    effects: list[Effect] = [
        Say(to=by, card=noted, slot=page_slot(case.ref, by, newest), edit=True),
        *(
            Amend(to=by, card=noted, slot=page_slot(case.ref, by, each), last=True)
            for each in older
        ),
    ]
    left = {person: kinds for person, kinds in known.items() if person != by}
    return case.model_copy(update={"shown": left}), effects


def _open(school: School, case: Case) -> Mapping[str, Mapping[str, int]]:
    """Return the open alerts of each reader: the number of the last that came, by its kind."""
    if case.shown is not None:
        return case.shown
    return {each.id: {ALERT: 0} for each in takers(school, case)} if case.pages else {}


def _each_open(school: School, case: Case) -> Iterator[tuple[str, tuple[str, int]]]:
    for person, kinds in _open(school, case).items():
        for each in kinds.items():
            yield person, each


def _as_it_stands(
    school: School,
    case: Case,
    person: str,
    which: tuple[str, int],
    now: datetime,
    *,
    later: bool = False,
) -> Amend:
    """Return what has an open alert say how the case stands now."""
    kind, count = which
    slot = page_slot(case.ref, person, count)
    return Amend(to=person, card=_card(school, case, person, kind, now), slot=slot, later=later)


def _card(school: School, case: Case, person: str, kind: str, now: datetime) -> Card:
    if kind in NEWS and case.stage is not CaseStage.CLOSED:
        alone = NEWS.keys() >= _open(school, case).get(person, {}).keys()
        return news_card(school, case, person, now, name=NEWS[kind], alone=alone)
    if case.owner:
        return owned_card(school, case, person, now)
    return page_card(school, case, person, now)
