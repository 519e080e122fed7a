"""What keeps people from using a page, as axe-core sees it?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "axe.min.js").read_text()
_ALL = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
_RUN = """async (runOnly) => {
  const [part, ...rules] = runOnly;
  const found = await axe.run(part, { runOnly: rules, resultTypes: ["violations"] });
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def axe(page: Page, part: str = "html") -> list[str]:
    """Every violation of WCAG 2.2 at level AA in `part` as it stands; none is an empty list."""
    return _found(page, part, _ALL)


def faint(page: Page, part: str = "html") -> list[str]:
    """What is too faint to read: all that can change when the theme alone is switched."""
    return _found(page, part, ["color-contrast"])


def _found(page: Page, part: str, rules: list[str]) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN, [part, *rules])
    return found
