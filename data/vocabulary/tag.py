"""What is a tag, written in one way only?"""

from __future__ import annotations

import unicodedata

LONGEST_TAG = 64


def clean_tag(text: str) -> str:
    """A tag in small letters with single blanks, cut to 64 characters; "" for none."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    fit = "".join(c if c.isprintable() and c not in ",;|" else " " for c in folded)
    return " ".join(fit.split())[:LONGEST_TAG].strip()
