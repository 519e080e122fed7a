/* Which theme, and is the navigation narrow? Runs in <head>, before anything is painted. */
(function () {
  "use strict";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function kept(name) {
    try {
      return window.localStorage.getItem("heliograph-" + name);
    } catch (refused) {
      return null;
    }
  }

  function keep(name, value) {
    try {
      window.localStorage.setItem("heliograph-" + name, value);
    } catch (refused) {
      /* Storage is off: the choice lasts as long as the page. */
    }
  }

  function choice() {
    return root.dataset.themeChoice || "auto";
  }

  function apply(chosen) {
    var mode = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    var changed = root.dataset.theme && root.dataset.theme !== mode;
    root.dataset.themeChoice = chosen;
    root.dataset.theme = mode;
    root.dataset.bsTheme = mode;
    document.querySelectorAll("button[data-theme-choice]").forEach(function (button) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === chosen));
    });
    if (changed) window.dispatchEvent(new Event("heliograph-theme"));
  }

  var first = kept("theme");
  apply(first === "light" || first === "dark" ? first : "auto");
  if (kept("side") === "narrow") root.dataset.side = "narrow";

  dark.addEventListener("change", function () {
    apply(choice());
  });

  window.heliograph = { keep: keep, choose: function (chosen) {
    keep("theme", chosen);
    apply(chosen);
  }, marked: function () {
    apply(choice());
  } };
})();
