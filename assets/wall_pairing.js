/* A screen asks for a code, shows it, and looks every few seconds whether somebody has entered it. */
(function () {
  "use strict";

  const EVERY = 3_000, LATEST = 30_000, PATIENCE = 8_000; // milliseconds
  const part = (name) => document.querySelector(`[data-pair="${name}"]`);
  const code = part("code"), told = part("told");
  let failures = 0;

  async function ask(method) {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch("/wall/pairing", { method, cache: "no-store", signal });
    const said = await answer.json();
    if (!answer.ok) throw new Error(said.detail);
    return said;
  }

  const gapped = (letters) => `${letters.slice(0, 3)}-${letters.slice(3)}`;

  async function begin() {
    const given = await ask("POST");
    code.textContent = gapped(given.code);
    told.textContent = "Waiting for the code to be entered. It changes after ten minutes.";
  }

  async function look() {
    const found = await ask("GET");
    if (found.paired) window.location.replace("/wall/screen");
    else if (!found.waiting) await begin();
  }

  async function turn() {
    try {
      await (code.textContent ? look() : begin());
      failures = 0;
    } catch (problem) {
      failures += 1;
      const sentence = problem instanceof TypeError || problem.name === "TimeoutError"
        ? "The server can't be reached just now" : problem.message;
      told.textContent = `${sentence}. Trying again …`;
    }
    setTimeout(turn, Math.min(EVERY * 2 ** failures, LATEST));
  }

  turn();
})();
