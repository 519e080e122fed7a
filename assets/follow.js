/* Pages that follow something look again every ten seconds, as long as somebody looks at them.

   Markup: an element with an id and data-follow="on", whose n_clicks counts the looks up. Before
   each look the server is asked whether it is there, so that a page finds out that it is cut off
   without a single failed callback; while it is, the frame says so, and as soon as the server
   answers again the page catches up. An open details with data-keeps and an open dialog are
   somebody's work: what stands around them is left alone. */
(function () {
  "use strict";

  const EVERY = 10_000, SOONEST = 1_000, LATEST = 5_000, PATIENCE = 5_000; // milliseconds
  const LOST = "Connection lost. Reconnecting…";

  let timer = null;
  let looks = 0;
  let failures = 0;
  let last = Date.now(); // when the page was last seen as it was then
  let asking = false;

  const followed = () => document.querySelector('[data-follow="on"]');
  const busy = () =>
    document.querySelector("details[data-keeps][open], dialog[open]") !== null;

  function after(wait) {
    clearTimeout(timer);
    timer = setTimeout(look, wait);
  }

  function say(sentence) {
    window.dash_clientside.set_props("shell-connection", { children: sentence });
  }

  async function isThere() {
    try {
      const signal = AbortSignal.timeout(PATIENCE);
      return (await fetch("/healthz", { cache: "no-store", signal })).ok;
    } catch {
      return false;
    }
  }

  async function look() {
    if (document.hidden || asking) return; // being seen, or the answer, goes on from there
    if (!followed()) {
      if (failures) say("");
      failures = 0;
      after(EVERY);
      return;
    }
    asking = true;
    const there = await isThere();
    asking = false;
    if (there) found();
    else missed();
  }

  function found() {
    if (failures) say("");
    failures = 0;
    last = Date.now();
    const page = followed();
    if (page && !busy()) {
      looks += 1;
      window.dash_clientside.set_props(page.id, { n_clicks: looks });
    }
    after(EVERY);
  }

  function missed() {
    say(LOST);
    after(Math.min(SOONEST * 2 ** failures, LATEST));
    failures += 1;
  }

  document.addEventListener("visibilitychange", () => {
    clearTimeout(timer);
    if (!document.hidden) after(Math.max(0, EVERY - (Date.now() - last)));
  });
  window.addEventListener("online", () => after(0));
  window.addEventListener("offline", () => { if (followed()) after(0); });

  after(EVERY);
})();
