/* Keeps a form on the Participants tab as it is while somebody fills it in.

   A report of a Live campaign is drawn again when events arrive. While a part (details with the
   class participants-part) is open, that waits; and whatever draws the tab again, the part that
   was open opens again. */
(function () {
  const PART = "details.participants-part";
  const open = new Set();
  const place = (part) => `${location.pathname} ${part.id}`;

  document.addEventListener("toggle", (event) => {
    const part = event.target;
    if (!part.matches(PART) || !part.isConnected) return;
    if (part.open) open.add(place(part));
    else open.delete(place(part));
    const anyOpen = document.querySelector(`${PART}[open]`) !== null;
    const live = part.closest("[data-live]") !== null;
    window.dash_clientside.set_props("report-poll", { disabled: anyOpen || !live });
  }, true);

  new MutationObserver(() => {
    if (open.size === 0) return;
    document.querySelectorAll(`${PART}:not([open])`).forEach((part) => {
      if (!part.dataset.seen && open.has(place(part))) part.open = true;
      part.dataset.seen = "yes";
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
