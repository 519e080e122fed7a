// What can a reader do with charts and tables besides looking: open the table behind a chart, walk
// its marks by keyboard, take its picture away, close a menu, sort without losing the place?
(function () {
  "use strict";

  const PICTURE = {width: 1080, scale: 2, top: 84, bottom: 72, legendLine: 22, entriesALine: 4};

  function figureOf(node) {
    const figure = node.closest("figure.chart");
    return figure && {node: figure, plot: figure.querySelector(".js-plotly-plot")};
  }

  function say(figure, sentence) {
    const line = figure.node.querySelector(".chart-said");
    if (line) line.textContent = sentence;
  }

  // ---- the table behind a chart

  function toggle(button) {
    const table = document.getElementById(button.dataset.toggles);
    if (!table) return;
    table.hidden = !table.hidden;
    button.setAttribute("aria-expanded", String(!table.hidden));
  }

  // ---- pictures

  function escaped(text) {
    return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  }

  function named(data) {
    return data[0].type === "pie" ? data[0].labels
      : data.filter((trace) => trace.hoverinfo !== "skip");
  }

  function legendHeight(data) {
    const entries = named(data).length;
    return entries > 1 ? Math.ceil(entries / PICTURE.entriesALine) * PICTURE.legendLine : 0;
  }

  // The figure as drawn, in the colours of the theme, with the name, period and zone printed on it.
  function picture(figure) {
    const {node, plot} = figure;
    const data = JSON.parse(JSON.stringify(plot.data));
    const layout = JSON.parse(JSON.stringify(plot.layout));
    const style = getComputedStyle(node);
    Object.assign(layout, {
      title: {
        text: escaped(node.dataset.title),
        font: {size: 18, color: style.color},
        x: 0, xref: "container", xanchor: "left", pad: {l: 24},
        y: 1, yref: "container", yanchor: "top", automargin: false,
        subtitle: {text: escaped(node.dataset.caption), font: {size: 13, color: style.color}},
      },
      paper_bgcolor: style.backgroundColor,
      showlegend: named(data).length > 1,
      legend: {
        orientation: "h", x: 0, xanchor: "left", traceorder: "normal", font: {color: style.color},
        y: 0.01, yref: "container", yanchor: "bottom",
      },
      margin: {l: 72, r: 48, t: PICTURE.top, b: PICTURE.bottom + legendHeight(data)},
      autosize: false,
    });
    layout.title.pad.t = 20;
    return {data, layout};
  }

  function size(figure) {
    const drawn = figure.plot.layout.height || figure.plot.clientHeight;
    return {
      width: PICTURE.width,
      height: drawn + PICTURE.top + PICTURE.bottom + legendHeight(figure.plot.data),
      scale: PICTURE.scale,
    };
  }

  function download(figure, format) {
    const filename = "heliograph-" + figure.node.dataset.file;
    return Plotly.downloadImage(picture(figure), {format, filename, ...size(figure)})
      .then(() => say(figure, "Picture downloaded."));
  }

  async function blobOf(figure) {
    const url = await Plotly.toImage(picture(figure), {format: "png", ...size(figure)});
    const bytes = Uint8Array.from(atob(url.split(",")[1]), (letter) => letter.charCodeAt(0));
    return new Blob([bytes], {type: "image/png"});
  }

  function copy(figure) {
    if (!navigator.clipboard || !window.ClipboardItem) {
      say(figure, "This browser copies pictures over a secure connection only; download it instead.");
      return Promise.resolve();
    }
    return navigator.clipboard.write([new ClipboardItem({"image/png": blobOf(figure)})])
      .then(() => say(figure, "Picture copied."));
  }

  function act(button) {
    const figure = figureOf(button);
    const action = button.dataset.chartAction;
    if (!figure || !figure.plot || action === "pin") return; // that is assets/pin.js's
    const done = action === "copy" ? copy(figure) : download(figure, action);
    done.catch((error) => say(figure, "The picture could not be made: " + error.message));
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
    close(at.closest(".menu-item") ? null : at.closest("details.menu"));
  });

  // Another order or page of a table is another address, and a new address scrolls to the top.
  document.addEventListener("click", (event) => {
    if (!event.target.closest(".data-table th a, .data-table .pager a")) return;
    const top = window.scrollY;
    requestAnimationFrame(() => window.scrollTo(0, top));
  }, true);

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") escape(event);
    else if (KEYS.includes(event.key) && event.target.matches(".chart-plot")) walk(event);
  });

  document.addEventListener("focusout", (event) => {
    if (!event.target.matches || !event.target.matches(".chart-plot")) return;
    const {plot} = figureOf(event.target) || {};
    if (plot && plot.data && places.delete(plot)) leave(plot);
  });
})();
