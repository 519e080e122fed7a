// A grid of shaded cells, which is a table on the page, as a drawing.

import {element} from "./svg.mjs";
import {broken} from "./words.mjs";

const PAD = 8, LINE = 16, SIZE = 12;

const dot = document.createElement("canvas").getContext("2d", {willReadFrequently: true});

// A colour of the stylesheet, which may be a mixture, as every reader of SVG knows it.
function plain(color) {
  dot.clearRect(0, 0, 1, 1);
  dot.fillStyle = color;
  dot.fillRect(0, 0, 1, 1);
  const [red, green, blue, alpha] = dot.getImageData(0, 0, 1, 1).data;
  return alpha ? `rgb(${red}, ${green}, ${blue})` : "none";
}

// The table as it looks `width` pixels wide in `theme`, measured out of sight.
function laidOut(table, width, theme) {
  const stage = document.createElement("div");
  Object.assign(stage.style, {
    position: "absolute", left: "-10000px", top: "0", width: `${width}px`, contain: "layout",
  });
  if (theme) stage.style.colorScheme = theme;
  const copy = table.cloneNode(true);
  copy.style.width = "100%";
  stage.append(copy);
  document.body.append(stage);
  const from = stage.getBoundingClientRect();
  const cells = Array.from(copy.querySelectorAll("th, td"), (cell) => {
    const box = cell.getBoundingClientRect(), style = getComputedStyle(cell);
    return {
      text: cell.innerText.trim(), number: cell.matches(".num"), x: box.left - from.left,
      y: box.top - from.top, width: box.width, height: box.height,
      color: plain(style.color), ground: plain(style.backgroundColor), weight: style.fontWeight,
    };
  });
  const height = copy.getBoundingClientRect().height;
  stage.remove();
  return {cells, height};
}

function cellOf({text, number, x, y, width, height, color, ground, weight}) {
  const lines = broken(text, Math.max(width - 2 * PAD, SIZE), SIZE, weight);
  const first = y + (height - lines.length * LINE) / 2 + SIZE;
  return [
    element("rect", {x, y, width, height, fill: ground, stroke: "none"}),
    ...lines.map((line, n) => element("text", {
      x: number ? x + width - PAD : x + PAD, y: first + n * LINE, "font-size": SIZE,
      "font-weight": weight, fill: color, "text-anchor": number ? "end" : "start",
    }, line)),
  ];
}

export function gridOf(node, width, theme) {
  const {cells, height} = laidOut(node.querySelector(".table-scroll table"), width, theme);
  const root = element("svg", {width, height, viewBox: `0 0 ${width} ${height}`},
    cells.flatMap(cellOf));
  return {root, height};
}
