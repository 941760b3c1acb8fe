"""A rota is written in `handrail.toml`: what it becomes, and what a wrong one is told."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from adapters.calendars.ical import read_ical
from adapters.environment import Environment
from adapters.wiring import read_settings
from bot.rota.duty import duty_at
from bot.rota.spans import spans_between
from bot.settings.absences import UnreadableCalendar
from bot.settings.reading import Settings, SettingsError, parse_settings, read_examples
from tests.engine import london
from tests.fundamentals.test_settings import GOOD, TODAY

ROTA = """
[[schools.rota]]
name = "School hours"
hours = "08:30-15:30"
on = ["school", "inset"]
who = ["dsl"]

[[schools.rota]]
name = "On call"
hours = "08:30-08:30"
turns = [["deputy"], ["dsl"]]
first = 2026-11-02

[[schools.cover]]
who = "dsl"
starts = "2026-11-06 15:30"
ends = "2026-11-07 08:30"

[[schools.away]]
who = "dsl"
starts = 2026-11-11
ends = 2026-11-11
"""
CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//school//leave//EN
BEGIN:VEVENT
UID:1
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261113
DTEND;VALUE=DATE:20261114
SUMMARY:priya hall - hospital
END:VEVENT
BEGIN:VEVENT
UID:2
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/London:20261116T120000
DTEND;TZID=Europe/London:20261116T170000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/London:20261123T120000
SUMMARY:Tom Okafor: governors
END:VEVENT
BEGIN:VEVENT
UID:3
DTSTAMP:20261101T000000Z
DTSTART:20261120T090000Z
DTEND:20261120T100000Z
STATUS:CANCELLED
SUMMARY:Tom Okafor
END:VEVENT
BEGIN:VEVENT
UID:4
DTSTAMP:20261101T000000Z
DTSTART:20261121T090000Z
DTEND:20261121T100000Z
SUMMARY:Sports day
END:VEVENT
END:VCALENDAR
"""


def parsed(text: str) -> Settings:
    return parse_settings(text, "handrail.toml", TODAY)


def test_a_rota_is_lines_cover_and_absences() -> None:
    school = parsed(GOOD + ROTA).schools[0]

    assert [each.name for each in school.rota.lines] == ["School hours", "On call"]
    assert duty_at(school, london("2026-11-06 10:00")).on == ("dsl",)
    assert duty_at(school, london("2026-11-05 19:00")).on == ("deputy",)
    assert duty_at(school, london("2026-11-06 19:00")).on == ("dsl",)
    assert duty_at(school, london("2026-11-11 23:59")).on == ()
    assert duty_at(school, london("2026-11-12 00:00")).on == ("dsl",)


def test_a_file_without_a_rota_works_as_ever() -> None:
    duty = duty_at(parsed(GOOD).schools[0], london("2026-12-25 03:00"))

    assert (duty.on, duty.then) == (("dsl",), ("deputy",))


BROKEN = [
    ('who = ["dsl"]', "", "rota[0]: says not who: write who ="),
    ("first = 2026-11-02", "", "rota[1]: says not when the first turn begins; write first ="),
    ('who = ["dsl"]', 'who = ["dls"]', "schools[0].rota[0].who: there is nobody 'dls'; did you"),
    ('who = ["dsl"]', 'who = ["chair"]', "rota[0].who: 'chair' may not read a case: only a dsl"),
    ("08:30-15:30", "8-3", "rota[0].hours: '8-3' is not a span of hours; write it as in"),
    ('"inset"', '"insert"', "rota[0].on[1]: 'insert' is not known here; did you mean 'inset'?"),
    ("hours =", "hoursx =", "rota[0].hoursx: unknown key; did you mean 'hours'?"),
    (
        '"2026-11-06 15:30"',
        '"Friday"',
        "cover[0].starts: 'Friday' is no moment; write \"2026-12-24",
    ),
    ("2026-11-07 08:30", "2026-11-05 08:30", "cover[0].ends: 2026-11-05 08:30:00 is not after"),
    ('who = "dsl"\nstarts = "', 'who = "x"\nstarts = "', "cover[0].who: there is nobody 'x'"),
    ("starts = 2026-11-11", "starts = 2026-11-11T09:00:00Z", "away[0].starts: 2026-11-11 09:00:00"),
    ('"On call"', '"On call"\nevery = "month"', "rota[1].every: 'month' is not known here; choose"),
]


