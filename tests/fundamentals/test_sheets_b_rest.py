"""The paths of the sheets about a site, a talk, a deadline and a file: what is asked."""

import pytest

from bot.dialogs import load
from bot.dialogs.rules import WHENS
from bot.dialogs.script import NOT_KNOWN, Answers
from bot.dialogs.sheet import Sheet


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return load.sheets()


def asked(sheet: Sheet, answers: Answers) -> list[str]:
    return sheet.path(answers, children=1, opened=(), rules=WHENS)


# --- the rest --------------------------------------------------------------------------------


def test_report_remove_comes_before_everything_about_a_site(sheets: dict[str, Sheet]) -> None:
    assert asked(sheets["takedown"], {"where": ("not_online",)}) == ["offered", "where"]

    path = asked(
        sheets["takedown"],
        {"where": ("snapchat",), "reported": "yes", "removed": "not_yet", "other_report": "no"},
    )
    assert path == [
        "offered",
        "where",
        "poster",
        "reported",
        "reported_at",
        "reported_by",
        "removed",
        "posh",
        "other_report",
    ]


@pytest.mark.parametrize(
    ("under_13", "kind"), [("no", "shows"), ("yes", "shows_young"), (NOT_KNOWN, "shows_young")]
)
def test_sexual_acts_weigh_more_where_a_child_is_or_may_be_under_13(
    sheets: dict[str, Sheet], under_13: str, kind: str
) -> None:
    path = asked(sheets["interview"], {"fact.under_13": under_13, "who_talks": "dsl"})

    assert [key for key in path if key.startswith("shows")] == [kind]
    assert "trusted" not in path


def test_what_a_child_volunteers_is_always_open_and_grows(sheets: dict[str, Sheet]) -> None:
    assert sheets["volunteered"].gate == ""
    assert sheets["volunteered"].question("volunteered").grows


def test_a_child_who_is_not_asked_gets_no_deadline(sheets: dict[str, Sheet]) -> None:
    path = asked(sheets["deletion"], {"ask": "not_ask"})

    assert path == ["ask", "reason", "discipline"]


@pytest.mark.parametrize(
    ("outcome", "then"),
    [
        ("confirmed", ["confirmed_at", "who_heard"]),
        ("refused", ["refusal"]),
        ("not_yet", []),
        (NOT_KNOWN, []),
    ],
)
def test_a_deletion_is_followed_until_the_child_has_said(
    sheets: dict[str, Sheet], outcome: str, then: list[str]
) -> None:
    path = asked(sheets["deletion"], {"ask": "ask", "outcome": outcome})

    first = ["ask", "reason"]
    asking = ["deadline", "scope", "explained", "parents_told", "outcome"]
    assert path == [*first, *asking, *then, "discipline"]


def test_staff_who_saw_it_are_asked_after_a_week(sheets: dict[str, Sheet]) -> None:
    assert asked(sheets["support"], {"seen": "no"}) == ["seen"]

    path = asked(sheets["support"], {"seen": "yes", "offered": ("debrief",), "check_in": "not_yet"})
    assert path == ["seen", "who", "how", "offered", "offered_at", "check_in"]


def test_a_child_who_stays_has_no_file_to_follow(sheets: dict[str, Sheet]) -> None:
    assert asked(sheets["transfer"], {"leaver": "staying"}) == ["leaver"]

    path = asked(sheets["transfer"], {"leaver": "leaving", "sent": "sent", "receipt": "not_yet"})
    assert path == ["leaver", "to", "sent", "sent_at", "receipt"]


def test_another_school_is_asked_about_only_where_one_must_be_told(
    sheets: dict[str, Sheet],
) -> None:
    assert asked(sheets["contact_other"], {"needed": "no"}) == ["needed"]

    path = asked(sheets["contact_other"], {"needed": "yes", "contacted": "not_yet"})
    assert path == ["needed", "who", "contacted"]
