/* Opens a part of the Participants tab again that was open before the tab was drawn anew.

   While a part (details with data-keeps) is open, a page that follows its campaign waits by itself,
   so that somebody's form stays as it is; a press of Refresh draws it all the same. */
(function () {
  const PART = "details.participants-part";
  const open = new Set();
  const place = (part) => `${location.pathname} ${part.id}`;

  document.addEventListener("toggle", (event) => {
    const part = event.target;
    if (!part.matches(PART) || !part.isConnected) return;
    if (part.open) open.add(place(part));
    else open.delete(place(part));
  }, true);

  new MutationObserver(() => {
    if (open.size === 0) return;
    document.querySelectorAll(`${PART}:not([open])`).forEach((part) => {
      if (!part.dataset.seen && open.has(place(part))) part.open = true;
      part.dataset.seen = "yes";
    });
  }).observe(document.documentElement, { childList: true, subtree: true });
})();
