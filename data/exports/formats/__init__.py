"""Each file here declares one format in which tables and charts leave."""

from data.exports.format import Format
from data.registry import collect

FORMATS = collect(__name__, "FORMAT", Format)
IN_ORDER = tuple(sorted(FORMATS.values(), key=lambda one: one.order))
