/* What the browser that draws pictures on the server knows besides Plotly (components/painting.py). */
"use strict";

// The typeface, before anything is measured with it.
async function heliographFont(address) {
  const face = new FontFace("Inter", `url(${address})`, {weight: "100 900"});
  document.fonts.add(await face.load());
  document.body.style.cssText = "margin: 0; -webkit-print-color-adjust: exact";
}

// A picture alone on the page. Throws what the parser says of an SVG that is none.
async function heliographShow(svg, title) {
  const parsed = new DOMParser().parseFromString(svg, "image/svg+xml");
  const wrong = parsed.querySelector("parsererror");
  if (wrong) throw new Error(wrong.textContent);
  parsed.documentElement.style.display = "block";
  document.title = title;
  document.documentElement.lang = "en";
  document.body.replaceChildren(document.adoptNode(parsed.documentElement));
  await document.fonts.ready;
}
