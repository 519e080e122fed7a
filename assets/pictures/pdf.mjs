// PDF: the picture as lines and letters, what it tells programs as the document's Subject.

import "./jspdf.umd.min.mjs";
import "./svg2pdf.umd.min.mjs";
import {base64, element, fetched, standing} from "./svg.mjs";

const POINTS = 72 / 96; // to a pixel
const FINER = 4; // pixels of a letter that has to be an image
const WEIGHTS = {normal: "inter-400.ttf", bold: "inter-600.ttf"};

async function withTypeface(document_) {
  await Promise.all(Object.entries(WEIGHTS).map(async ([style, file]) => {
    document_.addFileToVFS(file, base64(await fetched(file)));
    document_.addFont(file, "Inter", style);
  }));
}

function isBold(node) {
  return parseInt(getComputedStyle(node).fontWeight, 10) >= 550;
}

// Every text in one of the two weights that the document has.
function simplified(root) {
  root.querySelectorAll("text, tspan").forEach((node) => {
    const weight = isBold(node) ? "bold" : "normal";
    node.style.fontWeight = weight;
    node.style.fontFamily = "Inter";
    node.setAttribute("font-weight", weight);
    node.setAttribute("font-family", "Inter");
  });
}

function isForeign(text, font) {
  const glyph = (letter) => font.metadata.characterToGlyph(letter.codePointAt(0));
  return Array.from(text).some((letter) => letter.trim() && !glyph(letter));
}

// A text with letters that Inter hasn't got, emoji or Arabic, becomes an image of itself: it looks
// as on the screen, and nothing of a name is lost.
async function replaceForeign(root, font) {
  const foreign = Array.from(root.querySelectorAll("text"))
    .filter((node) => isForeign(node.textContent, font));
  for (const node of foreign) {
    const box = node.getBBox();
    if (!box.width || !box.height) continue;
    const frame = {
      x: box.x - 2, y: box.y - 2, width: box.width + 4, height: box.height + 4,
    };
    const image = element("image", {...frame, href: await drawnAlone(node, frame)});
    if (node.hasAttribute("transform")) image.setAttribute("transform", node.getAttribute("transform"));
    node.replaceWith(image);
  }
}

async function drawnAlone(node, {x, y, width, height}) {
  const style = getComputedStyle(node);
  const copy = node.cloneNode(true);
  copy.removeAttribute("transform");
  copy.setAttribute("fill", style.fill);
  ["font-size", "font-weight", "text-anchor"].forEach((name) =>
    copy.style.setProperty(name, style.getPropertyValue(name)));
  const root = element("svg", {
    width: width * FINER, height: height * FINER, viewBox: `${x} ${y} ${width} ${height}`,
    "font-family": "Inter, system-ui, sans-serif",
  }, [copy]);
  const url = URL.createObjectURL(
    new Blob([await standing({root, about: {}})], {type: "image/svg+xml"}));
  const shown = new Image();
  shown.src = url;
  await shown.decode();
  URL.revokeObjectURL(url);
  const canvas = document.createElement("canvas");
  canvas.width = Math.ceil(width * FINER);
  canvas.height = Math.ceil(height * FINER);
  canvas.getContext("2d").drawImage(shown, 0, 0);
  return canvas.toDataURL("image/png");
}

// The Subject is a line of ASCII, which every reader of PDF decodes alike.
function ascii(about) {
  return JSON.stringify(about).replace(/[\u007f-\uffff]/g,
    (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

export async function pdf({root, width, height, about, words}) {
  const size = [width * POINTS, height * POINTS];
  const made = new jspdf.jsPDF({
    unit: "pt", format: size, orientation: width > height ? "landscape" : "portrait",
    compress: true, putOnlyUsedFonts: true,
  });
  await withTypeface(made);
  made.setFont("Inter", "normal");
  made.setProperties({
    title: words.title, subject: ascii(about), keywords: "heliograph", creator: "Heliograph",
  });
  // Texts are measured where they are laid out, so the drawing is on the page for a moment.
  const stage = document.createElement("div");
  Object.assign(stage.style, {position: "absolute", left: "-20000px", top: "0"});
  const copy = root.cloneNode(true);
  stage.append(copy);
  document.body.append(stage);
  try {
    simplified(copy);
    await replaceForeign(copy, made.getFont("Inter", "normal"));
    await made.svg(copy, {x: 0, y: 0, width: size[0], height: size[1]});
  } finally {
    stage.remove();
  }
  return made.output("blob");
}
