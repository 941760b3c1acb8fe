"""A short question in place of a plan; who is away; what rings and what is mailed beside it."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from typer.testing import CliRunner, Result

from adapters.cli import app
from adapters.memory.store import MemoryStore
from adapters.rehearse.asking import plan_for
from adapters.rehearse.player import Played, play
from adapters.rehearse.problems import PlanError, Unplayable
from bot.fsm.hours import LONDON
from bot.fsm.school import Way
from tests.rehearsals.rehearsing import NIGHT, Rehearsed, rehearse, schools

THURSDAY = datetime(2026, 11, 5, 12, tzinfo=UTC)
SILENCE = '[[step]]\nwho = "teacher"\nanswers = { T-01 = "not_known" }\n[[step]]\nwait = "30m"\n'
ON_A_PLANE = f"""{NIGHT}
otherwise = "stop"
away = [{{ who = "deputy-2", starts = "2026-11-06T18:00", ends = "2026-11-07T09:00" }}]
{SILENCE}"""


def asked(*words: str) -> Result:
    return CliRunner().invoke(app, ["rehearse", *words])


def beside(found: Rehearsed) -> list[tuple[str, str, str]]:
    """Return what went beside the chat: when, how, to whom."""
    return [
        (each["at"][11:16], each["medium"], each["to"])
        for each in found.timeline
        if each["medium"] in {"phone", "email"}
    ]


@pytest.mark.parametrize(
    ("at", "starts"),
    [
        ("Sat 22:40", "2026-11-07T22:40"),
        ("saturday 7:05", "2026-11-07T07:05"),
        ("Thu 12:01", "2026-11-05T12:01"),
        ("Thu 12:00", "2026-11-12T12:00"),
        ("Wed 09:00", "2026-11-11T09:00"),
        ("2026-12-24T22:40", "2026-12-24T22:40"),
    ],
)
def test_a_day_of_the_week_is_the_next_one_on_the_wall_of_the_school(at: str, starts: str) -> None:
    found = plan_for("stoke", at, (), THURSDAY)

    assert found.starts == datetime.fromisoformat(starts).replace(tzinfo=LONDON)


@pytest.mark.parametrize("at", ["", "Sut 22:40", "Sat 25:00", "tonight", "2026-11-07T22:40Z"])
def test_a_time_that_is_none_says_what_to_write(at: str) -> None:
    with pytest.raises(PlanError, match="write Sat 22:40"):
        plan_for("stoke", at, (), THURSDAY)


def test_what_happens_on_saturday_at_2240_if_the_deputy_is_on_a_plane() -> None:
    found = asked("--school", "stoke", "--at", "2026-11-07T22:40", "--away", "Leah Stone")

    assert found.exit_code == 0
    assert "Away: deputy-2 (Leah Stone)." in found.output
    assert "On duty as it starts: nobody, so whoever comes next is asked at once." in found.output
    assert "22:40:00  dsl (Grace Bell) is alerted (privately):" in found.output
    assert "22:40:00  dsl (Grace Bell) is rung:" in found.output
    assert "23:00:00  dsl (Grace Bell) has an e-mail:" in found.output
    assert "23:00:00  head (Martin Cole) is alerted (privately):" in found.output


def test_the_same_question_with_nobody_away_begins_with_whoever_is_on_call() -> None:
    found = asked("--school", "stoke", "--at", "2026-11-07T22:40")

    assert "Away" not in found.output
    assert "On duty as it starts: deputy-2 (Leah Stone)." in found.output
    assert "22:40:00  deputy-2 (Leah Stone) is alerted (privately):" in found.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ((), "name a PLAN.toml"),
        (("--away", "Leah Stone"), "name a PLAN.toml"),
        (("plan.toml", "--at", "Sat 22:40"), "not both"),
        (("--at", "Sut 22:40"), "write Sat 22:40"),
        (("--at", "Sat 22:40", "--away", "Mr Day"), "nobody called 'Mr Day'"),
        (("--at", "Sat 22:40", "--away", "Mr Day"), "Leah Stone"),
        (("--at", "Sat 22:40", "--school", "elsewhere"), "choose one of: stoke"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(words: tuple[str, ...], told: str) -> None:
    found = asked(*words)

    assert found.exit_code == 2
    assert found.output.startswith("REHEARSAL")
    assert told in found.output


def test_whoever_is_away_in_a_plan_is_not_asked_first_and_their_phone_is_silent() -> None:
    found = rehearse(ON_A_PLANE)

    assert found.paged("19:40") == {"dsl"}
    assert found.told("deputy-2") == []


def test_news_of_a_case_is_no_first_word_of_it_to_anybody() -> None:
    found = rehearse(ON_A_PLANE)

    heard = [each["to"] for each in found.timeline if "gone quiet" in each["text"]]
    assert heard == ["dsl"]


def test_at_night_the_phone_rings_with_the_alert_and_an_e_mail_follows_silence() -> None:
    found = rehearse(ON_A_PLANE)

    assert [one for one in beside(found) if one[0] < "20:00"] == [("19:40", "phone", "dsl")]
    assert ("20:00", "email", "dsl") in beside(found)
    assert {one for one in beside(found) if one[1] == "phone"} >= {("20:00", "phone", "head")}
    for each in found.timeline:
        if each["medium"] in {"phone", "email"}:
            assert each["text"].startswith("Handrail: open your chat.")


def test_whoever_takes_the_case_ends_the_calls() -> None:
    taken = SILENCE.replace('wait = "30m"', 'who = "dsl"\ndoes = "coming"\n[[step]]\nwait = "30m"')

    found = rehearse(ON_A_PLANE.replace(SILENCE, taken))

    assert beside(found) == [("19:40", "phone", "dsl")]


def test_who_is_away_must_be_somebody_of_the_school() -> None:
    with pytest.raises(Unplayable, match="away: Mill Lane School has nobody called 'mrs-day'"):
        rehearse(ON_A_PLANE.replace("deputy-2", "mrs-day"))


def test_of_several_who_share_one_number_each_is_told_of_as_rung() -> None:
    school = schools()["stoke"]
    shared = tuple(each.model_copy(update={"phone": "07700 900299"}) for each in school.people)
    stoke = {"stoke": school.model_copy(update={"people": shared})}
    plan = plan_for("stoke", "2026-11-10T10:15", (), THURSDAY)
    emergency = plan.step[0].model_copy(update={"answers": {"T-01": "danger"}})
    plan = plan.model_copy(update={"step": (emergency,)})

    played: Played = asyncio.run(play(plan, stoke, MemoryStore(), "plan.toml"))

    rung = sorted(each.to for each in played.delivered if each.way is Way.PHONE)
    assert rung == ["deputy", "deputy-2", "dsl"]


def test_that_what_was_agreed_in_chat_is_not_played_is_said_and_where_it_is_shown() -> None:
    lines = asked("--at", "Sat 22:40").stdout.splitlines()

    [told] = [line for line in lines if "agreed in chat" in line]
    assert "handrail rota" in told
    assert lines.index(told) < lines.index("REHEARSAL")


def test_the_help_says_which_rota_is_played() -> None:
    told = " ".join(asked("--help").stdout.split())

    assert "it does not know what people agreed on in chat" in told
