// SVG: its elements, its text with the typeface in it, and what it tells programs.

const NAMESPACE = "http://www.w3.org/2000/svg";
const FONT = "../fonts/inter-variable-latin.woff2";

export function element(name, attributes = {}, content = null) {
  const made = document.createElementNS(NAMESPACE, name);
  Object.entries(attributes).forEach(([key, value]) => made.setAttribute(key, value));
  if (typeof content === "string") made.textContent = content;
  else if (content) made.append(...content);
  return made;
}

// The elements of an SVG's text, without any of its scripts ever running.
export function parsed(text) {
  return new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
}

export function base64(bytes) {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) {
    text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(text);
}

export async function fetched(path) {
  const answer = await fetch(new URL(path, import.meta.url));
  if (!answer.ok) throw new Error(`${path} could not be loaded (${answer.status})`);
  return new Uint8Array(await answer.arrayBuffer());
}

let face = null;

// The typeface goes with the picture: whoever opens it has it, with or without Inter.
function typeface() {
  face = face || fetched(FONT).then((bytes) => "@font-face{font-family:Inter;font-weight:100 900;"
    + `src:url(data:font/woff2;base64,${base64(bytes)}) format("woff2")}`);
  face.catch(() => { face = null; });
  return face;
}

// What XML can't hold, whatever a name contains.
const UNWRITABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

// A picture's drawing as the text of a file that stands by itself.
export async function standing({root, about}) {
  const copy = root.cloneNode(true);
  copy.prepend(
    element("metadata", {id: "heliograph"}, JSON.stringify(about)),
    element("style", {}, await typeface()),
  );
  return new XMLSerializer().serializeToString(copy).replace(UNWRITABLE, "");
}
