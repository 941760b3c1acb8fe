"""Undoing a link: what had to be kept goes on being kept, and no level falls unseen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.dialogs.card import Card
from bot.fsm.case import Case
from bot.fsm.desk.linking import Linker
from bot.fsm.events import Began, Entry, Event, SheetAnswered
from bot.fsm.known.facts import hold_is_on, own_hold
from bot.fsm.linked import Link, LinkChanged, Linked, Unlinked
from bot.fsm.links.sharing import link_event, mirror_of, shown_level, with_link
from bot.fsm.said import Deed
from bot.record.compiling import chronology
from bot.record.wording import record_words
from tests.engine import FRIDAY_MORNING
from tests.fundamentals.test_linked_cases import SCHOOL, WHY, a_pair, linked, linked_back
from tests.fundamentals.test_renewing import NOT_REFERRED, a_case, note

LATER = FRIDAY_MORNING + timedelta(hours=2)
LIFTED = (("police", "route", "call_101", "dsl"), ("police", "advice", "may_go_ahead", "dsl"))
NO_ADVICE = (
    ("police", "route", "call_101", "dsl"),
    ("police", "advice", "no_advice", "dsl"),
    ("hold", "reason", "Between two children.", "dsl"),
)


def unlinked(case: Case, other: str) -> Case:
    event = Unlinked(other=other, by="dsl", at=LATER, reason=WHY)
    return with_link(SCHOOL, case, event)[0]


def asked(case: Case, other: str, by: str = "dsl") -> Card:
    """Return the card that asks somebody for the reason to undo a link."""
    turn = Linker(SCHOOL, case, (), by, LATER).link(Deed(case.ref, f"unlink.{other}"))
    (said,) = turn.effects
    assert said.type == "say"
    return said.card


@pytest.mark.parametrize("answers", [NOT_REFERRED, LIFTED])
def test_a_hold_that_only_the_link_kept_up_outlives_the_link(
    answers: tuple[tuple[str, str, str, str], ...],
) -> None:
    older, _ = a_pair()
    younger = linked(a_case(*answers), older)
    assert not own_hold(younger)

    assert hold_is_on(unlinked(younger, older.ref))


def test_so_it_does_in_the_other_case_that_hears_of_it_by_its_timer() -> None:
    older, younger = a_pair()
    older = unlinked(linked_back(older, younger), younger.ref)

    event = link_event(younger, older)
    assert isinstance(event, Unlinked)
    assert hold_is_on(with_link(SCHOOL, younger, event)[0])


def test_it_ends_on_the_word_of_the_police_said_after_the_link_was_undone() -> None:
    older, _ = a_pair()
    case = unlinked(linked(a_case(*LIFTED), older), older.ref)

    assert not hold_is_on(note(case, "police", "advice", "may_go_ahead"))


def test_or_with_a_reason_and_a_second_signature_given_after_it() -> None:
    older, _ = a_pair()
    signed = (*NO_ADVICE, ("hold", "second", "sign", "deputy1"))
    case = unlinked(linked(a_case(*signed), older), older.ref)

    for answer in NO_ADVICE:
        case = note(case, *answer)
    assert hold_is_on(case)
    assert not hold_is_on(note(case, "hold", "second", "sign", "deputy1"))


def test_linking_the_two_once_more_does_not_end_it() -> None:
    older, younger = a_pair()
    case = unlinked(younger, older.ref)
    freed = note(note(older, "police", "route", "call_101"), "police", "advice", "may_go_ahead")

    assert hold_is_on(linked(case, freed))


def test_nor_does_what_changes_in_the_other_afterwards() -> None:
    older, younger = a_pair()
    freed = note(note(older, "police", "route", "call_101"), "police", "advice", "may_go_ahead")
    changed = LinkChanged(other=older.ref, mirror=mirror_of(freed))

    assert hold_is_on(with_link(SCHOOL, unlinked(younger, older.ref), changed)[0])


def test_a_hold_that_ended_in_the_other_is_not_kept() -> None:
    older, younger = a_pair()
    freed = note(note(older, "police", "route", "call_101"), "police", "advice", "may_go_ahead")

    assert not hold_is_on(unlinked(linked(younger, freed), older.ref))


def test_a_case_with_a_hold_of_its_own_takes_none_over() -> None:
    older, _ = a_pair()
    case = unlinked(linked(a_case(), older), older.ref)
    assert hold_is_on(case)

    for answer in NOT_REFERRED:
        case = note(case, *answer)
    assert not hold_is_on(case)


def test_the_card_that_asks_says_that_keeping_goes_on_and_that_the_level_falls_back() -> None:
    older, younger = a_pair()

    assert asked(younger, older.ref).name == "unlink_why_hold_level"
    assert asked(linked_back(older, younger), younger.ref).name == "unlink_why_hold_level"
    assert asked(linked(a_case(), older), older.ref).name == "unlink_why_level"


def test_it_says_neither_where_neither_is_so() -> None:
    one, two = a_case(), a_case().model_copy(update={"ref": "YP-3M8T"})

    assert asked(linked(one, two), two.ref).name == "unlink_why"


@pytest.mark.parametrize("of_the_higher", [True, False])
def test_only_a_dsl_or_a_deputy_undoes_a_link_by_which_a_level_would_fall(
    of_the_higher: bool,
) -> None:
    older, younger = a_pair()
    case, other = (linked_back(older, younger), younger) if of_the_higher else (younger, older)
    form = Deed(case.ref, f"unlink.{other.ref}.form", WHY)

    assert asked(case, other.ref, "head").form is None
    assert Linker(SCHOOL, case, (), "head", LATER).link(form).events == ()
    assert asked(case, other.ref, "deputy1").form is not None
    after = Linker(SCHOOL, case, (), "deputy1", LATER).link(form).case
    assert after is not None
    assert shown_level(SCHOOL, after, "dsl") is case.level


def test_where_no_dsl_may_read_them_whoever_has_the_case_in_their_place_undoes_it() -> None:
    older, younger = a_pair()
    younger = linked(younger, older.model_copy(update={"around": True}))

    assert asked(younger, older.ref, "head").form is not None


def test_the_head_undoes_a_link_by_which_no_level_falls() -> None:
    one, two = a_case(), a_case().model_copy(update={"ref": "YP-3M8T"})

    assert asked(linked(one, two), two.ref, "head").form is not None


def test_a_link_kept_from_an_earlier_release_is_read() -> None:
    older, younger = a_pair()
    link = younger.links[older.ref]

    assert Link.model_validate(link.model_dump(exclude={"holds"})) == link


def test_the_record_says_that_what_had_to_be_kept_is_kept_still() -> None:
    older, younger = a_pair()
    made = younger.links[older.ref]
    events: list[tuple[Event, ...]] = [
        (Began(ref=younger.ref, reporter="sam", rostered=True, edition="now"),),
        tuple(
            SheetAnswered(sheet=sheet, child=0, key=key, value=value, by=by)
            for sheet, key, value, by in NOT_REFERRED
        ),
        (Linked(other=older.ref, by="dsl", at=made.at, reason=WHY, mirror=made.mirror),),
        (Unlinked(other=older.ref, by="dsl", at=LATER, reason="Two after all."),),
    ]
    entries = [
        Entry(at=FRIDAY_MORNING, operation=f"op{number}", by="dsl", events=each)
        for number, each in enumerate(events)
    ]

    rows = chronology(SCHOOL, younger, entries, child=None).rows

    assert rows[-1].what == record_words().happened["unlinked_hold"].format(
        other=older.ref, reason="Two after all."
    )
