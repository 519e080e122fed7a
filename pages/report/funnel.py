"""How far did people come in an interactive campaign, from message to prize or till (4.5)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from data.campaign import features
from data.campaign_type import CampaignType, KpiPlace
from data.campaign_types import CAMPAIGN_TYPES
from data.channels import CHANNELS
from data.metrics import METRICS
from data.report import Chart, ChartKind, Column, Kpi, Table, TabNumbers
from data.reports import Ask
from data.vocabulary.formats import Unit, number, share

MARK, LARGER = "▲", "Larger than the stage before"
_SENT = KpiPlace("messages_sent", "{channel} Sent")
_PASSES_SENT = KpiPlace("passes_sent")
_LINK = (
    KpiPlace("opened_url_link"),
    KpiPlace("played"),
    KpiPlace("assigned_prizes", needs=frozenset({"prizes"})),
)
# What sets a game off (F145 to F147).
_PLAYS = {
    "e-swipe": "a page swiped forward or back",
    "web-trivia": "Start pressed",
}
_GAMES = {
    "Crack the Ice": "the ice tapped",
    "Peel it": "the sheet peeled",
    "Scratch Card": "one area scratched",
    "Spin": "the wheel clicked",
    "Slot Machine": "the machine clicked",
}
_COLUMNS = (
    Column("stage", "Stage", sortable=False),
    Column("count", "Count", Unit.COUNT, sortable=False),
    Column("of_first", "Of the first stage", Unit.SHARE, sortable=False),
    Column("of_previous", "Of the stage before", Unit.SHARE, sortable=False),
    Column("note", "Note", sortable=False),
)


@dataclass(frozen=True, slots=True)
class Stage:
    """One stage: how many came so far, as they were counted and never cut down (D-11)."""

    label: str
    count: int
    first: int
    before: int | None  # None: it is the first

    @property
    def larger(self) -> bool:
        """Whether more came here than to the stage before: shared links, open participation."""
        return self.before is not None and self.count > self.before


def numbers(ask: Ask) -> TabNumbers:
    """The funnel as bars and as a table; beside it what is no stage (D-11, F141, F148)."""
    kind = CAMPAIGN_TYPES[ask.campaign.type]
    wallet = _has(kind, "wallet-pass")
    counted = tuple(_wallet(ask, kind) if wallet else _link(ask))
    stages = _stages(counted)
    return TabNumbers(
        ask.now,
        kpis=() if wallet else ask.kpis((KpiPlace("total_opens"),)),
        charts=(_funnel(stages), *((_by_channel(ask),) if wallet else ())),
        tables=(_table(stages),),
        facts=tuple((kpi.label, _definition(ask, kpi)) for kpi in counted),
    )


def _has(kind: CampaignType, tab: str) -> bool:
    return any(place.key == tab for place in kind.tabs)


def _link(ask: Ask) -> Iterable[Kpi]:
    """Sent → Opened URL Link → Played → Assigned Prizes, the last only when prizes are on."""
    yield from _sent(ask, (_SENT,))
    yield from ask.kpis(_LINK)


def _wallet(ask: Ask, kind: CampaignType) -> Iterable[Kpi]:
    """Generated → Sent → Added to wallet → Redeemed, the last only for what can be redeemed."""
    yield from ask.kpis((KpiPlace("passes_generated"),))
    yield from _sent(ask, (_SENT, _PASSES_SENT))
    yield from ask.kpis((KpiPlace("passes_added"),))
    if _has(kind, "redemption"):
        yield from ask.kpis((KpiPlace("passes_redeemed"),))


def _sent(ask: Ask, places: Sequence[KpiPlace]) -> Iterable[Kpi]:
    """The first of `places` that counted something; none at all where nobody is sent a message."""
    found = ask.kpis(places)
    counted = [kpi for kpi in found if kpi.value]
    if counted or "by-message" in features(ask.campaign):
        yield (*counted, found[0])[0]


def _stages(kpis: Sequence[Kpi]) -> list[Stage]:
    counts = [int(kpi.value or 0) for kpi in kpis]
    return [
        Stage(kpi.label, count, counts[0], counts[n - 1] if n else None)
        for n, (kpi, count) in enumerate(zip(kpis, counts, strict=True))
    ]


def _rows(stages: Iterable[Stage]) -> Iterable[dict[str, Any]]:
    for stage in stages:
        yield {
            "stage": stage.label,
            "count": stage.count,
            "of_first": stage.count / stage.first if stage.first else None,
            "of_previous": stage.count / stage.before if stage.before else None,
            "larger": stage.larger,
        }


def _funnel(stages: Sequence[Stage]) -> Chart:
    """A bar a stage; one that is larger than the one before has a mark and a pattern."""
    rows = [
        {
            "label": f"{MARK} {row['stage']}" if row["larger"] else row["stage"],
            **row,
            "pattern": int(row["larger"]),
        }
        for row in _rows(stages)
    ]
    return Chart(
        key="funnel",
        title="Funnel",
        kind=ChartKind.HORIZONTAL_BARS,
        rows=rows,
        x="label",
        y="count",
        pattern="pattern",
        summary=_in_words(stages),
        x_label="Stage",
        y_label="Count",
    )


def _in_words(stages: Sequence[Stage]) -> str:
    if not any(stage.count for stage in stages):
        return "Nothing has happened in this campaign yet."
    first, last = stages[0], stages[-1]
    larger = [stage.label for stage in stages if stage.larger]
    told = f"{number(first.count)} {first.label}, {number(last.count)} {last.label}"
    told += f": {share(last.count / first.count)} of the first stage." if first.count else "."
    if larger:
        told += (
            f" {MARK} {' and '.join(larger)}: larger than the stage before, and counted as it is."
        )
    return told


def _table(stages: Sequence[Stage]) -> Table:
    rows = [{**row, "note": LARGER if row["larger"] else ""} for row in _rows(stages)]
    return Table("stages", "Stages", _COLUMNS, rows, len(rows))


def _definition(ask: Ask, kpi: Kpi) -> str:
    """What a stage counts; of a play also what it takes in this campaign."""
    said = METRICS[kpi.key].definition
    return f"{said} {_play(ask)}" if kpi.key == "played" else said


def _play(ask: Ask) -> str:
    if ask.campaign.type in _PLAYS:
        return f"A play here is {_PLAYS[ask.campaign.type]}."
    game = ask.campaign.config.get("game")
    if isinstance(game, str) and game in _GAMES:
        return f"A play of {game} is {_GAMES[game]}."
    return f"A play is, by game: {'; '.join(f'{g}: {act}' for g, act in _GAMES.items())}."


def _by_channel(ask: Ask) -> Chart:
    """The messages that carried the passes, by channel (F150)."""
    found = ask.run(("messages_sent",), ("channel",))
    rows = [
        {"channel": CHANNELS[key].short if key in CHANNELS else key, "sent": n}
        for key, n in found.select("channel", "messages_sent").iter_rows()
        if n
    ]
    rows.sort(key=lambda row: (-row["sent"], row["channel"] or ""))
    total = sum(row["sent"] for row in rows)
    return Chart(
        key="sent_by_channel",
        title="Sent by Channel",
        kind=ChartKind.BARS,
        rows=[{**row, "share": row["sent"] / total} for row in rows],
        x="channel",
        y="sent",
        summary=", ".join(
            f"{row['channel']} {number(row['sent'])} ({share(row['sent'] / total)})" for row in rows
        )
        + " of all messages sent."
        if rows
        else "No message has been sent yet.",
        x_label="Channel",
        y_label="Messages Sent",
    )
