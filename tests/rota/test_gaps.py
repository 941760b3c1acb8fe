"""A hole in the rota is listed once, with what to write to fill it."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.commands.checking import check_rota
from adapters.rota.picture import as_page, as_svg
from adapters.rota.stretch import as_table, cure_of, stretch_of, told
from bot.rota.days import DayKind
from bot.rota.gaps import holes_between, line_for
from bot.settings.reading import SettingsError, parse_settings
from tests.engine import a_school, london
from tests.fundamentals.test_settings import GOOD, TODAY
from tests.rota.staff import IN_SCHOOL, ON_CALL, away, line, staffed

NIGHTS = line("Nights", "15:30-08:30", "deputy1")
WEEK = (london("2026-11-02 00:00"), london("2026-11-09 00:00"))
MONDAY = date(2026, 11, 2)


def test_a_rota_that_has_everything_has_no_gap() -> None:
    assert holes_between(staffed(IN_SCHOOL, ON_CALL), *WEEK) == []
    assert holes_between(a_school(), *WEEK) == []


def test_weekend_days_without_a_line_are_one_hole_with_its_line() -> None:
    school = staffed(IN_SCHOOL, NIGHTS)

    (gap,) = holes_between(school, *WEEK)

    assert told(school, gap).startswith("Sat 7 Nov 08:30 to Sat 7 Nov 15:30")
    assert gap.times == 2
    assert line_for(school, gap) == ("08:30-15:30", (DayKind.WEEKEND,))
    assert cure_of(school, gap) == (
        'Add a line to schools.rota: hours = "08:30-15:30", on = ["weekend"].'
    )


def test_an_absence_is_a_hole_of_its_own_and_names_who_is_away() -> None:
    plane = away("deputy1", "2026-11-04 18:00", "2026-11-05 12:00")
    school = staffed(IN_SCHOOL, ON_CALL, absent=(plane,))

    (gap,) = holes_between(school, *WEEK)

    assert gap.away == ("deputy1",)
    assert "(Mr Day away)" in told(school, gap)
    assert cure_of(school, gap) == (
        'Add schools.cover: who = "...", starts = "2026-11-04 18:00", ends = "2026-11-05 08:30".'
    )


def test_a_gap_is_shown_whole_though_only_its_end_was_asked_for() -> None:
    (gap,) = holes_between(
        staffed(IN_SCHOOL), london("2026-11-09 08:00"), london("2026-11-09 09:00")
    )

    assert (gap.starts, gap.ends) == (london("2026-11-06 15:30"), london("2026-11-09 08:30"))


def test_what_the_cure_says_fills_the_hole() -> None:
    """Write what is advised, line after line, and no gap is left."""
    text = GOOD + '\n[[schools.rota]]\nname = "Day"\nhours = "08:30-15:30"\nwho = ["dsl"]\n'
    cures = _cures(text)
    for number in range(9):
        found = re.search(r"hours = .*?, on = \[.*\]", cures[0])
        assert found is not None
        written = found[0].replace(", on", "\non")
        text += f'\n[[schools.rota]]\nname = "Line {number}"\n{written}\nwho = ["deputy"]\n'
        if not (cures := _cures(text)):
            break

    assert cures == []


def _cures(text: str) -> list[str]:
    school = parse_settings(text, "handrail.toml", TODAY).schools[0]
    return [cure_of(school, gap) for gap in stretch_of(school, TODAY, 366).gaps]


def test_check_says_how_a_year_of_the_rota_stands() -> None:
    (none,) = check_rota(a_school(), MONDAY)
    (fine,) = check_rota(staffed(IN_SCHOOL, ON_CALL), MONDAY)
    holes = list(check_rota(staffed(IN_SCHOOL, NIGHTS), MONDAY))

    assert (none.grade, fine.grade) == ("warn", "ok")
    assert {hole.grade for hole in holes} == {"warn"}
    assert all(hole.cure.startswith("Add a line to schools.rota: ") for hole in holes)


def test_the_table_names_people_and_says_that_nobody_has_it() -> None:
    lines = list(as_table(stretch_of(staffed(IN_SCHOOL), MONDAY, 1)))

    assert lines[0] == "Northgate School: who has it, Mon 2 Nov 2026 to Mon 2 Nov 2026"
    assert re.split("  +", lines[2])[:3] == ["Mon 2 Nov 00:00", "Mon 2 Nov 08:30", "NOBODY"]
    assert re.split("  +", lines[3])[2:] == [
        "Mrs Hall",
        "07700 900100",
        "Mr Day, Ms Dee",
        "School hours",
    ]
    assert lines[-1] == "Kinds of gap to mend: 2."


@pytest.mark.parametrize(
    ("day", "hours"), [(date(2026, 10, 25), "25 h"), (date(2026, 3, 29), "23 h")]
)
def test_the_picture_marks_the_day_on_which_clocks_change(day: date, hours: str) -> None:
    school = staffed(IN_SCHOOL, ON_CALL)

    assert hours in as_svg(stretch_of(school, day, 1))
    assert hours not in as_svg(stretch_of(school, MONDAY, 1))


def test_the_page_stands_for_itself_and_a_name_is_text() -> None:
    sly = "<script>alert(1)</script>"
    school = staffed(ON_CALL)
    people = tuple(p.model_copy(update={"name": sly}) for p in school.people)

    page = as_page(stretch_of(school.model_copy(update={"people": people}), MONDAY, 14))

    assert sly not in page
    assert "&lt;script&gt;" in page
    assert re.findall(r"(?:src|href)=|https?://(?!www\.w3\.org/2000/svg)", page) == []
    assert page.count("<rect") >= 14


def test_what_is_pinned_up_says_once_whose_it_is_and_what_to_ring() -> None:
    page = as_page(stretch_of(staffed(IN_SCHOOL, ON_CALL), MONDAY, 1))

    assert page.count(">Northgate School: who has it</h1>") == 1
    assert page.count(">Northgate School: who has it</text>") == 0
    assert "· 07700 900100</text>" in page
    assert "<td>07700 900100</td>" in page


def handrail(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def written(folder: Path, text: str) -> str:
    file = folder / "handrail.toml"
    file.write_text(text, encoding="utf-8")
    return str(file)


LINE = '\n[[schools.rota]]\nname = "All day"\nhours = "00:00-00:00"\nwho = ["dsl"]\n'


def test_the_command_prints_a_table_and_is_content_without_gaps(tmp_path: Path) -> None:
    done = handrail("rota", "--config", written(tmp_path, GOOD + LINE), "--from", "2026-11-23")

    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "No gaps."


def test_the_command_finds_gaps_and_tells_scripts(tmp_path: Path) -> None:
    text = GOOD + LINE.replace("00:00-00:00", "08:30-15:30")
    ran = ("rota", "--config", written(tmp_path, text), "--from", "2026-11-23", "--days", "7")

    done = handrail(*ran, "--json")
    (school,) = json.loads(done.stdout)["schools"]

    assert done.exit_code == 1
    assert school["spans"][1] == {
        "starts": "2026-11-23T08:30:00Z",
        "ends": "2026-11-23T15:30:00Z",
        "on": ["dsl"],
        "then": ["deputy"],
        "away": [],
        "line": "All day",
        "number": "07700 900100",
        "agreed": [],
    }
    assert all(gap["cure"].startswith("Add ") for gap in school["gaps"])


def test_the_command_writes_the_calendar(tmp_path: Path) -> None:
    page, picture = tmp_path / "rota.html", tmp_path / "rota.svg"
    config = written(tmp_path, GOOD + LINE)

    done = handrail("rota", "--config", config, "--html", str(page), "--svg", str(picture))

    assert done.exit_code == 0
    assert page.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert picture.read_text(encoding="utf-8").startswith("<svg ")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--school", "mil"), "there is no school 'mil'; choose one of: mill"),
        (("--from", "Monday"), "'Monday' is no day; write it as in 2026-11-23"),
        (("--svg", "/nowhere/at/all.svg"), "choose another file"),
    ],
)
def test_what_cannot_be_shown_is_told(tmp_path: Path, words: tuple[str, ...], told: str) -> None:
    done = handrail("rota", "--config", written(tmp_path, GOOD + LINE), *words)

    assert done.exit_code == 2
    assert told in done.stderr


def test_several_schools_are_not_put_into_one_picture() -> None:
    done = handrail("rota", "--html", "rota.html")

    assert done.exit_code == 2
    assert "name it with --school: " in done.stderr


def test_a_rota_that_is_wrong_is_told_by_every_command(tmp_path: Path) -> None:
    wrong = GOOD + LINE.replace('"dsl"', '"nobody"')

    with pytest.raises(SettingsError):
        parse_settings(wrong, "handrail.toml", TODAY)
    assert handrail("rota", "--config", written(tmp_path, wrong)).exit_code == 2
