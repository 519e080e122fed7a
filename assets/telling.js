/* Forms of settings: ties help and fault to a control, and asks only what goes with a choice.

   Markup: a field is .form-field with data-entry; data-only="other=value" shows it only while the
   control of the field `other` has that value. */
(function () {
  "use strict";

  const control = (field) => field.querySelector(":scope > :is(input, select, textarea), :scope > * > input:not([type=checkbox])");
  let count = 0;

  function tie(field) {
    const own = control(field);
    if (!own) return;
    const told = [...field.querySelectorAll(":scope > .form-help, :scope > .form-fault")];
    told.forEach((one) => { one.id = one.id || `form-said-${++count}`; });
    const fault = field.querySelector(":scope > .form-fault");
    const ids = told.filter((one) => one !== fault || fault.textContent).map((one) => one.id).join(" ");
    if (own.getAttribute("aria-describedby") !== ids) own.setAttribute("aria-describedby", ids);
    const wrong = Boolean(fault && fault.textContent);
    if (wrong !== own.hasAttribute("aria-invalid")) own.toggleAttribute("aria-invalid", wrong);
    if (wrong) own.setAttribute("aria-invalid", "true");
  }

  function choose(field) {
    const [name, wanted] = field.dataset.only.split("=");
    const other = field.closest(".telling-form")?.querySelector(`[data-entry="${name}"]`);
    const own = other && control(other);
    if (own) field.hidden = own.value !== wanted;
  }

  function look() {
    document.querySelectorAll(".form-field").forEach(tie);
    document.querySelectorAll(".form-field[data-only]").forEach(choose);
  }

  let waiting = false;
  function soon() {
    if (waiting || !document.querySelector(".form-field")) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; look(); });
  }

  new MutationObserver(soon).observe(document.documentElement, { childList: true, subtree: true, characterData: true });
  document.addEventListener("change", soon, true);
})();

/* "Add note" below a chart says where it was pressed, so that the form leads back there. */
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-add-note]");
  if (!link) return;
  const here = link.closest("[data-address]")?.dataset.address || location.pathname + location.search;
  link.href = `/settings/annotations/new?${new URLSearchParams({ back: here })}`;
}, true);
