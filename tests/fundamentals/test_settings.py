"""One file describes a deployment: what is wrong in it is said by file, key and cure."""

from __future__ import annotations

import re
from datetime import date, time
from importlib import resources

import pytest

from bot.dialogs.load import pack_ids
from bot.fsm.edition import compiled
from bot.fsm.school import Role
from bot.settings.reading import Settings, SettingsError, parse_settings, read_examples

TODAY = date(2026, 11, 21)
GOOD = """
[[schools]]
id = "mill"
name = "Mill Lane School"
pack = "stoke-on-trent"
office = "01632 960100"
on_call = "07700 900100"
terms = [{ starts = 2026-09-02, ends = 2026-10-23 }, { starts = 2026-11-02, ends = 2026-12-18 }]

[schools.hours]
monday = "08:30-15:30"
tuesday = "08:30-15:30"
wednesday = "08:30-15:30"
thursday = "08:30-15:30"
friday = "08:30-14:00"

[[schools.people]]
id = "dsl"
name = "Priya Hall"
roles = ["dsl"]
phone = "07700 900101"
accounts = { slack = "U1" }

[[schools.people]]
id = "deputy"
name = "Tom Okafor"
roles = ["deputy", "head"]
phone = "07700 900102"
[[schools.people]]
id = "chair"
name = "Lynn Foster"
roles = ["chair"]
"""


def parsed(text: str) -> Settings:
    return parse_settings(text, "handrail.toml", TODAY)


def problems(text: str) -> tuple[str, ...]:
    with pytest.raises(SettingsError) as refused:
        parsed(text)
    return refused.value.problems


def test_a_whole_file_becomes_schools_without_a_word() -> None:
    settings = parsed(GOOD)

    school = settings.schools[0]
    assert settings.warnings == ()
    assert (school.id, school.pack.id, school.office) == ("mill", "stoke-on-trent", "01632 960100")
    assert [person.id for person in school.of_role(Role.DEPUTY)] == ["deputy"]
    closes = {window.days: window.closes for window in school.hours}
    assert closes == {(0, 1, 2, 3): time(15, 30), (4,): time(14, 0)}


def test_a_person_without_roles_is_staff() -> None:
    more = '\n[[schools.people]]\nid = "sam"\nname = "Sam Reed"\n'

    person = parsed(GOOD + more).schools[0].person("sam")

    assert person is not None
    assert person.roles == (Role.STAFF,)


def test_bank_holidays_are_those_of_the_nation_around_the_terms() -> None:
    days = parsed(GOOD).schools[0].bank_holidays

    assert {date(2026, 8, 31), date(2026, 12, 28), date(2027, 3, 29)} <= days
    assert date(2026, 8, 3) not in days  # Scotland's summer holiday


def test_a_number_that_the_school_has_rung_is_marked_with_the_day() -> None:
    rung = GOOD.replace("[schools.hours]", "verified = { nspcc = 2026-11-20 }\n[schools.hours]")

    contacts = {each.id: each.last_verified for each in parsed(rung).schools[0].pack.contacts}

    assert contacts["nspcc"] == date(2026, 11, 20)
    assert contacts["childline"] is None


BROKEN = [
    ("[[schools]]", "[web]\n[[schools]]", 'web.address: is missing; write address = "https://'),
    ("pack = ", "pack = = ", "handrail.toml: this is not TOML: "),
    (
        'office = "01632 960100"',
        "",
        'schools[0].office: is missing; write office = "01632 960100"',
    ),
    ("on_call", "oncall", "schools[0].oncall: unknown key; did you mean 'on_call'?"),
    ("stoke-on-trent", "stoke", "schools[0].pack: there is no pack 'stoke'; packs: college, "),
    ('"mill"', '"Mill Lane"', "schools[0].id: 'Mill Lane' is not an id; use small letters"),
    ('"Mill Lane School"', '" "', "schools[0].name: is empty; write what people call it"),
    ('"Mill Lane School"', "7", "schools[0].name: has the wrong type: "),
    ("01632 960100", "ring us", "schools[0].office: 'ring us' is not a phone number; write digits"),
    ('phone = "07700 900101"', 'phone = "-"', "schools[0].people[0].phone: '-' is not a phone "),
    (
        '["dsl"]',
        '["dls"]',
        "schools[0].people[0].roles[0]: 'dls' is not a role; did you mean 'd",
    ),
    ('["dsl"]', "[]", "schools[0].people[0].roles: is empty; write roles = ["),
    ("08:30-15:30", "15:30-08:30", "schools[0].hours.monday: '15:30-08:30' closes before it opens"),
    ("08:30-15:30", "8.30 to 3", "schools[0].hours.monday: '8.30 to 3' is not a span of hours"),
    ("08:30-15:30", "08:30-25:30", "hours.monday: '08:30-25:30': a day has the hours 00:00 to"),
    ("monday", "mondy", "schools[0].hours.mondy: unknown key; did you mean 'monday'?"),
    (
        "ends = 2026-10-23",
        "ends = 2026-08-01",
        "schools[0].terms[0]: ends 2026-08-01 before it starts 2026-09-02; swap the two",
    ),
    (
        "ends = 2026-10-23",
        "ends = 2026-11-02",
        "schools[0].terms[1]: starts 2026-11-02, before terms[0] ends 2026-11-02; mend one",
    ),
    ('id = "deputy"', 'id = "dsl"', "people[1].id: 'dsl' is taken by schools[0].people[0]; give"),
    ('["dsl"]', '["staff"]', "schools[0].people: nobody is dsl: no alert can be answered; give"),
    ('["deputy", "head"]', '["head"]', "schools[0].people: nobody is deputy: nobody comes after"),
    ("slack", "slak", "accounts.slak: there is no such platform; did you mean 'slack'?"),
    (
        'phone = "07700 900102"',
        'accounts = { slack = "U1" }',
        "people[1].accounts.slack: 'U1' is schools[0].people[0].accounts.slack too; one account",
    ),
    (
        "[schools.hours]",
        "verified = { nspc = 2026-11-20 }\n[schools.hours]",
        "schools[0].verified.nspc: the pack 'stoke-on-trent' has no such contact; did you mean 'ns",
    ),
    (
        "[schools.hours]",
        "verified = { nspcc = 2027-01-01 }\n[schools.hours]",
        "schools[0].verified.nspcc: 2027-01-01 is still to come; write the day",
    ),
]


