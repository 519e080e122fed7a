/* The tabs of a report, which are links, and its Print button. */
(function () {
  "use strict";

  const plain = (event) =>
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
  const tabAt = (event) => event.target.closest?.("[data-report-tabs] [role=tab]");

  /* The way dcc.Link goes: no reload, and the place on the page stays. */
  function open(tab) {
    if (tab.getAttribute("aria-selected") === "true") return;
    window.heliograph.landOn(`#${CSS.escape(tab.id)}[aria-selected=true]`);
    const top = window.scrollY;
    history.pushState({}, "", tab.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, top);
  }

  document.addEventListener("click", (event) => {
    const tab = tabAt(event);
    if (tab && plain(event)) {
      event.preventDefault();
      open(tab);
    } else if (event.target.closest?.("[data-print]")) {
      window.print();
    }
  });

  /* The arrows go from one tab to the next, Home and End to the outermost; Enter and Space open. */
  document.addEventListener("keydown", (event) => {
    const tab = tabAt(event);
    if (!tab) return;
    const tabs = [...tab.closest("[data-report-tabs]").querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      tabs[(to + tabs.length) % tabs.length].focus();
    } else if (event.key === " ") {
      event.preventDefault();
      open(tab);
    }
  });
})();
