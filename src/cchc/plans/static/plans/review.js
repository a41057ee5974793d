/* The review page by keyboard: rows are gone through with the arrows, Enter says that a row is right, Esc puts a text
   back. Each cell saves when it is left, only itself, and nothing typed is lost when the answer is late, refused or does
   not come. Without this file every row has a button that saves it. Keys pressed while an input method composes a letter
   belong to the input method. */
(() => {
  "use strict";

  const list = document.querySelector("[data-rows]");
  if (!list) return;
  const source = document.getElementById("source");
  const notice = document.querySelector("[data-unsaved-notice]");
  const MOST_AFTER_LEAVING = 60000; // what a browser still sends when its page is left meanwhile
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const rows = () => [...list.querySelectorAll("[data-row]")];
  const rowOf = (target) => target.closest && target.closest("[data-row]");
  const cells = (row) => [...row.querySelectorAll(".cell textarea")];

  /* What was sent and not answered yet counts as saved; what stands in a cell otherwise and differs is not. */
  const sent = new WeakMap();
  const lines = (text) =>
    text
      .split(/\r?\n/)
      .map((line) => line.trim())
      .join("\n")
      .trim();
  const unsaved = (cell) =>
    lines(cell.value) !== lines(sent.get(cell) ?? cell.dataset.unsaved ?? cell.defaultValue);

  /* One row is in the order of Tab; the passage it was read from is shown. */
  function choose(row) {
    for (const one of list.querySelectorAll('[data-row][tabindex="0"]')) one.tabIndex = -1;
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

  function go(row) {
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "nearest" });
  }

  function beside(row, step) {
    const every = rows();
    return every[every.indexOf(row) + step];
  }

  /* The page behind this one; where rows that are done leave the list, others have come to stand on this one. */
  const nextPage = document.querySelector(".pager [rel=next]");
  function turn() {
    const moved = "doneLeave" in list.dataset && rows().some((row) => !("open" in row.dataset));
    location.href = moved ? location.pathname + location.search : nextPage.href;
  }

  /* The next row that waits; behind the last one of them the next page, on the last page the first one that waits;
     the next row when none waits any more. */
  function following(row) {
    const every = rows();
    const at = every.indexOf(row);
    const waits = (one) => one !== row && "open" in one.dataset;
    const below = every.slice(at + 1).find(waits);
    return below || (nextPage ? null : every.find(waits) || every[at + 1] || row);
  }

  let turning = null; // the row behind whose check the page is turned

  function accept(row) {
    const next = following(row);
    const button = row.querySelector("[data-check]");
    if (!next && button) turning = row;
    if (button) button.click();
    if (next) go(next);
    else if (!button) turn();
  }

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
    const row = list.querySelector('[data-row][tabindex="0"]');
    if (!row) return;
    event.preventDefault();
    go(row);
  });

  list.addEventListener("keydown", (event) => {
    const row = rowOf(event.target);
    if (!row || composing(event) || event.altKey || event.metaKey) return;
    const inside = event.target.matches(".cell textarea");
    const onRow = event.target === row && !event.ctrlKey && !event.shiftKey;
    const done = {
      ArrowDown: () => onRow && (down(row), true),
      ArrowUp: () => onRow && (go(beside(row, -1)), true),
      F2: () => onRow && ((row.querySelector(".cell-doubt textarea") || cells(row)[0]).focus(), true),
      Enter: () => (onRow || (inside && event.ctrlKey)) && (accept(row), true),
      Escape: () => inside && (putBack(event.target), row.focus(), true),
    }[event.key];
    if (done && done()) event.preventDefault();
  });

  /* The text of before; of a cell that could not be saved, the one that the plan holds. */
  function putBack(cell) {
    const refused = "unsaved" in cell.dataset;
    cell.value = refused ? cell.dataset.unsaved : (sent.get(cell) ?? cell.defaultValue);
    if (refused) cell.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* From the document to the row. */
  if (source) {
    source.addEventListener("click", (event) => {
      const link = event.target.closest(".to-row");
      const row = link && document.getElementById(link.hash.slice(1));
      if (!row) return;
      event.preventDefault();
      row.focus({ preventScroll: true });
      row.scrollIntoView({ block: "center" });
    });
  }

  /* Saving: only the cells that were changed, with the version of now, each text once. */
  const ofRow = (event) => event.target.closest && event.target.closest("form.cells");

  list.addEventListener("htmx:config:request", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { request, sourceEvent } = event.detail.ctx;
    const changed = cells(form).filter((cell) => unsaved(cell) || "unsaved" in cell.dataset);
    for (const cell of cells(form)) if (!changed.includes(cell)) request.body.delete(cell.name);
    if (sourceEvent.type === "change" && !changed.length) event.preventDefault();
    for (const cell of changed) sent.set(cell, cell.value);
  });

  list.addEventListener("htmx:before:request", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { request } = event.detail.ctx;
    request.body.set("version", form.elements.version.value);
    for (const cell of form.querySelectorAll("[data-unsaved]")) request.body.set(cell.name, cell.value);
    request.keepalive = String(request.body).length < MOST_AFTER_LEAVING;
  });

  function failed(form, words) {
    for (const cell of cells(form)) sent.delete(cell);
    turning = null;
    for (const one of notice.querySelectorAll("[data-words]")) one.hidden = one.dataset.words !== words;
    notice.hidden = false;
  }

  list.addEventListener("htmx:error", (event) => {
    const form = ofRow(event);
    if (form) failed(form, "lost");
  });

  list.addEventListener("htmx:before:response", (event) => {
    const form = ofRow(event);
    if (!form) return;
    const { raw, status } = event.detail.ctx.response;
    if (raw.redirected) event.preventDefault();
    if (raw.redirected || status === 403 || status === 404) failed(form, "left");
    if (status >= 500) failed(form, "lost");
  });

  list.addEventListener("htmx:after:swap", (event) => {
    const row = rowOf(event.target);
    if (!row || ![200, 409, 422].includes(event.detail.ctx.response.status)) return;
    for (const cell of cells(row)) sent.delete(cell);
    notice.hidden = true;
    const behind = row === turning;
    if (behind) turning = null;
    if (behind && event.detail.ctx.response.status === 200) return turn();
    const inCell = document.activeElement.matches("textarea, input");
    const lacks = row.querySelector(".cell [aria-invalid]");
    const undone =
      event.detail.ctx.response.status !== 200 && event.detail.ctx.sourceEvent?.type === "submit";
    if (undone && !inCell) (lacks || row).focus();
    else if (document.activeElement === document.body) go(row);
  });

  window.addEventListener("beforeunload", (event) => {
    if (rows().some((row) => cells(row).some(unsaved))) event.preventDefault();
  });

  /* What the reader opened or reached stays so when a row is drawn anew. */
  window.htmx?.registerExtension("kept", {
    htmx_before_morph_attr: (element, detail) => !["open", "tabindex"].includes(detail.attrName),
  });

  const asked = rows().find((row) => `#${row.id}` === location.hash);
  const first = asked || list.querySelector("[data-row]");
  if (first) choose(first);
  if (asked || (first && !location.hash && document.activeElement === document.body))
    first.focus({ preventScroll: true });

  /* A menu that opens below the screen is brought into it. */
  list.addEventListener(
    "toggle",
    (event) => {
      const sheet = event.target.open && event.target.querySelector(".menu-sheet");
      if (sheet) sheet.scrollIntoView({ block: "nearest" });
    },
    true,
  );
})();
