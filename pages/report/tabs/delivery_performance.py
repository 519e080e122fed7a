"""Did the invitations to a poll arrive (specification 4.1)?"""

from __future__ import annotations

from dataclasses import replace

from data.report import TabNumbers
from data.reports import Ask
from data.totals import is_of_totals
from data.vocabulary.formats import number
from pages.report.delivery_status import by_channel, charts
from pages.report.report_tab import ReportTab


def numbers(ask: Ask) -> TabNumbers:
    """Message by Status, Unsent among it; empty until invitations are sent (F135, F136).

    The tiles Total Sent, Delivery, Transit and Failed Rate stand above the tabs (F134).
    """
    stands = by_channel(ask)
    drawn = tuple(charts(ask, stands, "Message by Status"))
    if any(one.sent for one in stands) or is_of_totals(ask.view, ask.campaign):
        return TabNumbers(ask.now, charts=drawn)
    unsent = sum(one.unsent for one in stands)
    waiting = f" {number(unsent)} {'is' if unsent == 1 else 'are'} unsent." if unsent else ""
    return TabNumbers(
        ask.now,
        charts=tuple(replace(one, rows=[]) for one in drawn),
        notices=(f"No invitation has been sent yet.{waiting}",),
    )


TAB = ReportTab("delivery-performance", "Delivery Performance", numbers)
