"""Conflicts about who sees, talks, tells, signs, names (9, 10, 15, 17, 21-25, 27, 29, 30)."""

import re
import tomllib
from collections.abc import Iterator
from datetime import timedelta
from itertools import islice
from string import Formatter

import pytest

from bot.dialogs.card import CardKind
from bot.dialogs.flags import Flag
from bot.dialogs.load import CONTENT, load_pack, load_script, read_words, sheets
from bot.dialogs.script import NOT_KNOWN, Kind
from bot.dialogs.words import words
from bot.fsm.clocks.agencies import written
from bot.fsm.school import Role
from bot.fsm.sheets.gates import may_fill
from tests.conflicts.given import (
    NOT_REFERRED,
    PACKS,
    SCHOOL,
    a_case,
    asked,
    by,
    calm,
    gate,
    raised,
    signed_case,
)
from tests.engine import FRIDAY_MORNING, a_school

MAY_VIEW = {
    "need": "only_way",
    "tried": "all",
    "distress": "no",
    "head": "agreed",
    "viewer": "dsl",
    "second": "yes",
    "done": "yes",
}


def strings(table: object) -> Iterator[str]:
    """Yield every text of a table, however deep."""
    if isinstance(table, str):
        yield table
    elif isinstance(table, dict | list):
        for each in table.values() if isinstance(table, dict) else table:
            yield from strings(each)


def test_09_the_head_agrees_to_a_viewing_and_a_second_adult_is_always_there() -> None:
    """It takes the head, or the chair for the head, and another adult; else it ends there."""
    for key, fine in (("head", {"agreed", "chair"}), ("second", {"yes"})):
        for answer in sheets()["viewing_planned"].question(key).by_id:
            path = asked("viewing_planned", {**MAY_VIEW, key: answer})

            assert ("viewed_at" in path) is (answer in fine)


def test_10_no_teacher_views_and_the_dsl_only_when_every_gate_says_so() -> None:
    """The form is the team's alone; any one gate that is not passed ends it."""
    assert not may_fill(SCHOOL, sheets()["viewing_planned"], "sam")
    assert "viewed_at" in asked("viewing_planned", MAY_VIEW)
    for key in MAY_VIEW:
        rest = {name: answer for name, answer in MAY_VIEW.items() if name != key}

        assert "viewed_at" not in asked("viewing_planned", rest)
        assert "viewed_at" not in asked("viewing_planned", {**rest, key: NOT_KNOWN})
    assert "viewed_at" not in asked("viewing_planned", {**MAY_VIEW, "viewer": "other"})


def test_15_what_it_shows_is_asked_by_the_team_in_kinds_after_the_agency_has_answered() -> None:
    """A list of kinds, never a description; shut while R-IMM stands, and danger is asked first."""
    interview, red = sheets()["interview"], {Flag.R_IMM}

    assert asked("review", {})[2] == "risk"
    assert load_script("intake").sections[0].questions == ("danger",)
    assert {interview.question(key).kind for key in ("shows", "shows_young")} == {Kind.MULTI}
    assert not may_fill(SCHOOL, interview, "sam")
    assert gate("interview", a_case(red)) == "gate_agency"
    assert gate("interview", a_case(red, police=by("dsl", who_may_speak="may_speak"))) == ""
    assert gate("volunteered", a_case(red)) == ""


def test_17_outcome_21_is_told_with_both_sentences_and_nothing_is_foretold() -> None:
    """That it is no criminal record, and that nobody can say what a check will show: as one."""
    police = sheets()["police"]

    assert police.question("explained").hint == (
        "It is not a criminal record. Nobody can say what a later check will show."
    )
    assert "unlikely" not in police.model_dump_json()


def test_21_whether_telling_parents_is_safe_is_asked_first_and_red_alone_is_no_lock() -> None:
    """By the rulings: "not known" is a prompt to ask; not telling has a reason and a date."""
    path = asked("parents", {"told": "not_told"})

    assert path[:2] == ["risk", "advised"]
    assert path.index("risk") < path.index("told")
    assert path[-2:] == ["why_not", "review_at"]
    assert raised("parents", {"risk": NOT_KNOWN}) == {Flag.ADV}
    assert gate("parents", a_case({Flag.R_IMM})) == ""
    assert "wait_to_tell" in load_script("intake").question("where_child").by_id["with_me"].says


