// What is printed on a picture, and how are its lines broken so that none is ever cut?

export const FAMILY = "Inter, system-ui, sans-serif";

// A PDF sets the same letters without kerning, a little wider.
const SLACK = 0.97;

const ruler = document.createElement("canvas").getContext("2d");
ruler.textRendering = "geometricPrecision";

// The words of a figure of a page: its name, and the lines of the caption under it.
export function wordsOf(node) {
  const {title, period, zone, filters, asOf, file} = node.dataset;
  const address = node.dataset.address || location.pathname + location.search;
  const about = {
    address, part: "chart", key: file, title,
    as_of: asOf || "", zone: zone || "", period: period || "",
    origin: origin(),
  };
  const facts = [period, zone, ...(filters ? JSON.parse(filters) : [])].filter(Boolean);
  const lines = [facts.join(" · ")];
  if (node.dataset.asOfSaid) lines.push(`as of ${node.dataset.asOfSaid}`);
  return {title, summary: summaryOf(node), lines, link: origin() + address, about};
}

// Where other people reach this workspace: what it was set up with, else where it stands.
export function origin() {
  const told = document.querySelector("[data-origin]");
  return (told && told.dataset.origin) || location.origin;
}

function summaryOf(node) {
  const line = node.querySelector(".chart-summary");
  return line ? line.textContent : "";
}

// Pixels that `text` takes.
export function widthOf(text, size, weight) {
  ruler.font = `${weight} ${size}px ${FAMILY}`;
  return ruler.measureText(text).width;
}

// Letters that belong together stay together: an emoji may be several code points.
function letters(text) {
  return Array.from(new Intl.Segmenter().segment(text), (one) => one.segment);
}

// `text` in lines no wider than `most`; a word that is wider is broken within.
export function broken(text, most, size, weight = 400) {
  const lines = [];
  let line = "";
  const fits = (more) => widthOf(more, size, weight) <= most * SLACK;
  for (const word of text.split(/(?<=\s)/u)) {
    if (fits((line + word).trimEnd())) {
      line += word;
      continue;
    }
    if (line.trim()) lines.push(line.trimEnd());
    line = "";
    for (const letter of letters(word)) {
      if (line && !fits(line + letter)) {
        lines.push(line);
        line = "";
      }
      line += letter;
    }
  }
  if (line.trim()) lines.push(line.trimEnd());
  return lines;
}
