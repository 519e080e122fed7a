"""Each file here declares one tab of a campaign's report."""

from data.registry import collect
from pages.report.report_tab import ReportTab

TABS = collect(__name__, "TAB", ReportTab)
