"""What answers raise: the referral points, the under-13 rule, 18-year-olds, the scope."""

import pytest

from bot.dialogs.flags import Flag, Level, level_of
from bot.dialogs.load import load_pack, load_script
from bot.dialogs.pack import Pack
from bot.dialogs.rules import WHENS, flags_of, scope
from bot.dialogs.script import NOT_KNOWN, Answers, Script, Value

CERTAIN_OF_NOTHING = {Flag.URG, Flag.ADV, Flag.RED_NK}
ALL_SECTIONS = ("later", "more", "added")


@pytest.fixture(scope="module")
def intake() -> Script:
    return load_script("intake")


@pytest.fixture(scope="module")
def national() -> Pack:
    return load_pack("national")


def flags(script: Script, pack: Pack, answers: Answers, children: int = 1) -> set[Flag]:
    path = script.path(answers, children=children, opened=ALL_SECTIONS, rules=WHENS)
    return set(flags_of(script, path, answers, pack))


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("danger", "danger", {Flag.E999}),
        ("danger", "self_harm", {Flag.E999}),
        ("danger", NOT_KNOWN, CERTAIN_OF_NOTHING),
        ("adult", "staff", {Flag.R_IMM}),
        ("adult", "other_adult", {Flag.R_IMM, Flag.PRES}),  # S1 point 1
        ("adult", "online_unknown", {Flag.R_IMM, Flag.PRES}),
        ("adult", NOT_KNOWN, CERTAIN_OF_NOTHING),
        ("pressured", "yes", {Flag.R_IMM, Flag.PRES}),  # S1 point 2, S3 para 20
        ("pressured", NOT_KNOWN, CERTAIN_OF_NOTHING),
        ("passed_around", "yes", {Flag.URG, Flag.ADV, Flag.PRES}),
        ("passed_around", NOT_KNOWN, {Flag.URG, Flag.RED_NK}),
        ("capacity", ("capacity",), {Flag.R_IMM}),  # S1 point 2
        ("capacity", ("in_care",), {Flag.R_REC}),  # S3 para 12
        ("capacity", ("plan", "social_care"), {Flag.R_REC, Flag.URG}),
        ("capacity", (NOT_KNOWN,), {Flag.ADV, Flag.RED_NK}),
        ("extreme", "yes", {Flag.R_IMM, Flag.PRES}),  # S1 point 3
        ("extreme", NOT_KNOWN, CERTAIN_OF_NOTHING),
        ("child.1.where_child", "alone", {Flag.URG}),
        ("child.1.where_child", NOT_KNOWN, {Flag.URG}),
        ("child.1.where_child", "with_me", set()),
        ("safe_home", "no", {Flag.URG}),
        ("asked_already", "yes", {Flag.URG}),
        ("asked_already", "delete", set()),
        ("ai_made", "yes", set()),
    ],
)
def test_an_answer_raises_what_the_table_says(
    intake: Script, national: Pack, question: str, value: Value, expected: set[Flag]
) -> None:
    answers: Answers = {"danger": "no", question: value}

    assert flags(intake, national, answers) == expected


def test_calm_answers_raise_nothing_in_any_pack_for_a_child_of_thirteen_to_seventeen(
    intake: Script,
) -> None:
    calm: dict[str, Value] = {
        (f"child.1.{each.id}" if each.each_child else each.id): each.calm
        for each in intake.questions
        if each.calm is not None
    }
    for age in range(13, 18):
        answers: Answers = calm | {"child.1.age": age}
        for name in ("national", "north-somerset", "college"):
            assert flags(intake, load_pack(name), answers) == set()


