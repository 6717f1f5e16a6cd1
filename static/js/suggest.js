// While somebody types into a search box, what it may become stands below it: a combobox with a list
// (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without this script the box is a plain form.
for (const form of document.querySelectorAll("form[data-suggestions]")) {
  const box = form.querySelector("input[name=q]");
  const list = form.querySelector("[role=listbox]");
  const status = form.querySelector("[role=status]");
  let asked = null;
  let waiting = null;

  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");

  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");

  const close = () => {
    clearTimeout(waiting);
    asked?.abort();
    list.hidden = true;
    list.replaceChildren();
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
    status.textContent = "";
  };

  const choose = (option) => {
    chosen()?.setAttribute("aria-selected", "false");
    if (!option) return box.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    box.setAttribute("aria-activedescendant", option.id);
  };

  const show = (html) => {
    list.innerHTML = html;
    const found = options();
    found.forEach((option, place) => (option.id = `${list.id}-${place}`));
    list.hidden = found.length === 0;
    box.setAttribute("aria-expanded", String(found.length > 0));
    box.removeAttribute("aria-activedescendant");
    const words = { 0: status.dataset.none, 1: status.dataset.one }[found.length] ?? status.dataset.many;
    status.textContent = words.replace("{n}", found.length);
  };

  const ask = async () => {
    asked?.abort();
    asked = new AbortController();
    try {
      const address = `${form.dataset.suggestions}?q=${encodeURIComponent(box.value)}`;
      const answer = await fetch(address, { signal: asked.signal });
      if (answer.ok) show(await answer.text());
    } catch (error) {
      // Typing went on, or there is no network: the form still works, or says so itself.
      if (error.name !== "AbortError") close();
    }
  };

  const askSoon = () => {
    clearTimeout(waiting);
    if (box.value.trim()) waiting = setTimeout(ask, 120);
    else close();
  };

  box.addEventListener("input", (event) => {
    if (!event.isComposing) askSoon();
  });
  box.addEventListener("compositionend", askSoon);
  box.addEventListener("keydown", (event) => {
    const found = options();
    if (event.isComposing || list.hidden || !found.length) return;
    const place = found.indexOf(chosen());
    if (event.key === "ArrowDown") choose(found[place + 1]);
    else if (event.key === "ArrowUp") choose(place < 0 ? found.at(-1) : found[place - 1]);
    else if (event.key === "Escape") close();
    else if (event.key === "Enter" && chosen()) location.assign(chosen().href);
    else return;
    event.preventDefault();
  });
  form.addEventListener("focusout", (event) => {
    if (!form.contains(event.relatedTarget)) close();
  });
  // A link would take the focus from the box, which closes the list before the click arrives.
  list.addEventListener("mousedown", (event) => event.preventDefault());
}
