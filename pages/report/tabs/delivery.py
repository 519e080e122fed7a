"""Where do the messages that carried the campaign stand (specification 4.2)?"""

from __future__ import annotations

from data.report import TabNumbers
from data.reports import Ask
from pages.report.delivery_status import by_channel, charts
from pages.report.report_tab import ReportTab


def numbers(ask: Ask) -> TabNumbers:
    """Messages by Status for each channel used (F137 to F140); the tiles stand above the tabs."""
    stands = by_channel(ask)
    notices = () if stands else ("People come by link or keyword here; no message was sent.",)
    return TabNumbers(
        ask.now, charts=tuple(charts(ask, stands, "Messages by Status")), notices=notices
    )


TAB = ReportTab("delivery", "Delivery", numbers)
