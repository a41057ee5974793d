/* Choosing a document while typing; new files brought beside something: once stored they wait to be confirmed, and the
   page is never left for it. A picker may come onto a page at any time. */
(() => {
  "use strict";

  const SOON = 250; // milliseconds without a letter, after which is searched
  let soon = 0;
  let asked = 0;

  /** @param {EventTarget | null} from the search form of a picker, if this is in one */
  const searchOf = (from) => {
    const form = from instanceof Element ? from.closest(".picker > form") : null;
    return form instanceof HTMLFormElement ? form : null;
  };

  /** @param {HTMLFormElement} form */
  const search = async (form) => {
    const number = ++asked;
    const query = new URLSearchParams();
    for (const [name, value] of new FormData(form)) query.set(name, String(value));
    const answer = await fetch(`${form.action}?${query}`, { headers: { "HX-Request": "true" } });
    const found = form.closest(".picker")?.querySelector(".picker-found");
    if (answer.ok && found && number === asked) found.innerHTML = await answer.text();
  };

  document.addEventListener("input", (event) => {
    const form = searchOf(event.target);
    window.clearTimeout(soon);
    if (form) soon = window.setTimeout(() => void search(form), SOON);
  });
  document.addEventListener("focusin", (event) => {
    const form = searchOf(event.target);
    const found = form?.closest(".picker")?.querySelector(".picker-found");
    if (form && found && !found.childElementCount) void search(form);
  });
  document.addEventListener("submit", (event) => {
    const form = searchOf(event.target);
    if (!form) return;
    event.preventDefault();
    void search(form);
  });

  /** @type {Map<Element, Set<number>>} */
  const brought = new Map();

  document.addEventListener("cchc:stored", (event) => {
    const picker = event.target instanceof Element ? event.target.closest(".picker") : null;
    if (!(event instanceof CustomEvent) || !(picker instanceof HTMLElement)) return;
    const files = brought.get(picker) ?? new Set();
    brought.set(picker, files.add(Number(event.detail.file)));
    void handOver(picker, files);
  });

  /** @param {HTMLElement} picker @param {Set<number>} files */
  const handOver = async (picker, files) => {
    const token = picker.querySelector(".picker-new > form input");
    const form = new FormData();
    if (token instanceof HTMLInputElement) form.set(token.name, token.value);
    for (const file of files) form.append("file", String(file));
    form.set("wanted", picker.dataset.wanted ?? "");
    const answer = await fetch(picker.dataset.bring ?? "", {
      method: "POST",
      body: form,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    const told = answer.ok ? await answer.json() : { waiting: 0, said: [] };
    const onward = picker.querySelector(".picker-brought");
    if (onward instanceof HTMLElement) onward.hidden = !told.waiting;
    const said = picker.querySelector(".picker-said");
    if (said) said.textContent = told.said.join(" ");
  };
})();