@pytest.mark.parametrize("age", [0, 6, 12, "year 0", "year 6", "year 7"])
def test_under_13_raises_at_once_what_the_pack_says(
    intake: Script, national: Pack, age: int | str
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": age}

    assert flags(intake, national, answers) == {Flag.URG, Flag.ADV, Flag.SO}
    assert flags(intake, load_pack("north-somerset"), answers) == {Flag.R_IMM}  # S2 point 4


@pytest.mark.parametrize("age", ["year 8", NOT_KNOWN])
def test_an_age_that_may_be_under_13_is_never_read_as_over(
    intake: Script, national: Pack, age: str
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": age}

    assert flags(intake, national, answers) == CERTAIN_OF_NOTHING


@pytest.mark.parametrize("said", ["yes", NOT_KNOWN])
def test_sexual_acts_of_a_child_who_may_be_under_13_are_referred(
    intake: Script, national: Pack, said: str
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": "year 8", "acts": said}

    assert Flag.R_IMM in flags(intake, national, answers)


def test_no_sexual_acts_leaves_the_under_13_rule_standing(intake: Script, national: Pack) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 11, "acts": "no"}

    assert flags(intake, national, answers) == {Flag.URG, Flag.ADV, Flag.SO}


def test_sexual_acts_count_for_nothing_once_the_age_is_put_right(
    intake: Script, national: Pack
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 14, "acts": "yes"}

    assert flags(intake, national, answers) == set()


@pytest.mark.parametrize("part", ["made", "sent", "received", "shared", "asked"])
def test_an_18_year_old_who_took_part_is_an_adult_involved(
    intake: Script, national: Pack, part: str
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 18, "child.1.part": ("pictured", part)}

    assert flags(intake, national, answers) == {Flag.R_IMM, Flag.PRES}  # S1 point 1


def test_an_18_year_old_who_is_only_pictured_is_not_referred(
    intake: Script, national: Pack
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": 18, "child.1.part": ("pictured",)}

    assert flags(intake, national, answers) == set()


@pytest.mark.parametrize(
    ("age", "parts"), [("year 13", ("shared",)), ("year 13", (NOT_KNOWN,)), (18, (NOT_KNOWN,))]
)
def test_somebody_who_may_be_an_adult_who_took_part_is_never_read_as_a_child(
    intake: Script, national: Pack, age: int | str, parts: tuple[str, ...]
) -> None:
    answers: Answers = {"danger": "no", "child.1.age": age, "child.1.part": parts}

    assert flags(intake, national, answers) == CERTAIN_OF_NOTHING


def test_adults_who_were_adults_when_it_was_made_raise_nothing_until_a_child_is_named(
    intake: Script, national: Pack
) -> None:
    adult: dict[str, Value] = {
        "danger": "no",
        "child.1.age": 18,
        "child.1.made_under_18": "no",
        "child.1.part": ("pictured", "sent"),
    }
    assert flags(intake, national, adult) == set()
    assert scope(adult) == "adult"

    with_child: Answers = adult | {"child.2.age": 16}

    assert flags(intake, national, with_child, 2) == {Flag.R_IMM, Flag.PRES}
    assert scope(with_child) == "image"


def test_an_adult_who_shared_a_picture_of_somebody_not_named_is_referred(
    intake: Script, national: Pack
) -> None:
    answers: Answers = {
        "danger": "no",
        "child.1.age": 18,
        "child.1.made_under_18": "no",
        "child.1.part": ("shared",),
    }

    assert flags(intake, national, answers) == {Flag.R_IMM, Flag.PRES}
    assert scope(answers) == "image"


def test_an_answer_off_the_path_raises_nothing(intake: Script, national: Pack) -> None:
    answers: Answers = {"danger": "danger", "adult": "staff"}
    path = intake.path(answers, children=1, opened=(), rules=WHENS)

    assert flags_of(intake, path, answers, national) == {Flag.E999}


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({}, "image"),
        ({"adult": "no", "what_is_it": "picture"}, "image"),
        ({"adult": "no", "what_is_it": "threat"}, "image"),
        ({"adult": "no", "what_is_it": "messages"}, "general"),
        ({"adult": NOT_KNOWN, "what_is_it": "messages"}, "image"),
        ({"what_is_it": "messages"}, "image"),
        ({"adult": "other_adult", "what_is_it": "messages"}, "image"),
        ({"adult": "no", "what_is_it": "adult_picture"}, "adult"),
        ({"adult": "online_unknown", "what_is_it": "adult_picture"}, "image"),
    ],
)
def test_a_concern_is_handed_on_as_what_it_is(answers: Answers, expected: str) -> None:
    assert scope(answers) == expected


def test_what_it_is_never_lowers_a_level(intake: Script, national: Pack) -> None:
    before: dict[str, Value] = {"danger": "no", "adult": "no", "pressured": "yes"}
    what = intake.question("what_is_it")
    for option in what.options:
        after = flags(intake, national, before | {"what_is_it": option.id})

        assert level_of(frozenset(after)) is Level.IMMEDIATE
