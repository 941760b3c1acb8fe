"""A plan that cannot be read or played says where, why, and what is allowed instead."""

from __future__ import annotations

import pytest

from adapters.rehearse.plan import read_plan
from adapters.rehearse.problems import PlanError, Unplayable
from tests.rehearsals.rehearsing import DAY, rehearse


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("school = ", "this is not TOML"),
        ('starts = "2026-11-06T19:40"\n', "line 1: school: is missing"),
        (f'{DAY}otherwise = "clam"\n', "line 3: otherwise: it should be 'calm', 'not_known'"),
        (f'{DAY}[[step]]\nwait = "10 minutes"\n', "line 4: step 1, wait: write a time such as"),
        (f'{DAY}[[step]]\nwait = "1m"\n[[step]]\nwhom = "x"\n', "line 6: step 2, whom: is no key"),
        (f'{DAY}[[step]]\nfault = {{ platform = "up" }}\n', "line 4: step 1, fault.platform"),
        (
            f'{DAY}[[away]]\nwhom = "dsl"\n',
            "away.whom: is no key of a plan; allowed here: who, sta",
        ),
        (f'{DAY}[[away]]\nwho = "dsl"\nstarts = "Sat"\n', "line 5: away.starts: write a local"),
        (f'{DAY}[[step]]\nfault = {{ kind = "down" }}\n', "allowed here: platform, for, who"),
        (f"{DAY}[[step]]\n", "line 3: step 1: says neither who acts"),
        (f'{DAY}[[step]]\nwho = "dsl"\nwait = "1m"\ndoes = "open"\n', "holds wait and does"),
        (f'{DAY}[[step]]\nwho = "dsl"\nsends = "text"\n', "sends text but has none"),
        (f'{DAY}[[step]]\nwho = "dsl"\ntext = "hello"\n', 'without sends = "text"'),
        (f'{DAY}[[step]]\nuntil = "Monday"\n', "write a local time such as"),
        (f'{DAY}[[step]]\nuntil = "2026-11-09T08:30Z"\n', "without an offset"),
        (f'{DAY}[[step]]\nwho = "dsl"\nanswers = {{ T-01 = true }}\n', "line 5: step 1, answers"),
    ],
)
def test_a_fault_in_a_plan_is_named_with_its_line_its_key_and_the_cure(
    text: str, told: str
) -> None:
    with pytest.raises(PlanError) as stopped:
        read_plan(text, "plan.toml")

    assert str(stopped.value).startswith("plan.toml: ")
    assert told in str(stopped.value)


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ('who = "nobody"', "allowed: dsl, deputy"),
        ('who = "dsl"\ndoes = "acknowledge"', "nobody has raised anything yet"),
        ('who = "teacher"\ndoes = "send"', "nothing has been told yet"),
        ('who = "teacher"\nanswers = { R-1 = "yes" }', "no dialog asks R-1"),
        ('who = "teacher"\nanswers = { T-19 = "yes" }', "T-19 is not asked after these answers"),
        (
            'who = "teacher"\nanswers = { T-07 = "perhaps" }',
            "allowed: staff, head, chair",
        ),
        ('who = "teacher"\ndoes = "dance"', "dance is no button"),
        ('fault = { platform = "person_gone" }', "person_gone says not who"),
        ('until = "2026-11-01T09:00"', "is past"),
    ],
)
def test_a_step_that_cannot_be_played_says_what_was_asked_and_what_is_allowed(
    step: str, told: str
) -> None:
    with pytest.raises(Unplayable) as stopped:
        rehearse(f"{DAY}[[step]]\n{step}\n")

    assert stopped.value.what.startswith("plan.toml: step 1 (line 3) cannot be played: ")
    assert "asked at that moment: " in stopped.value.what
    assert told in stopped.value.what


def test_somebody_without_the_right_cannot_take_a_case() -> None:
    plan = f'{DAY}[[step]]\nwho = "teacher"\n[[step]]\nwho = "teacher-2"\ndoes = "acknowledge"\n'

    with pytest.raises(Unplayable, match="they may do nothing with case"):
        rehearse(plan)


def test_a_button_that_is_not_on_the_card_cannot_be_pressed() -> None:
    plan = f'{DAY}[[step]]\nwho = "teacher"\n[[step]]\nwho = "dsl"\ndoes = "accept"\n'

    with pytest.raises(Unplayable, match="there is no such button for them"):
        rehearse(plan)


def test_a_school_that_is_not_there_is_answered_with_those_that_are() -> None:
    with pytest.raises(Unplayable, match=r"choose one of: .*stoke"):
        rehearse('school = "hogwarts"\nstarts = "2026-11-06T19:40"\n')


def test_the_local_time_of_summer_is_an_hour_ahead() -> None:
    plan = read_plan('school = "stoke"\nstarts = "2026-06-05T10:00"\n', "plan.toml")

    assert plan.starts.utctimetuple().tm_hour == 9
