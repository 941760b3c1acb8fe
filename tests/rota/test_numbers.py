"""The number that rings: the shift's, that of whoever has it, or the school's on-call number."""

from __future__ import annotations

import pytest

from bot.fsm.alert.cards import number_now
from bot.fsm.on_call import address_at, on_call_at
from bot.fsm.school import Person, Role, School, Way
from bot.rota.model import Agreed
from bot.settings.reading import SettingsError, parse_settings
from tests.engine import a_school, london
from tests.fundamentals.test_settings import GOOD, TODAY
from tests.rota.staff import IN_SCHOOL, cover, line, staffed

EVENING, NIGHT = london("2026-11-06 19:00"), london("2026-11-06 23:00")
PHONES = {"deputy1": "07700 900301", "deputy2": "07700 900302", "head": "07700 900305"}
ROTA = """
[[schools.rota]]
name = "Nights"
hours = "15:30-08:30"
who = ["dsl"]
number = "{number}"
"""


def a_rota(**more: object) -> School:
    """Return a school whose evenings have a phone that is handed on, and whose nights have none."""
    school = staffed(
        IN_SCHOOL,
        line("Evenings", "15:30-22:00", "deputy1", number="07700 900777"),
        line("Nights", "22:00-08:30", "deputy2", number="own"),
        **more,  # type: ignore[arg-type]  # passed on as it is
    )
    people = tuple(
        each.model_copy(update={"phone": PHONES.get(each.id, "")}) for each in school.people
    )
    return school.model_copy(update={"people": people})


def who(school: School, one: str) -> Person:
    """Return somebody of the school."""
    found = school.person(one)
    assert found is not None
    return found


def test_each_shift_has_its_own_number() -> None:
    school = a_rota()

    assert on_call_at(school, EVENING) == "07700 900777"
    assert on_call_at(school, NIGHT) == PHONES["deputy2"]
    assert on_call_at(school, london("2026-11-06 10:00")) == school.on_call


def test_the_reporter_is_given_the_office_while_it_is_open_and_the_shift_afterwards() -> None:
    school = a_rota()

    assert number_now(school, london("2026-11-06 10:00")) == school.office
    assert number_now(school, EVENING) == "07700 900777"
    assert number_now(a_school(), EVENING) == a_school().on_call
    assert number_now(a_school().model_copy(update={"on_call": ""}), EVENING) == "101"


def test_whoever_covers_is_rung_at_the_phone_of_the_shift_or_at_their_own() -> None:
    late = cover("deputy1", "2026-11-06 22:00", "2026-11-07 08:30", "deputy2")
    early = cover("deputy2", "2026-11-06 15:30", "2026-11-06 22:00", "deputy1")
    swap = Agreed(number=1, by="deputy1", agreed_by="deputy2", at=EVENING, covers=(late, early))
    school = a_rota()
    school = school.model_copy(update={"rota": school.rota.model_copy(update={"agreed": (swap,)})})

    assert on_call_at(school, NIGHT) == PHONES["deputy1"]
    assert on_call_at(school, EVENING) == "07700 900777"
    assert address_at(school, who(school, "deputy2"), Way.PHONE, EVENING) == "07700 900777"
    assert address_at(school, who(school, "deputy1"), Way.PHONE, EVENING) == PHONES["deputy1"]


def test_cover_above_all_lines_has_the_number_of_the_line_that_it_covers() -> None:
    school = a_rota(covers=(cover("deputy2", "2026-11-06 15:30", "2026-11-06 22:00"),))

    assert on_call_at(school, EVENING) == "07700 900777"


def test_who_has_no_number_of_their_own_is_reached_at_the_schools() -> None:
    school = staffed(line("Nights", "15:30-08:30", "deputy1", number="own"))

    assert on_call_at(school, NIGHT) == school.on_call


def test_a_phone_that_is_handed_on_never_rings_for_the_head() -> None:
    school = staffed(line("Nights", "15:30-08:30", "head+deputy1", number="07700 900777"))
    both = who(school, "deputy1").model_copy(update={"roles": (Role.DEPUTY, Role.HEAD)})

    assert address_at(school, who(school, "head"), Way.PHONE, NIGHT) == ""
    assert address_at(school, both, Way.PHONE, NIGHT) == ""
    assert address_at(school, who(school, "deputy1"), Way.PHONE, NIGHT) == "07700 900777"


def test_an_e_mail_goes_to_the_person() -> None:
    school = a_rota()
    person = who(school, "deputy1").model_copy(update={"email": "day@school.example"})

    assert address_at(school, person, Way.MAIL, EVENING) == "day@school.example"


@pytest.mark.parametrize("number", ["07700 900777", "own", ""])
def test_a_number_may_stand_at_a_line(number: str) -> None:
    (school,) = parse_settings(GOOD + ROTA.format(number=number), "h.toml", TODAY).schools

    assert [each.number for each in school.rota.lines] == [number]


def test_what_is_no_number_is_told_so() -> None:
    with pytest.raises(SettingsError) as told:
        parse_settings(GOOD + ROTA.format(number="the pager"), "h.toml", TODAY)

    (problem,) = told.value.problems
    assert "schools[0].rota[0].number" in problem
    assert '"own"' in problem