@pytest.mark.parametrize(("was", "becomes", "told"), BROKEN, ids=[row[2][-40:] for row in BROKEN])
def test_what_is_wrong_is_told_by_file_key_and_cure(was: str, becomes: str, told: str) -> None:
    broken = GOOD.replace(was, becomes, 1)

    found = problems(broken)

    assert broken != GOOD
    assert any(told in line for line in found), found
    assert all(line.startswith("handrail.toml: ") for line in found)
    assert all("\n" not in line for line in found)


def test_an_empty_file_says_what_to_write_first() -> None:
    assert problems("") == (
        'handrail.toml: schools: is missing; write schools = [{ id = "stoke", … }]',
    )


def test_two_schools_of_one_id_are_told_apart_by_their_place() -> None:
    found = problems(GOOD + GOOD)

    assert found == (
        "handrail.toml: schools[1].id (mill): 'mill' is taken by schools[0]; give each its own",
    )


def test_everything_that_is_wrong_is_said_at_once() -> None:
    broken = GOOD.replace("01632 960100", "x").replace("monday", "mondy").replace('"dsl"]', '"d"]')

    keys = {re.split(r": ", line)[1] for line in problems(broken)}

    assert {"schools[0].office", "schools[0].hours.mondy", "schools[0].people[0].roles[0]"} <= keys


def test_what_a_school_should_not_do_without_is_a_warning() -> None:
    bare = GOOD.replace('on_call = "07700 900100"', "").replace('"head"', '"it"')
    bare = bare.replace('["chair"]', '["staff"]').replace('phone = "07700 900101"', "")
    bare = re.sub(r"(terms|monday) = .*", "", bare)

    warned = " ".join(parsed(bare).warnings)

    for key in ("on_call", "terms", "people[0].phone", "is head", "is chair", "hours.monday"):
        assert key in warned


def test_there_is_an_example_for_each_pack() -> None:
    settings = read_examples(TODAY)

    assert {school.pack.id for school in settings.schools} == set(pack_ids()) - {"national"}
    assert settings.warnings == ()


def test_the_examples_are_the_five_schools_that_plans_may_name() -> None:
    ids = [school.id for school in read_examples(TODAY).schools]

    assert ids[0] == "stoke", "the playground opens with an ordinary secondary school"
    assert set(ids) == {"staffordshire", "stoke", "westcroft", "north-somerset", "college"}


def test_each_example_has_somebody_to_play_in_every_role() -> None:
    for school in read_examples(TODAY).schools:
        roles = [role for person in school.people for role in person.roles]

        assert sorted(roles) == sorted(
            ["staff", "staff", "dsl", "deputy", "deputy", "head", "chair", "it"]
        )
        assert school.people[0].name.startswith("Sam ")
        assert all(person.accounts == {"playground": person.id} for person in school.people)


def test_nobody_answers_the_numbers_of_the_examples() -> None:
    texts = [
        entry.read_text("utf-8")
        for entry in resources.files("bot").joinpath("examples").iterdir()
        if entry.name.endswith(".toml")
    ]

    numbers = re.findall(r'(?:phone|office|on_call) = "([^"]*)"', "\n".join(texts))

    assert len(numbers) == 5 * 10
    assert all(re.fullmatch(r"01632 960\d{3}|07700 900\d{3}", number) for number in numbers)
    assert len(set(numbers)) == len(numbers)


def test_a_case_keeps_the_rules_it_began_with_and_rings_todays_numbers() -> None:
    school = read_examples(TODAY).schools[0]
    then = compiled(
        school.script.model_copy(update={"title": "As it was"}),
        school.pack.model_copy(update={"contacts": (), "written_referral": 7}),
    )

    pinned = school.at_edition(then, "then")

    assert (pinned.script.title, pinned.pack.written_referral) == ("As it was", 7)
    assert pinned.pack.contacts == school.pack.contacts
    assert (pinned.edition, pinned.people) == ("then", school.people)
