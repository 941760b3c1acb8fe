"""Everything that a plan may name, for `handrail rehearse --help`."""

from adapters.rehearse.plan import FaultKind, Otherwise, Sends
from adapters.rehearse.pressing import DESK_DEEDS
from adapters.rehearse.report import CLASSES, PICKED
from adapters.rehearse.telling import TELLER_DEEDS
from bot.dialogs.flags import Level
from bot.dialogs.load import sheets
from bot.fsm.case import CaseStage

__all__ = ["vocabulary"]


def vocabulary() -> dict[str, tuple[str, ...]]:
    """Return each list by its heading: people, deeds, faults, levels, states, classes."""
    return {
        "who": ("teacher", "teacher-2", "guest", "dsl", "deputy", "deputy-2", "head", "chair"),
        "does, when paged": DESK_DEEDS,
        "does, when telling": tuple(TELLER_DEEDS),
        "sends": tuple(Sends),
        "otherwise": tuple(Otherwise),
        "fault": tuple(FaultKind),
        "levels": tuple(level.name for level in Level),
        "states": tuple(CaseStage),
        "classes": (*CLASSES, *sorted({name for names in PICKED.values() for name in names})),
        "sheets": tuple(sheets()),
    }
