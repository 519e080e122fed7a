"""A tab of a campaign's report; without a tab in the address, its first one."""

from data.address import Address, once, read
from data.errors import NotFound
from data.reports import Whole
from data.source import Asked, Showing, Source
from data.vocabulary.period import ALL

# Which page of which table the screen shows; a whole table has none.
_PAGED = ("page", "size", "table")


def _read(asked: Asked) -> Showing:
    campaign, address = _number(asked.names["campaign"]), _address(asked)
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


def _whole(asked: Asked, key: str) -> Whole:
    address = _address(asked)
    words = {name: one for name, one in once(asked.words).items() if name not in _PAGED}
    return asked.desk.reports.whole(
        _number(asked.names["campaign"]),
        asked.names.get("tab", ""),
        key,
        address.period,
        address.zone,
        words,
        asked.reveal,
    )


def _address(asked: Asked) -> Address:
    own = tuple(asked.words)  # a tab's own words are known to the tab alone
    return read(asked.path, asked.words, own, asked.desk.zone, asked.now, usual=ALL)


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 9):
        raise NotFound(f"There is no campaign {text[:40]!r}")
    return int(text)


_REPORT = "/campaigns/{campaign}/report"

SOURCE = (
    Source("report", _REPORT, _read, _whole),
    Source("report_tab", f"{_REPORT}/{{tab}}", _read, _whole),
)
