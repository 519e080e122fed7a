/* The date range's panel: predefined ranges, a calendar of two months, and OKAY.

   Days are numbers here: milliseconds of their midnight in UTC, so that no time zone and no
   daylight saving moves them. Nothing leaves the panel before OKAY. */
(function () {
  const DAY = 86400000;
  const MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December"];
  const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
  const FIRST_YEAR = 1970;
  const LAST_YEAR = 2199;

  const fromIso = (text) => Date.parse(`${text}T00:00:00Z`);
  const toIso = (day) => new Date(day).toISOString().slice(0, 10);
  const weekday = (day) => (new Date(day).getUTCDay() + 6) % 7;
  const year = (day) => new Date(day).getUTCFullYear();
  const month = (day) => new Date(day).getUTCMonth();
  const monthStart = (day, away = 0) => Date.UTC(year(day), month(day) + away, 1);
  const monthName = (day) => `${MONTHS[month(day)]} ${year(day)}`;

  /* The same day of another month, or its last one where it has no such day. */
  function monthsAway(day, away) {
    const start = monthStart(day, away);
    const last = monthStart(start, 1) - DAY;
    return Math.min(start + (new Date(day).getUTCDate() - 1) * DAY, last);
  }

  /* D-01; the server computes the same when it reads range= in the address. */
  function presets(today) {
    const week = today - weekday(today) * DAY;
    return {
      "today": [today, today],
      "yesterday": [today - DAY, today - DAY],
      "this-week": [week, week + 6 * DAY],
      "last-week": [week - 7 * DAY, week - DAY],
      "this-month": [monthStart(today), monthStart(today, 1) - DAY],
      "last-month": [monthStart(today, -1), monthStart(today) - DAY],
      "last-7-days": [today - 6 * DAY, today],
      "last-30-days": [today - 29 * DAY, today],
      "all": [null, null],
    };
  }

  const monthDay = (day) => `${MONTHS[month(day)].slice(0, 3)} ${new Date(day).getUTCDate()}`;
  const inWords = (day) => `${monthDay(day)}, ${year(day)}`;

  function spanInWords(first, last) {
    if (first === null) return `Until ${inWords(last)}`;
    if (last === null) return `From ${inWords(first)}`;
    if (first === last) return inWords(first);
    return `${year(first) === year(last) ? monthDay(first) : inWords(first)} – ${inWords(last)}`;
  }

  /* ---- what each control on the page holds ---- */

  const known = new Map(); // id → {value, day, clientDay, zone}

  /* The present day in a zone by this machine's clock. */
  function clientDay(zone) {
    const parts = new Intl.DateTimeFormat("en-CA", {
      timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit",
    });
    return fromIso(parts.format(new Date()));
  }

  /* The server's day, moved on by the midnights that passed since it was told. */
  function todayOf(id) {
    const { day, seen, zone } = known.get(id);
    return day + (clientDay(zone) - seen);
  }

  function read(value, today) {
    const query = new URLSearchParams(value);
    const preset = query.get("range") || "";
    if (preset) {
      const [first, last] = presets(today)[preset];
      return { preset, first, last };
    }
    const [first, last] = ["from", "to"].map((key) => (query.get(key) ? fromIso(query.get(key)) : null));
    return { preset: "", first, last };
  }

  function written({ preset, first, last }) {
    if (preset) return `range=${preset}`;
    const [start, end] = [first, last].sort((a, b) => a - b); // an end before the start swaps (D-03)
    return `from=${toIso(start)}&to=${toIso(end)}`;
  }

  const hasRange = ({ preset, first, last }) => Boolean(preset) || (first !== null && last !== null);

  /* ---- drawing ---- */

  const pending = new WeakMap(); // root → {preset, first, last, cursor, view, today}

  function skeleton(id) {
    const head = WEEKDAYS.map((d) => `<th scope="col" abbr="${d}">${d.slice(0, 2)}</th>`).join("");
    const sheet = (n) => `
      <div class="calendar-month">
        <h2 class="calendar-name" id="${id}-month-${n}" aria-live="polite"></h2>
        <table role="grid" aria-labelledby="${id}-month-${n}" aria-multiselectable="true">
          <thead><tr>${head}</tr></thead><tbody></tbody>
        </table>
      </div>`;
    const step = (away, name, icon) =>
      `<button type="button" class="calendar-step" data-step="${away}" aria-label="${name}">` +
      `<i class="bi bi-chevron-${icon}" aria-hidden="true"></i></button>`;
    return step(-1, "Previous month", "left") + sheet(0) + sheet(1) + step(1, "Next month", "right");
  }

  function cell(day, choice, cursor, furthest) {
    const [a, b] = [choice.first, choice.last ?? choice.first].sort((x, y) => x - y);
    const selected = choice.first !== null && day >= a && day <= b;
    const names = ["day"];
    if (selected) names.push("chosen");
    if (selected && (day === a || day === b)) names.push("end");
    const label = [WEEKDAYS[weekday(day)], inWords(day)];
    if (day === choice.today) label.push("today");
    return `<td role="gridcell" class="${names.join(" ")}" data-day="${toIso(day)}"` +
      ` tabindex="${day === cursor ? 0 : -1}" aria-selected="${selected}"` +
      (day === choice.today ? ' aria-current="date"' : "") +
      (day > furthest ? ' aria-disabled="true"' : "") +
      ` aria-label="${label.join(", ")}">${new Date(day).getUTCDate()}</td>`;
  }

  function sheetRows(start, choice, cursor, furthest) {
    const end = monthStart(start, 1);
    const rows = [];
    for (let monday = start - weekday(start) * DAY; monday < end; monday += 7 * DAY) {
      const cells = [0, 1, 2, 3, 4, 5, 6].map((n) => {
        const day = monday + n * DAY;
        return day < start || day >= end ? "<td></td>" : cell(day, choice, cursor, furthest);
      });
      rows.push(`<tr>${cells.join("")}</tr>`);
    }
    return rows.join("");
  }

  function hint(choice) {
    if (choice.preset === "all") return "All days";
    if (choice.first === null && choice.last === null) return "Choose a range, or a start and an end";
    if (choice.first === null) return "Choose a start date";
    if (choice.last === null) return "Choose an end date";
    const [a, b] = [choice.first, choice.last].sort((x, y) => x - y);
    const days = Math.round((b - a) / DAY) + 1;
    return `${spanInWords(a, b)} (${days === 1 ? "1 day" : `${days.toLocaleString("en-US")} days`})`;
  }

  function draw(root) {
    const choice = pending.get(root);
    const furthest = "future" in root.dataset ? Infinity : choice.today;
    root.querySelectorAll(".calendar-month").forEach((sheet, n) => {
      const start = monthStart(choice.view, n);
      const name = sheet.querySelector(".calendar-name");
      if (name.textContent !== monthName(start)) name.textContent = monthName(start);
      sheet.querySelector("tbody").innerHTML = sheetRows(start, choice, choice.cursor, furthest);
    });
    root.querySelectorAll("[data-preset]").forEach((button) => {
      const pressed = button.dataset.preset === choice.preset;
      button.setAttribute("aria-pressed", String(pressed));
    });
    ["first", "last"].forEach((end) => {
      const field = root.querySelector(`input[data-end="${end}"]`);
      const text = choice[end] === null ? "" : toIso(choice[end]);
      if (field !== document.activeElement && field.value !== text) field.value = text;
    });
    root.querySelector("[data-hint]").textContent = hint(choice);
    root.querySelector("[data-okay]").disabled = !choice.chosen || !hasRange(choice);
  }

  function show(root, day) {
    const choice = pending.get(root);
    const bounded = Math.min(Math.max(day, Date.UTC(FIRST_YEAR, 0, 1)), Date.UTC(LAST_YEAR, 11, 31));
    choice.cursor = bounded;
    if (bounded < choice.view || bounded >= monthStart(choice.view, 2)) {
      choice.view = monthStart(bounded, bounded < choice.view ? 0 : -1);
    }
  }

  function begin(root) {
    const id = root.dataset.dateRange;
    const today = todayOf(id);
    const choice = read(known.get(id).value, today);
    const cursor = choice.last ?? choice.first ?? today;
    // On All nothing is chosen yet, so OKAY waits for a choice (D-03).
    const chosen = choice.preset !== "all";
    pending.set(root, { ...choice, today, cursor, chosen, view: monthStart(cursor, -1) });
    if (!root.querySelector(".calendar-month")) build(root, id);
    const pressed = root.querySelector(`[data-preset="${choice.preset || "today"}"]`);
    root.querySelectorAll("[data-preset]").forEach((button) => {
      button.tabIndex = button === pressed ? 0 : -1;
      button.toggleAttribute("data-first-focus", button === pressed);
    });
    draw(root);
  }

  function build(root, id) {
    root.querySelector("[data-calendar]").innerHTML = skeleton(id);
    root.querySelector("[data-ends]").innerHTML = [["first", "Start date"], ["last", "End date"]]
      .map(([end, label]) =>
        `<label class="date-range-end">${label}<input type="date" data-end="${end}"` +
        ` min="${FIRST_YEAR}-01-01" max="${LAST_YEAR}-12-31"></label>`)
      .join("");
  }

  /* ---- choosing ---- */

  function pick(root, day) {
    const choice = pending.get(root);
    const half = !choice.preset && choice.first !== null && choice.last === null;
    const ends = half ? [choice.first, day].sort((a, b) => a - b) : [day, null];
    Object.assign(choice, { preset: "", first: ends[0], last: ends[1], chosen: true });
    show(root, day);
    draw(root);
    focusCursor(root);
  }

  function pickPreset(root, key) {
    const choice = pending.get(root);
    const [first, last] = presets(choice.today)[key];
    Object.assign(choice, { preset: key, first, last, chosen: true });
    if (last !== null) show(root, last);
    draw(root);
  }

  function okay(root) {
    const id = root.dataset.dateRange;
    const value = written(pending.get(root));
    window.dash_clientside.set_props({ "date-range": id, part: "value" }, { data: value });
    window.heliographDisclosure.close(root, true);
  }

  const focusCursor = (root) => root.querySelector('td[tabindex="0"]').focus();

  const rootOf = (event) => event.target.closest?.("[data-date-range]");

  document.addEventListener("panel-open", (event) => {
    const root = rootOf(event);
    if (root) begin(root);
  });

  document.addEventListener("click", (event) => {
    const root = rootOf(event);
    if (!root) return;
    const at = (selector) => event.target.closest(selector);
    if (at("[data-reset]")) {
      reset(root);
    } else if (at("[data-preset]")) {
      pickPreset(root, at("[data-preset]").dataset.preset);
    } else if (at("[data-step]")) {
      const choice = pending.get(root);
      choice.view = monthStart(choice.view, Number(at("[data-step]").dataset.step));
      choice.cursor = Math.min(Math.max(choice.cursor, choice.view), monthStart(choice.view, 2) - DAY);
      draw(root);
    } else if (at("td[data-day]:not([aria-disabled])")) {
      pick(root, fromIso(at("td[data-day]").dataset.day));
    } else if (at("[data-okay]")) {
      okay(root);
    }
  });

  function reset(root) {
    const id = { "date-range": root.dataset.dateRange, part: "value" };
    window.dash_clientside.set_props(id, { data: root.dataset.default });
    root.querySelector("[aria-expanded]").focus();
  }

  document.addEventListener("input", (event) => {
    const root = rootOf(event);
    const end = event.target.dataset?.end;
    if (!root || !end) return;
    const day = event.target.value && event.target.validity.valid ? fromIso(event.target.value) : null;
    const choice = pending.get(root);
    Object.assign(choice, { preset: "", [end]: day, chosen: true });
    if (day !== null) show(root, day);
    draw(root);
  });

  document.addEventListener("keydown", (event) => {
    const root = rootOf(event);
    if (!root) return;
    if (event.target.dataset.day) walkDays(event, root, fromIso(event.target.dataset.day));
    else if (event.target.dataset.preset) walkPresets(event, root);
    else if (event.target.dataset.end && event.key === "Enter") {
      if (!root.querySelector("[data-okay]").disabled) okay(root);
    }
  });

  function walkDays(event, root, day) {
    const page = event.shiftKey ? 12 : 1;
    const moves = {
      ArrowLeft: () => day - DAY,
      ArrowRight: () => day + DAY,
      ArrowUp: () => day - 7 * DAY,
      ArrowDown: () => day + 7 * DAY,
      Home: () => day - weekday(day) * DAY,
      End: () => day + (6 - weekday(day)) * DAY,
      PageUp: () => monthsAway(day, -page),
      PageDown: () => monthsAway(day, page),
    };
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      if (!event.target.hasAttribute("aria-disabled")) pick(root, day);
    } else if (moves[event.key]) {
      event.preventDefault();
      show(root, moves[event.key]());
      draw(root);
      focusCursor(root);
    }
  }

  function walkPresets(event, root) {
    const buttons = [...root.querySelectorAll("[data-preset]")];
    const at = buttons.indexOf(event.target);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    const next = buttons[(to + buttons.length) % buttons.length];
    buttons.forEach((button) => { button.tabIndex = button === next ? 0 : -1; });
    next.focus();
  }

  /* ---- what the button says ---- */

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    dateRange: {
      face(value, today, words) {
        const id = window.dash_clientside.callback_context.outputs_list[0].id["date-range"];
        const before = known.get(id);
        const day = fromIso(today.day);
        // The same day told again is no news: the midnights since the first telling still count.
        const seen = before && before.day === day ? before.seen : clientDay(today.zone);
        known.set(id, { value, day, seen, zone: today.zone });
        const { preset, first, last } = read(value, todayOf(id));
        return [preset ? words.names[preset] : spanInWords(first, last), value === words.usual];
      },
    },
  });
})();
