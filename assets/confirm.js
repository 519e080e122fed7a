/* Opens dialogs as they are drawn, closes them, and takes the focus to what has just been said.

   Markup: a dialog with data-confirm, a new value of which opens it again; in it data-close on the
   button that closes it, data-first-focus on what gets the focus. data-take-focus, with a new value
   each time, marks a sentence that says what was done. */
(function () {
  "use strict";

  let opener = null; // what had the focus before the dialog

  function open(dialog) {
    if (dialog.open || !dialog.isConnected) return;
    const focused = document.activeElement;
    if (focused && focused !== document.body && !focused.closest("dialog")) opener = focused;
    dialog.showModal();
    const first = dialog.querySelector("[data-first-focus]");
    if (first) first.focus({ preventScroll: true });
  }

  /* A dialog that is taken away can't give the focus back, and what opened it may be gone too. */
  function giveBack() {
    if (document.activeElement && document.activeElement !== document.body) return;
    const heading = document.querySelector("#main h1");
    const goal = opener && opener.isConnected ? opener : heading;
    if (!goal) return;
    if (goal === heading) heading.tabIndex = -1;
    goal.focus({ preventScroll: true });
  }

  const within = (node, wanted) =>
    node.nodeType !== Node.ELEMENT_NODE ? [] :
      [...(node.matches(wanted) ? [node] : []), ...node.querySelectorAll(wanted)];

  function changed(records) {
    const drawn = new Set(), told = new Set();
    let removed = false;
    for (const record of records) {
      for (const node of record.type === "attributes" ? [record.target] : record.addedNodes) {
        within(node, "dialog[data-confirm]").forEach((one) => drawn.add(one));
        within(node, "[data-take-focus]").forEach((one) => told.add(one));
      }
      for (const node of record.removedNodes) {
        removed = removed || within(node, "dialog[data-confirm]").length > 0;
      }
    }
    told.forEach((one) => one.focus());
    drawn.forEach(open);
    if (removed) giveBack();
  }

  new MutationObserver(changed).observe(document.documentElement, {
    attributeFilter: ["data-confirm", "data-take-focus"], childList: true, subtree: true,
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("dialog [data-close]");
    if (button) button.closest("dialog").close();
  });

  document.addEventListener("close", (event) => {
    if (event.target.matches?.("dialog[data-confirm]")) giveBack();
  }, true);
})();
