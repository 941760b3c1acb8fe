"""The figures at `/metrics`: counts and ages. No school, no case, nobody's name."""

# Rule 1: every metric is in METRICS or is a log line's name; no label is made of anything said.
# Rule 2: no registry is global: what is told is read at that moment.

from collections.abc import Iterator, Mapping

from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from adapters import egress
from adapters.logs import counted
from adapters.monitoring.health import Health

__all__ = ["KIND", "METRICS", "exposition"]

KIND = CONTENT_TYPE_LATEST

METRICS: Mapping[str, str] = {
    "timers_late": "Seconds by which the oldest due timer is late.",
    "outbox_late": "Seconds by which the oldest message in the outbox is late.",
    "calls_late": "Seconds by which the oldest call beside the chat is late.",
    "dead_jobs": "Jobs that could not be done and wait for a person.",
    "oldest_undelivered_alert": "Seconds for which the oldest alert has reached nobody; 0: none.",
    "heartbeat": "Seconds since the watch last said that all is well; -1 for never.",
}
"""What is told of a deployment, by the field of `Health` that it comes from."""

STATUSES = ("ok", "late", "attention", "down")
SECONDS = "handrail_{}_seconds"


def exposition(health: Health) -> bytes:
    """Return the figures in the text form that Prometheus reads."""
    registry = CollectorRegistry(auto_describe=False)
    registry.register(_Figures(health))
    return generate_latest(registry)


class _Figures(Collector):
    def __init__(self, health: Health) -> None:
        self._health = health

    def collect(self) -> Iterator[Metric]:
        """Yield every metric once."""
        status = GaugeMetricFamily(
            "handrail_status", "1 for how the deployment is, 0 for what it is not.", labels=["is"]
        )
        for each in STATUSES:
            status.add_metric([each], float(each == self._health.status))
        yield status
        for field, about in METRICS.items():
            name = "handrail_dead_jobs" if field == "dead_jobs" else SECONDS.format(field)
            yield GaugeMetricFamily(name, about, value=self._value(field))
        stopped = "Calls to hosts that are not on the list of those that may be called."
        yield CounterMetricFamily("handrail_egress_refused", stopped, value=egress.refused())
        lines = CounterMetricFamily(
            "handrail_log_lines", "Log lines of this process, by their names.", labels=["event"]
        )
        for event, times in sorted(counted().items()):
            lines.add_metric([event], times)
        yield lines

    def _value(self, field: str) -> float:
        found = getattr(self._health, field)
        if found is None:
            return -1.0 if field == "heartbeat" else 0.0
        return float(found)
