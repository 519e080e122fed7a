"""How did the campaign do? Delivery for messages (2.2, 2.3), a funnel for interaction (4.5)."""

from collections.abc import Callable

from data.report import TabNumbers
from data.reports import Ask
from data.vocabulary.campaign_state import Group
from pages.report import funnel, messaging_performance
from pages.report.report_tab import ReportTab

_NUMBERS: dict[Group, Callable[[Ask], TabNumbers]] = {
    Group.INTERACTIVE: funnel.numbers,
    Group.MESSAGING: messaging_performance.numbers,
}


def numbers(ask: Ask) -> TabNumbers:
    """The numbers of the campaign's group."""
    return _NUMBERS[ask.campaign.group](ask)


TAB = ReportTab("performance", "Performance", numbers)
