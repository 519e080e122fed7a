// Which colour and pattern is which: the legend of a picture, in as many lines as it needs.

import {broken, widthOf} from "./words.mjs";
import {element} from "./svg.mjs";

const SIZE = 12, LINE = 20, SWATCH = 12, GAP = 6, BETWEEN = 18;

// Marks on a swatch of 12 by 12 pixels, as Plotly fills bars and slices.
const MARKS = {
  "/": "M0 6L6 0M0 12L12 0M6 12L12 6",
  "\\": "M6 0L12 6M0 0L12 12M0 6L6 12",
  "x": "M0 6L6 0M0 12L12 0M6 12L12 6M6 0L12 6M0 0L12 12M0 6L6 12",
  "-": "M0 3H12M0 9H12",
  "|": "M3 0V12M9 0V12",
  "+": "M0 3H12M0 9H12M3 0V12M9 0V12",
  ".": "M3 2V4M9 2V4M3 8V10M9 8V10",
};
const DASHES = {
  dash: "5 3", dot: "2 2", dashdot: "5 2 2 2", longdash: "8 3", longdashdot: "8 2 2 2",
};

function plain(text) {
  const page = new DOMParser().parseFromString(text, "text/html");
  return page.body.textContent;
}

function first(value) {
  return Array.isArray(value) ? value[0] : value;
}

function slices(pie) {
  const {colors, pattern} = pie.marker;
  return pie.labels.map((label, n) => (
    {name: plain(label), color: colors[n], shape: pattern ? pattern.shape[n] : ""}));
}

function series(trace) {
  const name = plain(trace.name || "");
  if (trace.type === "scatter") {
    return {name, color: trace.line.color, dash: DASHES[trace.line.dash] || "", line: true};
  }
  const {color, pattern} = trace.marker;
  return {name, color: first(color), shape: pattern ? first(pattern.shape) : ""};
}

// What the colours of a figure stand for; nothing where a single colour says nothing.
export function entries(data) {
  if (data[0].type === "pie") return slices(data[0]);
  const named = data.filter((trace) => trace.hoverinfo !== "skip");
  return named.length > 1 ? named.map(series) : [];
}

// The entries with their places, and the height that they take.
export function placed(found, width) {
  const places = [];
  let x = 0, y = 0;
  for (const entry of found) {
    const lines = broken(entry.name, width - SWATCH - GAP, SIZE);
    const wide = SWATCH + GAP + Math.max(...lines.map((line) => widthOf(line, SIZE, 400)), 0);
    if (x > 0 && x + wide > width) {
      x = 0;
      y += LINE;
    }
    places.push({entry, lines, x, y});
    y += (lines.length - 1) * LINE;
    x = lines.length > 1 ? width : x + wide + BETWEEN;
  }
  return {places, height: places.length ? y + LINE : 0};
}

function swatch(entry, x, y, surface) {
  if (entry.line) {
    return [element("path", {
      d: `M${x} ${y + 6}h${SWATCH}`, stroke: entry.color, "stroke-width": 2.5,
      "stroke-dasharray": entry.dash || "none",
    })];
  }
  const box = element("rect", {x, y, width: SWATCH, height: SWATCH, fill: entry.color});
  const mark = MARKS[entry.shape];
  if (!mark) return [box];
  return [box, element("path", {
    d: mark, transform: `translate(${x} ${y})`, fill: "none",
    stroke: surface, "stroke-width": 1.4, "stroke-opacity": 0.6,
  })];
}

// The legend's elements with their upper left corner at `left`, `top`.
export function drawn({places}, left, top, colors) {
  return places.flatMap(({entry, lines, x, y}) => [
    ...swatch(entry, left + x, top + y + 2, colors.surface),
    ...lines.map((line, n) => element("text", {
      x: left + x + SWATCH + GAP, y: top + y + 12 + n * LINE, "font-size": SIZE, fill: colors.text,
    }, line)),
  ]);
}
