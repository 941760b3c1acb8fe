"""What a monitor reads says how the deployment is, and nothing about anybody."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from prometheus_client.parser import text_string_to_metric_families

from adapters.logs import _count, counted
from adapters.monitoring.figures import METRICS, exposition
from adapters.monitoring.health import Health
from adapters.monitoring.vitals import SAME, add_vitals

HEALTH = Health(
    status="attention",
    store="Valkey 9: every write is on disk",
    outbox_late=17.5,
    dead_jobs=2,
    oldest_undelivered_alert=64.0,
)


def figures(health: Health) -> dict[str, float]:
    """Return each sample by its name and labels."""
    families = text_string_to_metric_families(exposition(health).decode())
    return {
        " ".join((sample.name, *sample.labels.values())): sample.value
        for family in families
        for sample in family.samples
    }


def test_lag_dead_jobs_and_the_oldest_undelivered_alert_are_told() -> None:
    found = figures(HEALTH)

    assert found["handrail_status attention"] == 1
    assert found["handrail_status ok"] == 0
    assert found["handrail_outbox_late_seconds"] == 17.5
    assert found["handrail_dead_jobs"] == 2
    assert found["handrail_oldest_undelivered_alert_seconds"] == 64
    assert found["handrail_heartbeat_seconds"] == -1
    assert "handrail_egress_refused_total" in found


def test_every_field_of_health_that_is_a_number_is_a_figure() -> None:
    numbers = set(Health.model_fields) - {"status", "store"}

    assert set(METRICS) == numbers


def test_a_line_is_counted_by_its_name_and_words_are_not() -> None:
    before = counted().get("planted_line", 0)

    _count(None, "info", {"event": "planted_line"})
    _count(None, "info", {"event": "Quillfeather said it"})
    _count(None, "info", {"event": "Quillfeather"})

    assert counted()["planted_line"] == before + 1
    assert "uillfeather" not in exposition(HEALTH).decode()


async def test_whoever_asks_in_a_loop_costs_one_look() -> None:
    now, looks = [datetime(2026, 11, 6, tzinfo=UTC)], [0]

    async def look() -> Health:
        looks[0] += 1
        return HEALTH

    app = web.Application()
    add_vitals(app, look, lambda: now[0])
    async with TestClient(TestServer(app)) as client:
        for _ in range(50):
            for place in ("/health", "/metrics"):
                async with client.get(place) as answer:
                    assert answer.status == 200
        assert looks == [1]
        now[0] += SAME + timedelta(milliseconds=1)
        async with client.get("/metrics") as answer:
            assert answer.headers["Content-Type"].startswith("text/plain")

    assert looks == [2]
