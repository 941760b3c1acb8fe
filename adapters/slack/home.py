"""The home page: the way in for everybody, and for who may read them the open cases."""

from dataclasses import dataclass

from adapters.chat.home import open_cases, way_in
from adapters.chat.people import People
from adapters.slack.client import Api
from adapters.slack.modals import home_view
from adapters.slack.workspace import Workspace
from bot.handle import Handler

__all__ = ["Home"]


@dataclass(slots=True)
class Home:
    """Publishes home pages."""

    handler: Handler
    people: People[Workspace]
    api: Api

    async def publish(self, workspace: Workspace, user: str) -> None:
        """Show somebody their home page as things stand."""
        known = self.people.known_as(workspace, user)
        cases = await open_cases(self.handler, known)
        view = home_view(way_in(self.handler.schools, known, cases))
        await self.api.call(workspace, "views.publish", user_id=user, view=view)
