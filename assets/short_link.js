// Copying a short link, and saying so where it stands.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  const told = button.closest("section").querySelector("[role=status]");
  const say = (text) => { told.textContent = text; };
  if (!navigator.clipboard) {
    say("This browser doesn't let pages copy; select the link instead.");
    return;
  }
  navigator.clipboard.writeText(button.dataset.copy).then(
    () => say("Copied."),
    () => say("It could not be copied; select the link instead."),
  );
});
