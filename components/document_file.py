"""How is a document one HTML file that opens without a network, and still does in ten years?

Everything is in it: styles, typeface, the program that draws, the figures, and all data as JSON
with its SHA-256. Its own policy lets nothing else in, and nothing out.
"""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Any

import orjson
from dash import html
from dash.development.base_component import Component

from components.chart_canvas import CONFIG
from components.chart_frame import figure_of
from components.document_body import cover, definitions, grid_or_legend, section_body
from components.markup import markup
from data.document import Document, Section
from data.picture import KEYWORD
from data.report import Chart
from data.report_json import as_json

_HERE = Path(__file__).parent
ASSETS, SHEETS = _HERE.parent / "assets", _HERE / "sheets"
STYLES = (
    ASSETS / "tokens.css",
    ASSETS / "parts.css",
    ASSETS / "interactive_b.css",
    SHEETS / "document.css",
)
_SCRIPTS = (ASSETS / "plotly-basic.min.js", ASSETS / "plots.js", SHEETS / "document.js")
_JSON = orjson.OPT_UTC_Z | orjson.OPT_NON_STR_KEYS
# Inside a script element these would end it, or begin something else.
_IN_SCRIPT = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


def document_file(document: Document) -> bytes:
    """The file."""
    figures: dict[str, Any] = {}

    def plot(section: Section, chart: Chart) -> list[Component | None]:
        figure = figure_of(chart, section.zone)
        beside = grid_or_legend(section, chart, figure)
        if figure is None or chart.grid:
            return [beside]
        key = f"{section.key}/{chart.key}"
        figures[key] = figure
        place = html.Div(
            className="chart-plot",
            role="img",
            style={"height": f"{figure['layout']['height']}px"},
            **{"aria-label": f"{chart.title}. {chart.summary}", "data-figure": key},
        )
        return [beside, place]

    sections = [section_body(section, plot, twins=True) for section in document.sections]
    data = _embedded(_data(document))
    body = markup(
        [
            html.A("Skip to the figures", href="#figures", className="document-skip"),
            cover(document),
            html.Main([*sections, definitions(document.metrics)], id="figures"),
            _foot(data),
        ]
    )
    return _page(document, body, data, _embedded({"figures": figures, "config": CONFIG})).encode()


def _page(document: Document, body: str, data: str, figures: str) -> str:
    scripts, about = _scripts(), orjson.dumps(dict(document.about)).decode()
    return f"""<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{escape(_policy(scripts))}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="Heliograph">
<meta name="{KEYWORD}" content="{escape(about)}">
<title>{escape(document.title)}</title>
<style>{styles()}</style>
</head>
<body class="document">
{body}
<script type="application/json" id="data">{data}</script>
<script type="application/json" id="drawings">{figures}</script>
{"".join(f"<script>{script}</script>" for script in scripts)}
</body>
</html>
"""


def _policy(scripts: tuple[str, ...]) -> str:
    hashes = (b64encode(sha256(script.encode()).digest()).decode() for script in scripts)
    return "; ".join(
        (
            "default-src 'none'",
            "script-src " + " ".join(f"'sha256-{one}'" for one in hashes),
            "style-src 'unsafe-inline'",
            "img-src data:",
            "font-src data:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _data(document: Document) -> dict[str, Any]:
    return {
        "kind": document.kind,
        "title": document.title,
        "about": dict(document.about),
        "facts": dict(document.facts),
        "sections": [
            {"key": section.key, "heading": section.heading, **as_json(section.numbers)}
            for section in document.sections
        ],
        "metrics": {
            metric.key: {
                "label": metric.label,
                "definition": metric.definition,
                "formula": metric.formula,
                "left_out": metric.exclusions,
            }
            for metric in document.metrics
        },
    }


def _embedded(value: Any) -> str:
    text = orjson.dumps(value, option=_JSON).decode()
    for letter, written in _IN_SCRIPT.items():
        text = text.replace(letter, written)
    return text


def _foot(data: str) -> Component:
    return html.Footer(
        [
            html.P(
                [
                    "SHA-256 of the data in this file (the text of its element “data”): ",
                    html.Code(sha256(data.encode()).hexdigest(), id="data-sum"),
                ]
            ),
            html.P(id="data-check", role="status"),
        ],
        className="document-foot",
    )


@cache
def styles() -> str:
    """The style sheets, with the typeface in them."""
    font = b64encode((ASSETS / "fonts" / "inter-variable-latin.woff2").read_bytes()).decode()
    face = (
        '@font-face { font-family: "Inter"; font-weight: 100 900; font-display: block; '
        f'src: url("data:font/woff2;base64,{font}") format("woff2"); }}\n'
    )
    return face + "\n".join(file.read_text("utf-8") for file in STYLES)


@cache
def _scripts() -> tuple[str, ...]:
    return tuple(file.read_text("utf-8") for file in _SCRIPTS)