def test_22_who_leads_is_what_the_institution_calls_them() -> None:
    """One set of roles with local names: a college has a duty officer and a principal."""
    college = a_school(uses="college")

    assert college.role_name(Role.DEPUTY) == "Duty Officer"
    assert college.role_name(Role.HEAD) == "Principal"
    assert a_school(uses="westcroft").role_name(Role.HEAD) == "executive head"
    assert all(may_fill(college, sheets()["decision"], who) for who in ("dsl", "deputy1", "head"))


@pytest.mark.parametrize("name", PACKS)
def test_23_not_referring_is_signed_by_the_head_in_every_pack(name: str) -> None:
    """No pack is without it: unsigned, the case stays open; the one who decided may not sign."""
    school, points = a_school(uses=name), calm("points")
    case = a_case(points=points, decision=by("dsl", **NOT_REFERRED))

    assert gate("close", case, school=school) == "gate_sign"
    assert gate("signoff", case, "dsl", school=school) == "gate_own_decision"
    assert gate("signoff", case, "deputy1", school=school) == "gate_head"
    assert gate("signoff", case, "head", school=school) == ""
    assert gate("close", signed_case(points=points), school=school) == ""


@pytest.mark.parametrize("name", PACKS)
def test_24_the_written_referral_has_the_hours_of_the_pack_or_none(name: str) -> None:
    """S0's two councils have 48 hours from the call; elsewhere no clock runs."""
    school = a_school(uses=name)
    case = a_case(social=by("dsl", rung="rung", rung_at=FRIDAY_MORNING.isoformat()))
    due = {each.by for each in islice(written(school, case, 1), 5)}

    hours = 48 if name in {"staffordshire", "stoke-on-trent"} else None
    assert load_pack(name).written_referral == hours
    assert due == ({FRIDAY_MORNING + timedelta(hours=48)} if hours else set())


def test_25_the_account_is_given_to_the_bot_and_an_alert_holds_none_of_it() -> None:
    """Their words go in the record, privately; an alert has a reference, no detail; no email."""
    fields = {
        field
        for each in words().cards.values()
        if each.kind is CardKind.ALERT
        for _, field, _, _ in Formatter().parse(each.text)
        if field
    }
    content = (CONTENT.joinpath("words.toml"), CONTENT.joinpath("scripts", "intake.toml"))

    assert load_script("intake").question("their_words").private
    assert fields <= {
        *("ref", "level", "raised", "time", "number"),
        *("action", "owner", "ambulance", "marks", "again", "state", "lado", "leaving"),
    }
    assert not any("email" in each.read_text(encoding="utf-8").casefold() for each in content)


def test_29_the_risk_form_asks_what_any_of_the_three_sources_asks() -> None:
    """K-01 to K-13 are all there, from the ten of S1, the eight of S0 and S2's headings."""
    asks = {question.ref: question.source for question in sheets()["risk"].questions}

    assert {f"K-{number:02}" for number in range(1, 14)} <= set(asks)
    assert all(any(each in source for source in asks.values()) for each in ("S0", "S1", "S2"))


def test_30_the_descriptions_are_those_of_the_bodies_not_of_the_headings() -> None:
    """To be noticed is not within a couple; "other" is kept to themselves, with no sharing."""
    described = sheets()["class"]

    assert "not within a couple" in described.question("attention").text
    assert "kept to themselves" in described.question("kept").text
    assert described.question("class").by_id["other"].label.startswith("Kept")


def test_27_no_act_is_named_wrongly_since_none_is_named_at_all() -> None:
    """S0 and S3 misname an Act; people are told what the law means, never its title or section."""
    named = re.compile(
        r"\bAct\b|\b(?:18|19|20)\d\d Act|\bAct (?:18|19|20)\d\d|\bs\.\s?\d|\bCJA\b|\bPOCA\b"
    )
    shown = {
        text
        for folder in ("scripts", "sheets", "packs")
        for file in CONTENT.joinpath(folder).iterdir()
        for text in strings(tomllib.loads(file.read_text(encoding="utf-8")))
    }
    shown |= {
        text for file in ("words.toml", "record.toml") for text in strings(read_words(file=file))
    }

    assert named.search("the Criminal Justice Act 1988 s.160")
    assert [text for text in shown if named.search(text)] == []
    assert "an offence" in sheets()["deletion"].question("explained").text
