// A button copies what carries its name: the address of a link, or else its words. Where the browser does not let it,
// there is no button.
function prepare(root) {
  for (const button of root.querySelectorAll("[data-copy]")) button.hidden = false;
}

if (navigator.clipboard) {
  prepare(document);
  // Lists are replaced in place.
  document.addEventListener("htmx:load", (event) => prepare(event.detail.elt));
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;

    const source = document.querySelector(`[data-copied="${button.dataset.copy}"]`);
    await navigator.clipboard.writeText(source.href ?? source.innerText.trim());
    const label = button.textContent;
    if (label === button.dataset.done) return;
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  });
}
