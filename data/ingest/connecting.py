"""What does a connection to a provider need, and is it all there?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from data.connections import GRACE, Connection, Connections
from data.errors import BadRequest
from data.event import CHANNELS, Place, Places
from data.ingest.naming import in_fields
from data.ingest.provider import Provider, Scheme
from data.ingest.providers import PROVIDERS
from data.ingest.signatures import TOLERANCE


def connect(
    connections: Connections,
    campaigns: Places,
    provider_key: str,
    name: str,
    secrets: Mapping[str, str],
    options: Mapping[str, str],
    *,
    scheme: str = "",
    channel: str = "",
    campaign: str = "",
) -> Connection:
    """Make a connection that the provider can use; `campaign` is our id or the caller's own.

    Raises BadRequest that names what is missing or unknown.
    """
    provider = declared(provider_key)
    chosen = _scheme(provider, scheme or provider.schemes[0].key)
    _check_secrets(chosen, secrets)
    _check_options(chosen, options)
    channel = channel or provider.channels[0]
    if channel not in CHANNELS:
        raise BadRequest(f"channel must be one of {', '.join(CHANNELS)}", "channel")
    place = campaign_named(campaigns, campaign) if campaign else None
    return connections.add(
        provider.key, name, chosen.key, channel, secrets, options, place.id if place else None
    )


def rotate(
    connections: Connections,
    provider_key: str,
    name: str,
    secrets: Mapping[str, str],
    grace: timedelta = GRACE,
) -> Connection:
    """Give a connection new secrets; the present ones count for `grace` more. Raises NotFound,
    and BadRequest that names what is missing or unknown.
    """
    connection = connections.get(provider_key, name)
    _check_secrets(_scheme(declared(provider_key), connection.scheme), secrets)
    return connections.rotate(provider_key, name, secrets, grace)


def declared(provider_key: str) -> Provider:
    """The provider of that name. Raises BadRequest that names all of them."""
    provider = PROVIDERS.get(provider_key)
    if provider is None:
        raise BadRequest(
            f"There is no provider {provider_key[:40]!r}; they are {', '.join(PROVIDERS)}",
            "provider",
        )
    return provider


def _check_secrets(scheme: Scheme, secrets: Mapping[str, str]) -> None:
    """Raise BadRequest unless exactly the secrets of `scheme` are there."""
    missing = [name for name in scheme.secrets if not secrets.get(name)]
    if missing:
        raise BadRequest(f"{scheme.key} needs the secret {missing[0]}", missing[0])
    odd = [name for name in secrets if name not in scheme.secrets]
    if odd:
        known = ", ".join(scheme.secrets) or "none"
        raise BadRequest(f"{scheme.key} has no secret {odd[0][:40]!r}; it has {known}", odd[0])


def _check_options(scheme: Scheme, options: Mapping[str, str]) -> None:
    missing = [name for name in scheme.needed if not options.get(name)]
    if missing:
        raise BadRequest(f"{scheme.key} needs the option {missing[0]}", missing[0])
    _check_tolerance(options.get(TOLERANCE, ""))
    odd = [name for name in options if name not in scheme.options]
    if odd:
        known = ", ".join(scheme.options) or "none"
        raise BadRequest(f"{scheme.key} has no option {odd[0][:40]!r}; it has {known}", odd[0])


def _check_tolerance(text: str) -> None:
    if text and not (text.isascii() and text.isdecimal() and len(text) < 10):
        raise BadRequest(
            f"tolerance must be a whole number of seconds, not {text[:40]!r}", TOLERANCE
        )


def _scheme(provider: Provider, key: str) -> Scheme:
    try:
        return provider.scheme(key)
    except KeyError:
        known = ", ".join(scheme.key for scheme in provider.schemes)
        raise BadRequest(f"{provider.label} has no scheme {key[:40]!r}; it has {known}") from None


def campaign_named(campaigns: Places, name: str) -> Place:
    """The campaign with our id, or the caller's own, in `name`. Raises BadRequest."""
    for one in in_fields({"campaign_id": name}):
        place = campaigns.place(one.campaign_id, one.external_id)
        if place is not None:
            return place
    said = f"There is no campaign {name[:40]!r}" if name else "Say which campaign it is"
    raise BadRequest(said, "campaign")
