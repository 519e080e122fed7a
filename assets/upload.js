/* A file control is named by the words that it is drawn with: dcc.Upload gives its input none. */
(function () {
  "use strict";

  const name = () =>
    document.querySelectorAll(".creator-upload input[type=file]:not([aria-label])").forEach((input) =>
      input.setAttribute("aria-label", input.closest(".creator-upload").textContent.trim()));

  new MutationObserver(name).observe(document.documentElement, { childList: true, subtree: true });
})();
