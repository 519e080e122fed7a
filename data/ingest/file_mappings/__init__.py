"""Each file here declares how one system's export reads; `FILE_MAPPINGS` has them by key."""

from data.ingest.file_mapping import FileMapping
from data.registry import collect

FILE_MAPPINGS = collect(__name__, "FILE_MAPPING", FileMapping)
