/* What the browser that draws on the server knows besides Plotly (components/painting.py). */
"use strict";

// The typeface, before anything is measured with it.
async function heliographFont(address) {
  const face = new FontFace("Inter", `url(${address})`, {weight: "100 900"});
  document.fonts.add(await face.load());
}

// A page without anything of the one before.
function heliographClear(title) {
  document.head.replaceChildren();
  document.body.replaceChildren();
  document.body.className = "";
  document.documentElement.lang = "en";
  document.title = title;
}

// A picture alone on the page. Throws what the parser says of an SVG that is none.
async function heliographShow(svg, title) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  const wrong = parsed.querySelector("parsererror");
  if (wrong) throw new Error(wrong.textContent);
  heliographClear(title);
  document.body.style.cssText = "margin: 0; -webkit-print-color-adjust: exact";
  parsed.documentElement.style.display = "block";
  document.body.replaceChildren(document.adoptNode(parsed.documentElement));
  await document.fonts.ready;
}

// A document, ready to be printed. What is set as HTML runs no scripts.
async function heliographLay(body, style, title) {
  heliographClear(title);
  const sheet = document.createElement("style");
  sheet.textContent = style;
  document.head.append(sheet);
  document.body.style.cssText = "";
  document.body.className = "document";
  document.body.innerHTML = body;
  await document.fonts.ready;
}
