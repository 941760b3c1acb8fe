"""Where something happened, and whether who did it is one of ours."""

from collections.abc import Sequence

from adapters.slack.knock import Knock
from adapters.slack.workspace import Workspace

__all__ = ["is_outsider", "workspace_of"]


def workspace_of(knock: Knock, ours: Sequence[Workspace]) -> Workspace | None:
    """Return where this happened: a workspace that is named, or the only one that signed it."""
    named = (each for team in knock.teams for each in ours if each.team == team)
    return next(named, ours[0] if len(ours) == 1 else None)


def is_outsider(knock: Knock, workspace: Workspace) -> bool:
    """Return whether somebody is of another organisation: no channel makes them one of ours."""
    return bool(knock.user_team) and knock.user_team != workspace.team
