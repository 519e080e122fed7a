// What a chart's menu does: take its picture away in a format, copy it, or choose its looks first.

import {composed} from "./compose.mjs";
import {png} from "./png.mjs";
import {standing} from "./svg.mjs";

const FINER = 2; // pixels of a PNG to one of the picture, unless chosen

const MAKERS = {
  png: async (picture, finer) => png(picture, finer || FINER),
  svg: async (picture) => new Blob([await standing(picture)], {type: "image/svg+xml"}),
  // Half a megabyte that nobody loads who makes no PDF.
  pdf: async (picture) => (await import("./pdf.mjs")).pdf(picture),
};

export async function made(figure, format, {finer, ...wish} = {}) {
  return MAKERS[format](await composed(figure, wish), finer);
}

export async function download(figure, format, wish = {}) {
  const url = URL.createObjectURL(await made(figure, format, wish));
  const link = document.createElement("a");
  link.href = url;
  link.download = `heliograph-${figure.node.dataset.file}.${format}`;
  link.click();
  // The browser has begun to read by the next task, and may be at it for a while.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  return "Picture downloaded.";
}

export async function copy(figure, wish = {}) {
  if (!navigator.clipboard || !window.ClipboardItem) {
    return "This browser copies pictures over a secure connection only; download it instead.";
  }
  // A promise, since the browser wants to hear of the copy while the click is fresh.
  await navigator.clipboard.write([new ClipboardItem({"image/png": made(figure, "png", wish)})]);
  return "Picture copied.";
}

export async function choose(figure) {
  return (await import("./dialog.mjs")).choose(figure);
}
