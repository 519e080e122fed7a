"""How many people have the pass in their wallet, and in which one (specification 4.12)?"""

from __future__ import annotations

from data.campaign_type import KpiPlace
from data.pass_holders import platforms
from data.report import Chart, ChartKind, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import number, share
from pages.report.report_tab import ReportTab

_MORE = ("passes_active", "passes_removed", "install_rate", "pass_retention")


def numbers(ask: Ask) -> TabNumbers:
    """Added, removed and net, and the operating systems of those who added it (F197, F198)."""
    return TabNumbers(
        ask.now,
        kpis=ask.kpis(tuple(KpiPlace(key) for key in _MORE)),
        charts=(_conversion(ask), _systems(ask)),
    )


def _conversion(ask: Ask) -> Chart:
    found = ask.figures("passes_added", "passes_removed", "passes_active")
    added, removed, net = (int(figure.value or 0) for figure in found.values())
    return Chart(
        key="wallet_conversion",
        title="Wallet Conversion",
        kind=ChartKind.BARS,
        rows=[
            {"what": "Added", "people": added, "color": "status-delivered"},
            {"what": "Removed", "people": removed, "color": "status-failed"},
            {"what": "Net", "people": net, "color": "status-opened"},
        ],
        x="what",
        y="people",
        color="color",
        summary=f"{number(added)} added the pass, {number(removed)} removed it and have not added "
        f"it again; {number(net)} have it now.",
        x_label="What people did with the pass",
        y_label="People",
    )


def _systems(ask: Ask) -> Chart:
    counted = platforms(ask.view, ask.campaign, *ask.period.instants(ask.zone))
    total = sum(counted.values())
    most = max(counted, key=lambda name: counted[name], default="")
    return Chart(
        key="os_distribution",
        title="OS Distribution",
        kind=ChartKind.DONUT,
        rows=[
            {"os": name, "people": people, "share": people / total}
            for name, people in counted.items()
        ],
        x="os",
        y="people",
        summary=f"{share(counted[most] / total)} of those who added the pass did so on {most}."
        if counted
        else "Nobody has added the pass yet.",
        x_label="Operating system",
        y_label="People",
    )


TAB = ReportTab("wallet-pass", "Wallet Pass", numbers)
