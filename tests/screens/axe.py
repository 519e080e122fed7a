"""What keeps people from using a page, as axe-core sees it?"""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Page

_AXE = (Path(__file__).parent / "axe.min.js").read_text()
_RUN = """async () => {
  const found = await axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"],
    resultTypes: ["violations"],
  });
  const told = (rule, node) => `${rule.id}: ${node.target} ${node.failureSummary}`;
  return found.violations.flatMap(rule => rule.nodes.map(node => told(rule, node)));
}"""


def axe(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 at level AA on the page as it stands; none is an empty list."""
    if not page.evaluate("Boolean(window.axe)"):
        page.evaluate(_AXE)
    found: list[str] = page.evaluate(_RUN)
    return found
