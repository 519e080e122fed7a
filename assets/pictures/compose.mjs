// A chart as a picture that stands by itself: name, legend, drawing, and where it comes from.

import * as legend from "./legend.mjs";
import {gridOf} from "./grid.mjs";
import {element, parsed} from "./svg.mjs";
import {FAMILY, broken, wordsOf} from "./words.mjs";

const EDGE = 24, LEAST = 140;
const TITLE = {size: 18, line: 24, weight: 600}, CAPTION = {size: 12, line: 17, weight: 400};
const USUAL_WIDTH = 1080;
// A picture of a size that was asked for is drawn at most this wide and then enlarged, so that its
// words can be read wherever it is shown.
const DRAWN = {width: 960, height: 540};

// Pixels of a file: `width` and `height` of the drawing, `scale` from there to the file.
export function sizeOf({width, height} = {}) {
  if (!width || !height) return {width: USUAL_WIDTH, height: null, scale: 1};
  const scale = Math.max(1, Math.min(width / DRAWN.width, height / DRAWN.height));
  return {width: width / scale, height: height / scale, scale};
}

// `figure` is {node, plot}, the second null where the chart is a grid of shaded cells. `wish` may
// name a size in pixels and a theme, "light" or "dark"; without them both are as on the screen.
export async function composed(figure, wish = {}) {
  const {width, height, scale} = sizeOf(wish);
  const words = wordsOf(figure.node);
  const colors = heliographPlots.painted(
    {surface: "var(--surface)", text: "var(--text)", muted: "var(--muted)"}, wish.theme);
  const room = width - 2 * EDGE;
  const title = broken(words.title, room, TITLE.size, TITLE.weight);
  const caption = [...words.lines, words.link].flatMap((line) => broken(line, room, CAPTION.size));
  const drawing = figure.plot ? plotOf(figure.plot, wish.theme) : null;
  const key = legend.placed(drawing ? legend.entries(drawing.data) : [], room);

  const top = EDGE + title.length * TITLE.line + 8 + (key.height ? key.height + 8 : 0);
  const foot = 12 + caption.length * CAPTION.line + EDGE - 4;
  const left = height === null ? null : Math.max(height - top - foot, LEAST);
  const middle = drawing
    ? await plotted(drawing, width - EDGE, left || figure.plot.clientHeight)
    : gridOf(figure.node, room, wish.theme);
  const whole = Math.max(height || 0, top + middle.height + foot);

  const root = element("svg", {
    width: Math.round(width * scale), height: Math.round(whole * scale),
    viewBox: `0 0 ${width} ${whole}`, "font-family": FAMILY, role: "img",
    // Letters stand where they belong at every scale, and not on whole pixels.
    "text-rendering": "geometricPrecision",
    "aria-label": `${words.title}. ${words.summary}`,
  }, [
    element("title", {}, words.title),
    element("desc", {}, words.summary),
    element("rect", {width, height: whole, fill: colors.surface}),
    ...set(title, EDGE, TITLE, colors.text),
    ...legend.drawn(key, EDGE, EDGE + title.length * TITLE.line + 8, colors),
    moved(middle.root, drawing ? EDGE / 2 : EDGE, top),
    ...set(caption, whole - foot + 12, CAPTION, colors.muted),
  ]);
  return {
    root, about: words.about, words, scale,
    width: Math.round(width * scale), height: Math.round(whole * scale),
  };
}

function set(lines, top, {size, line, weight}, fill) {
  return lines.map((text, n) => element("text", {
    x: EDGE, y: top + n * line + size, "font-size": size, "font-weight": weight, fill,
  }, text));
}

function moved(root, x, y) {
  root.setAttribute("x", x);
  root.setAttribute("y", y);
  return root;
}

// What the graph draws, in the colours of the theme, with nothing on it that moves.
function plotOf(plot, theme) {
  const {data, layout} = structuredClone(heliographPlots.figure(plot));
  const painted = heliographPlots.painted({data, layout}, theme);
  Object.assign(painted.layout, {
    showlegend: false, autosize: false, title: undefined, paper_bgcolor: "rgba(0,0,0,0)",
  });
  return painted;
}

async function plotted(figure, width, height) {
  const text = await Plotly.toImage(
    figure, {format: "svg", width, height, imageDataOnly: true});
  const root = parsed(text);
  root.removeAttribute("style");
  return {root, height};
}
