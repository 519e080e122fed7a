"""What would the first rows of a file bring, drawn for whoever is to decide?"""

from __future__ import annotations

from typing import Any

from dash import html

from components.pager import counted
from data.file_imports import Seen
from data.ingest.file_totals import said
from data.vocabulary.recipients import mask
from pages.files.parts import table


def preview_card(seen: Seen, reveal: bool) -> list[Any]:
    """What the first rows would bring."""
    if seen.not_taken or seen.totals:
        return _totals_preview(seen)
    lines = []
    for one in seen.first:
        for event in one.events:
            data = event["data"]
            lines.append(
                [
                    str(one.row.line),
                    event["time"][:19].replace("T", " "),
                    html.Bdi(shown(str(event.get("subject", "")), reveal)),
                    event["type"],
                    html.Bdi(str(data.get("status", ""))),
                    html.Bdi(str(data.get("campaign_id") or data.get("external_id") or "")),
                ]
            )
    heads = ("Line", "Time (UTC)", "Recipient", "Event", "Status", "Campaign")
    parts: list[Any] = [
        html.P(
            f"{seen.format}: {counted(seen.rows, 'row', 'rows')} looked at, the first ones. "
            f"{counted(seen.events, 'event', 'events')}, {counted(seen.ignored, 'row', 'rows')} "
            f"that mean nothing here, {counted(seen.bad_rows, 'bad row', 'bad rows')}.",
            role="status",
        )
    ]
    if seen.campaigns:
        named = ", ".join(seen.campaigns)
        parts.append(html.P(["Campaigns that they name: ", html.Bdi(named[:300])]))
    if lines:
        parts.append(table("First events", heads, lines))
    return [*parts, *_bad(seen)]


def _totals_preview(seen: Seen) -> list[Any]:
    """What a table of totals would bring, and what of it is not taken."""
    lines = [
        [
            str(one.row.line),
            html.Bdi(one.told.name[:200], className="files-words"),
            html.Span(said(one.told.counts), className="files-words"),
            one.told.at.strftime("%Y-%m-%d %H:%M:%S") if one.told.at else "",
            html.Bdi(one.told.external_id),
        ]
        for one in seen.first
        if one.told
    ]
    heads = ("Line", "Campaign", "Totals", "Sent (UTC)", "Its external id")
    parts: list[Any] = [
        html.P(
            f"{seen.format}, a row a campaign: {counted(seen.rows, 'row', 'rows')} looked at, the "
            f"first ones. Totals of {counted(seen.totals, 'campaign', 'campaigns')}, "
            f"{counted(seen.bad_rows, 'bad row', 'bad rows')}. They are imported as totals: nobody "
            "is known by name, and all is booked when the campaign was sent.",
            role="status",
        )
    ]
    if seen.outdone:
        names = ", ".join(seen.outdone[:10])
        parts.append(
            html.P(
                ["Not counted, because events of these campaigns are here: ", html.Bdi(names)],
                className="notice",
            )
        )
    if lines:
        parts.append(table("First totals", heads, lines))
    if seen.not_taken:
        names = ", ".join(seen.not_taken)
        shown = names if len(names) <= 600 else f"{names[:599]}…"
        parts.append(
            html.P(
                ["Not taken (shares are computed from the counts): ", html.Bdi(shown)],
                className="muted",
            )
        )
    return [*parts, *_bad(seen)]


def _bad(seen: Seen) -> list[Any]:
    if not seen.bad:
        return []
    bad = [[str(one.row.line), html.Bdi(one.error, className="files-words")] for one in seen.bad]
    return [
        html.H3("Rows that would be left out", className="part-title"),
        table("Rows that would be left out", ("Line", "Reason"), bad),
    ]


def shown(text: str, reveal: bool) -> str:
    """A cell, short, and masked for those who may not see recipients."""
    short = text if len(text) <= 60 else f"{text[:59]}…"
    return short if reveal or not text else mask(short)
