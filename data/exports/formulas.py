"""Which text would a spreadsheet run as a formula, and how is it told not to (D-25)?"""

from __future__ import annotations

import polars as pl

# A cell that begins with one of these is a formula to some spreadsheet.
LIVE = ("=", "+", "-", "@", "\t", "\r")


def harmless(text: str) -> str:
    """The text, with an apostrophe before it where it could be taken for a formula."""
    return f"'{text}" if text.startswith(LIVE) else text


def harmless_column(text: pl.Expr) -> pl.Expr:
    """The same for a column of texts, which keeps its name."""
    live = text.str.head(1).is_in(LIVE)
    return pl.when(live).then("'" + text).otherwise(text).name.keep()
