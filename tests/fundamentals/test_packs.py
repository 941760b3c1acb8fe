"""Whom to ring: hours, overlays, and that no minute is without a number."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.dialogs.load import ContentError, digest, load_pack, pack_ids
from bot.dialogs.pack import Contact, ContactRole, Pack, Under13Rule

MONDAY = datetime(2026, 11, 2)  # noqa: DTZ001  contacts keep local hours
MINUTE = timedelta(minutes=1)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return MONDAY + timedelta(days=day, hours=hour, minutes=minute)


def ringing(pack: Pack, moment: datetime, *, holiday: bool = False) -> list[str]:
    return [contact.id for contact in pack.to_ring(moment, bank_holiday=holiday)]


def test_there_is_a_pack_for_each_source_and_a_national_one() -> None:
    assert pack_ids() == (
        "college",
        "national",
        "north-somerset",
        "staffordshire",
        "stoke-on-trent",
        "westcroft",
    )


@pytest.mark.parametrize("name", pack_ids())
def test_every_minute_of_every_week_has_a_number_holiday_or_not(name: str) -> None:
    pack = load_pack(name)
    for holiday in (False, True):
        moment = MONDAY
        while moment < MONDAY + timedelta(days=7):
            lines = pack.to_ring(moment, bank_holiday=holiday)

            assert any(line.is_open(moment, bank_holiday=holiday) for line in lines)
            assert "101" in {line.number for line in lines}
            moment += 7 * MINUTE


def test_by_day_the_front_door_and_by_night_the_emergency_duty_team() -> None:
    stoke = load_pack("stoke-on-trent")

    assert ringing(stoke, at(0, 10)) == ["stoke-front-door", "101"]
    assert ringing(stoke, at(0, 8, 29)) == ["stoke-emergency-duty", "101"]
    assert ringing(stoke, at(0, 8, 30)) == ["stoke-front-door", "101"]
    assert ringing(stoke, at(4, 16, 29)) == ["stoke-front-door", "101"]
    assert ringing(stoke, at(4, 16, 30)) == ["stoke-emergency-duty", "101"]
    assert ringing(stoke, at(5, 12)) == ["stoke-emergency-duty", "101"]


def test_a_bank_holiday_is_out_of_hours() -> None:
    stoke = load_pack("stoke-on-trent")

    assert ringing(stoke, at(0, 10), holiday=True) == ["stoke-emergency-duty", "101"]


def test_where_sources_disagree_about_hours_only_the_overlap_counts_as_open() -> None:
    somerset = load_pack("north-somerset")
    door = somerset.of_role(ContactRole.FRONT_DOOR)[0]
    duty = somerset.of_role(ContactRole.EMERGENCY_DUTY)[0]

    for moment in (at(0, 8, 15), at(0, 17, 30), at(4, 16, 45)):
        assert not door.is_open(moment, bank_holiday=False)
        assert not duty.is_open(moment, bank_holiday=False)
        assert ringing(somerset, moment) == ["north-somerset-emergency-duty", "101"]


def test_the_duty_teams_night_ends_in_the_morning_of_the_next_day() -> None:
    duty = load_pack("westcroft").of_role(ContactRole.EMERGENCY_DUTY)[0]

    assert duty.is_open(at(1, 7, 59), bank_holiday=False)
    assert not duty.is_open(at(1, 8), bank_holiday=False)
    assert duty.is_open(at(6, 23, 59), bank_holiday=False)
    assert duty.is_open(at(7, 7, 59), bank_holiday=False)


@pytest.mark.parametrize("name", pack_ids())
def test_every_shipped_number_says_where_it_was_seen_and_that_nobody_rang_it(name: str) -> None:
    contacts: tuple[Contact, ...] = load_pack(name).contacts

    assert {contact.number for contact in contacts} >= {"999", "101", "0800 1111"}
    assert all(contact.source and contact.last_verified is None for contact in contacts)


@pytest.mark.parametrize(
    "dead",
    ["0845 670 000", "0844 381 4772", "0808 800 5002", "88858", "07815 492613", "01782 235897"],
)
def test_a_dead_or_unconfirmed_number_is_in_no_pack(dead: str) -> None:
    numbers = {contact.number for name in pack_ids() for contact in load_pack(name).contacts}

    assert dead not in numbers


def test_each_pack_has_a_lado_and_an_on_call_line_or_says_that_it_has_none() -> None:
    for name in pack_ids():
        pack = load_pack(name)

        assert bool(pack.of_role(ContactRole.LADO)) is not bool(pack.no_lado_line)
        assert bool(pack.of_role(ContactRole.EMERGENCY_DUTY)) is not bool(pack.no_on_call_line)


def test_packs_keep_their_sources_rules() -> None:
    assert load_pack("north-somerset").under_13 is Under13Rule.NORTH_SOMERSET  # S2 point 4
    assert load_pack("north-somerset").call_101_first
    assert load_pack("staffordshire").written_referral == 48  # S0
    assert load_pack("stoke-on-trent").written_referral == 48
    assert load_pack("westcroft").written_referral is None
    assert load_pack("college").roles["deputy"] == "Duty Officer"  # S4


def test_an_overlay_replaces_by_id_adds_and_keeps_the_rest(tmp_path: Path) -> None:
    write(tmp_path, "base", contact("999", "999"), contact("helpline", "0800 1111"))
    write(
        tmp_path, "ours", contact("helpline", "0800 2222"), contact("new", "01234 5"), over="base"
    )

    pack = load_pack("ours", tmp_path)

    assert {line.id: line.number for line in pack.contacts} == {
        "helpline": "0800 2222",
        "new": "01234 5",
        "999": "999",
    }
    assert pack.who_may_decide_deletion == "base decides"


def test_a_pack_that_extends_itself_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "one", over="two")
    write(tmp_path, "two", over="one")

    with pytest.raises(ContentError, match="extends"):
        load_pack("one", tmp_path)


@pytest.mark.parametrize("name", ["nowhere", "../words", "", "Stoke", "a/b"])
def test_a_pack_that_is_not_there_is_refused_with_those_that_are(name: str) -> None:
    with pytest.raises(ContentError, match="north-somerset"):
        load_pack(name)


def test_the_hash_of_a_pack_changes_with_its_rules_and_not_with_its_numbers() -> None:
    pack = load_pack("stoke-on-trent")
    fewer = pack.model_copy(update={"contacts": pack.contacts[1:]})
    stricter = pack.model_copy(update={"written_referral": 24})

    assert digest(pack) == digest(fewer)
    assert digest(pack) != digest(stricter)


def contact(contact_id: str, number: str) -> str:
    return (
        f'[[contacts]]\nid = "{contact_id}"\nname = "x"\nrole = "helpline"\n'
        f'number = "{number}"\nsource = "ours"\nseen = 2026-01-01\n'
    )


def write(folder: Path, name: str, *contacts: str, over: str = "") -> None:
    packs = folder / "packs"
    packs.mkdir(exist_ok=True)
    head = f'id = "{name}"\nname = "{name}"\nsource = "ours"\nedition = "1"\n'
    head += f'extends = "{over}"\n' if over else f'who_may_decide_deletion = "{name} decides"\n'
    (packs / f"{name}.toml").write_text(head + "\n".join(contacts), encoding="utf-8")
