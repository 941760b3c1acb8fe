"""What ships with the product is read once, however many schools a trust has."""

from __future__ import annotations

from datetime import date

from bot.dialogs.shipped import shipped_pack, shipped_script
from bot.settings.reading import parse_settings
from tests.fundamentals.test_settings import GOOD


def test_the_schools_of_a_trust_share_one_script_and_what_is_in_their_pack() -> None:
    both = GOOD + GOOD.replace('"mill"', '"moor"')

    mill, moor = parse_settings(both, "handrail.toml", date(2026, 11, 21)).schools

    assert mill.script is moor.script is shipped_script()
    assert mill.pack.roles is moor.pack.roles is shipped_pack("stoke-on-trent").roles
