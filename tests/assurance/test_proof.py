"""`handrail prove`: what it says is so, a leak is found, and a changed statement is seen."""

from __future__ import annotations

import json
import logging
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from adapters.commands import proving
from adapters.environment import Environment
from adapters.playground import guard, server
from adapters.proving import flight
from adapters.proving.canary import Canary, found_in, found_under
from adapters.proving.facts import from_flight
from adapters.proving.statement import Fact, Told, checked, key_in, signed
from adapters.proving.ways_in import bodies
from bot.fsm.said import Said
from tests.assurance.test_access import AT, HERE

CANARY = Canary("0123456789abcdef01234567")


async def test_a_canary_handed_in_by_every_way_is_found_nowhere() -> None:
    found = await flight.fly(CANARY, HERE)

    assert found.clean, found
    assert found.handed_in == len(bodies(CANARY))
    assert found.refused >= found.handed_in - 3  # a link is refused in words, and is no picture


def into_the_log(payload: object) -> None:
    logging.getLogger("adapters.playground").debug("took %s", payload)


def into_a_file(payload: object) -> None:
    with tempfile.NamedTemporaryFile("w", delete=False) as file:
        file.write(str(payload))


@pytest.mark.parametrize(
    ("leaks", "where"), [(into_the_log, "the log"), (into_a_file, "a file: tmp")]
)
async def test_a_leak_is_found_and_the_statement_does_not_hold(
    leaks: Callable[[object], None], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    judge = guard.judge

    def leaking(payload: dict[str, object]) -> Said:
        leaks(payload)
        return judge(payload)

    monkeypatch.setattr(server, "judge", leaking)

    found = await flight.fly(CANARY, HERE)

    assert any(each.startswith(where) for each in found.found), found
    assert not from_flight(found).holds


def test_each_mark_of_a_canary_is_known_in_bytes_names_and_letters(tmp_path: Path) -> None:
    (tmp_path / CANARY.name).write_bytes(b"")
    (tmp_path / "spool").write_bytes(b"x" + CANARY.image)
    (tmp_path / "letters").write_text(f"data:image/png;base64,{CANARY.data}")
    (tmp_path / "harmless").write_bytes(Canary("f" * 24).image)

    assert list(found_under(CANARY, tmp_path)) == ["letters", "(a file's name)", "spool"]
    assert all(found_in(CANARY, mark) for mark in CANARY.marks)
    assert not found_in(CANARY, b"hello")


def statement(folder: Path, *, holds: bool | None = True) -> bytes:
    facts = (Fact(about="scopes", holds=holds, found="none reads files"),)
    told = Told(program="Handrail", version="1", code="0" * 64, at=AT, facts=facts)
    return signed(told, key_in(folder)).model_dump_json().encode()


def test_a_statement_is_checked_by_anybody_and_a_changed_one_is_seen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, file = statement(tmp_path), tmp_path / "s.json"
    file.write_bytes(good)
    assert proving.check(file) == 0
    assert "this is what was signed" in capsys.readouterr().out

    for before, after in (
        (b"none reads files", b"all read files!!"),
        (b'"holds":true', b'"holds":null'),
        (b"2026", b"2027"),
        (b"}", b""),
    ):
        file.write_bytes(good.replace(before, after, 1))
        assert proving.check(file) == 1
        assert "signature" in capsys.readouterr().out


def test_the_key_is_made_once_and_is_closed_to_others(tmp_path: Path) -> None:
    first, second = (json.loads(statement(tmp_path))["key"] for _ in range(2))

    assert first == second
    assert (tmp_path / "statement.key").stat().st_mode & 0o077 == 0


def test_a_fact_that_speaks_against_it_fails_the_check(tmp_path: Path) -> None:
    file = tmp_path / "s.json"
    file.write_bytes(statement(tmp_path, holds=False))
    assert proving.check(file) == 1
    file.write_bytes(statement(tmp_path, holds=None))
    assert proving.check(file) == 0


def test_the_whole_statement_is_made_and_holds(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    made = tmp_path / "statement.json"

    assert proving.prove(Environment(data=tmp_path / "data", config=None), made) == 0

    told = checked(made.read_bytes()).told
    about = {fact.about: fact for fact in told.facts}
    assert about["a canary picture by every way in"].holds
    assert about["the allow-list is enforced"].holds
    assert about["what Teams' manifest asks for"].holds
    assert about["Slack's tokens"].holds is None
    assert "nowhere" in capsys.readouterr().out
    assert proving.check(made) == 0
