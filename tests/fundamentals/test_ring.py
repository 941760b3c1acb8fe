"""Who to ring right now: what one child's card says, in which order, and where it says it."""

from __future__ import annotations

import re
from datetime import date

import pytest

from bot.dialogs.lint_words import House, message_problems, shown_words
from bot.dialogs.load import read_words
from bot.dialogs.pack import ContactRole
from bot.fsm.sheets.ring import ring_card
from tests.engine import london
from tests.fundamentals.ringing import PACKS, SCHOOL, TUESDAY, a_case, ringing, rows, school_of

DOOR = "Stoke-on-Trent integrated front door"
DUTY = "Stoke-on-Trent emergency duty team"
COUNCIL_ROW = "This child's council"


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
