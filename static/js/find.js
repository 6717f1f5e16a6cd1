// Typing in the box of a long facet narrows its options at once. Where the page has not all of them, or none by its
// label, the site is asked: it knows other names as well.
{
  const typed = new Map();
  let waiting;

  // As publishing/facets.py: words count from their beginning, Japanese anywhere.
  const folded = (text) => ` ${text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().replace(/[^\p{L}\p{N}_]+/gu, " ")}`;
  const isIn = (label, word) => label.includes(/[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u.test(word) ? word : ` ${word}`);
  const optionsOf = (box) => box.closest("details").querySelector("[data-options]");
  const isChosen = (option) => option.querySelector("[aria-current]") !== null;

  const say = (box) => {
    const options = [...optionsOf(box).querySelectorAll("li")];
    box.nextElementSibling.value = `${options.filter((option) => !option.hidden).length} / ${options.length}`;
  };

  // Whether any option but the chosen ones, which stay, has the words in its label.
  const narrow = (box) => {
    const words = folded(box.value).split(/\s+/).filter(Boolean);
    let isFound = false;
    for (const option of optionsOf(box).querySelectorAll("li")) {
      const label = folded(option.querySelector(".facet__label").textContent);
      const fits = words.every((word) => isIn(label, word));
      isFound ||= fits && !isChosen(option);
      option.hidden = !fits && !isChosen(option);
    }
    say(box);
    return isFound;
  };

  // The page came with all options that have what stood in the box then, and more words only leave fewer.
  const isWhole = (box) => optionsOf(box).dataset.more === "0" && folded(box.value).includes(folded(box.defaultValue));

  const ask = async (box) => {
    const words = box.value;
    const address = `${new URL(box.form.action).pathname}?${new URLSearchParams(new FormData(box.form))}`;
    const response = await fetch(address, { headers: { "HX-Request": "true" } });
    const list = new DOMParser().parseFromString(await response.text(), "text/html");
    const answer = list.getElementById(box.id);
    if (!answer || !box.isConnected || box.value !== words) return;
    const options = optionsOf(answer);
    optionsOf(box).replaceWith(options);
    box.defaultValue = words;
    htmx.process(options);
    say(box);
  };

  const find = (box) => {
    clearTimeout(waiting);
    const isFound = narrow(box);
    // Without an answer, what the page has must do.
    if (!isFound || !isWhole(box)) waiting = setTimeout(() => ask(box).catch(() => {}), 250);
  };

  document.addEventListener("input", ({ target }) => {
    if (!target.matches("[data-find]")) return;
    typed.set(target.id, target.value);
    find(target);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("[data-find]")) event.preventDefault();
  });
  // A list that was put in place has empty boxes; what was typed in them still holds.
  document.addEventListener("htmx:load", ({ target }) => {
    for (const box of target.querySelectorAll("[data-find]")) {
      if (!typed.get(box.id)) continue;
      box.value = typed.get(box.id);
      find(box);
    }
  });
}
