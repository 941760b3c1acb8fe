"""What is installed is exactly what was chosen, and the locks say nothing about where from."""

from __future__ import annotations

import json
import re

import pytest

from tests.architecture.tree import ROOT

LOCKS = ("requirements.lock", "requirements-dev.lock")
PEERS = ("tests/peers/backlot.lock",)
PINNED = re.compile(r"[a-z0-9][a-z0-9.-]*==[0-9][^ ;]*( ; [^\\]+)?( --hash=sha256:[0-9a-f]{64})+")
BUILDS_AND_CHECKS = {"build", "mypy", "pip", "pytest", "ruff", "setuptools"}


def requirements(lock: str) -> list[str]:
    """Return each requirement of a lock on one line, its hashes after it."""
    text = (ROOT / lock).read_text(encoding="utf-8").replace("\\\n", " ")
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def names(lock: str) -> set[str]:
    return {line.split("==")[0] for line in requirements(lock)}


@pytest.mark.parametrize("lock", [*LOCKS, *PEERS])
def test_every_requirement_has_one_version_and_a_hash(lock: str) -> None:
    loose = [line[:60] for line in requirements(lock) if not PINNED.fullmatch(line)]

    assert loose == []
    assert lock in PEERS or {"aiohttp", "pydantic", "setuptools"} <= names(lock)


@pytest.mark.parametrize("lock", [*LOCKS, *PEERS])
def test_a_lock_carries_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")

    assert (
        re.findall(r"^-.*|.*(?://|file:/|index-url|find-links|trusted|@).*", text, re.MULTILINE)
        == []
    )


def test_what_npm_installs_for_the_peers_has_a_hash_and_no_address() -> None:
    found = json.loads((ROOT / "tests/peers/package-lock.json").read_text(encoding="utf-8"))
    packages = {name: each for name, each in found["packages"].items() if name}

    assert "node_modules/emulate" in packages
    assert [name for name, each in packages.items() if "integrity" not in each] == []
    assert "://" not in json.dumps(packages)


def test_both_locks_hold_the_same_versions() -> None:
    missing = set(requirements("requirements.lock")) - set(requirements("requirements-dev.lock"))

    assert missing == set()
    assert names("requirements-dev.lock") >= BUILDS_AND_CHECKS


def test_a_loose_requirement_would_be_seen() -> None:
    digest = "0" * 64

    assert PINNED.fullmatch(f"redis==8.1.0 --hash=sha256:{digest}")
    assert not PINNED.fullmatch("redis==8.1.0")
    assert not PINNED.fullmatch(f"redis>=8 --hash=sha256:{digest}")
    assert not PINNED.fullmatch(f"redis @ somewhere --hash=sha256:{digest}")