@pytest.mark.parametrize(("old", "new", "told"), BROKEN)
def test_what_is_wrong_is_told_by_key_and_cure(old: str, new: str, told: str) -> None:
    assert old in ROTA

    with pytest.raises(SettingsError) as refused:
        parsed(GOOD + ROTA.replace(old, new, 1))

    assert any(told in each for each in refused.value.problems), refused.value.problems


TRUST = """
[[trusts]]
name = "Hill Trust"
schools = ["mill"]

[[trusts.people]]
id = "trust-dsl"
name = "Ade Bright"
roles = ["deputy"]
phone = "07700 900109"

[[trusts.rota]]
name = "Trust on call"
hours = "00:00-00:00"
who = ["trust-dsl"]
"""


def test_people_and_lines_of_a_trust_come_after_a_schools_own() -> None:
    own = ROTA[: ROTA.index('[[schools.rota]]\nname = "On call"')]
    school = parsed(GOOD + own + TRUST).schools[0]

    assert duty_at(school, london("2026-11-06 10:00")).on == ("dsl",)
    assert duty_at(school, london("2026-11-06 19:00")).on == ("trust-dsl",)
    assert school.name_of("trust-dsl") == "Ade Bright"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('["mill"]', '["mil"]', "trusts[0].schools[0]: no school 'mil'; did you mean 'mill'?"),
        ('"trust-dsl"', '"dsl"', "trusts[0].people[0].id: 'dsl' is somebody of 'mill' too; give"),
        ('who = ["trust-dsl"]', 'who = ["deputy"]', "trusts[0].rota[0].who: there is nobody"),
    ],
)
def test_what_is_wrong_in_a_trust_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(SettingsError) as refused:
        parsed(GOOD + TRUST.replace(old, new))

    assert any(told in each for each in refused.value.problems), refused.value.problems


def test_absences_come_from_a_calendar_and_why_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / "handrail.toml"
    named = GOOD.replace("[schools.hours]", 'absences = "leave.ics"\n[schools.hours]')
    file.write_text(named, encoding="utf-8")
    (tmp_path / "leave.ics").write_text(CALENDAR, encoding="utf-8")

    entries = read_ical(CALENDAR, TODAY)
    settings = parse_settings(named, "handrail.toml", TODAY, lambda _name, _today: entries)
    away = settings.schools[0].rota.away

    assert "hospital" not in settings.model_dump_json()
    assert sorted((each.who, each.starts, each.ends) for each in away) == [
        ("deputy", utc("2026-11-16 12:00"), utc("2026-11-16 17:00")),
        ("deputy", utc("2026-11-30 12:00"), utc("2026-11-30 17:00")),
    ]
    assert any("name nobody here: 1, the first on 2026-11-21" in w for w in settings.warnings)
    assert read_settings(Environment(tmp_path, file)).schools[0].rota.away


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_whole_day_away_ends_at_its_midnight() -> None:
    entries = read_ical(CALENDAR, date(2026, 11, 13))
    named = GOOD.replace("[schools.hours]", 'absences = "leave.ics"\n[schools.hours]')

    settings = parse_settings(named, "handrail.toml", TODAY, lambda _name, _today: entries)

    first = min(settings.schools[0].rota.away, key=lambda each: each.starts)
    assert (first.who, first.starts, first.ends) == (
        "dsl",
        utc("2026-11-13 00:00"),
        utc("2026-11-14 00:00"),
    )


@pytest.mark.parametrize("text", ["", "no calendar", "BEGIN:VCALENDAR", CALENDAR[:-40]])
def test_a_calendar_that_is_none_takes_nobody_off(text: str) -> None:
    named = GOOD.replace("[schools.hours]", 'absences = "leave.ics"\n[schools.hours]')

    settings = parse_settings(
        named, "handrail.toml", TODAY, lambda _name, today: read_ical(text, today)
    )

    assert settings.schools[0].rota.away == ()
    assert any("schools[0].absences: leave.ics cannot be read" in w for w in settings.warnings)
    with pytest.raises(UnreadableCalendar):
        read_ical(text, TODAY)


def test_every_example_has_a_rota_and_no_gap_in_three_years() -> None:
    schools = read_examples(TODAY).schools

    spans = [
        span
        for school in schools
        for span in spans_between(school, utc("2025-09-05 18:00"), utc("2028-09-01 00:00"))
    ]

    assert all(school.rota.lines for school in schools)
    assert len(spans) > len(schools) * 1000
    assert all(span.duty.on for span in spans)
