"""What was typed about a campaign, read as the campaign that it describes; and the way back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from data.campaign import Campaign
from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Problem, Values
from data.creation_steps import steps_of
from data.creation_values import raw_of, read, shaped

NAME = "name"
UNTRACKED = "untracked"  # the addresses in the texts that are not to be tracked
_UNTRACKED = Field(UNTRACKED, "Untracked links", Kind.MANY)
# Up to its end, placeholders included: an address that is filled in for each recipient is no link.
_LINK = re.compile(r"https?://[^\s<>\"|\\^`]+", re.IGNORECASE)
_TRAILING = ".,;:!?)]'’”"
_TEXTS = ("message.body", "message.header", "message.footer", "auto_reply")
_LISTS = ("pages", "message.buttons", "pass.links")


@dataclass(frozen=True, slots=True)
class Definition:
    """What a campaign is, but for its state and dates."""

    name: str
    channel: str
    sender: str
    config: Mapping[str, Any]


def complete(kind: CampaignType, values: Values) -> dict[str, Any]:
    """The values in their fields' shapes, with the usual one wherever nothing was chosen yet."""
    whole = dict(values)
    for step in steps_of(kind):
        for field in step.fields(kind):
            if field.key in whole:
                whole[field.key] = shaped(field, whole[field.key])
            elif field.usual:
                many = field.kind is Kind.MANY
                whole[field.key] = field.usual.split(",") if many else field.usual
    if len(kind.channels) == 1:
        whole["channel"] = kind.channels[0]
    if len(kind.recipients) == 1:
        whole["recipients"] = kind.recipients[0]
    return whole


def shown(step: CreationStep, kind: CampaignType, whole: Values) -> tuple[Field, ...]:
    """The fields of a step that show with these values."""
    return tuple(
        field
        for field in step.fields(kind)
        if all(whole.get(key) in wanted for key, wanted in field.when)
    )


def problems(kind: CampaignType, values: Values) -> tuple[Problem, ...]:
    """Everything that keeps it from being published, in the order of the steps."""
    whole = complete(kind, values)
    return tuple(p for step in steps_of(kind) for p in step_problems(step, kind, whole))


def step_problems(step: CreationStep, kind: CampaignType, whole: Values) -> Iterator[Problem]:
    """What is wrong on one step, at most once a control."""
    fields = shown(step, kind, whole)
    labels = {field.key: field.label for field in fields}
    told: set[str] = set()
    faults = [fault for field in fields for fault in read(field, whole.get(field.key)).faults]
    if step.check is not None:
        faults += step.check(kind, whole)
    for where, message in faults:
        if where not in told:
            told.add(where)
            yield Problem(step.slug, where, _label(fields, labels, where), message)


def _label(fields: Sequence[Field], labels: Mapping[str, str], where: str) -> str:
    """Like "Prizes, row 2, Stock"."""
    if where in labels:
        return labels[where]
    for field in fields:
        if field.kind is Kind.ROWS and where.startswith(f"{field.key}."):
            number, _, column = where.removeprefix(f"{field.key}.").partition(".")
            names = {one.key: one.label for one in field.columns}
            return f"{field.label}, {field.noun} {int(number) + 1}, {names.get(column, column)}"
    return where


def definition(
    kind: CampaignType, values: Values, zone: ZoneInfo, base: Mapping[str, Any]
) -> Definition:
    """The campaign that the values describe, as far as they can be read.

    `base` is the configuration that it had; what no field speaks of stays as it was.
    """
    whole = complete(kind, values)
    config = _copy(base)
    every = [field for step in steps_of(kind) for field in step.fields(kind) if field.kept]
    for field in every:
        _put(config, field.key, None)
    for step in steps_of(kind):
        for field in shown(step, kind, whole):
            if field.kept:
                _merge(config, field, read(field, whole.get(field.key)).value)
    _derive(config, kind, whole, zone)
    return Definition(
        name=str(whole.get(NAME) or "").strip(),
        channel=str(whole.get("channel") or "") if "channel" in _keys(kind) else "",
        sender=str(whole.get("sender") or "").strip(),
        config=config,
    )


def _keys(kind: CampaignType) -> set[str]:
    return {field.key for step in steps_of(kind) for field in step.fields(kind)}


def _derive(config: dict[str, Any], kind: CampaignType, whole: Values, zone: ZoneInfo) -> None:
    """What follows from the fields: the source of recipients, the filter's words, links, expiry."""
    config["recipients"] = whole["recipients"] if whole.get("recipients") else kind.recipients[0]
    if config["recipients"] == "subscribers":
        config["filter"] = filter_words(config.get("audience"))
        config.setdefault("audience", {})["channel"] = whole.get("channel") or ""
    else:
        config.pop("audience", None)
        config.pop("filter", None)
    untracked = set(shaped(_UNTRACKED, whole.get(UNTRACKED)))
    found = links_in(whole)
    config.pop("links", None)
    if found:
        config["links"] = [{"url": url, "tracked": url not in untracked} for url in found]
    if isinstance(config.get("timetable"), dict):
        config["timetable"]["zone"] = zone.key
    config.pop("expires_at", None)
    if whole.get("expires") == "date" and (ends := local_moment(whole, "expires", zone)):
        config["expires_at"] = ends.isoformat()


