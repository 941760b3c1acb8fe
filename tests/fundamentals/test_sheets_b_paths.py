"""The paths of the sheets from the police to a child who leaves: what is asked, and no more."""

import pytest

from bot.dialogs import load
from bot.dialogs.rules import WHENS
from bot.dialogs.script import NOT_KNOWN, Answers, Value
from bot.dialogs.sheet import Sheet

MAY_BE_VIEWED = {
    "need": "only_way",
    "tried": "all",
    "distress": "no",
    "head": "agreed",
    "viewer": "dsl",
    "second": "yes",
}
"""What each gate of viewing must say (S1 Viewing)."""


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return load.sheets()


def asked(sheet: Sheet, answers: Answers) -> list[str]:
    return sheet.path(answers, children=1, opened=(), rules=WHENS)


# --- police and social care ------------------------------------------------------------------


@pytest.mark.parametrize("route", ["not_yet", NOT_KNOWN])
def test_police_that_were_not_told_are_not_asked_about(
    sheets: dict[str, Sheet], route: str
) -> None:
    assert asked(sheets["police"], {"route": route}) == ["route"]


def test_a_call_to_the_police_asks_what_they_said(sheets: dict[str, Sheet]) -> None:
    assert asked(sheets["police"], {"route": "call_999"}) == [
        "route",
        "rung_at",
        "reference",
        "advice",
        "explained",
        "who_may_speak",
        "contact_form",
        "caid",
        "outcome",
    ]


def test_the_police_outcome_has_a_date_once_there_is_one(sheets: dict[str, Sheet]) -> None:
    told: dict[str, Value] = {"route": "mash"}

    assert "outcome_at" not in asked(sheets["police"], {**told, "outcome": "awaiting"})
    assert "outcome_at" in asked(sheets["police"], {**told, "outcome": "outcome_21"})
    assert "outcome_note" in asked(sheets["police"], {**told, "outcome": "other"})
    assert "speak_when" in asked(sheets["police"], {**told, "who_may_speak": "hold_off"})


@pytest.mark.parametrize("rung", ["not_yet", "not_needed", NOT_KNOWN])
def test_no_written_referral_is_asked_for_before_the_call(
    sheets: dict[str, Sheet], rung: str
) -> None:
    path = asked(sheets["social"], {"involved": "yes", "rung": rung})

    assert path == ["involved", "threshold", "authority", "rung"]


def test_the_moment_of_the_written_referral_is_asked_only_when_it_went(
    sheets: dict[str, Sheet],
) -> None:
    path = asked(sheets["social"], {"involved": "no", "rung": "rung", "written": "not_yet"})
    assert "written_at" not in path
    assert "past" in path

    assert "written_at" in asked(sheets["social"], {"rung": "rung", "written": "sent"})


def test_no_further_action_asks_whether_we_agree(sheets: dict[str, Sheet]) -> None:
    said: dict[str, Value] = {"rung": "rung", "answered": "yes", "outcome": "nfa"}

    assert asked(sheets["social"], said)[-1] == "agree"
    assert asked(sheets["social"], {**said, "agree": "disagree"})[-1] == "escalated"
    assert "outcome" not in asked(sheets["social"], {**said, "answered": "not_yet"})


# --- parents and devices ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "then"),
    [
        ("done", ["how", "told_at", "view", "given"]),
        ("planned", ["how", "plan_at"]),
        ("not_told", ["why_not", "review_at"]),
        (NOT_KNOWN, []),
    ],
)
def test_parents_are_followed_as_far_as_they_were_told(
    sheets: dict[str, Sheet], told: str, then: list[str]
) -> None:
    path = asked(sheets["parents"], {"risk": "no", "advised": "not_yet", "told": told})

    assert path == ["risk", "advised", "told", *then]


def test_a_device_that_nobody_needs_is_asked_about_once_more(sheets: dict[str, Sheet]) -> None:
    assert asked(sheets["device"], {"secure": "no"}) == ["secure", "school_device", "returned"]


def test_a_device_is_followed_until_the_police_have_it(sheets: dict[str, Sheet]) -> None:
    kept: dict[str, Value] = {"secure": "yes", "taken": "yes", "called": "yes"}

    assert asked(sheets["device"], {**kept, "collected": "yes"}) == [
        "secure",
        "school_device",
        "taken",
        "who",
        "taken_at",
        "off",
        "where",
        "called",
        "called_at",
        "collected",
        "collected_by",
        "collected_at",
    ]
    assert asked(sheets["device"], {**kept, "collected": "not_yet"})[-1] == "returned"


# --- viewing ---------------------------------------------------------------------------------


def test_the_first_answer_offered_is_that_it_need_not_be_viewed(sheets: dict[str, Sheet]) -> None:
    need = sheets["viewing_planned"].questions[0]

    assert need.options[0].label == "No, it need not be viewed"
    assert asked(sheets["viewing_planned"], {"need": "no"}) == ["need"]


@pytest.mark.parametrize("gate", MAY_BE_VIEWED)
def test_any_gate_that_does_not_open_stops_the_rest(sheets: dict[str, Sheet], gate: str) -> None:
    sheet = sheets["viewing_planned"]
    opens = {"need": {"only_way", "to_report"}, "head": {"agreed", "chair"}}.get(
        gate, {MAY_BE_VIEWED[gate]}
    )
    opens |= {"delegate"} if gate == "viewer" else set()

    for option in sheet.question(gate).options:
        path = asked(sheet, {**MAY_BE_VIEWED, "done": "yes", gate: option.id})
        assert ("viewed_at" in path) is (option.id in opens), option.id
        assert option.id in opens or path[-1] in {gate, "head_at", "viewer_name"}


def test_the_record_of_viewing_has_two_dated_signatures(sheets: dict[str, Sheet]) -> None:
    path = asked(sheets["viewing_planned"], {**MAY_BE_VIEWED, "done": "yes"})

    assert path[-3:] == ["signed", "second_signed", "second_signed_at"]
    assert "head_at" in path
    assert "second_adult" in path
    assert "viewed_at" not in asked(sheets["viewing_planned"], {**MAY_BE_VIEWED, "done": "not_yet"})


def test_what_was_seen_is_recorded_also_without_a_second_adult(sheets: dict[str, Sheet]) -> None:
    path = asked(sheets["viewing_seen"], {"second_adult": "unavoidable", "nothing_kept": "none"})

    assert path == [
        "who",
        "how",
        "seen_at",
        "second_adult",
        "since",
        "nothing_kept",
        "support",
        "signed",
        "dsl_signed",
    ]
