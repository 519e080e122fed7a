// What can a reader do with charts and tables besides looking: open what stands behind a chart, walk
// its marks by keyboard, take its picture away, go through a menu, sort without losing the place?
(function () {
  "use strict";

  function figureOf(node) {
    const figure = node.closest("figure.chart");
    return figure && {node: figure, plot: figure.querySelector(".js-plotly-plot")};
  }

  function say(figure, sentence) {
    const line = figure.node.querySelector(".chart-said");
    if (line) line.textContent = sentence;
  }

  // ---- what stands behind a chart: its table, its definition

  function toggle(button) {
    const part = document.getElementById(button.dataset.toggles);
    if (!part) return;
    part.hidden = !part.hidden;
    document.querySelectorAll(`[data-toggles="${CSS.escape(part.id)}"]`).forEach((one) =>
      one.setAttribute("aria-expanded", String(!part.hidden)));
    if (!part.hidden && button.matches(".menu-item")) part.focus();
  }

  // ---- pictures, whose making is loaded when the first one is wanted

  const PICTURES = "/assets/pictures/actions.mjs";
  const ACTIONS = {
    png: (pictures, figure, wish) => pictures.download(figure, "png", wish),
    svg: (pictures, figure) => pictures.download(figure, "svg"),
    pdf: (pictures, figure) => pictures.download(figure, "pdf"),
    copy: (pictures, figure) => pictures.copy(figure),
    picture: (pictures, figure) => pictures.choose(figure),
  };

  function act(button) {
    const figure = figureOf(button);
    const action = ACTIONS[button.dataset.chartAction];
    if (!figure || !action) return;
    const wish = button.dataset.finer ? {finer: Number(button.dataset.finer)} : {};
    import(PICTURES)
      .then((pictures) => action(pictures, figure, wish))
      .then((said) => { if (said) say(figure, said); })
      .catch((error) => say(figure, "The picture could not be made: " + error.message));
  }

  // ---- marks by keyboard

  function count(trace) {
    return (trace.type === "pie" ? trace.values : trace.y || []).length;
  }

  function known(trace, point) {
    const values = trace.type === "pie" ? trace.values
      : trace.orientation === "h" ? trace.x : trace.y;
    return values[point] !== null && values[point] !== undefined;
  }

  // Every mark in reading order: bars by category and then from the foot up, lines one by one.
  function marks(plot) {
    const found = [];
    plot.data.forEach((trace, curve) => {
      if (trace.hoverinfo === "skip") return;
      for (let point = 0; point < count(trace); point += 1) {
        if (known(trace, point)) found.push({curve, point, trace});
      }
    });
    const lying = found.some((mark) => mark.trace.orientation === "h");
    const order = (plot.layout[lying ? "yaxis" : "xaxis"] || {}).categoryarray;
    if (!order) return found;
    const place = ({trace, point}) => order.indexOf((lying ? trace.y : trace.x)[point]);
    return found.sort((a, b) => place(a) - place(b) || a.curve - b.curve);
  }

  function spoken({trace, point}) {
    if (trace.customdata && trace.customdata[point]) return trace.customdata[point];
    const label = trace.type === "pie" ? trace.labels[point] : trace.x[point];
    const value = trace.type === "pie" ? trace.values[point] : trace.y[point];
    return [trace.name, label, value].filter((word) => word !== undefined && word !== "").join(", ");
  }

  // Lines hold a moment together; the marks of a map stand each for itself.
  function isLine(trace) {
    return trace.type === "scatter" && trace.mode !== "markers";
  }

  // Where a key leads from the mark at `at`; between lines, up and down keep to the same moment.
  function next(found, at, key) {
    if (key === "Home") return 0;
    if (key === "End") return found.length - 1;
    const step = key === "ArrowRight" || key === "ArrowDown" ? 1 : -1;
    if (at < 0) return step > 0 ? 0 : found.length - 1;
    const mark = found[at];
    if (isLine(mark.trace) && (key === "ArrowUp" || key === "ArrowDown")) {
      const curves = [...new Set(found.map((m) => m.curve))];
      const curve = curves[curves.indexOf(mark.curve) + step];
      const x = mark.trace.x[mark.point];
      const there = found.findIndex((m) => m.curve === curve && m.trace.x[m.point] === x);
      return there < 0 ? at : there;
    }
    return Math.min(Math.max(at + step, 0), found.length - 1);
  }

  function pull(plot, mark) {
    const pulled = mark.trace.labels.map((_, point) => (point === mark.point ? 0.06 : 0));
    Plotly.restyle(plot, {pull: [pulled]}, [mark.curve]);
  }

  function show(plot, mark) {
    const {trace, curve, point} = mark;
    if (trace.type === "pie") pull(plot, mark);
    // Lines show all of a moment, as under the pointer; its local time is counted as if it were UTC.
    else if (isLine(trace)) Plotly.Fx.hover(plot, {xval: Date.parse(trace.x[point] + "Z")}, "xy");
    else Plotly.Fx.hover(plot, [{curveNumber: curve, pointNumber: point}]);
  }

  function leave(plot) {
    const pie = plot.data.findIndex((trace) => trace.type === "pie");
    if (pie >= 0) Plotly.restyle(plot, {pull: 0}, [pie]);
    else Plotly.Fx.unhover(plot);
  }

  const KEYS = ["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End"];
  const places = new WeakMap();

  function walk(event) {
    const figure = figureOf(event.target);
    if (!figure || !figure.plot || !figure.plot.data) return;
    const found = marks(figure.plot);
    if (!found.length) return;
    const at = places.has(figure.plot) ? places.get(figure.plot) : -1;
    const to = next(found, Math.min(at, found.length - 1), event.key);
    places.set(figure.plot, to);
    event.preventDefault();
    show(figure.plot, found[to]);
    say(figure, `${spoken(found[to])}. ${to + 1} of ${found.length}`);
  }

  // ---- menus

  function close(except) {
    document.querySelectorAll("details.menu[open]").forEach((menu) => {
      if (menu !== except) menu.open = false;
    });
  }

  // The entries of the open menu that the focus is in, or that its button opens.
  function entriesOf(menu) {
    return Array.from(menu.querySelectorAll(".menu-item")).filter((one) => !one.disabled);
  }

  // Up and down walk through a menu; down on its button opens it.
  function walkMenu(event) {
    const menu = event.target.closest(".menu:has(> .menu-items)");
    if (!menu || !(event.key in STEPS)) return false;
    if (event.target.matches("summary") && !menu.open) {
      if (event.key !== "ArrowDown") return false;
      menu.open = true;
    }
    const found = entriesOf(menu), at = found.indexOf(document.activeElement);
    const to = STEPS[event.key](at, found.length);
    event.preventDefault();
    found[to].focus();
    return true;
  }

  const STEPS = {
    ArrowDown: (at, count) => (at + 1) % count,
    ArrowUp: (at, count) => (at <= 0 ? count : at) - 1,
    Home: () => 0,
    End: (at, count) => count - 1,
  };

  function escape(event) {
    const menu = event.target.closest && event.target.closest("details.menu[open]");
    if (menu) menu.querySelector("summary").focus();
    close(null);
  }

  // ---- one listener a kind, for whatever is on the page now or later

  document.addEventListener("click", (event) => {
    const at = event.target;
    const toggler = at.closest("[data-toggles]");
    const action = at.closest("[data-chart-action]");
    if (toggler) toggle(toggler);
    if (action) act(action);
    const chosen = at.closest(".menu-item"), menu = at.closest("details.menu");
    // What was chosen says what it does in a line of its own, and the focus stays where it was.
    if (chosen && menu && menu.contains(document.activeElement)
        && !chosen.dataset.toggles) menu.querySelector("summary").focus();
    close(chosen ? null : menu);
  });

  // Another order or page of a table is another address, and a new address scrolls to the top.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".data-table th a, .data-table .pager a")) return;
    const top = window.scrollY;
    requestAnimationFrame(() => window.scrollTo(0, top));
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") escape(event);
    else if (walkMenu(event)) return;
    else if (KEYS.includes(event.key) && event.target.matches(".chart-plot")) walk(event);
  });

  document.addEventListener("focusout", (event) => {
    if (!event.target.matches || !event.target.matches(".chart-plot")) return;
    const {plot} = figureOf(event.target) || {};
    if (plot && plot.data && places.delete(plot)) leave(plot);
  });
})();
