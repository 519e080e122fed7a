"""Each file here declares one carrier."""

from data.carrier import CarrierKind
from data.registry import collect

CARRIERS = collect(__name__, "CARRIER", CarrierKind)
