/* A dashboard that was shared by link: draws its charts, and looks again each minute. Only tiles
   whose data-mark is another one are drawn anew; when the link has ended, so does the page. */
(function () {
  "use strict";

  const EVERY = 60_000; // milliseconds
  if (!document.querySelector("main.shared")) return;

  function draw(part) {
    part.querySelectorAll("[data-figure]").forEach((place) => {
      const { figure, config } = JSON.parse(place.dataset.figure);
      place.removeAttribute("data-figure");
      Plotly.react(place, figure.data, figure.layout, config);
    });
  }

  function renew(fresh) {
    const now = fresh.querySelector("#own-grid"), grid = document.querySelector("#own-grid");
    const known = new Map([...grid.children].map((tile) => [tile.dataset.tile, tile]));
    const tiles = [...now.children].map((tile) => {
      const old = known.get(tile.dataset.tile);
      return old?.dataset.mark === tile.dataset.mark && old?.dataset.mark ? old : tile;
    });
    if (tiles.some((tile, at) => tile !== grid.children[at]) || grid.children.length !== tiles.length) {
      grid.replaceChildren(...tiles);
      draw(grid);
    }
    document.querySelector("[data-stamp]").textContent = fresh.querySelector("[data-stamp]").textContent;
    document.querySelector("h1").textContent = fresh.querySelector("h1").textContent;
  }

  async function look() {
    if (document.hidden || !document.querySelector("#own-grid")) return;
    const answer = await fetch(window.location.href, { cache: "no-store" }).catch(() => null);
    if (!answer) return; // the server can't be reached; the stamp says how old this is
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.ok && page.querySelector("#own-grid")) renew(page);
    else if (answer.status < 500) window.location.reload();
  }

  draw(document);
  setInterval(look, EVERY);
  window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    window.dispatchEvent(new Event("heliograph-theme")));
})();
