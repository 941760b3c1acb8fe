"""Who to ring right now: the numbers of this minute for one child, and when a line turns."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogs.card import Card
from bot.dialogs.lint_words import House, message_problems, shown_words
from bot.dialogs.load import read_words
from bot.dialogs.pack import Contact, ContactRole, Window
from bot.fsm.case import Account, Case, Said
from bot.fsm.hours import is_answering, local, next_change, turn_time
from bot.fsm.ring import ring_card
from bot.fsm.school import School
from tests.engine import FRIDAY_MORNING, MINUTE, a_school, london

PACKS = ("stoke", "staffordshire", "north-somerset", "westcroft", "college")
COUNCIL = {ContactRole.FRONT_DOOR, ContactRole.EMERGENCY_DUTY}
DAY = timedelta(days=1)
TUESDAY = "2026-11-03 10:00"
SCHOOL = a_school()
DOOR = "Stoke-on-Trent integrated front door"
DUTY = "Stoke-on-Trent emergency duty team"
COUNCIL_ROW = "This child's council"


@cache
def school_of(uses: str) -> School:
    """Return the school of a pack, once."""
    return a_school(uses=uses)


def a_case(told: dict[str, str] | None = None, *, around: bool = False, children: int = 1) -> Case:
    """Return a case in which this was told."""
    said = {key: Said(value=value, at=FRIDAY_MORNING) for key, value in (told or {}).items()}
    account = Account(
        reporter="sam", rostered=True, children=children, answers=said, opened=("more",)
    )
    return Case(
        ref="YP-7K3Q",
        school="school",
        edition="2026-11",
        opened_at=FRIDAY_MORNING,
        account=account,
        around=around,
    )


def rows(card: Card) -> dict[str, str]:
    return {row.label: row.text for row in card.fields}


def ringing(at: str, school: School = SCHOOL, *, case: Case | None = None) -> dict[str, str]:
    return rows(ring_card(school, case or a_case(), 1, london(at)))


# Which council


@pytest.mark.parametrize(
    ("told", "text"),
    [
        ({}, "Not known. Ring ours or 101: they pass it on."),
        ({"child.1.council": "not_known"}, "Not known. Ring ours or 101: they pass it on."),
        ({"child.1.council": "ours"}, "Ours."),
        (
            {"child.1.council": "other", "child.1.which_council": "Derby."},
            "Derby. Its number is not here. Ring ours or 101: they pass it on.",
        ),
        (
            {"child.1.council": "other", "child.1.which_council": "not_known"},
            "Another council. Its number is not here. Ring ours or 101: they pass it on.",
        ),
        (
            {"child.1.council": "other"},
            "Another council. Its number is not here. Ring ours or 101: they pass it on.",
        ),
    ],
)
def test_the_council_of_this_child_is_said_before_any_number(
    told: dict[str, str], text: str
) -> None:
    made = ring_card(SCHOOL, a_case(told), 1, london(TUESDAY))

    first_number = next(at for at, row in enumerate(made.fields) if "01782" in row.text)
    assert rows(made)[COUNCIL_ROW] == text
    assert [row.label for row in made.fields[:first_number]] == ["As of", COUNCIL_ROW]


def test_each_child_has_its_own_council() -> None:
    case = a_case(
        {"child.1.council": "ours", "child.2.council": "other", "child.2.which_council": "Leeds"},
        children=2,
    )

    first, second = (ring_card(SCHOOL, case, child, london(TUESDAY)) for child in (1, 2))

    assert rows(first)[COUNCIL_ROW] == "Ours."
    assert rows(second)[COUNCIL_ROW].startswith("Leeds. Its number is not here.")
    assert ("The first child" in first.text, "Child 2" in second.text) == (True, True)


def test_a_name_of_a_council_that_is_off_the_path_is_not_said() -> None:
    told = ringing(
        TUESDAY, case=a_case({"child.1.council": "ours", "child.1.which_council": "Leeds"})
    )

    assert "Leeds" not in str(told)


def test_a_long_tale_instead_of_a_councils_name_leaves_the_numbers_in_sight() -> None:
    case = a_case({"child.1.council": "other", "child.1.which_council": "they moved and " * 100})

    assert len(ringing(TUESDAY, case=case)[COUNCIL_ROW]) < 150


def test_where_there_is_no_council_line_101_is_rung_and_the_pack_says_so() -> None:
    told = ringing(TUESDAY, school_of("college"))

    assert told[COUNCIL_ROW] == "Not known. Ring 101: they pass it on."
    assert told["Council lines"] == school_of("college").pack.no_on_call_line


# What answers now


@pytest.mark.parametrize(
    ("at", "door", "duty"),
    [
        (TUESDAY, "Ring now: 01782 235100. Answers until 17:00.", "Opens 17:00."),
        ("2026-11-03 16:00", "Ring now: 01782 235100. Closes in 60 minutes.", "Opens 17:00."),
        ("2026-11-03 16:48", "Ring now: 01782 235100. Closes in 12 minutes.", "Opens 17:00."),
        ("2026-11-03 16:58", "Ring now: 01782 235100. Closes in 2 minutes.", "Opens 17:00."),
        ("2026-11-03 16:59", "Ring now: 01782 235100. Closes in a minute.", "Opens 17:00."),
        ("2026-11-03 17:00", "Opens 08:30 Wed.", "Ring now: 01782 234234. Answers until 08:30 Wed"),
        ("2026-11-06 16:30", "Opens 08:30 Mon.", "Ring now: 01782 234234. Answers until 08:30 Mon"),
        ("2026-11-09 07:45", "Opens 08:30.", "Ring now: 01782 234234. Closes in 45 minutes."),
    ],
)
def test_a_line_says_when_it_closes_or_opens(at: str, door: str, duty: str) -> None:
    told = ringing(at)

    assert door in told[DOOR]
    assert duty in told[DUTY]
    first = DOOR if "Ring now" in door else DUTY
    assert list(told)[2] == first, "the line to ring now stands first"
    assert [label for label, text in told.items() if "Ring now" in text] == [first]


def test_a_bank_holiday_is_named_and_its_shut_line_opens_after_it() -> None:
    told = ringing("2026-12-25 10:00")

    assert told["As of"] == "10:00, England. Bank holiday."
    assert "Opens 08:30 Tue." in told[DOOR]  # Friday and Monday are bank holidays
    assert "Ring now: 01782 234234." in told[DUTY]
    assert ringing(TUESDAY)["As of"] == "10:00, England."


def test_where_the_sources_disagree_the_duty_team_is_rung_and_the_doubt_is_said() -> None:
    told = ringing("2026-11-03 17:30", school_of("north-somerset"))

    text = told["North Somerset emergency duty team"]
    assert text.startswith("Ring now: 01454 615165. Hours in doubt: if nobody answers, ring 101.")
    assert text.endswith("ring 999."), "and the contact's own note"


def test_a_number_is_to_be_checked_until_the_school_has_rung_it() -> None:
    rung = tuple(
        line.model_copy(update={"last_verified": date(2026, 11, 2)})
        if line.role is ContactRole.FRONT_DOOR
        else line
        for line in SCHOOL.pack.contacts
    )
    pack = SCHOOL.pack.model_copy(update={"contacts": rung})

    told = ringing(TUESDAY, SCHOOL.model_copy(update={"pack": pack}))

    assert told[DOOR].endswith("Last checked 2 Nov 2026.")
    assert told[DUTY].endswith("Check before relying on it.")


@pytest.mark.parametrize(
    ("uses", "label", "text"),
    [
        ("stoke", "Stoke-on-Trent LADO", "01782 235100. Answers until 17:00. Check before"),
        ("westcroft", "LADO", "Ask for the LADO on the front door line."),
    ],
)
def test_the_lado_is_on_it_only_where_the_concern_is_about_staff(
    uses: str, label: str, text: str
) -> None:
    school = school_of(uses)

    assert text in ringing(TUESDAY, school, case=a_case(around=True))[label]
    assert label not in ringing(TUESDAY, school)


# What every card says


@pytest.mark.parametrize("uses", PACKS)
def test_it_says_what_they_will_ask_and_that_no_permission_is_needed(uses: str) -> None:
    made = ring_card(school_of(uses), a_case(), 1, london(TUESDAY))
    told = rows(made)

    assert "You need nobody's permission to refer." in made.text
    for wanted in ("name", "date of birth", "address", "who is at home", "where the child is"):
        assert wanted in told["They will ask you for"].lower()
    assert "who said what" in told["They will ask you for"]
    assert told["Cannot reach the family"] == "Ask police for a welfare check: 101."
    assert list(told)[-4:-2] == ["Police, no danger right now", "Police, ambulance"]


@pytest.mark.parametrize("uses", PACKS)
def test_numbers_and_names_stand_in_private_rows_alone(uses: str) -> None:
    case = a_case({"child.1.council": "other", "child.1.which_council": "Derby"}, around=True)
    made = ring_card(school_of(uses), case, 1, london(TUESDAY))

    open_words = f"{made.text} {made.title} {made.hint} {made.preview}"

    assert not re.search(r"\d{3}|Derby", open_words.replace(case.ref, ""))
    assert made.preview == "Handrail: open when you are alone"
    assert "999" in made.foot


@pytest.mark.parametrize("uses", PACKS)
@pytest.mark.parametrize(
    "at", [TUESDAY, "2026-11-03 16:48", "2026-11-03 17:30", "2026-12-25 10:00"]
)
def test_all_of_it_is_short_and_easy_to_read(uses: str, at: str) -> None:
    """Lint measures a message without its rows; what a pack says counts as a slot, as it does."""
    school = school_of(uses)
    made = ring_card(school, a_case(around=True), 1, london(at))
    parts = [made.title, made.text]
    parts += [part for row in made.fields for part in (row.label, row.text)]
    text = shown_words(*parts)
    for line in school.pack.contacts:
        for slot in (line.name, line.note, line.number):
            text = text.replace(slot, "word") if slot else text

    assert list(message_problems(House.of(read_words()), text, reference=True)) == []


# At every minute


def assert_somebody_answers(school: School, at: datetime) -> None:
    texts = [row.text for row in ring_card(school, a_case(), 1, at).fields]
    council = [line.number for line in school.pack.contacts if line.role in COUNCIL]

    firsts = [text for text in texts if text.startswith("Ring now: ")]
    assert [number for number in council for text in firsts if number in text] or (
        not council and school.pack.no_on_call_line in texts
    )
    assert {"101.", "999."} <= set(texts)


@pytest.mark.parametrize("uses", PACKS)
def test_each_stretch_of_a_year_has_a_council_number_and_101_and_999(uses: str) -> None:
    """Nothing changes between two edges, so that each edge of each day is every minute."""
    school = school_of(uses)
    council = [line for line in school.pack.contacts if line.role in COUNCIL]
    edges = sorted({time(0, 0), *(edge for line in council for edge in line.edges)})
    for days in range(366):
        day = date(2026, 9, 1) + days * DAY
        for edge in edges:
            assert_somebody_answers(school, london(f"{day} {edge:%H:%M}"))


@given(
    uses=st.sampled_from(PACKS),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2029, 1, 1)),  # noqa: DTZ001  local, as typed
)
def test_any_minute_at_all_has_a_council_number_and_101_and_999(uses: str, at: datetime) -> None:
    assert_somebody_answers(school_of(uses), london(f"{at:%Y-%m-%d %H:%M}"))


# When a line turns


def a_line(*windows: Window, holidays: bool = False) -> Contact:
    return Contact(
        id="line",
        name="A line",
        role=ContactRole.FRONT_DOOR,
        number="01632 960000",
        windows=windows,
        bank_holidays=holidays,
        source="ours",
        seen=date(2026, 11, 2),
    )


def window(opens: str, closes: str, *days: int) -> Window:
    times = (time.fromisoformat(opens), time.fromisoformat(closes))
    return Window(days=days or (0, 1, 2, 3, 4, 5, 6), opens=times[0], closes=times[1])


NIGHT = a_line(window("17:00", "08:30"))
SMALL_HOURS = a_line(window("01:30", "02:30"))
OVER_CHANGE = a_line(window("22:00", "01:30"), holidays=True)
LATE = a_line(window("00:00", "00:00", 5, 6), window("09:00", "00:00", 4))
OFFICE = a_line(window("08:30", "17:00", 0, 1, 2, 3), window("08:30", "16:30", 4))


@pytest.mark.parametrize(
    ("line", "at", "turn"),
    [
        (OFFICE, "2026-11-03 08:29", "2026-11-03 08:30"),
        (OFFICE, "2026-11-03 08:30", "2026-11-03 17:00"),
        (OFFICE, "2026-11-06 16:30", "2026-11-09 08:30"),
        (OFFICE, "2026-12-24 17:00", "2026-12-29 08:30"),  # over two bank holidays
        (NIGHT, "2026-11-03 16:59", "2026-11-03 17:00"),
        (NIGHT, "2026-11-03 17:00", "2026-11-04 08:30"),
        (NIGHT, "2026-11-04 00:00", "2026-11-04 08:30"),
        (NIGHT, "2026-12-24 18:00", "2026-12-25 00:00"),  # shut from the holiday's midnight
        (NIGHT, "2026-12-25 12:00", "2026-12-26 00:00"),  # Friday's night, from its own midnight
        (LATE, "2026-11-06 10:00", "2026-11-09 00:00"),  # midnights within a weekend are no turn
        (LATE, "2026-11-09 00:00", "2026-11-13 09:00"),
        (OFFICE, "2026-10-23 18:00", "2026-10-26 08:30"),
        (OFFICE, "2027-03-26 18:00", "2027-03-29 08:30"),
        (OVER_CHANGE, "2026-12-24 23:00", "2026-12-26 01:30"),  # open all through a holiday
    ],
)
def test_a_line_turns_at_its_next_edge(line: Contact, at: str, turn: str) -> None:
    assert next_change(SCHOOL, line, london(at)) == london(turn)


@pytest.mark.parametrize("line", [OFFICE, NIGHT, SMALL_HOURS, OVER_CHANGE, LATE])
@pytest.mark.parametrize("day", ["2026-10-24", "2027-03-27", "2026-12-24"])
def test_minute_by_minute_over_clock_changes_and_holidays_the_turn_is_right(
    line: Contact, day: str
) -> None:
    moments = [london(f"{day} 00:00") + n * MINUTE for n in range(3 * 24 * 60)]
    found = {at: next_change(SCHOOL, line, at) for at in moments[::7]}
    turns = [
        at
        for before, at in pairwise(moments)
        if is_answering(SCHOOL, line, before) is not is_answering(SCHOOL, line, at)
    ]

    for at, turn in found.items():
        expected = next((each for each in turns if each > at), None)
        assert turn == expected or (expected is None and (turn is None or turn > moments[-1]))


def test_minutes_are_real_ones_on_the_night_when_an_hour_comes_twice() -> None:
    half_past_one = london("2026-10-25 01:30") - 30 * MINUTE  # 01:00, for the first time
    line = a_line(window("20:00", "03:00"))

    turn = next_change(SCHOOL, line, half_past_one)

    assert turn is not None
    assert turn - half_past_one == timedelta(hours=3)


def test_a_line_that_never_turns_says_that_it_is_always_open_or_shut() -> None:
    always, never = (
        a_line(window("00:00", "00:00"), holidays=True),
        a_line(Window.model_construct(days=(), opens=time(9), closes=time(10))),
    )
    lines = (always, never.model_copy(update={"name": "Never", "role": ContactRole.EDUCATION_LINE}))
    pack = SCHOOL.pack.model_copy(update={"contacts": lines})

    told = ringing(TUESDAY, SCHOOL.model_copy(update={"pack": pack}))

    assert "Day and night." in told["A line"]
    assert "Shut." in told["Never"]


def test_a_turn_reads_short_today_with_its_day_this_week_and_its_date_later() -> None:
    now = london("2026-11-02 10:00")

    assert turn_time(london("2026-11-02 17:00"), now) == "17:00"
    assert turn_time(london("2026-11-08 08:30"), now) == "08:30 Sun"
    assert turn_time(london("2026-11-09 08:30"), now) == "08:30 Mon 9 Nov"
    assert local(london("2026-06-01 08:30")).hour == 8
