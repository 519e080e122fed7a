"""Where is a place, and how far around it does an area reach?"""

from __future__ import annotations

from math import cos, radians

from dash import html

# The picture's width in degrees: any closer, the outlines (assets/world.svg) are too coarse.
SPAN = 24.0
KM_A_DEGREE = 111.32
SMALLEST = 3.0  # percent of the width; smaller, a ring would be a dot


def place_map(
    name: str, latitude: float, longitude: float, radius: float, told: str
) -> html.Figure:
    """The place in its region; the ring is to scale (`radius` in metres) unless it were too small.

    `told` says what the ring can't.
    """
    stretch = cos(radians(min(abs(latitude), 80)))
    across = 2 * radius / 1000 / (KM_A_DEGREE * stretch) / SPAN * 100
    return html.Figure(
        [
            html.Div(
                [
                    html.Span(
                        className="spot-ring",
                        style={
                            "--across": f"{max(across, SMALLEST):.2f}%",
                            "--wide": f"{1 / stretch:.3f}",
                        },
                    ),
                    html.Span(className="spot-dot"),
                ],
                className="spot-map",
                role="img",
                style={
                    "--east": f"{(longitude + 180) / 360:.6f}",
                    "--south": f"{(90 - latitude) / 180:.6f}",
                    "--zoom": f"{360 / SPAN:g}",
                },
                **{
                    "aria-label": f"Map: {name} at {latitude:g}° north, {longitude:g}° east. {told}"
                },
            ),
            html.Figcaption(f"{name} · {latitude:g}°, {longitude:g}° · {told}"),
        ],
        className="spot",
    )
