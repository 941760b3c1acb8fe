"""Where something happened and who did it: the workspace, and the one school that is meant."""

from collections import OrderedDict
from collections.abc import Sequence

from adapters.slack.knock import Knock
from adapters.slack.workspace import People, Who, Workspace

__all__ = ["Whereabouts", "is_outsider", "workspace_of"]

REMEMBERED = 5000


def workspace_of(knock: Knock, ours: Sequence[Workspace]) -> Workspace | None:
    """Return where this happened: a workspace that is named, or the only one that signed it."""
    named = (each for team in knock.teams for each in ours if each.team == team)
    return next(named, ours[0] if len(ours) == 1 else None)


def is_outsider(knock: Knock, workspace: Workspace) -> bool:
    """Return whether somebody is of another organisation: no channel makes them one of ours."""
    return bool(knock.user_team) and knock.user_team != workspace.team


class Whereabouts:
    """Knows which school somebody means: the only one that lists them, or the one of last time."""

    def __init__(self, people: People) -> None:
        """Start knowing the rosters only."""
        self._people = people
        self._last: OrderedDict[tuple[str, str], str] = OrderedDict()

    def of(self, workspace: Workspace, user: str) -> Who | None:
        """Return who somebody is, or None where they have to be asked."""
        known = self._people.known_as(workspace, user)
        if len(known) == 1:
            return known[0]
        last = self._last.get((workspace.team, user))
        return next((each for each in known if each.school == last), None)

    def note(self, workspace: Workspace, user: str, who: Who) -> None:
        """Keep which school somebody is talking to."""
        self._last[workspace.team, user] = who.school
        self._last.move_to_end((workspace.team, user))
        while len(self._last) > REMEMBERED:
            self._last.popitem(last=False)
