"""Raising what the watch found: beside the chat, past the store and the clock."""

# Rule 1: of a case, only those hear who may take it. Where that cannot be known, no case is named.
# Rule 2: the same finding is raised once an hour, and again until somebody could be called.

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from adapters.logs import log_failure
from adapters.monitoring.sweep import Finding
from adapters.wiring import Deployment
from bot.calls import Caller, behind_call, fault_call, idempotency
from bot.fsm.access.off import may_call
from bot.fsm.access.readers import may_take
from bot.fsm.alert.ladder import rung_people
from bot.fsm.case import Case
from bot.fsm.on_call import address_at
from bot.fsm.school import Person, Role, School
from bot.ports import NotSaved, OurBug, Reroute, Retry

__all__ = ["AGAIN", "FAULT", "Raiser"]

AGAIN = timedelta(hours=1)
RUNGS = 3
FAULT = (Role.IT, Role.DSL)
"""Who hears that Handrail itself is broken. They hear nothing of any case."""


@dataclass(slots=True)
class Raiser:
    """Calls people to what was found, and remembers to whom it has spoken."""

    deployment: Deployment
    _raised: dict[tuple[str, str], datetime] = field(default_factory=dict)

    async def raise_case(self, finding: Finding) -> bool:
        """Call those who may take a case that is behind; return whether anybody was called.

        Raises:
            NotSaved: the store does not answer.
        """
        school = await self.deployment.handler.rotas.school(finding.school)
        if not finding.known:
            return await self.raise_fault((school,))
        try:
            case = await self.deployment.handler.case(school.id, finding.case)
        except NotSaved:
            raise
        except Exception as error:  # noqa: BLE001  rule 1: who may know is not known (tested)
            log_failure(error)
            case = None
        if case is None:
            return await self.raise_fault((school,))
        people = _for(school, case, self.deployment.clock.now())
        text = behind_call(case.ref)
        return await self._once(school, f"behind:{case.ref}", people, text, case)

    async def raise_fault(self, schools: Iterable[School] = ()) -> bool:
        """Call those who look after Handrail; return whether anybody was, in every school."""
        done = []
        for school in schools or self.deployment.schools.values():
            people = {one.id: one for role in FAULT for one in school.of_role(role)}
            done.append(await self._once(school, "fault", people, fault_call()))
        return all(done)

    async def _once(
        self,
        school: School,
        what: str,
        people: Mapping[str, Person],
        text: str,
        case: Case | None = None,
    ) -> bool:
        """Call people unless they were called for the same within the hour."""
        now = self.deployment.clock.machine()
        last = self._raised.get((school.id, what))
        if last is not None and now - last < AGAIN:
            return True
        called = False
        for person in people.values():
            for way, caller in (self.deployment.callers or {}).items():
                if case is not None and not may_call(
                    school, case, person, way, self.deployment.clock.now()
                ):
                    continue
                key = idempotency(school.id, f"watch:{what}:{way}:{person.id}:{now.isoformat()}")
                address = address_at(school, person, way, self.deployment.clock.now())
                if address and await _call(caller, school.id, address, text, key):
                    called = True
        if called:
            self._raised[school.id, what] = now
        return called


def _for(school: School, case: Case, now: datetime) -> dict[str, Person]:
    """Return the owner of a case, or else the first rung on which somebody stands who may know."""
    owner = school.person(case.owner)
    rungs = (
        rung_people(
            school, case.level, step, at=now, around=case.around, head_named=case.head_named
        )
        for step in range(RUNGS)
    )
    groups = ((owner,) if owner else (), *rungs)
    mays = ([one for one in group if may_take(school, case, one.id)] for group in groups)
    return {one.id: one for one in next((group for group in mays if group), [])}


async def _call(caller: Caller, school: str, address: str, text: str, key: str) -> bool:
    """Return whether the other side took a call on; a way that fails keeps no other back."""
    try:
        await caller.call(school, address, text, key=key)
    except (Retry, Reroute, OurBug):
        return False
    except Exception as error:  # noqa: BLE001  our own failure in one way keeps no other back
        log_failure(error)
        return False
    return True
