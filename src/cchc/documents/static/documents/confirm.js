/* Confirming many files by the keyboard: Enter says that a row is right and goes on to the next, Ctrl+Enter adds all
   that is ticked; the file of the row in which one types stands beside. Brought files are taken over by themselves. */
(() => {
  "use strict";

  const form = document.querySelector("form.confirm");
  const keys = document.querySelector(".confirm-keys");
  if (keys instanceof HTMLElement) keys.hidden = false;

  /** @param {EventTarget | null} from */
  const rowOf = (from) => (from instanceof Element ? from.closest(".confirm-row") : null);

  if (form instanceof HTMLFormElement) {
    form.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      if (event.ctrlKey) {
        event.preventDefault();
        form.requestSubmit();
        return;
      }
      const row = rowOf(event.target);
      const typing = event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement;
      if (!row || !typing || event.shiftKey) return;
      event.preventDefault();
      const tick = row.querySelector(".confirm-tick input");
      if (tick instanceof HTMLInputElement) tick.checked = true;
      const next = row.nextElementSibling?.querySelector(".confirm-fields input");
      const end = form.querySelector(".confirm-end input, .confirm-end button");
      const to = next ?? end;
      if (to instanceof HTMLElement) to.focus();
    });

    let shown = "";
    form.addEventListener("focusin", (event) => {
      const row = rowOf(event.target);
      const look = row?.querySelector("[data-beside]");
      if (!row || row.id === shown || !(look instanceof HTMLElement)) return;
      if (window.matchMedia("(max-width: 1000px)").matches) return;
      shown = row.id;
      look.click();
    });
  }

  const bring = document.querySelector("[data-bring]");
  const onward = bring?.querySelector(":scope > form");
  /** @type {Set<number>} */
  const brought = new Set();
  let soon = 0;

  /** Once no file is on the way, the stored ones are taken over. */
  const takeOver = () => {
    if (!(onward instanceof HTMLFormElement) || !brought.size) return;
    if (document.querySelector(".upload-list progress:not([hidden])")) {
      soon = window.setTimeout(takeOver, 500);
      return;
    }
    for (const file of brought) {
      const field = document.createElement("input");
      Object.assign(field, { type: "hidden", name: "file", value: String(file) });
      onward.append(field);
    }
    onward.requestSubmit();
  };

  bring?.addEventListener("cchc:stored", (event) => {
    if (!(event instanceof CustomEvent)) return;
    brought.add(Number(event.detail.file));
    window.clearTimeout(soon);
    soon = window.setTimeout(takeOver, 800);
  });

  /* What was read meanwhile comes by itself, unless somebody is at work on other rows. */
  document.addEventListener("htmx:after:swap", () => {
    const reload = document.querySelector("a[data-reload]");
    if (reload instanceof HTMLAnchorElement && !form) location.assign(reload.href);
  });
})();
