// What recipients' pages can do besides their buttons, which work without this.
"use strict";

const FAR = 60; // pixels that a finger moves before it means something

// Nobody plays twice by pressing twice; whoever comes back to the page may press again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "yes";
});
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

function press(selector) {
  const button = document.querySelector(selector);
  if (button && !button.disabled) button.click();
}

const pages = document.querySelector("[data-swipe]");
if (pages) {
  let start = null;
  pages.addEventListener("touchstart", (event) => {
    const touch = event.changedTouches[0];
    start = event.touches.length === 1 ? [touch.clientX, touch.clientY] : null;
  }, { passive: true });
  pages.addEventListener("touchend", (event) => {
    if (!start) return;
    const touch = event.changedTouches[0];
    const [across, down] = [touch.clientX - start[0], touch.clientY - start[1]];
    start = null;
    if (Math.abs(across) < FAR || Math.abs(across) < Math.abs(down)) return;
    press(across < 0 ? "[data-go=on]" : "[data-go=back]");
  }, { passive: true });
  document.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "ArrowRight") press("[data-go=on]");
    if (event.key === "ArrowLeft") press("[data-go=back]");
  });
}

// A sheet is peeled and a field is scratched by dragging; a tap does it too.
const game = document.querySelector("[data-game=peel], [data-game=scratch]");
if (game) {
  let last = null;
  let moved = 0;
  game.addEventListener("pointerdown", (event) => {
    last = [event.clientX, event.clientY];
    moved = 0;
  });
  game.addEventListener("pointermove", (event) => {
    if (!last) return;
    moved += Math.hypot(event.clientX - last[0], event.clientY - last[1]);
    last = [event.clientX, event.clientY];
    if (moved < FAR) return;
    last = null;
    game.form.requestSubmit();
  });
  for (const end of ["pointerup", "pointercancel"]) {
    window.addEventListener(end, () => { last = null; });
  }
}

// A touch on a winner or loser screen counts, wherever it is; the form's own button sends itself.
const screenTouched = document.querySelector("[data-touch]");
const touch = document.getElementById("touch");
if (screenTouched && touch) {
  screenTouched.addEventListener("click", (event) => {
    if (event.target.closest("a, button")) return;
    navigator.sendBeacon(touch.action, new URLSearchParams(new FormData(touch)));
  });
}

const faults = document.getElementById("faults");
if (faults) faults.focus();
