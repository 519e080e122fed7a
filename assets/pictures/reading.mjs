// What does a picture's file say of where it comes from? Read, believed in nothing, and checked.

const KEYWORD = "heliograph";
const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
const LARGEST = 64 * 1024 * 1024, LONGEST = 2000;

const utf8 = new TextDecoder();
const latin = new TextDecoder("latin1");

function fromPng(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length;) {
    const length = view.getUint32(at), end = at + 8 + length;
    if (end + 4 > bytes.length) return "";
    if (latin.decode(bytes.subarray(at + 4, at + 8)) === "iTXt") {
      const found = fromText(bytes.subarray(at + 8, end));
      if (found) return found;
    }
    at = end + 4;
  }
  return "";
}

// An iTXt chunk: keyword, 0, whether compressed, how, language, 0, keyword in it, 0, text.
function fromText(content) {
  const start = KEYWORD.length;
  if (latin.decode(content.subarray(0, start + 1)) !== `${KEYWORD}\0` || content[start + 1]) return "";
  const language = content.indexOf(0, start + 3);
  const translated = content.indexOf(0, language + 1);
  return language < 0 || translated < 0 ? "" : utf8.decode(content.subarray(translated + 1));
}

function fromSvg(bytes) {
  const page = new DOMParser().parseFromString(utf8.decode(bytes), "image/svg+xml");
  const told = page.querySelector(`metadata[id="${KEYWORD}"]`);
  return told ? told.textContent : "";
}

const ESCAPES = {n: "\n", r: "\r", t: "\t", b: "\b", f: "\f"};

// A string of a PDF: in parentheses with escapes, or in hexadecimal; UTF-16 where a mark says so.
function fromPdf(bytes) {
  const text = latin.decode(bytes);
  const literal = /\/Subject\s*\(((?:\\[\s\S]|[^\\)])*)\)/.exec(text);
  const hex = /\/Subject\s*<([0-9A-Fa-f\s]*)>/.exec(text);
  if (literal) {
    return decoded(literal[1].replace(/\\(?:([0-7]{1,3})|\r?\n|([\s\S]))/g, (_, octal, letter) =>
      octal ? String.fromCharCode(parseInt(octal, 8)) : letter ? ESCAPES[letter] || letter : ""));
  }
  if (!hex) return "";
  const pairs = hex[1].replace(/\s/g, "").match(/../g) || [];
  return decoded(String.fromCharCode(...pairs.map((pair) => parseInt(pair, 16))));
}

function decoded(text) {
  if (!text.startsWith("\xfe\xff")) return text;
  const codes = Uint8Array.from(text.slice(2), (letter) => letter.charCodeAt(0));
  return new TextDecoder("utf-16be").decode(codes);
}

async function toldBy(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (SIGNATURE.every((byte, n) => bytes[n] === byte)) return fromPng(bytes);
  const start = latin.decode(bytes.subarray(0, 1024));
  if (start.startsWith("%PDF-")) return fromPdf(bytes);
  return /<svg[\s>]/.test(start) ? fromSvg(bytes) : "";
}

// A place in this workspace as its own path, or null: nothing leads out of it or into its API.
export function placeIn(address) {
  if (typeof address !== "string" || address.length > LONGEST) return null;
  if (!/^\/(?![/\\])/.test(address) || /[\u0000-\u001f\\]/.test(address)) return null;
  const url = new URL(address, location.origin);
  const isScreen = !/^\/(api|v1|v3|assets|webhooks|l|p|u|_dash[^/]*)(\/|$)/.test(url.pathname);
  return url.origin === location.origin && isScreen ? url.pathname + url.search : null;
}

// What the file tells: {address, key, title, asOf, zone}, or {problem} in words for the person.
export async function read(file, origins) {
  const silent = {problem: "This picture does not say where it comes from."};
  if (file.size > LARGEST) return {problem: "This file is too large to be one of our pictures."};
  let about = null;
  try {
    about = JSON.parse(await toldBy(file));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  if (!about || typeof about !== "object") return silent;
  if (about.origin && !origins.includes(about.origin)) {
    return {problem: "This picture comes from another workspace; open it there."};
  }
  const address = placeIn(about.address);
  if (!address) return silent;
  const text = (value) => (typeof value === "string" ? value : "");
  return {
    address, key: text(about.key), title: text(about.title), asOf: text(about.as_of),
    zone: text(about.zone),
  };
}
