/* A block from Excel: first shown where each value goes and what does not fit, then written as one act or not at all. */

import {
  cellsOf,
  isCell,
  labelOf,
  leafOf,
  lines,
  keyOf,
  placeOf,
  shownValue,
  table,
  versionOf,
} from "./cells.js";
import { remember, sayDone, send, showTold } from "./saving.js";
import { words } from "./showing.js";

/** @typedef {import("./cells.js").Cell} Cell
 * @typedef {{ key: string, value: string, was: string }} Value
 * @typedef {{ text: string, why: string }} Nowhere */

/**
 * The cells of a copied block: Excel puts tabs between columns, and quotation marks around a text with breaks.
 * @param {string} text
 * @returns {string[][]}
 */
export const copiedBlock = (text) => {
  /** @type {string[][]} */
  const rows = [[]];
  const part = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (;;) {
    const found = part.exec(text);
    if (!found) break;
    rows.at(-1)?.push((found[1]?.replaceAll('""', '"') ?? found[2] ?? "").trim());
    if (!found[3]) break;
    if (found[3] !== "\t") rows.push([]);
  }
  while (rows.length > 1 && rows.at(-1)?.every((value) => !value)) rows.pop();
  return rows;
};

/**
 * @param {Cell} cell @param {string} text
 * @returns {string} the value that a choice has under this word; other values as they are
 */
const valueFor = (cell, text) => {
  if (!(cell instanceof HTMLSelectElement)) return text;
  const same = [...cell.options].find((option) =>
    [option.text, option.value].some((one) => one.toLocaleLowerCase("vi") === text.toLocaleLowerCase("vi")),
  );
  return same?.value ?? text;
};

/**
 * Offer to write a copied block from a cell on.
 * @param {Cell} cell
 * @param {string} text
 * @returns {boolean} whether it is a block; a single value is the browser's own to paste
 */
export const pasteBlock = (cell, text) => {
  const block = copiedBlock(text);
  if (block.length === 1 && block[0]?.length === 1) return false;
  const grid = lines();
  const place = placeOf(grid, cell);
  if (!place) return false;
  /** @type {Value[]} */
  const values = [];
  /** @type {Nowhere[]} */
  const nowhere = [];
  for (const [down, row] of block.entries()) {
    const line = grid[place.line + down];
    for (const [right, copied] of row.entries()) {
      const to = line?.[place.column + right];
      if (to) {
        const value = valueFor(to, copied);
        const was = to.dataset.was ?? "";
        if (value !== was) values.push({ key: keyOf(to), value, was });
      } else if (copied) nowhere.push({ text: copied, why: words(line ? "no-cell" : "beyond") });
    }
  }
  offer(values, nowhere);
  return true;
};

/**
 * @param {string} first @param {string} second @param {string} third
 * @param {boolean} [isFault]
 */
const lineOf = (first, second, third, isFault = false) => {
  const row = document.createElement("tr");
  if (isFault) row.className = "paste-no";
  for (const text of [first, second, third]) row.insertCell().textContent = text;
  return row;
};

/**
 * @param {Value[]} values
 * @param {Nowhere[]} nowhere
 */
const offer = (values, nowhere) => {
  const dialog = document.querySelector("#paste");
  const list = dialog?.querySelector("[data-cells]");
  const sum = dialog?.querySelector("[data-sum]");
  const faults = /** @type {HTMLElement | null | undefined} */ (dialog?.querySelector("[data-faults]"));
  if (!(dialog instanceof HTMLDialogElement) || !list || !sum || !faults) return;
  faults.hidden = true;
  const count = values.length;
  sum.textContent = [
    count ? words("goes", { count }) : words("same"),
    nowhere.length ? words("nowhere", { count: nowhere.length }) : "",
  ].join(" ");
  list.replaceChildren(
    ...nowhere.map(({ text, why }) => lineOf(why, "", text, true)),
    ...values.map(({ key, value, was }) => {
      const cell = cellsOf(key)[0];
      if (!isCell(cell)) return lineOf(key, was, value);
      return lineOf(labelOf(cell), shownValue(cell, was), shownValue(cell, value));
    }),
  );
  const [yes, no] = dialog.querySelectorAll("button");
  if (!yes || !no) return;
  yes.disabled = !count || nowhere.length > 0;
  yes.onclick = async () => {
    const refused = await pasteValues(values, true);
    if (!refused) dialog.close();
    else {
      faults.hidden = false;
      faults.replaceChildren(
        ...refused.map((text) => {
          const line = document.createElement("li");
          line.textContent = text;
          return line;
        }),
      );
    }
  };
  no.onclick = () => dialog.close();
  dialog.showModal();
  (yes.disabled ? no : yes).focus();
};

/**
 * Write many cells as one act.
 * @param {Value[]} values
 * @param {boolean} canBeTakenBack
 * @returns {Promise<string[] | undefined>} why nothing was written; undefined when all was
 */
export const pasteValues = async (values, canBeTakenBack) => {
  const cells = values.map(({ key, value }) => {
    const [leaf = "", field = ""] = key.split("|");
    return { leaf, field, value };
  });
  const versions = Object.fromEntries(cells.map(({ leaf }) => [leaf, versionOf(leaf)]));
  const answer = await send(table.dataset.block ?? "", {
    cells: JSON.stringify({ cells, versions }),
    age: "0",
  });
  if (!answer) return [words("unsaved")];
  for (const told of answer.body.leaves ?? []) showTold(told);
  if (answer.status !== 200) return answer.body.faults ?? [words("failed")];
  if (canBeTakenBack) remember(values.map(({ key, value, was }) => ({ key, before: was, after: value })));
  sayDone(words(canBeTakenBack ? "saved" : "undone", { time: answer.body.saved }));
  const first = cells[0] && cellsOf(`${cells[0].leaf}|${cells[0].field}`)[0];
  if (first && leafOf(first)) first.focus();
  return undefined;
};
