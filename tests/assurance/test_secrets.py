"""Secrets and what is on the disk: in no dump, of no use to other users of the machine."""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main

from adapters.cli import app
from adapters.environment import read_environment
from adapters.heartbeat import Heart
from adapters.machine_clock import MachineClock
from adapters.mail.smtp import MailServer
from adapters.playground.clock import SimClock
from adapters.proving.statement import key_in
from adapters.redis.backups import write_backup
from adapters.redis.keyring import KeyRing
from adapters.redis.opening import make_folder
from bot.settings.ways import Security

HUSH = "hush-hush-7"
SECRET = re.compile("secret|password|token|signing|credential")
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def test_no_dump_of_the_surroundings_or_of_a_mail_server_has_a_secret() -> None:
    """ASVS 13.3.2, 16.2.5: an exception or a debugger may show them to whoever reads along."""
    environment = read_environment(
        {
            "REDIS_URL": f"rediss://:{HUSH}@store.example",
            "HANDRAIL_KEYS": HUSH,
            "HANDRAIL_MAIL_PASSWORD": HUSH,
            "HANDRAIL_PHONE_SECRET": HUSH,
            "SLACK_HOME_TOKEN": HUSH,
            "TEAMS_HOME_SECRET": HUSH,
        }
    )
    server = MailServer("h", 25, Security.TLS, "us@school.example", "handrail", HUSH)

    assert HUSH in (environment.redis_url, environment.keys)
    assert HUSH not in repr(environment) + repr(server)


async def test_what_a_deployment_writes_is_closed_to_other_users(tmp_path: Path) -> None:
    """ASVS 13.3.2, 14.2.4, 16.4.2: folder, keys, statement, backup, clock, heartbeat."""
    before = os.umask(0o022)
    try:
        folder = tmp_path / "data" / "live"
        folder.mkdir(parents=True, mode=0o755)
        make_folder(folder)
        ring = KeyRing.keep(folder / "keys", records=folder / "store")
        key_in(folder)
        write_backup(folder / "backup", ring, [], MachineClock().machine())
        await Heart(folder / "heartbeat").beat(MachineClock().machine())
        SimClock(folder / "clock").set(MachineClock().machine())
    finally:
        os.umask(before)

    found = [folder, *folder.iterdir()]
    assert {each.name for each in found} >= {"live", "keys", "statement.key", "backup", "clock"}
    assert [each.name for each in found if each.stat().st_mode & OTHERS] == []


def test_a_key_that_others_may_read_signs_nothing(tmp_path: Path) -> None:
    """ASVS 11.1.1, 13.3.2."""
    key_in(tmp_path)
    (tmp_path / "statement.key").chmod(0o644)

    with pytest.raises(PermissionError, match="chmod 600"):
        key_in(tmp_path)


def test_a_backup_is_not_written_through_a_link_that_somebody_laid(tmp_path: Path) -> None:
    """ASVS 5.3.2: in a folder of many, the draft's name can be guessed and a link laid there."""
    ring = KeyRing.keep(tmp_path / "keys", records=tmp_path / "store")
    victim = tmp_path / "victim"
    victim.write_text("whole", encoding="utf-8")
    (tmp_path / ".backup.part").symlink_to(victim)

    write_backup(tmp_path / "backup", ring, [], MachineClock().machine())

    assert victim.read_text(encoding="utf-8") == "whole"


def test_no_command_takes_a_secret_as_an_argument() -> None:
    """ASVS 13.3.2: what stands in a command is in the list of processes and in a shell's memory."""

    def named(command: Any, path: str = "") -> Iterator[str]:
        for each in command.params:
            yield from (f"{path} {option}" for option in each.opts)
        for name, inner in getattr(command, "commands", {}).items():
            yield from named(inner, f"{path} {name}")

    options = list(named(typer.main.get_command(app)))

    assert len(options) > 30
    assert [each for each in options if SECRET.search(each.rpartition(" ")[2])] == []
