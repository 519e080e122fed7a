// PNG: the picture as pixels, its scale and what it tells programs in chunks of the file.

import {standing} from "./svg.mjs";

const HEADER = 8 + 25; // bytes of the signature and of the first chunk
const DOTS = 96 / 0.0254; // pixels of a page to a metre

const TABLE = Uint32Array.from({length: 256}, (_, n) => {
  let value = n;
  for (let bit = 0; bit < 8; bit += 1) value = value & 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

export function checksum(bytes) {
  let value = 0xffffffff;
  for (const byte of bytes) value = TABLE[(value ^ byte) & 0xff] ^ (value >>> 8);
  return (value ^ 0xffffffff) >>> 0;
}

function chunk(name, content) {
  const body = new Uint8Array([...new TextEncoder().encode(name), ...content]);
  const whole = new Uint8Array(body.length + 8), view = new DataView(whole.buffer);
  view.setUint32(0, content.length);
  whole.set(body, 4);
  view.setUint32(4 + body.length, checksum(body));
  return whole;
}

// Text in UTF-8 that is neither compressed nor of a language.
function text(keyword, words) {
  const encoder = new TextEncoder();
  return chunk("iTXt", new Uint8Array([
    ...encoder.encode(keyword), 0, 0, 0, 0, 0, ...encoder.encode(words)]));
}

function density(scale) {
  const content = new Uint8Array(9), view = new DataView(content.buffer);
  view.setUint32(0, Math.round(DOTS * scale));
  view.setUint32(4, Math.round(DOTS * scale));
  content[8] = 1; // to a metre
  return chunk("pHYs", content);
}

async function image(svg) {
  const url = URL.createObjectURL(new Blob([svg], {type: "image/svg+xml"}));
  try {
    const shown = new Image();
    shown.src = url;
    await shown.decode();
    return shown;
  } finally {
    URL.revokeObjectURL(url);
  }
}

// `finer` is how many pixels of the file stand for one of the picture's size.
export async function png(picture, finer) {
  const {width, height, scale, about, words} = picture;
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(width * finer);
  canvas.height = Math.round(height * finer);
  const shown = await image(await standing(picture));
  canvas.getContext("2d").drawImage(shown, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((done) => canvas.toBlob(done, "image/png"));
  if (!blob) {
    const size = `${canvas.width} × ${canvas.height}`;
    throw new Error(`${size} pixels are more than this browser draws; choose a smaller size`);
  }
  const plain = new Uint8Array(await blob.arrayBuffer());
  return new Blob([
    plain.subarray(0, HEADER), density(finer * scale),
    text("heliograph", JSON.stringify(about)), text("Title", words.title),
    text("Description", [...words.lines, words.link].join("\n")),
    plain.subarray(HEADER),
  ], {type: "image/png"});
}
