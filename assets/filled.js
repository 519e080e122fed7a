/* Puts the content of data-written into its element: parts that are only read come as one text, see
   components/markup.py. What a screen draws anew is restored after this (report_refresh.js). */
(function () {
  "use strict";

  const MARK = "data-written";

  function fill(element) {
    element.innerHTML = element.getAttribute(MARK);
    element.removeAttribute(MARK);
  }

  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "attributes") {
        if (target.hasAttribute(MARK)) fill(target);
        continue;
      }
      for (const node of addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        if (node.hasAttribute(MARK)) fill(node);
        node.querySelectorAll(`[${MARK}]`).forEach(fill);
      }
    }
  }).observe(document.documentElement, {
    attributeFilter: [MARK], childList: true, subtree: true,
  });
})();
