/* The review page by keyboard: rows are gone through with the arrows, Enter says that a row is right, Esc puts a text
   back. Each cell saves when it is left, only itself, and nothing typed is lost when the answer is late, refused or does
   not come. Without this file every row has a button that saves it. Keys pressed while an input method composes a letter
   belong to the input method. */
(() => {
  "use strict";

  /**
   * What htmx tells with its events, as far as it is read here.
   *
   * @typedef {object} Exchange
   * @property {{ body: FormData | URLSearchParams, keepalive?: boolean }} request
   * @property {{ raw: Response, status: number }} response
   * @property {Event} [sourceEvent]
   */

  const found = document.querySelector("[data-rows]");
  if (!(found instanceof HTMLElement)) return;
  const list = found;
  const source = document.getElementById("source");
  /** @type {HTMLElement | null} */
  const notice = document.querySelector("[data-unsaved-notice]");
  const MOST_AFTER_LEAVING = 60000; // what a browser still sends when its page is left meanwhile
  /** @param {KeyboardEvent} event */
  const composing = (event) => event.isComposing || event.keyCode === 229;
  /** @returns {HTMLElement[]} */
  const rows = () => [...list.querySelectorAll("[data-row]")].filter((one) => one instanceof HTMLElement);
  /**
   * @param {EventTarget | null} target
   * @returns {HTMLElement | null}
   */
  const rowOf = (target) => (target instanceof Element ? target.closest("[data-row]") : null);
  /**
   * @param {Element} row
   * @returns {HTMLTextAreaElement[]}
   */
  const cells = (row) =>
    [...row.querySelectorAll(".cell textarea")].filter((one) => one instanceof HTMLTextAreaElement);

  /**
   * A row in which nothing waits is one line: it is opened before somebody writes in it.
   *
   * @param {Element} row
   * @param {boolean} open
   */
  function fold(row, open) {
    const held = row.querySelector(".row-fold");
    if (held instanceof HTMLDetailsElement) held.open = open;
  }

  /* What was sent and not answered yet counts as saved; what stands in a cell otherwise and differs is not. */
  /** @type {WeakMap<HTMLTextAreaElement, string>} */
  const sent = new WeakMap();
  /** @param {string} text */
  const lines = (text) =>
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .join("\n")
      .trim();
  /** @param {HTMLTextAreaElement} cell */
  const unsaved = (cell) =>
    lines(cell.value) !== lines(sent.get(cell) ?? cell.dataset.unsaved ?? cell.defaultValue);

  /**
   * One row is in the order of Tab; the passage it was read from is shown.
   *
   * @param {HTMLElement} row
   */
  function choose(row) {
    for (const one of rows()) if (one.tabIndex === 0) one.tabIndex = -1;
    row.tabIndex = 0;
    if (!source) return;
    for (const one of source.querySelectorAll(".shown")) one.classList.remove("shown");
    const passages = source.querySelectorAll(`[data-for~="${row.id.slice(1)}"]`);
    for (const one of passages) one.classList.add("shown");
    if (passages.length) {
      const inside = passages[0].getBoundingClientRect().top - source.getBoundingClientRect().top;
      source.scrollTop += inside - source.clientHeight / 4;
    }
  }

  /** @param {HTMLElement | null | undefined} row */
  function go(row) {
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  /**
   * @param {HTMLElement} row
   * @param {number} step
   * @returns {HTMLElement | undefined}
   */
  function beside(row, step) {
    const every = rows();
    return every[every.indexOf(row) + step];
  }

  /* The page behind this one; where rows that are done leave the list, others have come to stand on this one. */
  /** @type {HTMLAnchorElement | null} */
  const nextPage = document.querySelector(".pager [rel=next]");
  function turn() {
    const moved = "doneLeave" in list.dataset && rows().some((row) => !("open" in row.dataset));
    location.href = moved || !nextPage ? location.pathname + location.search : nextPage.href;
  }

  /**
   * The next row that waits; behind the last one of them the next page, on the last page the first one that waits;
   * the next row when none waits any more.
   *
   * @param {HTMLElement} row
   */
  function following(row) {
    const every = rows();
    const at = every.indexOf(row);
    /** @param {HTMLElement} one */
    const waits = (one) => one !== row && "open" in one.dataset;
    const below = every.slice(at + 1).find(waits);
    return below || (nextPage ? null : every.find(waits) || every[at + 1] || row);
  }

  /** @type {HTMLElement | null} */
  let turning = null; // the row behind whose check the page is turned

  /** @param {HTMLElement} row */
  function accept(row) {
    const next = following(row);
    /** @type {HTMLButtonElement | null} */
    const button = row.querySelector("[data-check]");
    if (!next && button) turning = row;
    if (button) button.click();
    if (next) go(next);
    else if (!button) turn();
  }

  /** @param {HTMLElement} row */
  function down(row) {
    const next = beside(row, 1);
    if (next) go(next);
    else if (nextPage) turn();
  }

  list.addEventListener("focusin", (event) => {
    const row = rowOf(event.target);
    if (row && row.tabIndex !== 0) choose(row);
  });

  /* Where nothing has the focus, the keys are meant for the row that is shown. */
  document.addEventListener("keydown", (event) => {
    const keys = ["ArrowDown", "ArrowUp", "Enter", "F2"];
    if (event.target !== document.body || !keys.includes(event.key) || composing(event)) return;
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const row = rows().find((one) => one.tabIndex === 0);
    if (!row) return;
    event.preventDefault();
    go(row);
  });

  list.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || composing(event) || event.altKey || event.metaKey) return;
    const cell = cells(row).find((one) => one === event.target);
    const onRow = event.target === row && !event.ctrlKey && !event.shiftKey;
    /** @type {Record<string, (() => void) | false | undefined>} */
    const acts = {
      ArrowDown: onRow && (() => down(row)),
      ArrowUp: onRow && (() => go(beside(row, -1))),
      F2:
        onRow &&
        (() => {
          fold(row, true);
          (cells(row).find((one) => one.closest(".cell-doubt")) || cells(row)[0])?.focus();
        }),
      Enter: (onRow || (cell && event.ctrlKey)) && (() => accept(row)),
      Escape: cell && (() => (putBack(cell), row.focus())),
    };
    const act = Object.hasOwn(acts, event.key) && acts[event.key];
    if (!act) return;
    act();
    event.preventDefault();
  });

  /**
   * The text of before; of a cell that could not be saved, the one that the plan holds.
   *
   * @param {HTMLTextAreaElement} cell
   */
  function putBack(cell) {
    const refused = cell.dataset.unsaved;
    cell.value = refused ?? sent.get(cell) ?? cell.defaultValue;
    if (refused !== undefined) cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* From the document to the row. */
  if (source) {
    source.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest(".to-row");
      const row = link instanceof HTMLAnchorElement && document.getElementById(link.hash.slice(1));
      if (!row) return;
      event.preventDefault();
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "center" });
    });
  }

  /* Saving: only the cells that were changed, with the version of now, each text once. */
  /**
   * @param {Event} event
   * @returns {HTMLFormElement | null}
   */
  const ofRow = (event) => (event.target instanceof Element ? event.target.closest("form.cells") : null);
  /**
   * @param {Event} event
   * @returns {Exchange}
   */
  const exchange = (event) => /** @type {CustomEvent} */ (event).detail.ctx;

  list.addEventListener("htmx:config:request", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { request, sourceEvent } = exchange(event);
    const changed = cells(form).filter((cell) => unsaved(cell) || "unsaved" in cell.dataset);
    for (const cell of cells(form)) if (!changed.includes(cell)) request.body.delete(cell.name);
    if (sourceEvent?.type === "change" && !changed.length) event.preventDefault();
    for (const cell of changed) sent.set(cell, cell.value);
  });

  list.addEventListener("htmx:before:request", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { request } = exchange(event);
    const version = form.elements.namedItem("version");
    if (version instanceof HTMLInputElement) request.body.set("version", version.value);
    for (const cell of cells(form)) if ("unsaved" in cell.dataset) request.body.set(cell.name, cell.value);
    request.keepalive = String(request.body).length < MOST_AFTER_LEAVING;
  });

  /**
   * @param {HTMLFormElement} form
   * @param {"lost" | "left"} words
   */
  function failed(form, words) {
    for (const cell of cells(form)) sent.delete(cell);
    turning = null;
    if (!notice) return;
    for (const one of notice.querySelectorAll("[data-words]"))
      one.toggleAttribute("hidden", one.getAttribute("data-words") !== words);
    notice.hidden = false;
  }

  list.addEventListener("htmx:error", (event) => {
    const form = ofRow(event);
    if (form) failed(form, "lost");
  });

  list.addEventListener("htmx:before:response", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { raw, status } = exchange(event).response;
    if (raw.redirected) event.preventDefault();
    if (raw.redirected || status === 403 || status === 404) failed(form, "left");
    if (status >= 500) failed(form, "lost");
  });

  list.addEventListener("htmx:after:swap", (event) => {
    const row = rowOf(event.target);
    const { response, sourceEvent } = exchange(event);
    if (!row || ![200, 409, 422].includes(response.status)) return;
    for (const cell of cells(row)) sent.delete(cell);
    if (notice) notice.hidden = true;
    const behind = row === turning;
    if (behind) turning = null;
    if (behind && response.status === 200) return turn();
    const inCell = document.activeElement?.matches("textarea, input");
    const lacks = cells(row).find((cell) => cell.hasAttribute("aria-invalid"));
    const undone = response.status !== 200 && sourceEvent?.type === "submit";
    if (undone) fold(row, true);
    if (undone && !inCell) (lacks || row).focus();
    else if (document.activeElement === document.body) go(row);
    if (response.status === 200 && row.matches(".measure-quiet")) quiet(row);
  });

  /**
   * A row that was found right by keyboard becomes one line; behind the last one that waited, the keys lead on to what is
   * left to do with the plan. Where a mouse was used, nothing moves under it.
   *
   * @param {HTMLElement} row
   */
  function quiet(row) {
    const at = rowOf(document.activeElement);
    if (!at || document.activeElement !== at) return;
    fold(row, false);
    at.scrollIntoView({ block: "nearest" });
    if (nextPage || rows().some((one) => "open" in one.dataset)) return;
    const onward = document.querySelector("#make .button-primary:not(:disabled)");
    if (onward instanceof HTMLElement) onward.focus();
  }

  window.addEventListener("beforeunload", (event) => {
    if (rows().some((row) => cells(row).some(unsaved))) event.preventDefault();
  });

  /* What the reader opened or reached stays so when a row is drawn anew. */
  /** @type {{ htmx?: { registerExtension(name: string, hooks: object): void } }} */ (
    window
  ).htmx?.registerExtension("kept", {
    /**
     * @param {Element} _element
     * @param {{ attrName: string }} detail
     */
    htmx_before_morph_attr: (_element, detail) => !["open", "tabindex"].includes(detail.attrName),
  });

  const asked = rows().find((row) => `#${row.id}` === location.hash);
  const first = asked || rows()[0];
  if (first) choose(first);
  if (first && (asked || (!location.hash && document.activeElement === document.body)))
    first.focus({ preventScroll: true });

  /* A menu that opens below the screen is brought into it. */
  list.addEventListener(
    "toggle",
    (event) => {
      const menu = event.target;
      const sheet = menu instanceof HTMLDetailsElement && menu.open && menu.querySelector(".menu-sheet");
      if (sheet) sheet.scrollIntoView({ block: "nearest" });
    },
    true,
  );
})();
