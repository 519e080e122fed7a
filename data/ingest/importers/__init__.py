"""Each file here declares one file format that can be imported; `IMPORTERS` has them by key."""

from data.ingest.importer import Importer
from data.registry import collect

IMPORTERS = collect(__name__, "IMPORTER", Importer)
