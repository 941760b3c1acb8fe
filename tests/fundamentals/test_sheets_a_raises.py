"""What the answers of the case's sheets raise, table by table.

Each row gives what the catalogue's trigger column and `rulings` 3 say.
"""

import pytest

from bot.dialogs.flags import Flag
from bot.dialogs.load import load_pack, load_sheet
from bot.dialogs.rules import WHENS, flags_of
from bot.dialogs.script import NOT_KNOWN, Answers, Value

SHEETS = ("points", "review", "decision", "signoff", "hold", "risk", "class", "checklist", "close")
ADULT = {Flag.R_IMM, Flag.PRES}
NOW = {Flag.E999, Flag.R_IMM}
UNSURE = {Flag.URG, Flag.ADV}
RED = {Flag.URG, Flag.ADV, Flag.RED_NK}
SPREAD = {Flag.URG, Flag.ADV, Flag.PRES}
MEANT = {Flag.R_REC, Flag.PRES}
HARM = [("harm", "yes", {Flag.R_IMM}), ("harm", NOT_KNOWN, UNSURE)]


def raised(name: str, answers: Answers, pack: str = "national") -> set[Flag]:
    sheet = load_sheet(name)
    opened = [section.id for section in sheet.sections]
    path = sheet.path(answers, children=1, opened=opened, rules=WHENS)
    return set(flags_of(sheet, path, answers, load_pack(pack)))


@pytest.mark.parametrize(
    ("name", "question", "value", "expected"),
    [
        ("points", "adult", "yes", ADULT),
        ("points", "adult", "online_unknown", ADULT),
        ("points", "adult", NOT_KNOWN, RED),
        ("points", "coerced", "yes", ADULT),
        ("points", "coerced", NOT_KNOWN, RED),
        ("points", "capacity", "yes", {Flag.R_IMM}),
        ("points", "capacity", NOT_KNOWN, RED),
        ("points", "demand", "yes", ADULT),
        ("points", "demand", NOT_KNOWN, RED),
        ("points", "extreme", "yes", ADULT),
        ("points", "extreme", NOT_KNOWN, RED),
        ("points", "unusual", "yes", ADULT),
        ("points", "unusual", NOT_KNOWN, RED),
        ("points", "under_13", "yes", {Flag.URG, Flag.ADV, Flag.SO}),
        ("points", "under_13", NOT_KNOWN, RED),
        ("points", "risk", "yes", NOW),
        ("points", "risk", "soon", {Flag.R_IMM}),
        ("points", "risk", NOT_KNOWN, RED),
        ("points", "care", ("in_care",), {Flag.R_REC}),  # S3 para 12
        ("points", "care", ("plan",), {Flag.R_REC}),
        ("points", "care", ("social_care",), UNSURE),
        ("points", "care", ("past",), {Flag.ADV}),
        ("points", "care", (NOT_KNOWN,), UNSURE),
        ("points", "malice", "yes", MEANT),
        ("points", "malice", NOT_KNOWN, UNSURE),  # case C
        ("points", "posted", "yes", SPREAD),
        ("points", "posted", NOT_KNOWN, {Flag.URG, Flag.RED_NK}),
        ("points", "repeat", "yes", {Flag.URG}),
        ("points", "doubt", "yes", {Flag.ADV}),
        ("points", "doubt", NOT_KNOWN, {Flag.ADV}),
        ("review", "risk", "yes", NOW),
        ("review", "risk", "soon", {Flag.R_IMM}),
        ("review", "risk", NOT_KNOWN, UNSURE),
        ("review", "spread", "wide", SPREAD),
        ("review", "spread", NOT_KNOWN, {Flag.URG}),
        *[(name, *row) for name in ("decision", "signoff", "close") for row in HARM],
        ("points", "tonight", "yes", {Flag.R_IMM}),
        ("points", "tonight", NOT_KNOWN, UNSURE),
        ("risk", "why_shared", ("pressure",), ADULT),
        ("risk", "why_shared", ("revenge",), MEANT),
        ("risk", "why_shared", ("money",), ADULT),
        ("risk", "why_shared", (NOT_KNOWN,), UNSURE),
        ("risk", "coerced", "yes", ADULT),
        ("risk", "coerced", NOT_KNOWN, UNSURE),
        ("risk", "who_shared", ("self", "adult"), ADULT),
        ("risk", "who_shared", (NOT_KNOWN,), UNSURE),
        ("risk", "where_shared", ("group", "public"), SPREAD),
        ("risk", "where_shared", (NOT_KNOWN,), {Flag.URG}),
        ("risk", "knew", "no", SPREAD),
        ("risk", "knew", NOT_KNOWN, UNSURE),
        ("risk", "adults", "yes", ADULT),
        ("risk", "adults", NOT_KNOWN, UNSURE),
        ("risk", "impact", "severe", {Flag.URG}),
        ("risk", "impact", "self_harm", NOW),
        ("risk", "impact", NOT_KNOWN, UNSURE),
        ("risk", "needs", ("special_needs",), {Flag.R_IMM}),
        ("risk", "needs", ("in_care", "plan"), {Flag.R_REC}),
        ("risk", "needs", ("in_need",), UNSURE),
        ("risk", "needs", ("mental_health", "past_abuse"), {Flag.ADV}),
        ("risk", "needs", ("exploited",), ADULT),
        ("risk", "needs", (NOT_KNOWN,), UNSURE),
        ("risk", "consent", "no", {Flag.R_IMM}),
        ("risk", "consent", NOT_KNOWN, UNSURE),
        ("risk", "before", "yes", {Flag.URG}),
        ("risk", "age_gap", "yes", {Flag.URG}),
        ("risk", "activity", "yes", {Flag.ADV}),
        ("class", "beyond", "yes", MEANT),
        ("class", "beyond", NOT_KNOWN, UNSURE),
        ("class", "against_will", "yes", SPREAD),
        ("class", "against_will", NOT_KNOWN, UNSURE),
        ("class", "meant_harm", "yes", MEANT),
        ("class", "meant_harm", NOT_KNOWN, UNSURE),
        ("class", "content", ("adult_to_child",), ADULT),
        ("class", "content", ("child",), {Flag.PRES}),
        ("class", "content", ("child_self",), {Flag.ADV, Flag.PRES}),
        ("class", "content", ("text_adult_child",), ADULT),
        ("class", "content", ("ai_made",), {Flag.PRES}),
        ("class", "content", (NOT_KNOWN,), UNSURE),
    ],
)
def test_an_answer_raises_what_the_catalogue_says(
    name: str, question: str, value: Value, expected: set[Flag]
) -> None:
    assert raised(name, {question: value}) == expected


@pytest.mark.parametrize("name", SHEETS)
def test_calm_answers_raise_nothing(name: str) -> None:
    calm: Answers = {
        each.id: each.calm for each in load_sheet(name).questions if each.calm is not None
    }

    for pack in ("national", "north-somerset", "staffordshire", "college"):
        assert raised(name, calm, pack) == set()


@pytest.mark.parametrize("name", SHEETS)
def test_where_a_referral_may_be_due_not_known_raises_at_least_advice(name: str) -> None:
    """Not known is never no: it gives at least URG + ADV where an answer gives R-IMM."""
    for question in load_sheet(name).questions:
        flags = {flag for option in question.options for flag in option.raises}
        if not flags & {Flag.E999, Flag.R_IMM, Flag.R_REC}:
            continue
        given = set(question.by_id[NOT_KNOWN].raises)
        assert given >= UNSURE or Flag.R_IMM in given, question.id
