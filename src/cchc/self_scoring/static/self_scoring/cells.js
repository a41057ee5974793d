/* The cells of the sheet: which leaf and field each belongs to, and where it stands in the grid. */

/** @typedef {HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement} Cell */

/** What stands in one line of the sheet, from the declared figures to the note; null where nothing is typed.
 * @typedef {(Cell | null)[]} Line */

export const table = /** @type {HTMLTableElement} */ (document.querySelector("table[data-sheet]"));
const beside = document.querySelector("#beside");

/** The columns of the official form in which something may be typed, in their order there. */
const COLUMNS = ["declared", "how", "asked", "evidence", "points", "appraised", "note"];

/**
 * @param {unknown} what
 * @returns {what is Cell}
 */
export const isCell = (what) =>
  (what instanceof HTMLInputElement ||
    what instanceof HTMLTextAreaElement ||
    what instanceof HTMLSelectElement) &&
  what.dataset.field !== undefined;

/** @param {Element} cell @returns {string} the number of the leaf to which it belongs */
export const leafOf = (cell) => cell.closest("[data-leaf]")?.getAttribute("data-leaf") ?? "";

/** @param {Cell} cell @returns {string} leaf and field in one text */
export const keyOf = (cell) => `${leafOf(cell)}|${cell.dataset.field}`;

/** @param {string} leaf @returns {HTMLElement | null} */
export const rowOf = (leaf) => table.querySelector(`tr[data-leaf="${CSS.escape(leaf)}"]`);

/** @param {string} leaf */
export const versionOf = (leaf) => Number(rowOf(leaf)?.dataset.version ?? 0);

/** @param {ParentNode} where @returns {Cell[]} */
export const cellsIn = (where) =>
  /** @type {Cell[]} */ ([...where.querySelectorAll("[data-field]")].filter(isCell));

/** @param {string} key @returns {Cell[]} the cells with this leaf and field: in the sheet, and beside it */
export const cellsOf = (key) => {
  const [leaf = "", field = ""] = key.split("|");
  const inside = `[data-leaf="${CSS.escape(leaf)}"] [data-field="${CSS.escape(field)}"]`;
  const places = beside ? [table, beside] : [table];
  return places.flatMap((place) => [...place.querySelectorAll(inside)].filter(isCell));
};

/** @param {Cell} cell @returns {string} what a screen reader calls it */
export const labelOf = (cell) =>
  cell.getAttribute("aria-label") ?? `${leafOf(cell)}: ${cell.labels?.[0]?.textContent ?? ""}`;

/** @param {Cell} cell @param {string} value @returns {string} the value as it is shown */
export const shownValue = (cell, value) =>
  cell instanceof HTMLSelectElement
    ? ([...cell.options].find((option) => option.value === value)?.text ?? value)
    : value;

/** @returns {Line[]} the lines of the sheet as the eye sees them: one for each figure, or for a row without */
export const lines = () =>
  [...table.querySelectorAll("tbody > tr")].flatMap((row) => {
    const inColumn = COLUMNS.map((name) => {
      const place = row.querySelector(`td.${name}`);
      return place ? cellsIn(place) : [];
    });
    const count = Math.max(1, inColumn[0]?.length ?? 0);
    return Array.from({ length: count }, (_, line) => inColumn.map((cells) => cells[line] ?? null));
  });

/**
 * @param {Line[]} grid
 * @param {Cell} cell
 * @returns {{ line: number, column: number } | null}
 */
export const placeOf = (grid, cell) => {
  for (const [line, columns] of grid.entries()) {
    const column = columns.indexOf(cell);
    if (column >= 0) return { line, column };
  }
  return null;
};

/** @param {Cell} cell Let the cell show what is typed into it. */
export const select = (cell) => {
  if (!(cell instanceof HTMLSelectElement)) cell.select();
};
