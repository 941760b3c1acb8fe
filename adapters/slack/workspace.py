"""A workspace of Slack: its secrets and its schools."""

from dataclasses import dataclass, field

__all__ = ["PLATFORM", "Workspace"]

PLATFORM = "slack"


@dataclass(frozen=True, slots=True)
class Workspace:
    """One workspace. `schools` are ids; the secrets are never shown, in a repr neither."""

    name: str
    team: str
    schools: tuple[str, ...]
    token: str = field(repr=False)
    secret: str = field(repr=False)
    app_token: str = field(default="", repr=False)
