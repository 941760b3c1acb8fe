"""What there is to mend in a file of several schools: each line names the one that it is about."""

from __future__ import annotations

import pytest

from bot.settings.found import Found, in_lines

TWO = {"schools": [{"id": "mill"}, {"id": "weir"}]}


@pytest.mark.parametrize(
    ("table", "key", "where"),
    [
        (TWO, "schools[1].office", "schools[1].office (weir)"),
        (TWO, "schools[0].people[1].phone", "schools[0].people[1].phone (mill)"),
        (TWO, "slack[0].team", "slack[0].team"),
        ({"schools": [{"id": "mill"}]}, "schools[0].office", "schools[0].office"),
        ({"schools": [{}, {"name": "Weir"}]}, "schools[1].id", "schools[1].id"),
        ({"schools": "none"}, "schools", "schools"),
    ],
)
def test_nobody_has_to_count_the_schools_of_a_trust(
    table: dict[str, object], key: str, where: str
) -> None:
    assert in_lines("handrail.toml", table, [Found(key, "is missing")]) == [
        f"handrail.toml: {where}: is missing"
    ]
