"""Each file here declares one family of metrics."""

from data.metric import Metric
from data.registry import collect

METRICS = collect(__name__, "METRICS", Metric)
