"""Each file here draws one kind of chart."""

from components.chart_canvas import ChartDrawing
from data.registry import collect

DRAWINGS = collect(__name__, "DRAWING", ChartDrawing)
