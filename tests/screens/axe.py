"""What keeps people from using a page, as axe-core sees it?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "axe.min.js").read_text()
_ALL = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"]
_RUN = """async (runOnly) => {
  const found = await axe.run(document, { runOnly, resultTypes: ["violations"] });
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def axe(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 at level AA on the page as it stands; none is an empty list."""
    return _found(page, _ALL)


def faint(page: Page) -> list[str]:
    """What is too faint to read: all that can change when the theme alone is switched."""
    return _found(page, ["color-contrast"])


def _found(page: Page, rules: list[str]) -> list[str]:
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN, rules)
    return found
