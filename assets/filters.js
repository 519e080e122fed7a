/* Filters live in the address: a change there moves the controls, a change of a control moves the
   address, and either asks the server once. */
(function () {
  const OWN = ["range", "from", "to", "type", "status", "q", "page"];
  const MEMORY = "heliograph.filters:";

  let asked = ""; // what the controls said when the server was last asked
  let lastTyped = false; // the last change was to the search words
  let leaving = false; // another page was asked for
  let arriving = ""; // what to focus once the answer stands on the page: "list" or "bar"

  const screen = () => document.querySelector("[data-filtered]");

  /* A list that was asked for fades when it is late; one that only follows its campaigns doesn't. */
  const asking = (yes) => screen()?.toggleAttribute("data-asking", yes);

  const said = (period, types, states, words) =>
    JSON.stringify([period, [...types].sort(), [...states].sort(), words || ""]);

  const remember = (search) => sessionStorage.setItem(MEMORY + location.pathname, search);
  const remembered = (path) => sessionStorage.getItem(MEMORY + path) || "";

  function read(search) {
    const query = new URLSearchParams(search);
    const days = new URLSearchParams();
    ["range", "from", "to"].filter((key) => query.get(key)).forEach((key) => days.set(key, query.get(key)));
    return {
      period: days.toString() || "range=all",
      types: query.getAll("type"),
      states: query.getAll("status"),
      words: query.get("q") || "",
    };
  }

  function write(period, types, states, words) {
    const query = new URLSearchParams(location.search);
    OWN.forEach((key) => query.delete(key));
    if (period !== "range=all") new URLSearchParams(period).forEach((v, key) => query.append(key, v));
    types.forEach((key) => query.append("type", key));
    states.forEach((key) => query.append("status", key));
    if (words) query.append("q", words);
    const text = query.toString();
    return text ? `?${text}` : "";
  }

  function enter(search, replace) {
    remember(search);
    if (search === location.search) return;
    const url = location.pathname + search;
    // The page's own router must not hear of it: it would draw the whole page anew.
    if (replace) history.replaceState({}, "", url);
    else history.pushState({}, "", url);
  }

  /* Go to another search of this page: its controls and its list follow. */
  function go(search) {
    enter(search, false);
    window.dash_clientside.set_props("reports-go", { data: { search, at: performance.now() } });
  }

  const plain = (event) =>
    !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const uncheck = at("[data-uncheck]");
    if (uncheck) {
      const id = uncheck.dataset.uncheck;
      window.dash_clientside.set_props({ "choice-menu": id, part: "chosen" }, { value: [] });
      document.getElementById(`${id}-button`).focus();
    } else if (at("[data-clear-filters]")) {
      arriving = at("[data-filtered-list]") ? "list" : "bar";
      go("");
    } else if (at("[data-filtered] a[data-soft]") && plain(event)) {
      event.preventDefault();
      arriving = "list";
      go(at("a").search);
    } else if (at("[data-memory-tabs] [role=tab]") && plain(event)) {
      event.preventDefault();
      switchTab(at("[role=tab]"));
    }
  });

  function switchTab(tab) {
    if (tab.getAttribute("aria-selected") === "true") return;
    window.heliograph.landOn(`#${CSS.escape(tab.id)}[aria-selected=true]`);
    const href = location.origin + tab.pathname + remembered(tab.pathname);
    window.dash_clientside.set_props("reports-address", { href });
  }

  /* Tabs are links: the arrows go from one to the other, Enter and Space open it. */
  document.addEventListener("keydown", (event) => {
    const tab = event.target.closest?.("[data-memory-tabs] [role=tab]");
    if (!tab) return;
    const tabs = [...tab.parentElement.querySelectorAll("[role=tab]")];
    const at = tabs.indexOf(tab);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: tabs.length - 1 }[event.key];
    if (to !== undefined) {
      event.preventDefault();
      tabs[(to + tabs.length) % tabs.length].focus();
    } else if (event.key === " ") {
      event.preventDefault();
      switchTab(tab);
    }
  });

  /* Back, forward, and links to this very page: only the controls and the list change. Once the
     reader is on the way to another page, the router alone knows which of them will come. */
  function follow(event) {
    const here = screen();
    if (!here) return;
    leaving = leaving || here.dataset.filtered !== location.pathname;
    if (leaving) return;
    event.stopImmediatePropagation();
    lastTyped = false;
    go(location.search);
  }
  window.addEventListener("popstate", follow, true);
  window.addEventListener("_dashprivate_pushstate", follow, true);

  const noUpdate = () => window.dash_clientside.no_update;

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    choiceMenu: {
      face(chosen, labels) {
        const names = labels.filter(([key]) => (chosen || []).includes(key)).map(([, label]) => label);
        const some = names.length <= 2 ? names.join(", ") : `${names.length} of ${labels.length}`;
        return [names.length ? some : "All", names.length === 0];
      },
    },
    filters: {
      /* The page stands as the server drew it from the address. */
      mounted(drawn) {
        asked = said(drawn.period, drawn.types, drawn.states, drawn.words);
        lastTyped = false;
        leaving = false;
        remember(location.search);
        arriving = "";
        return performance.now();
      },
      /* A reader moved a control. */
      changed(period, types, states, words) {
        const now = said(period, types, states, words);
        if (now === asked) return noUpdate();
        arriving = "";
        const typing = (words || "") !== JSON.parse(asked)[3];
        asked = now;
        const search = write(period, types, states, words);
        enter(search, typing && lastTyped);
        lastTyped = typing;
        asking(true);
        return { search, at: performance.now() };
      },
      /* The address moved: the controls first, then the list. */
      moved(goal) {
        const { period, types, states, words } = read(goal.search);
        asked = said(period, types, states, words);
        asking(true);
        return [period, types, states, words, goal];
      },
      /* The list stands: go to where the reader wants to be. */
      shown() {
        asking(false);
        const to = arriving;
        arriving = "";
        if (to === "list") {
          const list = document.querySelector("[data-filtered-list]");
          list.focus({ preventScroll: true });
          list.scrollIntoView({ block: "nearest" });
          window.scrollTo({ top: 0 });
        } else if (to === "bar") {
          document.querySelector("[data-filtered] [aria-expanded]").focus();
        }
      },
    },
  });
})();
