"""A tab of a campaign's report; without a tab in the address, its first one."""

from data.address import once, read
from data.errors import NotFound
from data.source import Asked, Showing, Source
from data.vocabulary.period import ALL


def _read(asked: Asked) -> Showing:
    campaign = _number(asked.names["campaign"])
    own = tuple(asked.words)  # a tab's own words are known to the tab alone
    address = read(asked.path, asked.words, own, asked.desk.zone, asked.now, usual=ALL)
    report = asked.desk.reports.open(
        campaign,
        asked.names.get("tab", ""),
        address.period,
        address.zone,
        once(asked.words),
        asked.reveal,
    )
    return Showing(
        address.link({}),
        f"{report.campaign.name}: {dict(report.tabs)[report.tab]}",
        address.period,
        address.zone,
        report.everything,
        notices=address.notices,
    )


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"There is no campaign {text[:40]!r}")
    return int(text)


_REPORT = "/campaigns/{campaign}/report"

SOURCE = (Source("report", _REPORT, _read), Source("report_tab", f"{_REPORT}/{{tab}}", _read))
