"""Numbers for the operator, in Prometheus' format. Counts and seconds only; nothing says who or what."""

from __future__ import annotations

from collections.abc import Mapping

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from helpline.delivery import FATES, Fate

_SECONDS = (0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """One registry per house, so that two houses in one process do not mix."""

    def __init__(self) -> None:
        self._registry = here = CollectorRegistry()
        self.updates = Counter("haven_updates", "Updates worked off, by kind", ["kind"], registry=here)
        self.again = Counter("haven_updates_seen_before", "Updates that came again", registry=here)
        self.failures = Counter("haven_failures", "Failures, by what failed", ["kind"], registry=here)
        self.fates = Counter("haven_deliveries", "Attempts at sending, by what came of them", ["fate"], registry=here)
        self.alerts = Counter("haven_alerts", "Alerts to staff, by kind", ["kind"], registry=here)
        self.confirm = Histogram("haven_confirm_seconds", "From arrival until durable", buckets=_SECONDS, registry=here)
        self.reply = Histogram("haven_reply_seconds", "From arrival until sent", buckets=_SECONDS, registry=here)
        self._stored = Gauge("haven_stored", "What the database holds just now", ["what"], registry=here)
        self._in_hand = Gauge("haven_deliveries_in_hand", "Deliveries in memory", registry=here)
        self._sends = {kind: self.fates.labels(kind) for kind in FATES}

    def delivered(self, fate: Fate, seconds: float) -> None:
        """Told by the lanes of every attempt."""
        self._sends[fate.kind].inc()
        if fate.kind == "sent":
            self.reply.observe(seconds)

    def text(self, stored: Mapping[str, int | float], in_hand: int) -> bytes:
        """The page. `stored`: what storage counts (outbox depth, parked, ambiguous, waiting, oldest due …), or
        nothing while it cannot: old numbers are not shown as those of now."""
        self._stored.clear()
        for name, value in stored.items():
            self._stored.labels(name).set(value)
        self._in_hand.set(in_hand)
        return generate_latest(self._registry)
