// A picture of a chart, dropped anywhere or chosen with "Open a picture…", leads back to its view.
(function () {
  "use strict";

  const READING = "/assets/pictures/reading.mjs", WORDS = "/assets/pictures/words.mjs";
  const KINDS = ["image/png", "image/svg+xml", "application/pdf"];
  const PATIENCE = 30_000; // milliseconds until a chart that doesn't come isn't waited for

  function made(name, className, text) {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  }

  // ---- what is said

  function notice() {
    const there = document.getElementById("picture-notice");
    if (there) return there;
    const node = made("div", "toasts picture-notice", "");
    node.id = "picture-notice";
    node.setAttribute("role", "status");
    document.body.append(node);
    return node;
  }

  function tell(sentence) {
    const line = made("div", "toast-line", "");
    line.append(made("i", "bi bi-file-earmark-image", ""), made("span", "", sentence));
    line.firstChild.setAttribute("aria-hidden", "true");
    notice().replaceChildren(line);
  }

  function moment(text, zone) {
    const at = new Date(text);
    if (Number.isNaN(at.getTime())) return "";
    const looks = {dateStyle: "medium", timeStyle: "short"};
    try {
      return new Intl.DateTimeFormat("en-US", {...looks, timeZone: zone}).format(at);
    } catch (unknown) {
      return new Intl.DateTimeFormat("en-US", {...looks, timeZone: "UTC"}).format(at) + " UTC";
    }
  }

  function opened(about) {
    const then = moment(about.asOf, about.zone);
    const told = about.title ? `The view of “${about.title}”, as it stands now.` : "The view as it stands now.";
    tell(then ? `${told} The picture shows it as of ${then}.` : told);
  }

  // ---- the way back

  // The way dcc.Link goes: no reload, and the router hears of it.
  function go(address) {
    if (address === location.pathname + location.search) return;
    history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
    window.scrollTo(0, 0);
  }

  function there(key) {
    return key && document.querySelector(`figure[data-file="${CSS.escape(key)}"]`);
  }

  // The chart is marked, and has the focus, until the person acts.
  function pointOut(figure) {
    figure.tabIndex = -1;
    figure.classList.add("picture-found");
    figure.scrollIntoView({block: "center"});
    figure.focus({preventScroll: true});
    window.heliograph.landOn(".picture-found");
    const forget = () => figure.classList.remove("picture-found");
    ["pointerdown", "keydown"].forEach((kind) => document.addEventListener(kind, forget, {once: true}));
  }

  // The chart of the picture, as soon as the view has drawn it.
  function waitFor(key) {
    const look = () => {
      const figure = there(key);
      if (!figure || !figure.querySelector(".main-svg, .day-parts, .part-empty")) return;
      watch.disconnect();
      pointOut(figure);
    };
    const watch = new MutationObserver(look);
    watch.observe(document.body, {childList: true, subtree: true});
    setTimeout(() => watch.disconnect(), PATIENCE);
    look();
  }

  async function open(file) {
    const [{read}, {origin}] = await Promise.all([import(READING), import(WORDS)]);
    const about = await read(file, [location.origin, origin()]);
    if (about.problem) {
      tell(about.problem);
      return;
    }
    go(about.address);
    opened(about);
    waitFor(about.key);
  }

  function tried(file) {
    if (file) open(file).catch((error) => tell(`The picture could not be read: ${error.message}`));
  }

  // ---- choosing

  function choose() {
    const input = document.createElement("input");
    input.type = "file";
    input.accept = KINDS.join(",");
    input.addEventListener("change", () => tried(input.files[0]));
    input.click();
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("#open-picture")) choose();
  });

  // ---- dragging

  function veil() {
    const known = document.getElementById("picture-veil");
    if (known) return known;
    const node = made("div", "picture-veil", "");
    node.id = "picture-veil";
    node.hidden = true;
    node.append(made("p", "", "Drop the picture to open its view"));
    document.body.append(node);
    return node;
  }

  // Whether a file is dragged that may be a picture, over nothing that takes files itself.
  function isOurs(event) {
    const dragged = event.dataTransfer;
    if (!dragged || !dragged.types.includes("Files")) return false;
    if (event.target.closest && event.target.closest(":has(> input[type=file])")) return false;
    const items = Array.from(dragged.items || []);
    return !items.length || items.some((one) => one.kind === "file" && KINDS.includes(one.type));
  }

  function over(event) {
    const ours = isOurs(event);
    veil().hidden = !ours;
    if (!ours) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "copy";
  }

  document.addEventListener("dragenter", over);
  document.addEventListener("dragover", over);
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) veil().hidden = true;
  });
  document.addEventListener("dragend", () => { veil().hidden = true; });
  document.addEventListener("drop", (event) => {
    veil().hidden = true;
    if (!isOurs(event)) return;
    event.preventDefault();
    tried(Array.from(event.dataTransfer.files).find((file) => KINDS.includes(file.type))
      || event.dataTransfer.files[0]);
  });
})();
