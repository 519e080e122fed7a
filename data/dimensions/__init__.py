"""Each file here declares one family of dimensions."""

from data.dimension import Dimension
from data.registry import collect

DIMENSIONS = collect(__name__, "DIMENSIONS", Dimension)
