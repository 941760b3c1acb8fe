"""What ships with the product, read once: the schools of a trust share it."""

from functools import cache

from bot.dialogs.load import load_pack, load_script
from bot.dialogs.pack import Pack
from bot.dialogs.script import Script

__all__ = ["shipped_pack", "shipped_script"]

SCRIPT = "intake"


@cache
def shipped_script() -> Script:
    """Return the script in which a concern is raised.

    Raises:
        ContentError: as `load_script`.
    """
    return load_script(SCRIPT)


@cache
def shipped_pack(pack_id: str) -> Pack:
    """Return a pack by its id.

    Raises:
        ContentError: as `load_pack`.
    """
    return load_pack(pack_id)
