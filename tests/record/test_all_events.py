"""Whatever happened, the record has it: each event is one row, or a line of the access log."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args

import hypothesis.strategies as st
import pytest
from hypothesis import given, settings

from bot.dialogs.flags import Level
from bot.dialogs.load import sheets
from bot.dialogs.script import NOT_KNOWN, Kind, Question, Value
from bot.dialogs.words import words
from bot.fsm.case import Account, Case, CaseStage
from bot.fsm.clocks.table import CLOCKS
from bot.fsm.desk.taking import Form
from bot.fsm.events import (
    Acknowledged,
    AlertDelivered,
    AlertFailed,
    Answered,
    Began,
    Called,
    CallFailed,
    ChildAdded,
    CorrectionAccepted,
    Entry,
    Event,
    Finished,
    PutOff,
    Rang,
    RecordTaken,
    Recused,
    SectionOpened,
    SheetAnswered,
    TimerFired,
    Viewed,
)
from bot.fsm.linked import LinkChanged, Linked, Mirror, Unlinked
from bot.fsm.offers import OfferDeclined, Offered, RotaChanged
from bot.fsm.school import Way
from bot.fsm.step import TIMERS
from bot.grants import Verdict
from bot.record import chronology as models
from bot.record.compiling import chronology
from bot.record.exchange import as_json
from bot.record.page import as_html
from bot.record.replay import replay
from bot.record.texts import as_referral, as_summary
from bot.record.wording import record_words
from tests.engine import FRIDAY_MORNING, REFS, a_school, intake

SCHOOL = a_school()
PEOPLE = st.sampled_from(("sam", "dsl", "deputy1", "head", "chair", "gone", ""))
TYPES = tuple(get_args(get_args(Event)[0]))
PLAIN = [each for each in TYPES if set(each.model_fields) == {"type"}]


def answers(question: Question) -> st.SearchStrategy[Value]:
    """Return what may be answered to a question: an option, or what is typed."""
    picked = [option.id for option in question.options] or [NOT_KNOWN]
    if question.kind is Kind.MULTI:
        return st.lists(st.sampled_from(picked), min_size=1, max_size=2).map(tuple)
    if question.kind is Kind.AGE:
        return st.sampled_from((11, 15, 18, "year 8", NOT_KNOWN))
    typed = {Kind.TEXT: ("Ava <b>", "Ben\nand Ava"), Kind.MOMENT: ("at lunch",)}
    return st.sampled_from((*picked, *typed.get(question.kind, ())))


def moments(question: Question) -> st.SearchStrategy[Value]:
    """Return what may be answered to a question of a sheet: a moment is one."""
    if question.kind is Kind.MOMENT:
        return st.sampled_from((FRIDAY_MORNING.isoformat(), NOT_KNOWN))
    return answers(question)


@st.composite
def told(draw: st.DrawFn) -> Event:
    """Draw an answer of the reporter."""
    question = draw(st.sampled_from(intake().questions))
    child = draw(st.integers(1, 2))
    key = f"child.{child}.{question.id}" if question.each_child else question.id
    return Answered(key=key, value=draw(answers(question)))


@st.composite
def noted(draw: st.DrawFn) -> Event:
    """Draw an answer on a sheet."""
    sheet = draw(st.sampled_from(list(sheets().values())))
    question = draw(st.sampled_from(sheet.questions))
    child = draw(st.integers(1, 2)) if sheet.each == "child" else 0
    value = draw(moments(question))
    return SheetAnswered(sheet=sheet.id, child=child, key=question.id, value=value, by="dsl")


MIRROR = Mirror(level=Level.URGENT, hold=True, opened_at=FRIDAY_MORNING)
CLOCK_NAMES = [f"clock.{clock.name}.{child}" for clock in CLOCKS for child in (0, 1, 2)]
EVENTS: st.SearchStrategy[Event] = st.one_of(
    told(),
    noted(),
    noted(),
    st.sampled_from(PLAIN).map(lambda each: each()),
    st.builds(Finished, stopped=st.booleans()),
    st.sampled_from(intake().sections).map(lambda each: SectionOpened(section=each.id)),
    st.builds(Acknowledged, by=PEOPLE, deed=st.sampled_from(("coming", "take_over", "gone"))),
    st.builds(Recused, by=PEOPLE),
    st.builds(Offered, by=PEOPLE, to=PEOPLE),
    st.builds(OfferDeclined, by=PEOPLE),
    st.builds(RotaChanged, holds=st.booleans()),
    st.builds(Viewed, by=PEOPLE),
    st.builds(RecordTaken, by=PEOPLE, child=st.integers(0, 2), form=st.sampled_from(Form)),
    st.builds(CorrectionAccepted, by=PEOPLE),
    st.builds(
        PutOff,
        clock=st.sampled_from(CLOCK_NAMES),
        until=st.just(FRIDAY_MORNING + timedelta(hours=9)),
        reason=st.sampled_from(("Waiting for an answer", "Ben is away", "see x.example/1")),
        by=PEOPLE,
    ),
    st.builds(
        Rang,
        child=st.integers(1, 2),
        line=st.sampled_from(("police_101", "gone")),
        role=st.just("police"),
        answered=st.booleans(),
        by=PEOPLE,
    ),
    st.builds(
        Linked,
        other=st.just(REFS[1]),
        by=PEOPLE,
        at=st.just(FRIDAY_MORNING),
        reason=st.sampled_from(("The same picture", "Ben told both", "see x.example/1")),
        mirror=st.just(MIRROR),
    ),
    st.builds(
        Unlinked,
        other=st.just(REFS[1]),
        by=PEOPLE,
        at=st.just(FRIDAY_MORNING),
        reason=st.just("Not the same"),
    ),
    st.builds(LinkChanged, other=st.just(REFS[1]), mirror=st.just(MIRROR)),
    st.builds(AlertDelivered, to=PEOPLE),
    st.builds(AlertFailed, to=PEOPLE, final=st.booleans()),
    st.builds(Called, to=PEOPLE, way=st.sampled_from(Way)),
    st.builds(CallFailed, to=PEOPLE, way=st.sampled_from(Way), final=st.booleans()),
    st.sampled_from((*TIMERS, *CLOCK_NAMES, "gone")).map(lambda name: TimerFired(name=name)),
)


def entries_of(events: list[list[Event]]) -> list[Entry]:
    """Return a record that begins, has a second child, and then these events."""
    began = Began(ref=REFS[0], reporter="sam", rostered=True, edition="x")
    lines: list[list[Event]] = [[began], [ChildAdded()], *events]
    return [
        Entry(
            at=FRIDAY_MORNING + timedelta(hours=7 * n),
            operation=f"op{n}",
            by="dsl",
            events=tuple(e),
        )
        for n, e in enumerate(lines)
    ]


def case_after(entries: list[Entry]) -> Case:
    """Return the case as a record leaves it."""
    case = Case(
        ref=REFS[0],
        school="school",
        edition="x",
        opened_at=FRIDAY_MORNING,
        account=Account(reporter="sam", rostered=True),
    )
    return list(replay(SCHOOL, case, entries))[-1].after


@pytest.mark.slow
@settings(max_examples=60)
@given(st.lists(st.lists(EVENTS, min_size=1, max_size=3), max_size=12))
def test_each_event_is_one_row_or_one_line_of_the_access_log(events: list[list[Event]]) -> None:
    entries = entries_of(events)
    case = case_after(entries)
    children = case.account.children

    whole = chronology(SCHOOL, case, entries, child=None)
    each = [chronology(SCHOOL, case, entries, child=n) for n in range(1, children + 1)]

    flat = [event for entry in entries for event in entry.events]
    there = [
        (number, part)
        for number, entry in enumerate(entries, 1)
        for part, event in enumerate(entry.events, 1)
        if not isinstance(event, (Viewed, RecordTaken))
    ]
    assert [(row.entry, row.part) for row in whole.rows] == there
    assert len(whole.rows) + len(whole.access) == len(flat)
    shown = {(row.entry, row.part) for record in each for row in record.rows}
    assert shown == set(there)
    for record in each:
        assert {row.child for row in record.rows} <= {0, record.about.child}
        assert {fact.child for fact in record.facts} <= {0, record.about.child}
        assert {gap.child for gap in record.not_known} <= {0, record.about.child}
        assert as_referral(record)
    assert as_html(whole)
    assert as_summary(whole)
    assert as_json(whole)


def test_every_event_and_every_clock_has_words() -> None:
    words_of = record_words()

    assert [each.model_fields["type"].default for each in TYPES if not _has_words(each)] == []
    assert set(TIMERS) <= set(words_of.timers)
    assert {f"due_{clock.name}" for clock in CLOCKS} <= set(words().phrases)
    assert {kind.value for kind in models.Kind} == set(words_of.kinds)
    assert {form.value for form in Form} == set(words_of.forms)
    assert {each.value for each in Verdict} - {"given"} <= set(words_of.door)
    assert {stage.value for stage in CaseStage} == set(words_of.stages)


def _has_words(event: type) -> bool:
    return event.model_fields["type"].default in record_words().happened  # type: ignore[attr-defined]


def test_every_line_of_the_referral_names_questions_that_are_asked() -> None:
    asked = {question.id for question in intake().questions}
    asked |= {f"{sheet.id}.{each.id}" for sheet in sheets().values() for each in sheet.questions}

    named = {key for line in record_words().referral for key in line.keys}

    assert named - asked == set()
