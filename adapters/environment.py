"""What the surroundings say: data folder, store address, keys, configuration."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings.ways import MAIL_PASSWORD, PHONE_SECRET

__all__ = ["CannotStart", "Environment", "read_environment"]

CONFIRMED = "operator-confirmed"
SLACK, TEAMS = "SLACK_", "TEAMS_"


class CannotStart(Exception):
    """Something that a program needs is missing or taken; the message says the cure."""


@dataclass(frozen=True, slots=True)
class Environment:
    """Where a deployment keeps things, and which store it uses.

    `redis_url` '' is the embedded server in `data`. `keys` is the ring of an external store.
    `replicas` must have each commit on disk too. `confirmed`: the operator answers for the
    durability of a store that we cannot ask. The password and the secret are of the ways beside
    the chat. `slack` and `teams` are their secrets, by the names of their variables.
    """

    data: Path
    config: Path | None
    redis_url: str = field(default="", repr=False)
    keys: str = field(default="", repr=False)
    replicas: int = 0
    confirmed: bool = False
    mail_password: str = field(default="", repr=False)
    phone_secret: str = field(default="", repr=False)
    slack: Mapping[str, str] = field(default_factory=dict, repr=False)
    teams: Mapping[str, str] = field(default_factory=dict, repr=False)


def read_environment(
    variables: Mapping[str, str], *, data: Path | None = None, config: Path | None = None
) -> Environment:
    """Return the surroundings; an option wins over its variable.

    Raises:
        CannotStart: a variable has a value that means nothing.
    """
    replicas = variables.get("STORE_REPLICAS", "0")
    if not replicas.isdecimal():
        raise CannotStart(f"STORE_REPLICAS={replicas!r} is no number; write 0, 1 or 2")
    durability = variables.get("STORE_DURABILITY", "")
    if durability not in {"", CONFIRMED}:
        raise CannotStart(
            f"STORE_DURABILITY={durability!r} means nothing; write {CONFIRMED!r} or leave it out"
        )
    named = variables.get("HANDRAIL_CONFIG", "")
    return Environment(
        data=(data or _data_folder(variables)).expanduser().absolute(),
        config=config or (Path(named).expanduser() if named else None),
        redis_url=variables.get("REDIS_URL", ""),
        keys=variables.get("HANDRAIL_KEYS", ""),
        replicas=int(replicas),
        confirmed=durability == CONFIRMED,
        mail_password=variables.get(MAIL_PASSWORD, ""),
        phone_secret=variables.get(PHONE_SECRET, ""),
        slack={name: each for name, each in variables.items() if name.startswith(SLACK)},
        teams={name: each for name, each in variables.items() if name.startswith(TEAMS)},
    )


def _data_folder(variables: Mapping[str, str]) -> Path:
    """Return the folder for data: HANDRAIL_DATA, else as the XDG rules say."""
    if named := variables.get("HANDRAIL_DATA", ""):
        return Path(named)
    if base := variables.get("XDG_DATA_HOME", ""):
        return Path(base) / "handrail"
    return Path.home() / ".local" / "share" / "handrail"
