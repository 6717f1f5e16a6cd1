// A button copies the words that carry its name. Where the browser does not let it, there is no button.
for (const button of document.querySelectorAll("[data-copy]")) {
  const words = document.querySelector(`[data-copied="${button.dataset.copy}"]`);
  if (!words || !navigator.clipboard) continue;

  const label = button.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words.innerText.trim());
    button.textContent = button.dataset.done;
    setTimeout(() => (button.textContent = label), 2000);
  });
}
