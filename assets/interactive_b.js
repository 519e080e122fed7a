/* Tabs of interactive reports: days of their own in the address, addresses to copy. */
(function () {
  "use strict";

  const clientside = (window.dash_clientside = window.dash_clientside || {});

  clientside.interactiveB = {
    /* Show the same tab for the chosen days ("range=last-week"): a new entry of the history. */
    days: function (chosen) {
      const here = new URL(window.location.href);
      const before = here.search;
      ["range", "from", "to", "page"].forEach((name) => here.searchParams.delete(name));
      new URLSearchParams(chosen === "range=all" ? "" : chosen).forEach((value, name) =>
        here.searchParams.set(name, value));
      const same = new URLSearchParams(before).toString() === here.searchParams.toString();
      if (!same) {
        const top = window.scrollY;
        history.pushState({}, "", here);
        window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
        window.scrollTo(0, top);
      }
      return window.dash_clientside.no_update;
    },

    /* The address as it is called from elsewhere. */
    whole: (path) => window.location.origin + path,

    copy: function (clicks, text) {
      if (!clicks) return window.dash_clientside.no_update;
      if (!navigator.clipboard) return "This browser doesn't let pages copy; select it instead.";
      return navigator.clipboard.writeText(text).then(() => "Copied.", () => "It could not be copied.");
    },
  };
})();
