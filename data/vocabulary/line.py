"""What is a line of text that a stranger gave us, fit to be stored and shown?"""

from __future__ import annotations

import re

from data.errors import BadRequest

LONGEST_LINE = 200

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def clean_line(text: str, where: str) -> str:
    """Trim one line of at most 200 characters. Raises BadRequest for anything else."""
    if _SURROGATE.search(text):
        raise BadRequest("Half a character (a lone surrogate) is no text", where)
    line = text.strip()
    if _CONTROL.search(line):
        raise BadRequest("Must be one line without control characters", where)
    if len(line) > LONGEST_LINE:
        raise BadRequest(f"At most {LONGEST_LINE} characters, not {len(line)}", where)
    return line
