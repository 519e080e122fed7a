"""Each file here declares one kind of address at which figures stand."""

from data.registry import collect
from data.source import Source

SOURCES = collect(__name__, "SOURCE", Source)
