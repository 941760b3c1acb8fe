"""Conflicts about what is referred, to whom, and at which level (conflicts 2-8, 18-20, 28)."""

import pytest

from bot.dialogs.flags import Flag, Level, level_of
from bot.dialogs.load import load_pack, sheets
from bot.dialogs.rules import scope
from bot.dialogs.script import NOT_KNOWN, Answers
from bot.fsm.known.facts import decision_stands, referral_made
from bot.fsm.known.filling import settled
from tests.conflicts.given import (
    NOT_REFERRED,
    PACKS,
    SCHOOL,
    a_case,
    asked,
    by,
    gate,
    raised,
    signed_case,
    told,
)


@pytest.mark.parametrize("name", PACKS)
def test_02_under_13_acts_are_always_referred_and_the_rest_follows_the_pack(name: str) -> None:
    """Acts, or not known, are R-IMM; without them: URG, advice and sign-off, or the pack's rule."""
    rest = {Flag.R_IMM} if name == "north-somerset" else {Flag.URG, Flag.ADV, Flag.SO}
    intake: dict[str, str | int] = {"danger": "no", "child.1.age": 11}

    for acts in ("yes", NOT_KNOWN):
        assert Flag.R_IMM in told({**intake, "acts": acts}, name)
        assert Flag.R_IMM in raised("points", {"under_13": "yes", "acts": acts}, name)
    assert told({**intake, "acts": "no"}, name) == rest
    assert raised("points", {"under_13": "yes", "acts": "no"}, name) == rest


def test_03_police_and_social_care_are_offered_together_and_one_alone_needs_a_reason() -> None:
    """Both come first; every choice asks for a reason; "both" is done once both were told."""
    assert sheets()["decision"].question("decision").options[0].id == "refer_both"
    for choice in ("refer_both", "refer_police", "refer_social"):
        assert "reason" in asked("decision", {"decision": choice})

    decision, police = by("dsl", decision="refer_both"), by("dsl", route="call_101")
    assert not referral_made(SCHOOL, a_case(decision=decision, police=police))
    assert referral_made(
        SCHOOL, a_case(decision=decision, police=police, social=by("dsl", rung="rung"))
    )


@pytest.mark.parametrize("key", ["coerced", "capacity", "demand"])
def test_04_point_two_is_as_wide_as_any_source_has_it(key: str) -> None:
    """Force, tricks and grooming, doubt on agreeing, and profit are each R-IMM."""
    assert Flag.R_IMM in raised("points", {key: "yes"})
    assert Flag.R_IMM in told({"danger": "no", "pressured": "yes"})
    assert Flag.R_IMM in told({"danger": "no", "capacity": ("capacity",)})


def test_05_violent_and_unusual_for_the_age_are_two_questions() -> None:
    """Each is asked on its own; either is R-IMM, and only both together answer the reporter's."""
    for key, other in (("extreme", "unusual"), ("unusual", "extreme")):
        assert raised("points", {key: "yes", other: "no"}) == {Flag.R_IMM, Flag.PRES}
        assert "extreme" not in settled(a_case(points=by("dsl", **{key: "no"})))
    assert "extreme" in settled(a_case(points=by("dsl", extreme="no", unusual="no")))


def test_06_immediate_risk_counts_whatever_its_cause() -> None:
    """The question names no cause: any risk now is 999, any other is R-IMM."""
    assert sheets()["points"].question("risk").text.endswith("for any cause?")
    assert raised("points", {"risk": "yes"}) == {Flag.E999, Flag.R_IMM}
    assert raised("points", {"risk": "soon"}) == {Flag.R_IMM}


def test_07_aggravated_is_at_least_advice_and_intent_needs_another_to_pass_it() -> None:
    """Not agreed to: advice. Meant to hurt: R-IMM recommended; "not refer" needs why and a head."""
    bare = {key: each for key, each in NOT_REFERRED.items() if key != "override"}

    assert Flag.ADV in raised("class", {"against_will": "yes"})
    assert Flag.R_IMM in raised("points", {"adult": "yes"}) & raised("points", {"coerced": "yes"})
    assert raised("points", {"malice": "yes"}) == {Flag.R_REC, Flag.PRES}
    assert not decision_stands(a_case({Flag.R_REC}, decision=by("dsl", **bare)))
    assert gate("close", a_case({Flag.R_REC}, decision=by("dsl", **NOT_REFERRED))) == "gate_sign"


def test_08_where_the_motive_is_not_known_both_classes_show_and_advice_is_asked() -> None:
    """Case C: intent or recklessness, not known which; ADV and no R-IMM, whatever is noted."""
    case_c: Answers = {"beyond": "no", "against_will": "yes", "meant_harm": NOT_KNOWN}
    shown = set(sheets()["class"].question("class_grave").by_id)

    assert {"intent", "reckless", "intent_or_reckless"} <= shown
    for will in ("yes", "no"):
        assert "class_grave" in asked("class", {**case_c, "against_will": will})
    for pick in shown:
        found = raised("class", {**case_c, "class_grave": pick})
        assert Flag.ADV in found
        assert level_of(frozenset(found)) is Level.URGENT


def test_18_that_it_is_recorded_as_a_crime_is_explained_and_never_put_before_the_call() -> None:
    """By the rulings it is explained once police are told; nobody's leave is needed to ring."""
    police = sheets()["police"]

    assert asked("police", {}) == ["route"]
    assert asked("police", {"route": "not_yet"}) == ["route"]
    assert "explained" in asked("police", {"route": "call_101"})
    assert "record this as a crime" in police.question("explained").text
    assert "nobody's permission" in police.question("route").hint
    assert gate("police", a_case({Flag.R_IMM})) == ""
    assert "warn" not in police.model_dump_json().casefold()


def test_19_words_among_children_are_a_general_concern_and_any_adult_is_referred() -> None:
    """Messages of children alone are handed on as general; an adult in them is R-IMM."""
    assert scope({"adult": "no", "what_is_it": "messages"}) == "general"
    assert raised("class", {"content": ("text_children",)}) == set()

    assert scope({"adult": "other_adult", "what_is_it": "messages"}) == "image"
    assert Flag.R_IMM in told({"danger": "no", "adult": "other_adult", "what_is_it": "messages"})
    assert Flag.R_IMM in raised("class", {"content": ("text_adult_child",)})


def test_20_an_adult_who_shares_is_in_scope_and_what_a_school_does_alone_stays_shut() -> None:
    """R-IMM; the talk, the risk form and deletion wait for an agency, even once signed."""
    for who in ("other_adult", "online_unknown"):
        assert told({"danger": "no", "adult": who}) == {Flag.R_IMM, Flag.PRES}
        assert scope({"adult": who, "what_is_it": "adult_picture"}) == "image"

    signed = signed_case({Flag.R_IMM})
    assert {gate("interview", signed), gate("risk", signed)} == {"gate_agency"}
    assert gate("deletion", signed) == "gate_hold"


@pytest.mark.parametrize("name", PACKS)
def test_28_a_child_who_made_their_own_is_advice_and_where_the_pack_says_101_first(
    name: str,
) -> None:
    """The DSL's form gives ADV everywhere; North Somerset gives it at the first telling."""
    maker: Answers = {"danger": "no", "child.1.age": 15, "child.1.part": ("pictured", "made")}
    first = load_pack(name).call_101_first

    assert first == (name == "north-somerset")
    assert told(maker, name) == ({Flag.ADV} if first else set())
    assert raised("class", {"content": ("child_self",)}, name) == {Flag.ADV, Flag.PRES}
