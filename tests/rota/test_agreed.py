"""What was agreed on in chat lies over the configured rota, one agreement upon the other."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from bot.fsm.school import School
from bot.rota.duty import duty_at
from bot.rota.model import Agreed, Cover, Rota
from bot.rota.spans import spans_between
from tests.engine import london
from tests.rota.oracle import changes
from tests.rota.papers import ROSTERED, Staff, a_paper, read
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, cover, line, staffed

NIGHT = ("2026-11-06 15:30", "2026-11-07 08:30")
LATE = london("2026-11-06 22:00")


def agreed(*covers: Cover) -> Agreed:
    """Return an agreement."""
    by = covers[0]
    return Agreed(number=1, by=by.who, agreed_by=by.instead_of, at=by.starts, covers=covers)


def changed(*agreements: Agreed, **more: object) -> School:
    """Return the school of the tests with agreements."""
    school = staffed(IN_SCHOOL, ON_CALL, **more)  # type: ignore[arg-type]  # passed on as it is
    rota = school.rota.model_copy(update={"agreed": agreements})
    return school.model_copy(update={"rota": rota})


def on(school: School, at: datetime = LATE) -> tuple[str, ...]:
    """Return who is on duty."""
    return duty_at(school, at).on


def test_whoever_agreed_to_cover_has_it_just_then() -> None:
    school = changed(agreed(cover("deputy2", *NIGHT, "deputy1")))

    assert on(school) == ("deputy2",)
    assert on(school, london("2026-11-06 15:29")) == ("dsl",)
    assert on(school, london("2026-11-07 08:30")) == ("deputy1",)
    assert duty_at(school, LATE).line == "On call"


def test_a_later_agreement_undoes_an_earlier_one() -> None:
    first = agreed(cover("deputy2", *NIGHT, "deputy1"))
    back = agreed(cover("deputy1", *NIGHT, "deputy2"))

    assert on(changed(first, back)) == ("deputy1",)
    assert on(changed(first, back, first)) == ("deputy2",)


def test_an_agreement_lies_over_configured_cover() -> None:
    school = changed(
        agreed(cover("head", *NIGHT, "deputy2")), covers=(cover("deputy2", *NIGHT, "deputy1"),)
    )

    assert on(school) == ("head",)


def test_whoever_has_left_the_school_covers_for_nobody() -> None:
    assert on(changed(agreed(cover("gone", *NIGHT, "deputy1")))) == ("deputy1",)


def test_whoever_covers_and_is_away_after_all_leaves_no_silence() -> None:
    school = changed(agreed(cover("deputy2", *NIGHT, "deputy1")), absent=(away("deputy2", *NIGHT),))

    duty = duty_at(school, LATE)

    assert duty.on == ()
    assert duty.then[:2] == ("dsl", "deputy1")


def test_a_gap_may_be_filled() -> None:
    school = staffed(line("Days", "08:30-15:30", "dsl"))
    made = agreed(cover("deputy2", *NIGHT))
    rota = school.rota.model_copy(update={"agreed": (made,)})

    assert on(school.model_copy(update={"rota": rota})) == ("deputy2",)


def test_a_swap_in_the_night_of_a_clock_change_leaves_no_gap() -> None:
    nights = line("Nights", "01:30-08:30", "deputy1")
    school = staffed(line("Days", "08:30-01:30", "dsl"), nights)
    starts, ends = "2026-10-25 01:30", "2026-10-25 08:30"
    made = agreed(cover("deputy2", starts, ends, "deputy1"))
    school = school.model_copy(update={"rota": school.rota.model_copy(update={"agreed": (made,)})})
    night = datetime(2026, 10, 25, tzinfo=UTC)

    seen = [on(school, night + timedelta(minutes=minute)) for minute in range(9 * 60)]

    assert () not in seen
    assert ("deputy1",) not in seen
    assert on(school, night + timedelta(minutes=89)) == ("dsl",)
    assert on(school, night + timedelta(minutes=90)) == ("deputy2",)


def by_hand(paper_on: list[str], agreements: list[Agreed], at: datetime) -> list[str]:
    """Return who has it after agreements that each put one person in another's place."""
    people = paper_on
    for each in agreements:
        for one in each.covers:
            if one.starts <= at < one.ends:
                people = [one.who if person == one.instead_of else person for person in people]
    return list(dict.fromkeys(people))


@pytest.mark.parametrize("near", [each for year in (2026, 2027) for each in changes(year)])
def test_agreements_around_a_clock_change_hold_to_the_half_minute(near: datetime) -> None:
    chance, middle = Random(f"agreed {near}"), near.replace(tzinfo=UTC)
    plain = read(a_paper(chance, near))
    rota = plain.rota.model_copy(update={"away": ()})
    made = []
    for number in range(6):
        who, other = chance.sample(ROSTERED, 2)
        starts = middle + timedelta(minutes=chance.randint(-300, 200))
        ends = starts + timedelta(minutes=chance.randint(1, 400))
        one = Cover(who=who, starts=starts, ends=ends, instead_of=other)
        made.append(Agreed(number=number, by=who, agreed_by=other, at=starts, covers=(one,)))
    before = read_with(plain, rota)
    after = read_with(plain, rota.model_copy(update={"agreed": tuple(made)}))

    starts, ends = middle - timedelta(hours=6), middle + timedelta(hours=6)
    spans = list(spans_between(after, starts, ends))
    at = starts
    while at < ends:
        duty = duty_at(after, at)
        assert list(duty.on) == by_hand(list(duty_at(before, at).on), made, at), at
        span = next(each for each in spans if each.starts <= at < each.ends)
        assert span.duty.on == duty.on, at
        at += timedelta(seconds=30)


def read_with(staff: Staff, rota: Rota) -> Staff:
    """Return the same staff with another rota."""
    return replace(staff, rota=rota)
