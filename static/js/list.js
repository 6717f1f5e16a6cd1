// Lists are updated in place by htmx. What was open, scrolled to or in focus stays so, the count is announced, and
// what names the list outside of it follows. Where no list comes back, the page is opened, or a message says why not.
{
  const list = () => document.getElementById("results");
  const count = () => document.getElementById("result-count");
  const here = () => location.pathname + location.search;
  const failure = document.querySelector("[data-list-failed]");
  const news = document.querySelector("[data-list-news]");
  const nothing = { places: new Map(), focused: null, top: 0 };
  let kept = nothing;

  // How to find what stands for this element in the next list.
  const selectorOf = ({ id, dataset: { facet, value } }) =>
    id ? `#${CSS.escape(id)}` : facet && `[data-facet="${facet}"][data-value="${CSS.escape(value)}"]`;

  const keep = (trigger) => {
    const places = new Map();
    for (const place of list().querySelectorAll("[data-keep]")) {
      places.set(place.dataset.keep, { open: place.open, scrolled: place.querySelector("ul")?.scrollTop });
    }
    const active = document.activeElement;
    // Not every browser focuses what is clicked; focus that has gone out of the list since is left alone.
    const focused = list().contains(active) ? active : active === document.body ? trigger : null;
    kept = { places, focused, top: scrollY };
  };

  const settle = () => {
    for (const place of list().querySelectorAll("[data-keep]")) {
      const before = kept.places.get(place.dataset.keep);
      if (!before) continue;
      place.open = before.open;
      if (before.scrolled) place.querySelector("ul").scrollTop = before.scrolled;
    }
    // The browser keeps in place what it saw below the filters while they were still closed.
    scrollTo({ top: kept.top, behavior: "instant" });
    focus(kept.focused);
    kept = nothing;
    follow();
    announce();
    failure.hidden = true;
  };

  const focus = (before) => {
    if (!before) return;
    const selector = selectorOf(before);
    const after = selector && list().querySelector(selector);
    (after || count()).focus({ preventScroll: true });
    const results = list().querySelector(".results");
    if (!after && results.getBoundingClientRect().top < 0) results.scrollIntoView();
  };

  const follow = () => {
    document.title = list().querySelector("[data-title]").dataset.title;
    for (const link of document.querySelectorAll("[data-same-query]")) link.search = location.search;
    for (const shown of list().querySelectorAll("[data-form]")) {
      const feed = document.querySelector(`[data-feed="${shown.dataset.form}"]`);
      if (feed) Object.assign(feed, { href: shown.href, title: shown.dataset.title });
    }
  };

  const announce = () => {
    const words = [count(), ...list().querySelectorAll("[data-rejected]")].map((element) => element.textContent);
    news.textContent = "";
    // A region that is filled with the same words again says nothing, unless it was empty in between.
    setTimeout(() => { news.textContent = words.join(". "); }, 100);
  };

  const fail = (address) => {
    failure.querySelector("a").href = address;
    failure.hidden = false;
  };

  document.addEventListener("htmx:beforeSwap", (event) => keep(event.detail.requestConfig.elt));
  document.addEventListener("htmx:afterSwap", (event) => { if (event.target === list()) settle(); });
  document.addEventListener("htmx:responseError", (event) => location.assign(event.detail.pathInfo.finalRequestPath));
  for (const silence of ["htmx:sendError", "htmx:timeout"]) {
    document.addEventListener(silence, (event) => fail(event.detail.pathInfo.finalRequestPath));
  }

  // Back and forward
  document.addEventListener("htmx:historyCacheMiss", ({ detail }) => { detail.xhr.onerror = () => fail(detail.path); });
  document.addEventListener("htmx:historyCacheMissLoad", () => keep(document.body));
  document.addEventListener("htmx:historyCacheMissLoadError", () => location.reload());
  document.addEventListener("htmx:historyRestore", ({ detail }) => {
    // Whoever went back twice may have got the two answers in the wrong order.
    if (detail.path === here()) settle();
    else location.reload();
  });

  // Boxes left empty need not stand in the address.
  document.addEventListener("formdata", ({ formData }) => {
    for (const [name, value] of [...formData]) if (value === "") formData.delete(name);
  });
}
