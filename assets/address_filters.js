/* Screens whose filters live in the address: a change of a control moves the address, and the router
   draws the page anew from it, so that reload, history and a shared link all show the same. */
(function () {
  "use strict";

  let returning = ""; // the id of the control that has the focus again once the page is drawn

  let opener = ""; // the id of the link that was followed last: a dialog gives the focus back to it

  const plain = (event) =>
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);

  /* The way dcc.Link goes, but the place on the page stays. */
  function go(address) {
    const top = window.scrollY;
    history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, top);
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[data-route], [data-routed] a[data-soft]");
    if (!link || !plain(event)) return;
    event.preventDefault();
    opener = link.id;
    returning = link.dataset.then || link.id; // a link that goes away says who comes after it
    go(link.href);
  });

  /* A dialog that stands in the address (its word is data-leaves) leaves it as it closes. */
  document.addEventListener("close", (event) => {
    const word = event.target.dataset?.leaves;
    if (!word) return;
    const here = new URL(window.location.href);
    here.searchParams.delete(word);
    returning = opener;
    go(here);
  }, true);

  /* What had the focus may have been drawn anew: then it is on nothing. */
  new MutationObserver(() => {
    if (!returning || document.activeElement !== document.body) return;
    const goal = document.getElementById(returning);
    if (!goal) return;
    returning = "";
    goal.focus({ preventScroll: true });
  }).observe(document.documentElement, { childList: true, subtree: true });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    addressFilters: {
      /* Go where the controls say. Their values come first, then what they are called: the words of
         the address, the days' usual value, and what a change of any of them leaves behind. */
      changed(...given) {
        const called = given.pop();
        const [period, ...values] = given;
        const here = new URL(window.location.href);
        const before = here.searchParams.toString();
        [...called.drops, ...called.words, "range", "from", "to"].forEach((name) =>
          here.searchParams.delete(name));
        if (period && period !== called.usual) {
          new URLSearchParams(period).forEach((value, name) => here.searchParams.set(name, value));
        }
        called.words.forEach((name, at) => {
          if (values[at] && values[at] !== "*") here.searchParams.set(name, values[at]);
        });
        if (sorted(new URLSearchParams(before)) !== sorted(here.searchParams)) {
          returning = document.activeElement?.id || "";
          go(here);
        }
        return window.dash_clientside.no_update;
      },
    },
  });

  function sorted(words) {
    return [...words].map(([name, value]) => `${name}=${value}`).sort().join("&");
  }
})();
