"""Health: well, ready, and what is counted."""

from __future__ import annotations

import shutil

from data.dimensions import DIMENSIONS
from data.metrics import METRICS
from tests.data.event_samples import event


def test_a_process_that_answers_is_well_whatever_its_store_does(outsider, services):
    shutil.rmtree(services.settings.lake)
    assert outsider.get("/healthz").json() == {"status": "ok"}


def test_a_workspace_that_can_be_read_is_ready(outsider):
    assert outsider.get("/readyz").json() == {"status": "ok"}


def test_without_its_event_store_it_is_not_ready(outsider, services):
    shutil.rmtree(services.settings.lake)
    answer = outsider.get("/readyz")
    assert answer.status_code == 503
    assert answer.headers["content-type"] == "application/problem+json"


def test_counters_tell_what_came_in(api, campaign):
    def counted(outcome: str) -> float:
        name = f'heliograph_events_total{{outcome="{outcome}"}} '
        lines = api.get("/metrics").text.splitlines()
        return sum(float(line.removeprefix(name)) for line in lines if line.startswith(name))

    before = counted("accepted")
    api.post(
        "/api/v1/events",
        json=[event(1), event(2)],
        headers={"Content-Type": "application/cloudevents-batch+json"},
    )
    assert counted("accepted") - before == 2
    assert "heliograph_inbox_rows" in api.get("/metrics").text


def test_every_metric_and_dimension_is_named_with_its_definition(api):
    answer = api.get("/api/v1/metrics").json()
    assert [m["key"] for m in answer["metrics"]] == list(METRICS)
    assert [d["key"] for d in answer["dimensions"]] == list(DIMENSIONS)
    assert all(m["definition"] and m["label"] and m["unit"] for m in answer["metrics"])
