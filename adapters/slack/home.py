"""The home page: the way in for everybody, and for who may read them the open cases."""

from dataclasses import dataclass

from adapters.chat.people import People, Who
from adapters.slack.client import Api
from adapters.slack.modals import home_view
from adapters.slack.workspace import Workspace
from bot.fsm.case import Case, CaseStage
from bot.fsm.readers import may_read
from bot.fsm.school import Role, School
from bot.handle import Handler

__all__ = ["Home"]

READERS = frozenset({Role.DSL, Role.DEPUTY, Role.HEAD, Role.CHAIR})


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
        cases = [each for who in known for each in await self._cases(who)]
        view = home_view(schools, cases, self.handler.clock.now())
        await self.api.call(workspace, "views.publish", user_id=user, view=view)

    async def _cases(self, who: Who) -> list[tuple[School, Case]]:
        """Return the open cases that somebody may read, the most urgent first."""
        school = self.handler.schools[who.school]
        person = school.person(who.person)
        if person is None or not READERS & set(person.roles):
            return []
        found = [
            case
            for ref in await self.handler.store.cases(school.id)
            if (case := await self.handler.case(school.id, ref)) is not None
            and case.stage is not CaseStage.CLOSED
            and may_read(school, case, person.id)
        ]
        found.sort(key=lambda case: (-case.level.value, case.opened_at))
        return [(school, case) for case in found]
