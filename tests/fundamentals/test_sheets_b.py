"""The sheets from the police to a child who leaves: what they ask, and what they raise."""

import pytest

from bot.dialogs.load import load_sheet
from bot.dialogs.script import NOT_KNOWN, Kind
from bot.dialogs.sheet import Sheet

FILES = {
    "police": "police",
    "social": "social",
    "parents": "parents",
    "device": "device",
    "viewing_planned": "viewing-planned",
    "viewing_seen": "viewing-seen",
    "takedown": "takedown",
    "interview": "interview",
    "volunteered": "volunteered",
    "support": "support",
    "deletion": "deletion",
    "contact_other": "contact-other",
    "staff_search": "staff-search",
    "transfer": "transfer",
}
"""The sheets by id, with the names of their files: a file's name takes no underscore."""

HEADERS = {
    "police": (60, "case", ""),
    "social": (61, "child", ""),
    "parents": (62, "child", ""),
    "device": (63, "child", ""),
    "viewing_planned": (64, "case", ""),
    "viewing_seen": (65, "case", ""),
    "takedown": (66, "case", ""),
    "interview": (67, "child", "agency_answered"),
    "volunteered": (68, "child", ""),
    "support": (69, "case", ""),
    "deletion": (70, "child", "hold_lifted"),
    "contact_other": (71, "case", ""),
    "staff_search": (72, "case", ""),
    "transfer": (88, "child", ""),
}

RAISED = {
    ("police", "advice", "keep"): "PRES",
    ("police", "advice", "hand_over"): "PRES",
    ("police", "advice", NOT_KNOWN): "PRES",
    ("social", "involved", "yes"): "URG",
    ("social", "threshold", "yes"): "URG",
    ("parents", "risk", "yes"): "ADV",
    ("parents", "risk", NOT_KNOWN): "ADV",
    ("parents", "told", "not_told"): "SO",
    ("device", "secure", "yes"): "PRES",
    ("device", "secure", NOT_KNOWN): "PRES",
    ("viewing_planned", "nothing_kept", "kept"): "R-IMM ADV PRES",
    ("viewing_planned", "nothing_kept", NOT_KNOWN): "URG ADV",
    ("viewing_seen", "nothing_kept", "kept"): "R-IMM ADV PRES",
    ("viewing_seen", "nothing_kept", NOT_KNOWN): "URG ADV",
    ("interview", "shows", "violence"): "R-IMM PRES",
    ("interview", "shows", NOT_KNOWN): "URG ADV",
    ("interview", "shows_young", "act"): "R-IMM",
    ("interview", "shows_young", "violence"): "R-IMM PRES",
    ("interview", "shows_young", NOT_KNOWN): "URG ADV",
    ("interview", "others", "adult"): "R-IMM PRES",
    ("interview", "others", NOT_KNOWN): "URG ADV",
    ("device", "school_device", "yes"): "ADV PRES",
    ("device", "school_device", NOT_KNOWN): "ADV",
    ("deletion", "outcome", "refused"): "URG PRES",
    ("staff_search", "state", "planned"): "ADV PRES",
    ("staff_search", "state", "done"): "URG ADV PRES",
    ("staff_search", "state", NOT_KNOWN): "ADV",
}
"""Every answer of these sheets that raises a flag. All others raise none."""


@pytest.fixture(scope="module")
def sheets() -> dict[str, Sheet]:
    return {name: load_sheet(file) for name, file in FILES.items()}


@pytest.mark.parametrize("name", FILES)
def test_each_sheet_loads_under_its_id_in_its_place(sheets: dict[str, Sheet], name: str) -> None:
    sheet = sheets[name]

    assert sheet.id == name
    assert (sheet.order, sheet.each, sheet.gate) == HEADERS[name]
    assert sheet.roles == ("dsl", "deputy", "head")
    assert not any(question.each_child for question in sheet.questions)


def test_what_the_catalogue_says_is_raised_and_nothing_else(sheets: dict[str, Sheet]) -> None:
    found = {
        (name, question.id, option.id): " ".join(option.raises)
        for name, sheet in sheets.items()
        for question in sheet.questions
        for option in question.options
        if option.raises
    }

    assert found == RAISED


def test_every_moment_says_on_which_side_of_now_it_lies(sheets: dict[str, Sheet]) -> None:
    moments = {
        (name, question.id): question.expect
        for name, sheet in sheets.items()
        for question in sheet.questions
        if question.kind is Kind.MOMENT
    }

    coming = {place for place, side in moments.items() if side == "future"}
    assert coming == {("parents", "plan_at"), ("parents", "review_at"), ("deletion", "deadline")}
    assert all(moments.values())


def test_nobody_is_asked_for_proof_or_a_passcode(sheets: dict[str, Sheet]) -> None:
    words = " ".join(
        f"{question.text} {question.hint} {question.repair} {question.open_label}"
        for sheet in sheets.values()
        for question in sheet.questions
    ).casefold()

    for unwanted in ("proof", "prove", "evidence", "passcode", "password", "check the device"):
        assert unwanted not in words
