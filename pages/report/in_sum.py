"""Why is a chart of messages not drawn, where a file told only how many there were?"""

from __future__ import annotations

from dataclasses import replace

from data.report import Chart
from data.reports import Ask
from data.totals import is_of_totals

_IN_SUM = (
    "This campaign was imported as totals, so single messages, their statuses and their times are "
    "unknown."
)


def undrawn(ask: Ask, chart: Chart) -> Chart:
    """The chart without rows, and why, where nothing but totals is known of the messages."""
    if not is_of_totals(ask.view, ask.campaign):
        return chart
    return replace(chart, rows=[], summary="No single message is known.", why=_IN_SUM)
