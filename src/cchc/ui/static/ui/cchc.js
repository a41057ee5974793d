/* Small comforts; every page works without them. */
(() => {
  "use strict";

  /** @param {EventTarget | null} target */
  const typing = (target) =>
    target instanceof Element && target.closest("input, textarea, select, [contenteditable=true]");

  /* "/" goes to the search over everything, unless something is being typed (or an input method is composing). */
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.key === "/" && !typing(event.target)) {
      /** @type {HTMLInputElement | null} */
      const search =
        document.querySelector("main [data-search=everything]") || document.querySelector("#search");
      if (search) {
        event.preventDefault();
        search.focus();
        search.select();
      }
    }
    if (event.key === "Escape") {
      const open = document.querySelector("details[data-menu][open]");
      if (open) {
        open.removeAttribute("open");
        open.querySelector("summary")?.focus();
      }
    }
  });

  /* A menu closes when something else is chosen. */
  document.addEventListener("click", (event) => {
    for (const menu of document.querySelectorAll("details[data-menu][open]")) {
      if (!(event.target instanceof Node && menu.contains(event.target))) menu.removeAttribute("open");
    }
  });

  /* A filter answers at once when a choice changes; the button stays for those without JavaScript. */
  document.addEventListener("change", (event) => {
    const form = event.target instanceof Element && event.target.closest("form");
    if (form && "atOnce" in form.dataset) form.requestSubmit();
  });

  /* On a telephone the filters of a list are folded, unless one of them is in use. */
  if (window.matchMedia("(max-width: 640px)").matches) {
    for (const form of document.querySelectorAll(".filters > form, form.filters")) {
      const fold = document.createElement("details");
      const words = document.createElement("summary");
      fold.className = "filters-fold";
      words.textContent = document.body.dataset.fold ?? "";
      fold.open = [...new URLSearchParams(location.search)].some(([name, value]) => name !== "page" && value);
      form.replaceWith(fold);
      fold.append(words, form);
    }
  }

  for (const button of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll("[data-print]"))) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  /* What is printed says when: a page may have been open for hours. */
  window.addEventListener("beforeprint", () => {
    const now = new Date();
    const two = (/** @type {number} */ part) => String(part).padStart(2, "0");
    const day = `${two(now.getDate())}/${two(now.getMonth() + 1)}/${now.getFullYear()}`;
    for (const time of document.querySelectorAll("time[data-now]")) {
      time.textContent = `${two(now.getHours())}:${two(now.getMinutes())} ${day}`;
    }
  });

  /* A file that was waited for comes by itself when it is ready; the link stays for those without JavaScript. */
  document.addEventListener("htmx:after:swap", () => {
    /** @type {HTMLAnchorElement | null} */
    const file = document.querySelector("a[data-download]:not([data-begun])");
    if (!file) return;
    file.dataset.begun = "";
    location.assign(file.href);
  });

  /* A form that is on its way is not sent again by a second click; forms that htmx sends wait in its own queue. */
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement)) return;
    if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.getAttribute("aria-busy")) event.preventDefault();
    form.setAttribute("aria-busy", "true");
    window.setTimeout(() => form.removeAttribute("aria-busy"), 10_000); // the person may have stopped it
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[aria-busy]")) form.removeAttribute("aria-busy");
  });
})();
