/* A wall screen: looks at its figures, shows one slide after the other, and says how old they are.

   One clock drives all of it, so that a screen that slept goes on from what the time is now. The page
   is made once; slides change what is in it, and the one chart is redrawn in its place, so that
   nothing piles up however long it runs. What a slide holds is decided by the server. */
(function () {
  "use strict";

  const LOOK = 10_000, PATIENCE = 20_000, SOONEST = 1_000, LATEST = 15_000; // milliseconds
  const LATE = 60_000, LOST = 300_000, AWAKE = 4_000, RELOAD_AGAIN = 60_000;
  const MOST_DOTS = 24;
  const BASE = 12; // pixels of the smallest type in a chart as it is made
  const words = new URLSearchParams(window.location.search);
  // A test or a bench may look more often; nobody looks less often than data are promised for.
  const every = Math.min(Math.max(Number(words.get("every")) || LOOK, 20), LOOK);

  const body = document.body;
  const part = Object.fromEntries(
    [...document.querySelectorAll("[data-wall]")].map((found) => [found.dataset.wall, found]));
  const controls = document.querySelector(".wall-controls");
  const pauseButton = controls.querySelector('[data-press="pause"]');

  let answer = null; // the last one with its slides
  let place = 0;
  let until = 0; // when the next slide is due
  let paused = false;
  let asking = false;
  let askedAt = 0;
  let patience = null; // what ends a look that takes too long
  let failures = 0;
  let lookAt = 0;
  let seenAt = Date.now(); // when the server last answered
  let asOf = null; // the moment that the figures are of, by the server's clock
  let ahead = 0; // how far the server's clock is ahead of this one
  let awakeUntil = 0;
  let lock = null;
  let drawn = null;
  let said = "";

  /* ---- time and words ---- */

  let clock = clockOf("UTC");

  function clockOf(zone) {
    const made = new Intl.DateTimeFormat("en-GB", {
      timeZone: zone, hour: "2-digit", minute: "2-digit", second: "2-digit" });
    return { zone, said: (time) => made.format(time) };
  }

  function ago(milliseconds) {
    const seconds = Math.max(Math.floor(milliseconds / 1000), 0);
    if (seconds < 60) return `${seconds} s`;
    const minutes = Math.floor(seconds / 60);
    if (minutes < 60) return `${minutes} min`;
    const hours = Math.floor(minutes / 60);
    return hours < 48 ? `${hours} h ${minutes % 60} min` : `${Math.floor(hours / 24)} days`;
  }

  function write(name, text) {
    if (part[name].textContent !== text) part[name].textContent = text;
  }

  /* ---- one slide ---- */

  // Sizes in a figure are pixels of an ordinary screen: here each is as much larger as its type is.
  const SIZES = new Set(["size", "standoff", "l", "r", "t", "b", "xshift", "yshift", "ticklen",
    "ticklabelstandoff", "zerolinewidth", "gridwidth", "linewidth", "sizemin"]);

  function enlarged(value, factor, name, parent) {
    if (typeof value === "number") {
      if (SIZES.has(name) || (name === "width" && parent === "line")) return value * factor;
      return name === "sizeref" ? value / factor ** 2 : value;
    }
    if (value === null || typeof value !== "object" || Array.isArray(value)) {
      return Array.isArray(value) && typeof value[0] === "object"
        ? value.map((item) => enlarged(item, factor, "", name)) : value;
    }
    return Object.fromEntries(Object.entries(value).map(
      ([inner, item]) => [inner, enlarged(item, factor, inner, name)]));
  }

  function draw(figure) {
    const unit = parseFloat(getComputedStyle(body).fontSize);
    const width = part.plot.clientWidth, height = part.plot.clientHeight;
    const size = `${width} ${height} ${unit}`;
    if (drawn && drawn.figure === figure && drawn.size === size) return;
    drawn = { figure, size };
    const large = enlarged(figure, unit / BASE, "", "");
    window.Plotly.react(part.plot, large.data, { ...large.layout, width, height },
      { staticPlot: true, displayModeBar: false, showSendToCloud: false, logging: 0 });
  }

  function fillLegend(entries) {
    part.legend.hidden = entries.length === 0;
    part.legend.replaceChildren(...entries.map((entry) => {
      const item = document.createElement("li");
      item.dataset.mark = entry.mark;
      item.style.setProperty("--mark", entry.color);
      item.textContent = entry.name;
      return item;
    }));
  }

  function fillValues(values) {
    const cells = part.values.children;
    while (cells.length > values.length) part.values.lastElementChild.remove();
    while (cells.length < values.length) {
      const cell = document.createElement("div");
      cell.className = "wall-value";
      cell.append(document.createElement("dt"), document.createElement("dd"));
      const note = document.createElement("dd");
      note.className = "wall-note";
      cell.append(note);
      part.values.append(cell);
    }
    part.values.dataset.count = values.length;
    const length = Math.max(3, ...values.map((value) => value.text.length));
    part.values.style.setProperty("--length", length);
    values.forEach((value, n) => {
      const [label, text, note] = cells[n].children;
      label.textContent = value.label;
      text.textContent = value.text;
      note.textContent = value.note;
      note.hidden = !value.note;
    });
  }

  function show(slide) {
    write("title", slide.title === answer.name ? "" : slide.title);
    write("headline", slide.headline.replace(/ (?=%|[AP]M\b)/g, "\u00a0"));
    write("about", slide.about);
    const [state, label] = slide.state || ["", ""];
    part.state.hidden = !state;
    part.state.className = `wall-state state-${state}`;
    write("state", label);
    part.progress.hidden = slide.done === null;
    part.done.style.transform = `scaleX(${slide.done || 0})`;
    part.values.hidden = slide.values.length === 0;
    part.figure.hidden = !slide.figure;
    part.stage.dataset.shows = slide.figure ? "chart" : slide.values.length ? "values" : "words";
    fillValues(slide.values);
    if (!slide.figure) return;
    fillLegend(slide.legend);
    part.plot.setAttribute("aria-label", `${slide.title}. ${slide.headline}`);
    draw(slide.figure);
  }

  const idle = () => ({ key: "", seconds: 15, title: answer.name, about: "", values: [], figure: null,
    legend: [], state: null, done: null,
    headline: "Nothing to show just now. Figures appear here as soon as there are some." });
  const slides = () => (answer.slides.length ? answer.slides : [idle()]);

  function arrive(there) {
    const all = slides();
    place = (there + all.length) % all.length;
    until = Date.now() + all[place].seconds * 1000;
    body.dataset.slide = all[place].key;
    part.stage.classList.remove("arrives");
    void part.stage.offsetWidth; // begins the animation anew
    part.stage.classList.add("arrives");
    show(all[place]);
    dots(all.length);
  }

  function dots(count) {
    if (count > MOST_DOTS) {
      write("dots", `${place + 1} / ${count}`);
      return;
    }
    if (part.dots.childElementCount !== count || part.dots.childNodes.length !== count) {
      part.dots.replaceChildren(...Array.from({ length: count }, () => document.createElement("span")));
    }
    [...part.dots.children].forEach((dot, n) => dot.classList.toggle("here", n === place));
    part.dots.title = `Slide ${place + 1} of ${count}`;
  }

  /* ---- looking ---- */

  async function look() {
    asking = true;
    askedAt = Date.now();
    patience = new AbortController();
    try {
      const have = answer ? answer.print : "";
      const response = await fetch(`${body.dataset.feed}?have=${have}`,
        { cache: "no-store", signal: patience.signal });
      if (response.status === 401) return leave(() => window.location.replace("/wall?pair"));
      if (response.status === 404) return gone(await response.json());
      if (!response.ok) throw new Error(String(response.status));
      take(await response.json());
    } catch {
      failures += 1;
      lookAt = Date.now() + Math.min(SOONEST * 2 ** failures, LATEST);
    } finally {
      asking = false;
      beat();
    }
  }

  function leave(how) {
    lookAt = Infinity;
    how();
  }

  function answered() {
    failures = 0;
    seenAt = Date.now();
    lookAt = seenAt + every;
    body.dataset.looks = Number(body.dataset.looks || 0) + 1;
  }

  function gone(problem) {
    answered();
    answer = null;
    asOf = null;
    part.state.hidden = part.progress.hidden = part.values.hidden = part.figure.hidden = true;
    part.stage.dataset.shows = "words";
    write("title", "");
    write("headline", `${problem.detail}. Choose another one under Settings, Wall screens.`);
    write("about", "");
  }

  function take(fresh) {
    if (fresh.version !== body.dataset.version && mayReload()) {
      return leave(() => window.location.reload());
    }
    answered();
    asOf = Date.parse(fresh.as_of);
    ahead = asOf - Date.now();
    if (fresh.zone !== clock.zone) clock = clockOf(fresh.zone);
    write("zone", fresh.zone);
    if (!fresh.slides) return;
    const before = answer && slides()[place];
    answer = fresh;
    paint(words.get("theme") || fresh.theme);
    write("name", fresh.name);
    document.title = `${fresh.name} · Heliograph`;
    const all = slides();
    const same = before ? all.findIndex((slide) => slide.key === before.key) : -1;
    const takenOver = all[0].takes_over && !(before && before.takes_over);
    if (same < 0 || takenOver) return arrive(takenOver || !before ? 0 : Math.min(place, all.length - 1));
    place = same;
    show(all[place]);
    dots(all.length);
  }

  function paint(theme) {
    const root = document.documentElement;
    if (root.dataset.theme === theme) return;
    root.dataset.theme = theme;
    window.dispatchEvent(new Event("heliograph-theme"));
  }

  // Workers of two versions side by side must not send a screen to and fro.
  function mayReload() {
    try {
      const last = Number(window.sessionStorage.getItem("wall-reloaded") || 0);
      if (Math.abs(Date.now() - last) < RELOAD_AGAIN) return false;
      window.sessionStorage.setItem("wall-reloaded", String(Date.now()));
      return true;
    } catch {
      return true; // storage is off
    }
  }

  /* ---- the one clock ---- */

  function age(now) {
    const old = now - seenAt;
    const level = old > LOST ? "lost" : old > LATE ? "late" : "fresh";
    body.dataset.level = level;
    const since = clock.said((asOf === null ? seenAt : asOf));
    const sentence = level !== "fresh"
      ? `⚠ Not refreshed since ${since} (${ago(old)})`
      : asOf === null ? "" : `Data as of ${since} · ${ago(old)} old`;
    write("age", paused ? `${sentence} · Paused` : sentence);
    const told = level === "fresh" ? "" : `The figures were not refreshed since ${since}.`;
    if (told !== said) part.said.textContent = said = told;
  }

  function beat() {
    const now = Date.now();
    write("clock", clock.said(now + ahead));
    age(now);
    body.classList.toggle("wall-awake", now < awakeUntil);
    if (asking && now - askedAt > PATIENCE) patience.abort();
    if (!asking && now >= lookAt) look();
    if (answer && !paused && now >= until) slides().length > 1 ? arrive(place + 1) : (until = now + LOOK);
  }

  /* ---- hands ---- */

  function press(what) {
    if (what === "full") {
      if (document.fullscreenElement) document.exitFullscreen();
      else document.documentElement.requestFullscreen().catch(() => {});
      return;
    }
    if (what === "pause") {
      paused = !paused;
      pauseButton.setAttribute("aria-pressed", String(paused));
      if (answer && !paused) until = Date.now() + slides()[place].seconds * 1000;
    } else if (answer) arrive(place + (what === "next" ? 1 : -1));
    beat();
  }

  const KEYS = { ArrowLeft: "previous", ArrowRight: "next", " ": "pause", f: "full", F: "full" };

  document.addEventListener("keydown", (event) => {
    const what = KEYS[event.key];
    if (!what || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === " " && event.target.matches("button")) return; // presses that button
    event.preventDefault();
    press(what);
  });
  controls.addEventListener("click", (event) => {
    const button = event.target.closest("[data-press]");
    if (button) press(button.dataset.press);
  });
  document.addEventListener("pointermove", () => {
    awakeUntil = Date.now() + AWAKE;
    body.classList.add("wall-awake");
  });
  window.addEventListener("resize", () => {
    if (answer) show(slides()[place]);
  });
  // The place of a chart also changes without the window's: a longer headline leaves it less.
  new ResizeObserver(() => {
    const figure = answer && slides()[place].figure;
    if (figure) draw(figure);
  }).observe(part.plot);
  window.addEventListener("online", () => { lookAt = 0; });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    lookAt = 0;
    beat();
    stayAwake();
  });

  // Keeps the screen from going dark, where the browser can.
  async function stayAwake() {
    try {
      if (navigator.wakeLock && (!lock || lock.released)) {
        lock = await navigator.wakeLock.request("screen");
      }
    } catch {
      lock = null; // it is out of sight, or may not
    }
  }

  stayAwake();
  beat();
  setInterval(beat, Math.min(1_000, every));
})();
