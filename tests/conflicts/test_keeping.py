"""Conflicts about deleting, devices and what the child is told (conflicts 1, 11-14, 16, 26)."""

from bot.dialogs.flags import Flag
from bot.dialogs.load import load_script, sheets
from bot.dialogs.script import NOT_KNOWN, Kind
from bot.dialogs.words import text_of
from bot.fsm.known.facts import hold_is_on
from bot.fsm.sheets.gates import may_fill
from tests.conflicts.given import SCHOOL, a_case, asked, by, gate, raised, signed_case


def test_01_delete_or_do_not_delete_nothing_is_asked_while_the_hold_is_on() -> None:
    """The steps come in order: hold, police or sign-off, Report Remove, then a deadline."""
    offered = by("dsl", offered="declined")
    may = by("dsl", route="call_101", advice="may_go_ahead")

    assert gate("deletion", a_case()) == "gate_hold"
    assert gate("deletion", signed_case({Flag.R_IMM}, takedown=offered)) == "gate_hold"
    assert gate("deletion", signed_case({Flag.R_IMM}, police=may)) == "gate_report_remove"
    assert gate("deletion", signed_case()) == "gate_report_remove"
    assert gate("deletion", signed_case(takedown=offered)) == ""
    assert "deadline" in asked("deletion", {"ask": "ask"})
    assert not may_fill(SCHOOL, sheets()["deletion"], "sam")
    assert "do not ask anyone to" in text_of("do_not_delete", team="the DSL")


def test_11_the_child_deletes_and_staff_only_on_the_heads_written_word() -> None:
    """Staff never as a rule: it is stopped, and advice comes first whatever the head wrote."""
    deletion = sheets()["deletion"]

    assert deletion.question("ask").why == "The child does it alone. Staff do not."
    for answer in ("planned", "done"):
        assert {Flag.ADV, Flag.PRES} <= raised("staff_search", {"state": answer})
        assert "advice" in asked("staff_search", {"state": answer})
        assert sheets()["staff_search"].question("state").by_id[answer].says == ("stop_search",)
    assert "Ring 101" in text_of("stop_search", team="the DSL")
    assert raised("device", {"school_device": "yes"}) == {Flag.ADV, Flag.PRES}
    assert "leave_school_device" in sheets()["device"].question("school_device").by_id["yes"].says


def test_12_a_device_is_taken_only_where_police_need_it_and_the_hold_needs_none() -> None:
    """D-01 is asked first; without it nothing is taken in, and the hold is on all the same."""
    assert asked("device", {})[0] == "secure"
    assert asked("device", {"secure": "no"}) == ["secure", "school_device", "returned"]
    assert "taken" in asked("device", {"secure": "yes"})
    assert sheets()["device"].question("secure").calm == "no"
    assert hold_is_on(a_case(device=by("dsl", secure="no")))


def test_13_a_device_that_was_taken_is_switched_off_unseen_and_police_are_rung() -> None:
    """Off, locked away, not looked at; whether police were rung is asked, taken in or not yet."""
    said = text_of("switch_off_lock_away", team="the DSL")
    answers = load_script("intake").question("device").by_id

    assert said.startswith("Switch it off now")
    assert "Do not look at it" in said
    assert "switch_off_lock_away" in answers["staff_hold_on"].says
    assert "switch_off_lock_away" in sheets()["device"].question("off").by_id["no"].says
    assert {"off", "where", "called"} <= set(asked("device", {"secure": "yes", "taken": "yes"}))
    assert "called" in asked("device", {"secure": "yes", "taken": "not_yet"})


def test_14_the_childs_word_is_all_the_proof_that_is_asked_for() -> None:
    """What the child said, when, and who heard it: that is all, and nothing is shown."""
    deletion = sheets()["deletion"]
    path = asked("deletion", {"ask": "ask", "outcome": "confirmed"})
    after = path[path.index("outcome") + 1 : path.index("discipline")]

    assert [deletion.question(key).kind for key in after] == [Kind.MOMENT, Kind.TEXT]
    assert after == ["confirmed_at", "who_heard"]
    assert "Nobody needs to be shown a thing." in deletion.question("outcome").hint


def test_16_not_in_trouble_comes_before_the_law_and_the_law_is_no_threat() -> None:
    """First: not in trouble. The law is told once asking was decided, as a fact."""
    explained = sheets()["deletion"].question("explained")

    assert explained.hint.startswith("First: they are not in trouble for asking for help.")
    assert "not a threat" in explained.hint
    assert "an offence" in explained.text
    assert "explained" not in asked("deletion", {"ask": "not_ask"})
    assert text_of("child_with_me").startswith("You can say: you are not in trouble.")


def test_26_school_rules_come_last_and_the_bot_has_no_part_in_them() -> None:
    """Shut while the hold is on, last to be asked; it raises nothing, and who chose is noted."""
    path = asked("deletion", {"ask": "ask", "outcome": "refused", "discipline": "yes"})
    discipline = sheets()["deletion"].question("discipline")

    assert path[-2:] == ["discipline", "discipline_by"]
    assert not {"discipline", "discipline_by"} & set(sheets()["deletion"].still_open)
    assert gate("deletion", a_case()) == "gate_hold"
    assert "The head and the DSL decide, never the bot." in discipline.hint
    for answer in ("yes", "no", NOT_KNOWN):
        assert raised("deletion", {"discipline": answer}) == set()
