/* The form of the creator: reads what was typed, hands it over, and says when it was not kept.

   Markup: data-creator holds the page's own word; data-field (in a row data-column) names what a
   control is for, data-values what the choices of a group stand for, one a line. data-do is what a
   press asks for, data-about and data-number what it is about. data-guard asks before it is left. */
(function () {
  "use strict";

  const QUIET = 600; // milliseconds without a key before what was typed is handed over
  const PATIENCE = 6000; // until it is said that no answer came, and tried again
  const UNHEARD = "Not saved yet: no answer came. What you typed is still on this page; trying again.";

  let page = ""; // the page's word
  let sequence = 0;
  let known = ""; // what was handed over last
  let timer = 0;
  let unanswered = 0;

  const form = () => document.querySelector("[data-creator]");
  const set = (id, props) => window.dash_clientside.set_props(id, props);

  function one(node) {
    const boxes = [...node.querySelectorAll("input[type=radio], input[type=checkbox]")];
    if (node.hasAttribute("data-switch")) return boxes[0].checked ? "on" : "";
    if (node.hasAttribute("data-values")) {
      const values = node.dataset.values.split("\n");
      const chosen = values.filter((_, at) => boxes[at]?.checked);
      return boxes[0]?.type === "radio" ? chosen[0] || "" : chosen;
    }
    const control = node.querySelector("input, textarea, select");
    return !control || control.type === "file" ? undefined : control.value;
  }

  const row = (node) =>
    Object.fromEntries([...node.querySelectorAll("[data-column]")].map((cell) => [cell.dataset.column, one(cell)]));

  function gathered() {
    const found = {};
    for (const node of form().querySelectorAll("[data-field]")) {
      found[node.dataset.field] = node.hasAttribute("data-rows")
        ? [...node.querySelectorAll("[data-row]")].map(row) : one(node);
    }
    return found;
  }

  /* What stands there before the first key is no change. */
  function arrive() {
    const here = form();
    if (!here || here.dataset.creator === page) return;
    page = here.dataset.creator;
    known = JSON.stringify(gathered());
    clearTimeout(timer);
    clearTimeout(unanswered);
    timer = unanswered = 0;
  }

  function hand(deed) {
    clearTimeout(timer);
    timer = 0;
    if (!form()) return;
    const values = gathered();
    const text = JSON.stringify(values);
    if (!deed && (text === known || document.querySelector("[data-conflict]"))) return;
    known = text;
    sequence += 1;
    set("creator-saved", { children: "Saving…" });
    set("creator-typed", { data: { values, sequence, ...deed } });
    clearTimeout(unanswered);
    unanswered = setTimeout(() => {
      known = "";
      set("creator-saved", { children: UNHEARD });
      hand();
    }, PATIENCE);
  }

  function answered(mark) {
    arrive();
    if (!mark || (mark.sequence && mark.sequence < sequence)) return;
    clearTimeout(unanswered);
    unanswered = 0;
    tie(mark.faults);
  }

  const idOf = (node) => node.dataset.control;

  /* Faults stand at their fields; help and fault are read out with the control. */
  function tie(faults) {
    const here = form();
    if (!here) return;
    const file = here.querySelector("input[type=file]");
    if (file) file.setAttribute("aria-labelledby", file.closest("[data-control]").querySelector("label").id);
    for (const node of here.querySelectorAll("[data-control]")) {
      const id = idOf(node);
      const line = document.getElementById(`${id}-fault`);
      if (faults && line && line.textContent !== (faults[node.dataset.where] || "")) {
        set(`${id}-fault`, { children: faults[node.dataset.where] || "" });
      }
      const group = node.tagName === "FIELDSET";
      const control = group ? node : document.getElementById(id);
      if (!control) continue;
      const wrong = faults ? Boolean(faults[node.dataset.where]) : Boolean(line?.textContent);
      const told = [`${id}-help`, wrong ? `${id}-fault` : ""].filter((part) => part && document.getElementById(part));
      if (told.length) control.setAttribute("aria-describedby", told.join(" "));
      else control.removeAttribute("aria-describedby");
      node.classList.toggle("wrong", wrong);
      if (group) continue;
      if (wrong) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    }
  }

  function jump(id) {
    const goal = document.getElementById(id) || document.getElementById(`${id}-group`);
    const control = goal?.matches("input, textarea, select, button") ? goal : goal?.querySelector("input, textarea, select, button");
    (control || goal)?.focus();
  }

  /* The control's owner keeps its value and has to hear of a change as if it were typed. */
  function type(control, value) {
    Object.getOwnPropertyDescriptor(Object.getPrototypeOf(control), "value").set.call(control, value);
    control.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function insert(button) {
    const area = document.getElementById(button.dataset.into);
    const text = button.dataset.insert;
    const at = area.selectionStart;
    const value = area.value.slice(0, at) + text + area.value.slice(area.selectionEnd);
    type(area, value);
    area.focus();
    area.setSelectionRange(at + text.length, at + text.length);
  }

  const plain = (event) => !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || event.button);
  const within = (event) => event.target.closest?.("[data-creator]");

  document.addEventListener("focusin", (event) => {
    if (!within(event)) return;
    last = event.target;
    arrive();
  });
  document.addEventListener("focusin", (event) => {
    if (!jumping || event.target.tagName !== "H1") return;
    jump(jumping);
    jumping = "";
  });
  for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { jumping = ""; }, true);
  document.addEventListener("focusout", (event) => { if (event.relatedTarget) last = null; });
  document.addEventListener("input", (event) => {
    if (!within(event)) return;
    clearTimeout(timer);
    timer = setTimeout(hand, QUIET);
  });
  document.addEventListener("change", (event) => {
    if (within(event)) setTimeout(hand, 0); // once the control's owner has taken it in
  });

  document.addEventListener("click", (event) => {
    const at = (selector) => event.target.closest?.(selector);
    const pressed = at(".creator [data-do]");
    if (at("[data-insert]")) insert(at("[data-insert]"));
    else if (at("[data-jump]")) {
      event.preventDefault();
      jump(at("[data-jump]").hash.slice(1));
    } else if (pressed && plain(event)) {
      event.preventDefault();
      arrive();
      hand({ do: pressed.dataset.do, about: pressed.dataset.about, number: Number(pressed.dataset.number || 0) });
    } else if (timer && at("a[href]")) hand();
  }, true);

  /* A step that is drawn anew has other elements: the focus goes to the one in the old one's place,
     and what was typed since the server was asked goes there, too. */
  let last = null;
  const isText = (node) => node.matches("textarea, input:not([type=radio]):not([type=checkbox]):not([type=file])");

  function restore() {
    if (!last || last.isConnected) return;
    const old = last;
    last = null;
    const goal = old.id && document.getElementById(old.id);
    if (!goal || document.activeElement !== document.body) return;
    if (isText(old) && isText(goal)) {
      if (goal.value !== old.value) type(goal, old.value);
      if (old.selectionStart !== null && old.type !== "color") {
        goal.focus({ preventScroll: true });
        goal.setSelectionRange?.(old.selectionStart, old.selectionEnd);
        return;
      }
    }
    goal.focus({ preventScroll: true });
  }

  /* A link to a field of another step. */
  let jumped = "";
  let jumping = ""; // the field, until the frame has moved the focus to the page's heading, or a key
  let path = location.pathname;
  let tying = 0;
  new MutationObserver(() => {
    restore();
    if (!tying && form()) tying = requestAnimationFrame(() => { tying = 0; tie(); });
    if (location.pathname !== path) {
      // Going on to the next step, or to the campaign, begins at the top.
      if (path.includes("/edit") && !location.hash) window.scrollTo(0, 0);
      path = location.pathname;
    }
    const here = form();
    if (!here) return;
    if (here.dataset.creator !== page) arrive();
    if (location.hash.startsWith("#field-") && jumped !== page) {
      jumped = page;
      jumping = location.hash.slice(1);
      jump(jumping);
    }
  }).observe(document.documentElement, { childList: true, subtree: true });

  /* What was typed before there is a campaign is kept nowhere: leaving asks. */
  let going = null;
  let leaving = false;
  const guarded = () => {
    const guard = document.querySelector("[data-guard]");
    const text = guard?.querySelector("input[type=text]");
    return !leaving && guard && Boolean(text?.value.trim() || guard.querySelector("input:checked"));
  };

  function ask(go) {
    going = go;
    const dialog = document.getElementById("leave-dialog");
    if (!dialog.open) dialog.showModal();
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("a[href]");
    if (event.target.closest?.("[data-leave]")) {
      leaving = true;
      document.getElementById("leave-dialog").close();
      going();
      leaving = false;
    } else if (link && guarded() && plain(event) && !link.hash && !link.target) {
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(() => link.click());
    }
  }, true);

  window.addEventListener("popstate", (event) => {
    const guard = document.querySelector("[data-guard]");
    if (!guarded() || location.pathname === guard.dataset.guard) return;
    event.stopImmediatePropagation();
    const goal = location.href;
    history.pushState({}, "", guard.dataset.guard);
    ask(() => { window.location.assign(goal); });
  }, true);

  window.addEventListener("beforeunload", (event) => {
    if (guarded() || (form() && (timer || unanswered))) event.preventDefault();
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, { creator: { answered } });
})();
