// Escape closes what is open of the ways to follow or take a page, and gives the focus back to its button.
document.addEventListener("keydown", (event) => {
  const opened = event.key === "Escape" && event.target.closest('details[name="take"][open]');
  if (!opened) return;
  opened.open = false;
  opened.querySelector("summary").focus();
});