def filter_words(audience: object) -> str:
    """The filter of subscribers in words, as Campaign Overview shows it."""
    wanted = audience if isinstance(audience, Mapping) else {}
    parts = []
    if wanted.get("tags"):
        parts.append(f"Tagged {' and '.join(map(str, wanted['tags']))}")
    if wanted.get("q"):
        parts.append(f"Name or address contains “{wanted['q']}”")
    return "; ".join(parts) or "All subscribers of the channel"


def local_moment(whole: Values, name: str, zone: ZoneInfo) -> datetime | None:
    """The moment in UTC that the fields `name`_day and `name`_time say; None for no moment."""
    try:
        local = datetime.fromisoformat(f"{whole[f'{name}_day']}T{whole[f'{name}_time']}")
        moment = local.replace(tzinfo=zone).astimezone(UTC)
    except (KeyError, ValueError, OverflowError):
        return None
    # An hour that the clock jumps over is none.
    return moment if moment.astimezone(zone).replace(tzinfo=None) == local else None


def links_in(whole: Values) -> tuple[str, ...]:
    """The web addresses in the campaign's texts, buttons and pages, each once."""
    texts = [str(whole.get(key) or "") for key in _TEXTS]
    for key in _LISTS:
        rows = whole.get(key) or ()
        texts += [str(row.get("url") or row.get("link") or "") for row in rows]
    found = (url.rstrip(_TRAILING) for text in texts for url in _LINK.findall(text))
    return tuple(dict.fromkeys(url for url in found if "{" not in url))


def values_of(kind: CampaignType, campaign: Campaign, zone: ZoneInfo) -> dict[str, Any]:
    """What would have been typed to get this campaign."""
    config = campaign.config
    values: dict[str, Any] = {
        NAME: campaign.name,
        "channel": campaign.channel,
        "sender": campaign.sender,
    }
    for step in steps_of(kind):
        for field in step.fields(kind):
            stored = _got(config, field.key)
            if field.kept and stored is not None:
                _add_raw(values, field, stored)
    values["prizes_on"] = "on" if config.get("prizes") else ""
    values["auto_reply_on"] = "on" if config.get("auto_reply") else ""
    values["timetable_on"] = "on" if config.get("timetable") else ""
    values[UNTRACKED] = [
        str(link.get("url"))
        for link in _listed(config.get("links"))
        if isinstance(link, Mapping) and link.get("tracked") is False
    ]
    return values | _expiry(config, zone)


def _add_raw(values: dict[str, Any], field: Field, stored: object) -> None:
    raw = raw_of(field, stored)
    before = values.get(field.key)
    if field.kind is Kind.ROWS and isinstance(before, list):  # two steps share these rows
        raw = [{**one, **other} for one, other in zip(before, raw, strict=True)]
    values[field.key] = raw


def _expiry(config: Mapping[str, Any], zone: ZoneInfo) -> dict[str, str]:
    if config.get("expires_hours"):
        return {"expires": "hours"}
    try:
        ends = datetime.fromisoformat(str(config.get("expires_at"))).astimezone(zone)
    except (ValueError, OverflowError):
        return {"expires": "never"}
    return {
        "expires": "date",
        "expires_day": ends.date().isoformat(),
        "expires_time": f"{ends:%H:%M}",
    }


def _listed(stored: object) -> Sequence[object]:
    return stored if isinstance(stored, list | tuple) else ()


def _copy(value: Mapping[str, Any]) -> dict[str, Any]:
    return {k: _copy(v) if isinstance(v, Mapping) else v for k, v in value.items()}


def _got(config: Mapping[str, Any], path: str) -> Any:
    found: Any = config
    for word in path.split("."):
        found = found.get(word) if isinstance(found, Mapping) else None
    return found


def _merge(config: dict[str, Any], field: Field, value: object) -> None:
    before = _got(config, field.key)
    if field.kind is Kind.ROWS and isinstance(value, list) and isinstance(before, list):
        value = [{**one, **other} for one, other in zip(before, value, strict=True)]
    if value is not None:
        _put(config, field.key, value)


def _put(config: dict[str, Any], path: str, value: object) -> None:
    """Set the value at `path`, or remove it, and whatever object is empty without it."""
    first, _, rest = path.partition(".")
    if not rest:
        if value is None:
            config.pop(first, None)
        else:
            config[first] = value
        return
    below = config.get(first)
    inner = below if isinstance(below, dict) else {}
    _put(inner, rest, value)
    if inner:
        config[first] = inner
    else:
        config.pop(first, None)
