/* Arranging a dashboard: its tiles are moved and resized with the pointer and by keyboard, and the
   others make room as they will on the server (data/dashboard_grid.py).

   Markup: an element with data-own-grid; in it tiles with data-tile, data-place "column row width
   height" and data-smallest "width height". [data-grip] takes hold of one, .own-corner resizes. The
   places while one is held are rules of a style sheet of our own: what React has drawn stays as it
   is, and counts again as soon as the server has answered. */
(function () {
  "use strict";

  const COLUMNS = 12, ROW = 48, TALLEST = 30, FAR = 400; // ROW: pixels, with the gap below it
  const EDGE = 64; // pixels from the window's edge at which it scrolls along

  const sheet = new CSSStyleSheet();
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

  let held = null; // the tile at hand: id, node, others, place, from, how
  let last = ""; // the id of the tile that was put down last: it keeps the focus

  const grid = () => document.querySelector("[data-own-grid]");
  const numbers = (text) => text.split(" ").map(Number);
  const clamp = (value, low, high) => Math.min(Math.max(value, low), high);

  function tileOf(node) {
    const [x, y, width, height] = numbers(node.dataset.place);
    return { id: node.dataset.tile, node, x, y, width, height };
  }

  // ---- where tiles stand

  function tops(tiles) {
    const free = new Array(COLUMNS).fill(0);
    return tiles.map(({ x, width, height }) => {
      const top = Math.max(...free.slice(x, x + width));
      free.fill(top + height, x, x + width);
      return top;
    });
  }

  /* How many of the others come before, so that the tile stands as near to its row as it can. */
  function placeFor(others, tile, present) {
    let best = null;
    for (let before = 0; before <= others.length; before += 1) {
      const top = tops([...others.slice(0, before), tile]).at(-1);
      const strange = [Math.abs(top - tile.y), before === present ? 0 : 1, -before];
      const at = best && strange.findIndex((value, i) => value !== best.strange[i]);
      if (!best || (at >= 0 && strange[at] < best.strange[at])) best = { before, strange, top };
    }
    return best;
  }

  /* The row that the tile at hand gets at a wanted place. */
  const rowAt = (wanted) => placeFor(held.others, wanted, held.present).top;

  function show() {
    const { before } = placeFor(held.others, held.place, held.present);
    const tiles = [...held.others.slice(0, before), { ...held.place, id: held.id },
      ...held.others.slice(before)];
    const rows = tops(tiles);
    sheet.replaceSync(tiles.map((tile, at) => `[data-own-grid] > [data-tile="${tile.id}"] {
      grid-column: ${tile.x + 1} / span ${tile.width} !important;
      grid-row: ${rows[at] + 1} / span ${tile.height} !important; }`).join("\n"));
    held.place.y = rows[before];
  }

  // ---- taking hold and letting go

  function take(node, how) {
    const tiles = [...grid().querySelectorAll("[data-tile]")].map(tileOf);
    const tile = tiles.find((one) => one.node === node);
    const { x, y, width, height } = tile;
    held = {
      id: tile.id, node, how, place: { x, y, width, height }, from: { x, y, width, height },
      others: tiles.filter((one) => one !== tile), present: tiles.indexOf(tile),
      smallest: numbers(node.dataset.smallest),
    };
    node.classList.add("own-held");
    node.querySelector("[data-grip]").setAttribute("aria-pressed", "true");
  }

  function release() {
    held.node.classList.remove("own-held");
    held.node.querySelector("[data-grip]").setAttribute("aria-pressed", "false");
    held = null;
  }

  const isMoved = () => Object.keys(held.from).some((name) => held.from[name] !== held.place[name]);

  function drop() {
    const { id, place } = held;
    last = id;
    if (isMoved()) {
      const data = { tile: id, place: [place.x, place.y, place.width, place.height], at: performance.now() };
      window.dash_clientside.set_props("own-moved", { data });
      say(`${name()} put down, ${where()}.`);
    } else {
      say(`${name()} put down where it was.`);
    }
    release();
  }

  function cancel() {
    say(`${name()} left where it was.`);
    sheet.replaceSync("");
    release();
  }

  const name = () => held.node.getAttribute("aria-label");
  const where = () => `row ${held.place.y + 1}, column ${held.place.x + 1}, ` +
    `${held.place.width} columns wide, ${held.place.height} rows high`;

  function say(sentence) {
    document.getElementById("own-said").textContent = sentence;
  }

  function resize(width, height) {
    const [fewest, lowest] = held.smallest;
    held.place.width = clamp(width, fewest, COLUMNS - held.place.x);
    held.place.height = clamp(height, lowest, TALLEST);
    held.place.y = held.from.y;
    show();
  }

  function move(x, y) {
    held.place.x = clamp(x, 0, COLUMNS - held.place.width);
    held.place.y = Math.max(0, y);
    show();
  }

  // ---- the pointer

  document.addEventListener("pointerdown", (event) => {
    const handle = event.target.closest?.("[data-own-grid] :is([data-grip], .own-corner)");
    if (!handle || event.button || held) return;
    take(handle.closest("[data-tile]"), handle.matches("[data-grip]") ? "move" : "resize");
    const box = held.node.getBoundingClientRect();
    held.pointer = event.pointerId;
    held.offset = [event.clientX - box.left, event.clientY - box.top];
    held.start = [event.clientX, event.clientY];
    handle.setPointerCapture(event.pointerId);
  });

  document.addEventListener("pointermove", (event) => {
    if (!held || held.pointer !== event.pointerId) return;
    const far = Math.hypot(event.clientX - held.start[0], event.clientY - held.start[1]);
    if (!held.far && far < 4) return; // a click, not a pull
    held.far = true;
    const box = grid().getBoundingClientRect();
    const gap = parseFloat(getComputedStyle(grid()).columnGap);
    const column = (box.width + gap) / COLUMNS;
    if (held.how === "move") {
      const x = Math.round((event.clientX - held.offset[0] - box.left) / column);
      move(x, Math.round((event.clientY - held.offset[1] - box.top) / ROW));
    } else {
      const width = Math.round((event.clientX - box.left) / column) - held.place.x;
      resize(width, Math.round((event.clientY - box.top) / ROW) - held.from.y);
    }
    if (event.clientY > window.innerHeight - EDGE) window.scrollBy(0, 12);
    else if (event.clientY < EDGE * 2) window.scrollBy(0, -12);
  });

  document.addEventListener("pointerup", (event) => {
    if (held?.pointer !== event.pointerId) return;
    if (held.far) drop();
    else release();
  });

  document.addEventListener("pointercancel", (event) => {
    if (held?.pointer === event.pointerId) cancel();
  });

  // ---- the keyboard

  /* The next row up or down that is another one. */
  function step(way) {
    for (let y = held.place.y + way, n = 0; y >= 0 && n < FAR; y += way, n += 1) {
      const row = rowAt({ ...held.place, y });
      if ((row - held.place.y) * way > 0) return row;
    }
    return held.place.y;
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

  function arrow([across, down], grows) {
    const { x, width, height } = held.place;
    if (grows) resize(width + across, height + down);
    else move(x + across, down ? step(down) : held.place.y);
    say(`${name()}: ${where()}.`);
  }

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.("[data-own-grid] [data-grip]");
    if (!grip) return;
    const isKey = event.key === "Enter" || event.key === " ";
    if (!held && isKey) {
      take(grip.closest("[data-tile]"), "keys");
      say(`${name()} taken, ${where()}. Arrows move it, Shift and arrows resize it, Enter puts it ` +
        "down, Escape leaves it.");
    } else if (held?.how === "keys" && ARROWS[event.key]) {
      arrow(ARROWS[event.key], event.shiftKey);
    } else if (held?.how === "keys" && isKey) {
      drop();
    } else if (held && event.key === "Escape") {
      cancel();
    } else {
      return;
    }
    event.preventDefault();
  });

  document.addEventListener("focusout", (event) => {
    if (held?.how === "keys" && event.target.matches?.("[data-grip]")) cancel();
  });

  // ---- taking back

  const isTyping = (node) => node.matches?.("input, textarea, select") || node.isContentEditable;

  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || isTyping(event.target)) return;
    const key = event.key.toLowerCase();
    const turn = key === "y" || (key === "z" && event.shiftKey) ? "redo" : key === "z" ? "undo" : "";
    const button = turn && document.querySelector(`[data-turn="${turn}"]`);
    if (!button || document.querySelector("dialog[open]")) return;
    event.preventDefault();
    if (!button.disabled) button.click();
  });

  // ---- another name, in its place

  function naming(open) {
    const title = document.querySelector(".own-title");
    const heading = title.querySelector("h1"), pencil = title.querySelector("[data-rename]");
    const field = title.querySelector(".own-naming"), input = field.querySelector("input");
    heading.hidden = pencil.hidden = open;
    field.hidden = !open;
    if (!open) {
      pencil.focus();
      return;
    }
    window.dash_clientside.set_props("own-name", { value: heading.textContent });
    input.focus();
    input.select();
  }

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    if (at("[data-rename]")) naming(true);
    else if (at(".own-naming button")) naming(false);
  });

  document.addEventListener("keydown", (event) => {
    if (!event.target.matches?.(".own-naming input")) return;
    if (event.key === "Escape") naming(false);
    else if (event.key === "Enter") setTimeout(() => naming(false)); // Dash hears of it first
  });

  // ---- filters and answers

  function filtered(period, zone, channel, own) {
    const wanted = period === "range=all" ? {} : Object.fromEntries(new URLSearchParams(period));
    if (zone && zone !== "*") wanted.tz = zone;
    if (channel && channel !== "*") wanted.channel = channel;
    const here = new URL(window.location.href);
    ["range", "from", "to", "tz", "channel"].forEach((word) => here.searchParams.delete(word));
    const said = (words) => Object.entries(words).map((word) => word.join("=")).sort().join("&");
    if (said(wanted) !== said(own)) {
      const words = Object.keys(wanted).length ? wanted : { range: "all" };
      Object.entries(words).forEach(([word, value]) => here.searchParams.set(word, value));
    }
    if (said(Object.fromEntries(here.searchParams)) !==
        said(Object.fromEntries(new URLSearchParams(window.location.search)))) {
      // The page's own router must not hear of it: it would draw the whole page anew.
      history.pushState({}, "", here);
      want(false);
    }
    return window.dash_clientside.no_update;
  }

  /* Ask for the tiles as the address has them; the controls are to follow where it `moved`. */
  function want(moved) {
    const data = { search: window.location.search, moved, at: performance.now() };
    window.dash_clientside.set_props("own-wanted", { data });
  }

  /* Back, forward, and links to this very page. Once the reader is on the way to another page, the
     router alone knows which of them will come. */
  let leaving = false;
  function follow(event) {
    const board = document.querySelector("[data-own-board]");
    if (!board) return;
    leaving = leaving || board.dataset.ownBoard !== window.location.pathname;
    if (leaving) return;
    event.stopImmediatePropagation();
    want(true);
  }
  window.addEventListener("popstate", follow, true);
  window.addEventListener("_dashprivate_pushstate", follow, true);

  /* The server has answered: what it drew counts. A tile that stands elsewhere now lost the focus. */
  function seen() {
    leaving = false;
    if (!held) sheet.replaceSync("");
    const tile = last;
    last = "";
    requestAnimationFrame(() => {
      if (!tile || document.activeElement !== document.body) return;
      document.querySelector(`[data-tile="${tile}"] [data-grip]`)?.focus({ preventScroll: true });
    });
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    ownDashboards: { filtered, seen },
  });
})();
