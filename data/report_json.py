"""How do the numbers on a screen read as JSON, in the API and in documents alike?"""

from __future__ import annotations

from typing import Any

from data.report import TabNumbers


def as_json(numbers: TabNumbers) -> dict[str, Any]:
    """A tab in the words of the API."""
    return {
        "as_of": numbers.as_of,
        "kpis": {kpi.key: kpi.value for kpi in numbers.kpis},
        "charts": {chart.key: chart.rows for chart in numbers.charts},
        "tables": {
            table.key: {"total": table.total, "rows": table.rows} for table in numbers.tables
        },
        "facts": [{"label": label, "value": value} for label, value in numbers.facts],
        "notices": list(numbers.notices),
    }
