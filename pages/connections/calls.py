"""How did the last calls through a connection go, and what did one of them say?"""

from __future__ import annotations

from zoneinfo import ZoneInfo

from dash import dcc, html
from dash.development.base_component import Component

from components.data_table import time_of
from data.connections import Connection, RawCall
from data.ingest.masking import shown_body, shown_path
from data.vocabulary.formats import day, number
from pages.connections import parts

MOST = 50
_WORDS = {
    "accepted": "events taken",
    "duplicates": "known already",
    "rejected": "refused",
    "unknown": "unknown",
    "unmatched": "without a campaign",
    "ignored": "ignored",
}


def calls(connection: Connection, found: tuple[RawCall, ...], zone: ZoneInfo) -> Component:
    """The last calls, the newest first."""
    if not found:
        sentence = (
            "No call has come yet. Paste the address at the provider, or send a test with the "
            "button above."
        )
        return html.P(sentence, className="part-empty")
    heads = ("Came", "Verdict", "What it brought", "#Times", "Why")
    lines = [
        [
            dcc.Link(_time(one, zone), href=f"{parts.href(connection)}?call={one.id}"),
            parts.verdict_pill(one.verdict),
            brought(one),
            number(one.times),
            html.Span(one.why, className="call-why") if one.why else "–",
        ]
        for one in found
    ]
    return parts.rows("Last calls", heads, lines)


def _time(call: RawCall, zone: ZoneInfo) -> html.Time:
    """To the second, as people compare it with the provider's log."""
    local = call.last_at.astimezone(zone)
    told = f"{day(local.date())}, {local.hour % 12 or 12}:{local:%M:%S %p}"
    return html.Time(told, dateTime=call.last_at.isoformat().replace("+00:00", "Z"))


def brought(call: RawCall) -> str:
    """How many facts of each sort a call brought."""
    told = [f"{number(n)} {_WORDS.get(key, key)}" for key, n in call.counts.items() if n]
    return ", ".join(told) or "–"


def detail(connection: Connection, call: RawCall, zone: ZoneInfo, *, reveal: bool) -> Component:
    """One call as it came: nothing that proved who sent it is kept, so nothing of it is shown."""
    facts = [
        ("Verdict", parts.verdict_pill(call.verdict)),
        ("Why", call.why or "–"),
        ("It brought", brought(call)),
        ("First came", time_of(call.first_at, zone)),
        ("Last came", time_of(call.last_at, zone)),
        ("Times", number(call.times)),
        ("Method", call.method),
        ("After the address", shown_path(call.path, reveal=reveal) or "–"),
    ]
    headers = "\n".join(f"{name}: {value}" for name, value in sorted(call.headers.items()))
    body = shown_body(call.body, call.headers.get("content-type", ""), reveal=reveal)
    close = dcc.Link("Close", href=parts.href(connection), className="part-button")
    note = [] if reveal else [html.P("Personal data is masked.", className="muted")]
    return parts.section(
        "call",
        "One call",
        html.Dl(
            [html.Div([html.Dt(name), html.Dd(value)]) for name, value in facts],
            className="report-facts",
        ),
        html.H3("Headers", className="call-head"),
        html.P("Signatures, passwords and tokens are never kept.", className="muted"),
        _block("Headers", headers or "None are kept."),
        html.H3("Body", className="call-head"),
        *note,
        _block("Body", body or "It was empty, or is not kept since the call was not genuine."),
        action=close,
    )


def _block(name: str, text: str) -> Component:
    return html.Pre(html.Code(text), tabIndex=0, className="call-text", **{"aria-label": name})
