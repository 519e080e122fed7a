"""A new connection: which provider, how are its calls checked, and whose campaign are they of?"""

from __future__ import annotations

from secrets import token_urlsafe
from typing import Any

import dash
from dash import ALL, Input, Output, State, callback, ctx, dcc, html, no_update
from dash.development.base_component import Component
from dash.exceptions import PreventUpdate

from components.page_head import page_head, page_title
from data.channels import CHANNELS
from data.errors import BadRequest, NotAllowed
from data.ingest.connecting import connect
from data.ingest.provider import Provider, Scheme
from data.ingest.providers import PROVIDERS
from data.services import Services, services
from pages.connections import parts

PROVIDER, SCHEME, NAME, CHANNEL, CAMPAIGN = (
    f"connection-new-{part}" for part in ("provider", "scheme", "name", "channel", "campaign")
)
FORM, FAULT, MAKE, GONE = (f"connection-new-{part}" for part in ("form", "fault", "make", "gone"))
_USUAL = "twilio"
_HELP = {
    "url": "The address as the provider calls it, if it is another one than this server's.",
    "header": "The name of the header that holds the token; Authorization, if unsaid.",
    "tolerance": "How far a signed time may be off; any, if unsaid.",
    "topic": "The ARN of the SNS topic.",
    "issuer": "The issuer's number.",
    "root_keys": "Google's public keys as JSON; fetched from Google, if unsaid.",
}

dash.register_page(__name__, path=parts.NEW, title=page_title("New connection"))


def layout(**_: str | list[str]) -> Component:
    """The form for the usual provider; choosing another one draws its own fields."""
    if parts.visitor().role != "owner":
        return parts.forbidden()
    provider = PROVIDERS[_USUAL]
    labels = sorted((one.label, key) for key, one in PROVIDERS.items())
    return html.Div(
        [
            dcc.Location(id=GONE, refresh="callback-nav"),
            page_head("New connection", "It gets an address of its own, to paste at the provider."),
            html.Div(
                [
                    html.P(id=FAULT, role="alert", className="field-fault"),
                    parts.choice(
                        PROVIDER, "Provider", {key: label for label, key in labels}, provider.key
                    ),
                    html.Div(
                        _fields(provider, provider.schemes[0]),
                        id=FORM,
                        className="connection-fields",
                    ),
                    html.Div(
                        [
                            dcc.Link("Cancel", href=parts.PATH, className="button"),
                            html.Button(
                                "Make connection",
                                id=MAKE,
                                type="button",
                                className="button primary",
                            ),
                        ],
                        className="connection-buttons",
                    ),
                ],
                className="connection-card",
                role="form",
                **{"aria-label": "New connection"},
            ),
        ],
        className="connections",
    )


@callback(
    Output(FORM, "children"),
    Input(PROVIDER, "value"),
    Input(SCHEME, "value", allow_optional=True),
    prevent_initial_call=True,
)
def choose(provider_key: str, scheme_key: str | None) -> list[Component]:
    """The fields of what was chosen."""
    provider = PROVIDERS.get(provider_key)
    if provider is None or ctx.triggered_id is None:
        raise PreventUpdate
    known = {scheme.key: scheme for scheme in provider.schemes}
    by_scheme = ctx.triggered_id == SCHEME
    scheme = known.get(scheme_key or "") if by_scheme else provider.schemes[0]
    if scheme is None:
        raise PreventUpdate
    return _fields(provider, scheme)


def _fields(provider: Provider, scheme: Scheme) -> list[Component]:
    schemes = {one.key: one.label for one in provider.schemes}
    channels = dict.fromkeys((*provider.channels, *CHANNELS))
    labels = {key: CHANNELS[key].label if key in CHANNELS else key.capitalize() for key in channels}
    return [
        parts.line(
            NAME,
            "Name",
            value="main",
            longest=40,
            help_="Small letters, digits, - and _; a part of the address.",
        ),
        parts.choice(SCHEME, "How its calls are checked", schemes, scheme.key),
        *(_secret(scheme, name) for name in scheme.secrets),
        *(_option(scheme, name) for name in scheme.options),
        parts.choice(CHANNEL, "Channel, where a call names none", labels, provider.channels[0]),
        parts.line(
            CAMPAIGN,
            "Campaign, where a call names none (optional)",
            longest=256,
            help_="Our ID or the external id.",
        ),
    ]


def _secret(scheme: Scheme, name: str) -> Component:
    chosen = name in scheme.chosen
    told = (
        "Give the provider the same. Copy it now: it is not shown again."
        if chosen
        else "From the provider; it is not shown again."
    )
    made = "heliograph" if name == "user" else token_urlsafe(24)
    return parts.line(
        {"connection-new": "secret", "name": name},
        parts.field_label(name),
        value=made if chosen else "",
        help_=told,
        secret=not chosen,
    )


def _option(scheme: Scheme, name: str) -> Component:
    label = parts.field_label(name)
    return parts.line(
        {"connection-new": "option", "name": name},
        label if name in scheme.needed else f"{label} (optional)",
        help_=_HELP.get(name, ""),
        longest=8000,
    )


@callback(
    Output(GONE, "href"),
    Output(FAULT, "children"),
    Input(MAKE, "n_clicks"),
    State(PROVIDER, "value"),
    State(SCHEME, "value", allow_optional=True),
    State(NAME, "value", allow_optional=True),
    State(CHANNEL, "value", allow_optional=True),
    State(CAMPAIGN, "value", allow_optional=True),
    State({"connection-new": "secret", "name": ALL}, "value"),
    State({"connection-new": "option", "name": ALL}, "value"),
    prevent_initial_call=True,
)
def make(
    pressed: int | None,
    provider: str,
    scheme: str,
    name: str,
    channel: str,
    campaign: str,
    _secrets: list[str | None],
    _options: list[str | None],
) -> tuple[Any, Any]:
    """Make it, and go to its page; or say what is wrong."""
    if not pressed:
        raise PreventUpdate
    if parts.visitor().role != "owner":
        raise NotAllowed("Only owners can make connections")
    here = services()
    secrets, options = (_filled(group) for group in ctx.states_list[-2:])
    options = _with_address(here, provider, scheme or "", (name or "").strip(), options)
    try:
        made = connect(
            here.connections,
            here.campaigns,
            provider,
            (name or "").strip(),
            secrets,
            options,
            scheme=scheme or "",
            channel=channel or "",
            campaign=(campaign or "").strip(),
        )
    except BadRequest as error:
        return no_update, f"{error}."
    return f"{parts.href(made)}?new=yes", ""


def _with_address(
    here: Services, provider: str, scheme: str, name: str, options: dict[str, str]
) -> dict[str, str]:
    """Behind a proxy, the address that a provider signs is not the one that we see."""
    declared = PROVIDERS.get(provider)
    known = {one.key: one for one in declared.schemes} if declared else {}
    if scheme not in known or "url" not in known[scheme].options or not here.settings.public_url:
        return options
    return {"url": f"{here.settings.address}/webhooks/{provider}/{name}", **options}


def _filled(group: list[dict[str, Any]]) -> dict[str, str]:
    """What was typed, by the field's name; empty fields say nothing."""
    given = {one["id"]["name"]: str(one.get("value") or "").strip() for one in group}
    return {name: value for name, value in given.items() if value}
