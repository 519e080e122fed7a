// A whole report or dashboard as a document takes a moment to make: fetch it, say that it is under
// way, and hand it over only when all of it is there.
(function () {
  "use strict";

  function fileName(answer) {
    const named = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "");
    return named ? named[1] : "heliograph";
  }

  async function fetched(address) {
    const answer = await fetch(address);
    if (answer.ok) return {name: fileName(answer), content: await answer.blob()};
    const told = await answer.json().catch(() => ({}));
    throw new Error(told.detail || "The server answered " + answer.status);
  }

  function handOver({name, content}) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(content);
    link.download = name;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  // Filters may have changed since the link was drawn: here they are those of the address.
  function addressOf(link) {
    const screen = link.pathname.replace(/\.[a-z]+$/, "");
    return screen === location.pathname ? link.pathname + location.search : link.href;
  }

  // What went well needn't stay; what went wrong does, until the next try.
  function saidFor(said, sentence) {
    said.textContent = sentence;
    setTimeout(() => {
      if (said.textContent === sentence) said.textContent = "";
    }, 8000);
  }

  async function take(link) {
    const menu = link.closest(".document-menu");
    if (menu.getAttribute("aria-busy") === "true") return;
    const word = menu.querySelector("summary span");
    const said = menu.querySelector(".document-said");
    menu.setAttribute("aria-busy", "true");
    word.textContent = "Preparing …";
    said.textContent = link.dataset.document + " is being made.";
    try {
      handOver(await fetched(addressOf(link)));
      saidFor(said, link.dataset.document + " downloaded.");
    } catch (error) {
      said.textContent = link.dataset.document + " could not be made: " + error.message + ".";
    }
    menu.removeAttribute("aria-busy");
    word.textContent = "Download";
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-document]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    take(link);
  });
})();
