"""What goes wrong on the way to people, played: others miss it, whoever acted has their reply."""

from __future__ import annotations

from typing import Any

from tests.rehearsals.rehearsing import NIGHT, Rehearsed, rehearse

RED = '[[step]]\nwho = "teacher"\nanswers = { T-07 = "other_adult" }\n'


def with_fault(fault: str, *, who: str = "") -> str:
    person = f'who = "{who}"\n' if who else ""
    return f"{NIGHT}[[step]]\n{person}fault = {{ {fault} }}\n{RED}"


def in_chat(found: Rehearsed, to: str) -> list[dict[str, Any]]:
    """Return what one slot got by chat: no fault of a plan hits what goes beside it."""
    return [each for each in found.told(to) if each["medium"] in {"chat", "dm"}]


def problems(found: Rehearsed) -> list[str]:
    return [each["at"] for each in found.told("teacher", "delivery-problem")]


def test_a_platform_that_is_down_reaches_nobody_and_the_reporter_hears_so_at_once() -> None:
    found = rehearse(with_fault('platform = "down", for = "30m"'))

    assert {each["to"] for each in found.timeline if each["medium"] != "phone"} == {"teacher"}
    assert problems(found) == ["2026-11-06T19:40:00Z"]
    assert {"dsl", "deputy", "deputy-2"} <= {
        each["to"] for each in found.pending if each["name"] == "delivery"
    }


def test_where_the_chat_is_down_phones_ring_at_once_and_an_e_mail_follows() -> None:
    found = rehearse(with_fault('platform = "down", for = "30m"') + '[[step]]\nwait = "1m"\n')

    beside = [
        (each["medium"], each["at"][11:19])
        for each in found.told("dsl")
        if each["medium"] in {"phone", "email"}
    ]
    assert beside == [("phone", "19:40:00"), ("email", "19:40:12")]


def test_what_could_not_be_delivered_arrives_when_the_platform_is_back() -> None:
    found = rehearse(with_fault('platform = "down", for = "30m"') + '[[step]]\nwait = "32m"\n')

    first = {to: in_chat(found, to)[0]["at"][11:16] for to in ("dsl", "deputy", "deputy-2", "head")}
    assert set(first.values()) <= {"20:10", "20:11"}
    assert any("got through" in each["text"] for each in found.told("teacher"))


def test_a_slow_or_busy_platform_delivers_half_a_minute_later_at_most() -> None:
    for kind, seconds in (("slow", "20"), ("rate_limited", "30")):
        found = rehearse(with_fault(f'platform = "{kind}"') + '[[step]]\nwait = "1m"\n')

        assert in_chat(found, "dsl")[0]["at"] == f"2026-11-06T19:40:{seconds}Z"
        assert problems(found) == ["2026-11-06T19:40:00Z"]


def test_without_the_archived_channel_everybody_is_still_paged() -> None:
    found = rehearse(with_fault('platform = "channel_archived"'))

    assert found.told("dsl-channel") == []
    assert found.paged("19:40") == {"dsl", "deputy", "deputy-2"}


def test_an_archived_channel_is_told_once_to_those_who_would_miss_it_and_to_it() -> None:
    found = rehearse(with_fault('platform = "channel_archived"') + '[[step]]\nwait = "2h"\n')

    told = [each["to"] for each in found.timeline if each["kind"] == "delivery-problem"]
    assert sorted(told) == ["deputy", "deputy-2", "dsl", "it"]


def test_where_one_person_is_gone_the_others_are_paged() -> None:
    found = rehearse(with_fault('platform = "person_gone", who = "deputy"'))

    assert found.paged("19:40") == {"dsl", "deputy-2"}
    assert problems(found) == []


def test_the_person_who_is_gone_may_stand_beside_the_fault() -> None:
    found = rehearse(with_fault('platform = "person_gone"', who="dsl"))

    assert in_chat(found, "dsl") == []
    assert [each["medium"] for each in found.told("dsl")] == ["phone", "email"]


def test_a_fault_is_over_when_its_time_is() -> None:
    plan = f'{NIGHT}[[step]]\nfault = {{ platform = "down", for = "5m" }}\n[[step]]\nwait = "5m"\n'

    found = rehearse(plan + RED)

    assert found.paged("19:45") == {"dsl", "deputy", "deputy-2"}
