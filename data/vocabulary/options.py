"""How are the options of a chatbot's menu written, one a line, with where each leads?"""

from __future__ import annotations


def parted(text: str) -> list[tuple[str, str]]:
    """Each option with the name of the interaction it leads to, or ""; empty lines left out."""
    found = []
    for line in text.splitlines():
        option, _, goal = line.rpartition(">") if ">" in line else (line, "", "")
        if option.strip():
            found.append((option.strip(), goal.strip()))
    return found


def joined(options: list[tuple[str, str]]) -> str:
    """The text that `parted` reads."""
    return "\n".join(f"{text} > {goal}" if goal else text for text, goal in options)
