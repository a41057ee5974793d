/* The keys of a spreadsheet over the cells. Input methods are left alone: while letters are being composed no key is
   ours. */

import { isCell, leafOf, lines, placeOf, rowOf, select, table } from "./cells.js";
import { confirm, lastSaved, left, markDone, restore, takeBack, typed } from "./saving.js";
import { saySaved, words } from "./showing.js";
import { pasteBlock, pasteValues } from "./pasting.js";
import { closeBeside, isBesideOpen, openBeside, turnBeside } from "./panel.js";

/** @typedef {import("./cells.js").Cell} Cell */

/** Whether the caret moves inside the focused cell, or the keys move from cell to cell.
 * @type {"ready" | "typing" | "editing"} */
let mode = "ready";

/** @param {Cell | null} cell @returns {cell is Cell} whether it may be worked in: columns give way to what is beside */
const isSeen = (cell) => cell?.checkVisibility() ?? false;

/**
 * @param {Cell} cell
 * @param {number} down lines
 * @param {number} right columns
 */
const move = (cell, down, right) => {
  const grid = lines();
  const place = placeOf(grid, cell);
  if (!place) return;
  let { line, column } = place;
  for (;;) {
    line += down;
    column += right;
    const columns = grid[line];
    if (!columns || column < 0 || column >= columns.length) return;
    const next = columns[column] ?? null;
    if (isSeen(next)) {
      next.focus();
      return;
    }
  }
};

/**
 * @param {Cell} cell
 * @param {number} step
 * @returns {boolean} whether there was a next cell
 */
const moveAlong = (cell, step) => {
  const cells = lines().flatMap((line) => line.filter(isSeen));
  const next = cells[cells.indexOf(cell) + step];
  next?.focus();
  return next !== undefined;
};

const undo = () => {
  const changes = lastSaved();
  if (!changes) saySaved(words("nothing-to-undo"));
  else if (changes.length === 1) changes.forEach(takeBack);
  else
    void pasteValues(
      changes.map(({ key, before, after }) => ({ key, value: before, was: after })),
      false,
    );
};

/** @param {Cell} cell @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const enter = (cell, event) => {
  if (event.ctrlKey || event.metaKey) {
    left(cell);
    const mark = rowOf(leafOf(cell))?.querySelector("[data-done]");
    markDone(leafOf(cell), mark?.getAttribute("aria-pressed") !== "true");
    return true;
  }
  if (event.altKey) {
    if (!(cell instanceof HTMLTextAreaElement)) return false;
    cell.setRangeText("\n", cell.selectionStart, cell.selectionEnd, "end");
    cell.dispatchEvent(new InputEvent("input", { bubbles: true }));
    return true;
  }
  if (cell.hasAttribute("data-proposed") && !cell.classList.contains("is-typed")) confirm(cell);
  else left(cell);
  move(cell, event.shiftKey ? -1 : 1, 0);
  return true;
};

/** @param {Cell} cell @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const arrow = (cell, event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return false;
  const inside = mode === "editing" && cell instanceof HTMLTextAreaElement;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    if (inside) return false;
    move(cell, event.key === "ArrowDown" ? 1 : -1, 0);
    return true;
  }
  if (mode !== "ready" && !(cell instanceof HTMLSelectElement)) return false;
  move(cell, 0, event.key === "ArrowRight" ? 1 : -1);
  return true;
};

/** @param {Cell} cell @returns {boolean} whether the key was ours */
const escape = (cell) => {
  if (mode !== "ready" || cell.classList.contains("is-typed")) {
    restore(cell);
    mode = "ready";
    select(cell);
  } else if (isBesideOpen()) closeBeside();
  else return false;
  return true;
};

/** @param {Cell} cell @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const pressed = (cell, event) => {
  switch (event.key) {
    case "Enter":
      return enter(cell, event);
    case "Tab":
      return !event.ctrlKey && !event.altKey && moveAlong(cell, event.shiftKey ? -1 : 1);
    case "ArrowDown":
    case "ArrowUp":
    case "ArrowLeft":
    case "ArrowRight":
      return arrow(cell, event);
    case "Escape":
      return escape(cell);
    case "F2":
      mode = mode === "editing" ? "ready" : "editing";
      if (mode === "ready") select(cell);
      else if (!(cell instanceof HTMLSelectElement))
        cell.setSelectionRange(cell.value.length, cell.value.length);
      return true;
    case "F4":
      turnBeside(leafOf(cell));
      return true;
    case "F9": // which opens the evidence where there is some
      openBeside(leafOf(cell), "#tai-lieu");
      return true;
    case "z":
    case "Z":
      if (!(event.ctrlKey || event.metaKey) || event.shiftKey || cell.classList.contains("is-typed"))
        return false;
      undo();
      return true;
    case "Delete":
      if (!(cell instanceof HTMLSelectElement)) return false;
      cell.value = "";
      cell.dispatchEvent(new Event("change", { bubbles: true }));
      return true;
    default:
      return false;
  }
};

/** Let the keys and the mouse work the cells. */
export const startGrid = () => {
  table.addEventListener("focusin", (event) => {
    if (!isCell(event.target)) return;
    mode = "ready";
    select(event.target);
    for (const row of table.querySelectorAll(".is-chosen")) row.classList.remove("is-chosen");
    const leaf = leafOf(event.target);
    rowOf(leaf)?.classList.add("is-chosen");
    if (isBesideOpen()) openBeside(leaf);
  });
  table.addEventListener("mousedown", (event) => {
    if (isCell(event.target) && event.target === document.activeElement) mode = "editing";
  });
  table.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !isCell(event.target)) return;
    if (pressed(event.target, event)) event.preventDefault();
  });
  table.addEventListener("paste", (event) => {
    if (isCell(event.target) && pasteBlock(event.target, event.clipboardData?.getData("text/plain") ?? ""))
      event.preventDefault();
  });
  document.addEventListener("input", (event) => {
    if (!isCell(event.target)) return;
    if (mode === "ready") mode = "typing";
    typed(event.target);
  });
  document.addEventListener("change", (event) => {
    if (!isCell(event.target)) return;
    if (event.target instanceof HTMLSelectElement) typed(event.target);
    left(event.target);
  });
  document.addEventListener("focusout", (event) => {
    if (isCell(event.target)) left(event.target);
  });
  table.addEventListener("click", (event) => {
    const mark = event.target instanceof Element && event.target.closest("[data-done]");
    if (mark) markDone(leafOf(mark), mark.getAttribute("aria-pressed") !== "true");
  });
};
