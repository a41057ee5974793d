/* The keys of the lists. Input methods are left alone: while letters are being composed no key is ours. */

import { choose, closePanel, formShown, isInPanel, isPanelOpen, renew } from "./panel.js";
import { chosenRow, frame, goTo, isLeft, neighbour, nextLeft, rowAt, rows } from "./rows.js";
import { saveRow } from "./saving.js";

/** @param {HTMLElement} row @param {number} step */
const move = (row, step) => {
  const next = neighbour(row, step);
  if (next) goTo(next);
};

/** Go into the form of a row: to its first figure, else to its points. @param {HTMLElement} row */
const edit = async (row) => {
  if (!formShown()) await choose(row);
  const field = formShown()?.querySelector(
    /** @type {"input"} */ ('[name^="figure-"], [name="points"], [type="checkbox"]'),
  );
  field?.focus();
  if (field instanceof HTMLInputElement && field.type !== "checkbox") field.select();
};

/** Choose the coded reason with this digit, or leave it. @param {HTMLElement} row @param {number} digit */
const reason = async (row, digit) => {
  if (!formShown()) await choose(row);
  const boxes = formShown()?.querySelectorAll(/** @type {"input"} */ ('[name^="reason-"]'));
  boxes?.[digit - 1]?.click();
};

/** @param {HTMLElement} row @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const inRow = (row, event) => {
  if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
    if (event.repeat) return true;
    if (event.ctrlKey || event.metaKey) void saveRow(row, row.dataset.conflict ?? "save");
    else if (isLeft(row) || row.dataset.conflict) void saveRow(row, row.dataset.conflict ?? "accept");
    else void edit(row);
    return true;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  switch (event.key) {
    case "ArrowDown":
    case "ArrowUp":
      move(row, event.key === "ArrowDown" ? 1 : -1);
      return true;
    case "F2":
      void edit(row);
      return true;
    case "Escape":
      return escape(row);
    default:
      return digitOf(event, row);
  }
};

/** @param {HTMLElement} row @returns {boolean} */
const escape = (row) => {
  if (row.dataset.conflict) {
    delete row.dataset.conflict;
    void renew(row);
    return true;
  }
  if (!isPanelOpen()) return false;
  closePanel();
  return true;
};

/** @param {KeyboardEvent} event @param {HTMLElement} row @returns {boolean} */
const digitOf = (event, row) => {
  const digit = /^Digit[1-6]$/.test(event.code) ? Number(event.code.slice(-1)) : 0;
  if (digit) void reason(row, digit);
  return digit > 0;
};

/** @param {HTMLElement} row @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const inPanel = (row, event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (!event.repeat) void saveRow(row, "save");
    return true;
  }
  if (event.key === "Escape") {
    delete row.dataset.conflict;
    goTo(row);
    void renew(row);
    return true;
  }
  return event.altKey && !event.ctrlKey && digitOf(event, row);
};

/** Let keys and mouse work the rows. */
export const startKeys = () => {
  frame.addEventListener("focusin", (event) => {
    const row = rowAt(event.target);
    if (row && row !== chosenRow()) void choose(row, { at: isPanelOpen() ? "soon" : "once" });
  });
  frame.addEventListener("click", (event) => {
    const row = rowAt(event.target);
    if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    if (link && !("opens" in link.dataset)) return;
    event.preventDefault();
    void choose(row, { part: link?.hash ?? "" });
    if (!link) goTo(row);
  });
  frame.addEventListener("submit", (event) => {
    const form = event.target;
    const row = chosenRow();
    if (!(form instanceof HTMLFormElement) || !row || form !== formShown()) return;
    event.preventDefault();
    event.stopPropagation();
    const act = event.submitter instanceof HTMLButtonElement ? event.submitter.value : "save";
    void saveRow(row, act || "save");
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
    if (document.querySelector("dialog[open]")) return;
    const row = chosenRow();
    if (row && isInPanel()) {
      if (inPanel(row, event)) event.preventDefault();
      return;
    }
    const here = rowAt(event.target);
    if (here) {
      if (inRow(here, event)) event.preventDefault();
      return;
    }
    if (event.target !== document.body || !["ArrowDown", "Enter"].includes(event.key)) return;
    const first = row ?? nextLeft(null) ?? rows()[0];
    if (!first) return;
    event.preventDefault();
    goTo(first);
  });
};
