// A picture of what size, in whose colours? Chosen with the picture in sight.

import {copy, download} from "./actions.mjs";
import {composed} from "./compose.mjs";
import {standing} from "./svg.mjs";

const SIZES = {
  screen: ["As on the screen", null],
  slide: ["Slide, 16:9", [1920, 1080]],
  document: ["Document", [1600, 1000]],
  square: ["Square", [1080, 1080]],
  own: ["Own size …", null],
};
const THEMES = {now: "As now", light: "Light", dark: "Dark"};
const FORMATS = {png: "PNG", svg: "SVG", pdf: "PDF"};
const FINER = {1: "1×", 2: "2×", 4: "4×"};
const SMALLEST = 320, LARGEST = 4096;

function node(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function choice(label, name, options, chosen) {
  const select = node("select", {name, className: "picture-choice"},
    ...Object.entries(options).map(([value, text]) =>
      node("option", {value, textContent: text, selected: value === chosen})));
  return node("label", {className: "picture-field"}, label, select);
}

function pixels(label, name, value) {
  const input = node("input", {
    type: "number", name, value, min: SMALLEST, max: LARGEST, step: 1, required: true,
    inputMode: "numeric", className: "picture-choice",
  });
  return node("label", {className: "picture-field"}, label, input);
}

function built(figure) {
  const named = Object.fromEntries(
    Object.entries(SIZES).map(([key, [label, size]]) =>
      [key, size ? `${label} (${size.join(" × ")})` : label]));
  const own = node("div", {className: "picture-own", hidden: true},
    pixels("Width in pixels", "width", 1200), pixels("Height in pixels", "height", 800));
  const preview = node("img", {className: "picture-preview", alt: ""});
  const told = node("p", {className: "picture-told"});
  told.setAttribute("role", "status");
  const form = node("form", {method: "dialog", className: "picture-form"},
    choice("Size", "size", named, "screen"), own,
    choice("Theme", "theme", THEMES, "now"),
    choice("Format", "format", FORMATS, "png"),
    choice("Scale of the PNG", "finer", FINER, "2"),
    told,
    node("div", {className: "picture-buttons"},
      node("button", {type: "submit", value: "download", className: "button primary",
        textContent: "Download"}),
      node("button", {type: "button", className: "button", textContent: "Copy image",
        value: "copy"}),
      node("button", {type: "button", className: "button quiet", textContent: "Cancel",
        value: "cancel"})));
  const dialog = node("dialog", {className: "picture-dialog"},
    node("h2", {id: "picture-title", className: "part-title",
      textContent: `Picture of ${figure.node.dataset.title}`}),
    node("div", {className: "picture-body"},
      node("div", {className: "picture-stage"}, preview), form));
  dialog.setAttribute("aria-labelledby", "picture-title");
  return {dialog, form, own, preview, told};
}

function wishOf(form) {
  const {size, theme, finer, width, height} = form.elements;
  const chosen = size.value === "own"
    ? [width.valueAsNumber, height.valueAsNumber] : SIZES[size.value][1];
  return {
    ...(chosen ? {width: chosen[0], height: chosen[1]} : {}),
    ...(theme.value === "now" ? {} : {theme: theme.value}),
    finer: Number(finer.value),
  };
}

function sentence(picture, wish, format) {
  const finer = format === "png" ? wish.finer : 1;
  const size = `${picture.width * finer} × ${picture.height * finer} pixels`;
  const grown = wish.height && picture.height > wish.height;
  return grown ? `${size}: taller than asked, so that every word fits.` : size;
}

export function choose(figure) {
  const {dialog, form, own, preview, told} = built(figure);
  let newest = 0, shown = "";

  async function look() {
    own.hidden = form.elements.size.value !== "own";
    form.elements.finer.disabled = form.elements.format.value !== "png";
    own.querySelectorAll("input").forEach((input) => { input.disabled = own.hidden; });
    if (!form.checkValidity()) {
      told.textContent = `Width and height are ${SMALLEST} to ${LARGEST} pixels.`;
      return;
    }
    const mine = newest += 1, wish = wishOf(form);
    const picture = await composed(figure, wish);
    const text = await standing(picture);
    if (mine !== newest) return; // something else was chosen meanwhile
    if (shown) URL.revokeObjectURL(shown);
    shown = URL.createObjectURL(new Blob([text], {type: "image/svg+xml"}));
    preview.src = shown;
    preview.alt = `Preview: ${picture.words.title}`;
    told.textContent = sentence(picture, wish, form.elements.format.value);
  }

  const failed = (error) => { told.textContent = `The picture could not be made: ${error.message}`; };

  return new Promise((done) => {
    function act(deed) {
      if (deed === "cancel") dialog.close();
      else if (deed && form.reportValidity()) {
        const wish = wishOf(form);
        const work = deed === "copy" ? copy(figure, wish)
          : download(figure, form.elements.format.value, wish);
        work.then((said) => {
          done(said);
          dialog.close();
        }, failed);
      }
    }
    form.addEventListener("change", (event) => {
      // A size in pixels is meant as it is; that of the screen is the finer the better.
      if (event.target.name === "size") {
        form.elements.finer.value = event.target.value === "screen" ? "2" : "1";
      }
      look().catch(failed);
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      act("download");
    });
    form.addEventListener("click", (event) => {
      if (event.target.type === "button") act(event.target.value);
    });
    dialog.addEventListener("close", () => {
      if (shown) URL.revokeObjectURL(shown);
      dialog.remove();
      figure.node.querySelector("details.menu > summary").focus();
      done("");
    });
    document.body.append(dialog);
    dialog.showModal();
    look().catch(failed);
  });
}
