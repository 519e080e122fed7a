"""How is a recipient shown to someone without the right to see whole ids (D-28)?"""

from __future__ import annotations

_DOTS = "•"


def mask(recipient: str) -> str:
    """Enough to tell two apart, too little to write to: "+4915•••••42", "a•••@example.com".

    Of an address its first character and its domain stay, of a number five and two characters,
    of any other id two and two; of what is shorter, nothing.
    """
    name, at, domain = recipient.rpartition("@")
    if at:
        return f"{name[:1]}{_DOTS * 3}@{domain}"
    first = 5 if recipient.startswith("+") else 2
    hidden = len(recipient) - first - 2
    if hidden < 3:
        return _DOTS * 3
    return f"{recipient[:first]}{_DOTS * min(hidden, 5)}{recipient[-2:]}"
