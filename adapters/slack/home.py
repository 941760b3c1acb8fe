"""The home page: the way in for everybody, and for who may read them the open cases."""

from dataclasses import dataclass

from adapters.chat.home import open_cases
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
        schools = [self.handler.schools[who.school] for who in known]
        cases = await open_cases(self.handler, known)
        rotas = [
            school
            for who, school in zip(known, schools, strict=True)
            if school.rota.lines and who.person in school.rostered
        ]
        view = home_view(schools, cases, self.handler.clock.now(), rotas)
        await self.api.call(workspace, "views.publish", user_id=user, view=view)
