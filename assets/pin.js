/* "Add to dashboard", on any chart, tile and table: which figure is meant goes to the store
   "pin-asked" (components/pin.py), and the answer is a dialog.

   A figure stands at the address of the page, unless data-address around it names another one. */
(function () {
  "use strict";

  function figureOf(button) {
    const chart = button.closest("figure.chart");
    if (chart) return { part: "chart", key: chart.dataset.file, title: chart.dataset.title };
    const tile = button.closest("[data-kpi]");
    if (tile) return { part: "kpi", key: tile.dataset.kpi, title: tile.getAttribute("aria-label") };
    const table = button.closest("[data-table]");
    return { part: "table", key: table.dataset.table, title: table.getAttribute("aria-label") };
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.('[data-chart-action="pin"]');
    if (!button) return;
    const menu = button.closest("details");
    if (menu) {
      menu.open = false;
      menu.querySelector("summary").focus({ preventScroll: true }); // gets the focus back
    }
    const address = button.closest("[data-address]")?.dataset.address ||
      location.pathname + location.search;
    const data = { ...figureOf(button), address, at: performance.now() };
    window.dash_clientside.set_props("pin-asked", { data });
  });
})();
