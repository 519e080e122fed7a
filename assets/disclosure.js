/* Opens and closes the panel that hangs under a button: filters and the date range.

   Markup: an element with data-disclosure holds a button with aria-expanded and an element with
   data-panel. Whoever fills the panel listens for the event "panel-open". */
(function () {
  const FOCUSABLE = "button:not([disabled]):not([tabindex='-1']), input:not([disabled]), [tabindex='0']";

  const parts = (root) => ({
    button: root.querySelector("[aria-expanded]"),
    panel: root.querySelector("[data-panel]"),
  });
  const isOpen = (root) => parts(root).button.getAttribute("aria-expanded") === "true";
  const opened = () => [...document.querySelectorAll("[data-disclosure]")].filter(isOpen);

  function open(root) {
    const { button, panel } = parts(root);
    opened().forEach((other) => close(other, false));
    button.setAttribute("aria-expanded", "true");
    panel.hidden = false;
    root.dispatchEvent(new CustomEvent("panel-open", { bubbles: true }));
    const first = panel.querySelector("[data-first-focus]") || panel.querySelector("input:checked");
    (first || panel.querySelector(FOCUSABLE)).focus();
  }

  function close(root, refocus) {
    const { button, panel } = parts(root);
    button.setAttribute("aria-expanded", "false");
    panel.hidden = true;
    if (refocus) button.focus();
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-disclosure] > [aria-expanded]");
    if (!button) return;
    const root = button.parentElement;
    if (isOpen(root)) close(root, true);
    else open(root);
  });

  document.addEventListener("pointerdown", (event) => {
    opened().filter((root) => !root.contains(event.target)).forEach((root) => close(root, false));
  });

  document.addEventListener("focusout", (event) => {
    const root = event.target.closest("[data-disclosure]");
    if (root && event.relatedTarget && !root.contains(event.relatedTarget)) close(root, false);
  });

  document.addEventListener("keydown", (event) => {
    const root = event.target.closest("[data-disclosure]");
    if (!root) return;
    const { button, panel } = parts(root);
    if (event.key === "Escape" && isOpen(root)) {
      event.stopPropagation();
      close(root, true);
    } else if (event.key === "ArrowDown" && event.target === button) {
      event.preventDefault();
      if (!isOpen(root)) open(root);
    } else if (panel.matches("[data-list]")) {
      walk(event, panel);
    }
  });

  /* The arrows go from one checkbox to the next, Home and End to the outermost. */
  function walk(event, panel) {
    const boxes = [...panel.querySelectorAll("input")];
    const at = boxes.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: boxes.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    boxes[(to + boxes.length) % boxes.length].focus();
  }

  window.heliographDisclosure = { close };
})();
