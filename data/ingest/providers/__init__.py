"""Each file here declares one provider's webhooks; `PROVIDERS` has them by key."""

from data.ingest.provider import Provider
from data.registry import collect

PROVIDERS = collect(__name__, "PROVIDER", Provider)
