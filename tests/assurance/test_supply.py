"""What we are made of: locked, listed with reasons, above known faults, told in an SBOM (C5 19)."""

from __future__ import annotations

import json
import re
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from adapters.supply import Locked, below, canonical, locked, sbom, wanted, write
from tests.architecture.tree import ROOT, modules, parsed
from tests.architecture.tree import named as path_of

LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8")
PROJECT = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
FLOORS = tomllib.loads((Path(__file__).parent / "floors.toml").read_text(encoding="utf-8"))
DEVELOPERS = {"cyclonedx", "packageurl"}
"""Imported by `make sbom` alone, and never when the product runs."""


def test_what_is_locked_is_above_every_known_fault() -> None:
    found = {each.name: each.version for each in locked(LOCK)}

    old = {name: found.get(name) for name, at in FLOORS.items() if below(found[name], at["floor"])}

    assert old == {}
    assert all(at["why"] for at in FLOORS.values())


def test_no_floor_is_from_memory() -> None:
    source = re.compile(r"PYSEC-\d{4}-\d+|[\w.-]+/[\w.-]+#\d+")

    for name, at in FLOORS.items():
        assert at["seen"], name
        assert all(source.fullmatch(each) for each in at["seen"]), name


def test_what_is_asked_for_cannot_be_installed_below_a_known_fault() -> None:
    asked = {each.name: each.asked for each in wanted(PROJECT)}

    for name, at in FLOORS.items():
        if name in asked:
            lowest = asked[name].partition("=")[2].split(",")[0].lstrip("=").removesuffix(".*")
            assert not below(lowest, at["floor"]), name


def test_each_package_that_we_ask_for_has_its_reason_beside_it() -> None:
    found = list(wanted(PROJECT))

    listed = {
        canonical(each.split(">")[0].split("=")[0].split("[")[0].split("<")[0])
        for each in tomllib.loads(PROJECT)["project"]["dependencies"]
    }
    assert {each.name for each in found} == listed
    assert [each.name for each in found if not each.why] == []


def test_nothing_is_imported_that_is_not_asked_for() -> None:
    asked = {each.name for each in wanted(PROJECT)}
    homes = packages_distributions()
    imported: dict[str, str] = {}
    for path in modules("bot", "adapters"):
        for name in imports(path):
            imported.setdefault(name, path_of(path))

    strange = {
        name: where
        for name, where in imported.items()
        if name not in {"bot", "adapters", *DEVELOPERS, *sys.stdlib_module_names}
        and not {canonical(home) for home in homes.get(name, [])} & (asked | REACHED)
    }
    assert strange == {}


REACHED = {"botbuilder-schema", "botframework-connector", "pydantic-core", "yarl"}
"""What comes with a package that is asked for, and is spoken to by itself."""


def imports(path: Path) -> set[str]:
    """Return the top names that a module imports."""
    import ast  # noqa: PLC0415  only here

    found: set[str] = set()
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            found |= {each.name.partition(".")[0] for each in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module.partition(".")[0])
    return found


def test_the_sbom_is_the_same_each_time_and_names_every_package(tmp_path: Path) -> None:
    packages = locked(LOCK)

    first, second = sbom(packages, "1"), sbom(packages, "1")
    told = json.loads(first)

    assert first == second
    assert told["bomFormat"] == "CycloneDX"
    assert {(each["name"], each["version"]) for each in told["components"]} == {
        (each.name, each.version) for each in packages
    }
    assert all(each["hashes"] for each in told["components"])
    assert "timestamp" not in first
    write(ROOT, tmp_path / "sbom.json")
    assert json.loads((tmp_path / "sbom.json").read_text())["metadata"]["component"]["version"]


def test_another_lock_is_another_sbom() -> None:
    packages = locked(LOCK)
    other = [Locked(packages[0].name, "0.0.1", packages[0].hashes), *packages[1:]]

    serials = {json.loads(sbom(each, "1"))["serialNumber"] for each in (packages, other)}

    assert len(serials) == 2


@pytest.mark.parametrize(
    ("version", "floor", "old"),
    [
        ("3.13.3", "3.13.3", False),
        ("3.9", "3.13.3", True),
        ("2.10", "2.9", False),
        ("9.1.2.post2", "9.1.2", False),
        ("2024.7.3", "2024.7.4", True),
    ],
)
def test_versions_are_compared_as_numbers(version: str, floor: str, *, old: bool) -> None:
    assert below(version, floor) is old
