"""Content of a Geofence: the notification, and the area in which it shows."""

from __future__ import annotations

from collections.abc import Iterator

from data.campaign_type import CampaignType
from data.creation_field import CreationStep, Field, Kind, Values
from data.creation_steps.message import message_fields, too_long


def _fields(_: CampaignType) -> tuple[Field, ...]:
    return (
        *message_fields(),
        Field("area.name", "Name of the place", required=True),
        Field(
            "area.latitude",
            "Latitude",
            Kind.NUMBER,
            help="Degrees north, from −90 to 90.",
            required=True,
            least=-90,
            most=90,
            decimals=True,
        ),
        Field(
            "area.longitude",
            "Longitude",
            Kind.NUMBER,
            help="Degrees east, from −180 to 180.",
            required=True,
            least=-180,
            most=180,
            decimals=True,
        ),
        Field(
            "area.radius_m",
            "Radius in metres",
            Kind.NUMBER,
            help="From 50 m to 100 km.",
            required=True,
            usual="500",
            least=50,
            most=100_000,
        ),
    )


def _check(_: CampaignType, values: Values) -> Iterator[tuple[str, str]]:
    yield from too_long(values)


STEP = CreationStep(
    "area",
    "Content",
    "What the notification says, and where it shows.",
    _fields,
    frozenset({"geofence"}),
    _check,
)
