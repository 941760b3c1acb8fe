"""Nothing in the repository depends on where it was made."""

from __future__ import annotations

import re

import pytest

from tests.architecture.tree import named, tracked

# Hosts are written in pieces, so that this file does not find itself.
HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "npm" + "js.",
    "deb." + "debian.org",
    "crates" + ".io",
)
HOMES = ("work", "root", "home", "Users")
PRIVATE = re.compile(
    "|".join(re.escape(host) for host in HOSTS) + rf"|(?<![\w.~\-/])/(?:{'|'.join(HOMES)})/"
)


def private(text: str) -> list[str]:
    """Return the lines that name a registry's host or a path of one machine."""
    return [line.strip()[:100] for line in text.splitlines() if PRIVATE.search(line)]


def test_no_file_names_a_registry_or_a_path_of_one_machine() -> None:
    found = {}
    for path in tracked():
        lines = private(path.read_bytes().decode("utf-8", errors="replace"))
        if lines:
            found[named(path)] = lines

    assert found == {}


def test_the_files_are_found() -> None:
    assert {"pyproject.toml", "Makefile", ".ci/run"} <= {named(path) for path in tracked()}


@pytest.mark.parametrize(
    "text", [f"see https://{HOSTS[0]}/simple", f"/{HOMES[0]}/main", f'"/{HOMES[1]}/x"']
)
def test_each_kind_of_address_is_seen(text: str) -> None:
    assert private(text)


@pytest.mark.parametrize(
    "text", ["playground/home/page", "at work/home", "https://example.org/work/"]
)
def test_an_ordinary_path_is_allowed(text: str) -> None:
    assert private(text) == []
