/* The frame's behaviour: search, menu, theme buttons, the current place, the focus after a move. */
(function () {
  "use strict";
  var root = document.documentElement;
  var lastPath = null;
  var wantsFocus = false;
  var landing = ""; // a selector: what gets the focus of the page that comes, not its heading

  function byId(id) {
    return document.getElementById(id);
  }

  /* The way dcc.Link goes: no reload, and the router hears of it. */
  function go(href) {
    window.history.pushState({}, "", href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function menuIsOpen() {
    return root.dataset.menu === "open";
  }

  function setMenu(open) {
    if (open === menuIsOpen()) return;
    var button = byId("shell-menu");
    if (open) root.dataset.menu = "open";
    else delete root.dataset.menu;
    button.setAttribute("aria-expanded", String(open));
    document.querySelector(".rest").inert = open;
    if (open) byId("shell-nav").querySelector("a.place").focus();
    else if (byId("shell-nav").contains(document.activeElement)) button.focus();
  }

  function setNarrow(narrow) {
    if (narrow) root.dataset.side = "narrow";
    else delete root.dataset.side;
    window.heliograph.keep("side", narrow ? "narrow" : "wide");
    markFold();
    window.dispatchEvent(new Event("resize"));
  }

  function markFold() {
    var narrow = root.dataset.side === "narrow";
    var fold = byId("shell-fold");
    fold.setAttribute("aria-pressed", String(narrow));
    fold.title = narrow ? "Expand navigation" : "Collapse navigation";
  }

  function owned(item, path) {
    return Math.max.apply(null, item.dataset.owns.split(" ").map(function (start) {
      return path === start || path.indexOf(start + "/") === 0 ? start.length : -1;
    }));
  }

  function markPlace(path) {
    var items = Array.from(document.querySelectorAll("#shell-nav [data-owns]"));
    var best = items.reduce(function (a, b) {
      return owned(b, path) > owned(a, path) ? b : a;
    });
    items.forEach(function (item) {
      var link = item.querySelector("a");
      if (item === best && owned(item, path) > 0) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    });
  }

  function focusPage() {
    var heading = document.querySelector("#main h1");
    if (!heading) return;
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
  }

  /* Who walks along tabs stays on them. The new page may be drawn before or after its heading has
     got the focus, and in several strokes: so this holds until the reader acts. */
  function land() {
    var goal = landing && document.querySelector(landing);
    var held = document.activeElement;
    var free = !held || held === document.body || held.matches("#main h1");
    if (goal && free) goal.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", land);
  new MutationObserver(land).observe(root, {
    attributeFilter: ["aria-selected"], childList: true, subtree: true,
  });
  ["pointerdown", "keydown", "popstate"].forEach(function (kind) {
    window.addEventListener(kind, function () { landing = ""; }, true);
  });

  /* The page that was asked for takes the focus to what this selector finds. */
  window.heliograph.landOn = function (selector) {
    landing = selector;
    land();
  };

  /* Called when the address or the page's title changes. */
  function arrived(path, search, title) {
    markPlace(path);
    markFold();
    window.heliograph.marked();
    setMenu(false);
    var asked = (path.indexOf("/reports") === 0 && new URLSearchParams(search).get("q")) || "";
    if (document.activeElement !== byId("shell-search")) {
      window.dash_clientside.set_props("shell-search", { value: asked });
    }
    if (lastPath !== null && lastPath !== path) wantsFocus = true;
    lastPath = path;
    var came = window.dash_clientside.callback_context.triggered.some(function (one) {
      return one.prop_id === "_pages_store.data";
    });
    if (wantsFocus && title && came) {
      wantsFocus = false;
      window.requestAnimationFrame(focusPage);
    }
    return window.dash_clientside.no_update;
  }

  function isTyping(target) {
    return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  }

  document.addEventListener("keydown", function (event) {
    var slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    var k = event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.shiftKey;
    if ((slash && !isTyping(event.target)) || k) {
      var box = byId("shell-search");
      if (!box) return;
      event.preventDefault();
      box.focus();
      box.select();
    } else if (event.key === "Escape" && menuIsOpen()) {
      setMenu(false);
    }
  });

  document.addEventListener("submit", function (event) {
    if (!event.target.matches("form.search")) return;
    event.preventDefault();
    var path = window.location.pathname;
    var base = path.indexOf("/reports/interactive") === 0 ? path : "/reports/messaging";
    var query = base === path ? new URLSearchParams(window.location.search) : new URLSearchParams();
    var asked = byId("shell-search").value.trim();
    query.delete("page");
    if (asked) query.set("q", asked);
    else query.delete("q");
    var text = query.toString();
    go(base + (text ? "?" + text : ""));
  });

  document.addEventListener("click", function (event) {
    var theme = event.target.closest("button[data-theme-choice]");
    if (theme) window.heliograph.choose(theme.dataset.themeChoice);
    else if (event.target.closest("#shell-menu")) setMenu(!menuIsOpen());
    else if (event.target.closest("#shell-veil, #shell-nav a")) setMenu(false);
    else if (event.target.closest("#shell-fold")) setNarrow(root.dataset.side !== "narrow");
    else if (event.target.closest(".toast-line")) event.target.closest(".toast-line").remove();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { shell: { arrived: arrived } });
})();
