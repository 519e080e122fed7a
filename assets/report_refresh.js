/* What draws itself again (#report-row, #report-body, data-redrawn) puts new elements in the place of
   the old ones. What a reader had opened there opens again, tables stay where they were scrolled to,
   and the focus where it was. A campaign's card (data-campaign) keeps it wherever the card now is. */
(function () {
  "use strict";

  const PARTS = "#report-row, #report-body, [data-redrawn]";
  const places = new WeakMap(); // scrolled tables: left, top
  let held = null; // what has the focus in one of the parts, or had it when it was taken away

  document.addEventListener("focusin", (event) => {
    held = event.target.closest(PARTS) ? event.target : null;
  });

  document.addEventListener("focusout", () => {
    // By then what was taken away is gone; what is there still has been left by the reader.
    setTimeout(() => {
      if (held?.isConnected && document.activeElement !== held) held = null;
    });
  });

  document.addEventListener("scroll", (event) => {
    const table = event.target;
    if (table.matches?.(".table-scroll")) places.set(table, [table.scrollLeft, table.scrollTop]);
  }, true);

  /* The element that stands in `fresh` where `node` stood in `old`. */
  function twin(node, old, fresh) {
    if (node === old) return fresh;
    if (node.dataset.campaign) {
      return fresh.querySelector(`[data-campaign="${CSS.escape(node.dataset.campaign)}"]`);
    }
    const parent = twin(node.parentElement, old, fresh);
    const found = parent?.children[[...node.parentElement.children].indexOf(node)];
    return found?.tagName === node.tagName ? found : null;
  }

  function restore(old, fresh) {
    const each = (selector, act) => old.querySelectorAll(selector).forEach((node) => {
      const now = twin(node, old, fresh);
      if (now) act(node, now);
    });
    each("details[open]", (_, now) => { now.open = true; });
    each("[data-toggles][aria-expanded=true]", (_, now) => {
      if (now.getAttribute("aria-expanded") === "false") now.click();
    });
    each(".table-scroll", (node, now) => {
      [now.scrollLeft, now.scrollTop] = places.get(node) || [0, 0];
    });
    if (held && old.contains(held) && document.activeElement === document.body) {
      twin(held, old, fresh)?.focus({ preventScroll: true });
    }
  }

  new MutationObserver((records) => {
    const gone = new Map();
    for (const { target, removedNodes } of records) {
      if (removedNodes.length === 0 || !target.matches?.(PARTS)) continue;
      gone.set(target, [...(gone.get(target) || []), ...removedNodes]);
    }
    gone.forEach((old, part) => {
      if (part.isConnected && old.length === part.children.length) {
        old.forEach((node, at) => restore(node, part.children[at]));
      }
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
