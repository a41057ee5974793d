/* The rows of a list of an appraisal: which is chosen, which are left, and what the platform answered for one. */

export const frame = /** @type {HTMLElement} */ (document.querySelector("[data-cells]"));
const WORDS = document.querySelector("[data-words]");

/** What the platform tells of a row after a save.
 * @typedef {object} Told
 * @property {number} version
 * @property {string} state
 * @property {string[]} tabs of those that a save changes, to which it belongs now
 * @property {Record<string, string>} parts of the row, as HTML
 * @property {Record<string, string>} [sums] of the list, by the name of their place */

/**
 * @param {string} name of a sentence that the page brought
 * @param {Record<string, string | number>} [facts]
 */
export const words = (name, facts = {}) => {
  let text = WORDS?.getAttribute(`data-word-${name}`) ?? "";
  for (const [gap, fact] of Object.entries(facts)) text = text.replace(`{${gap}}`, () => String(fact));
  return text;
};

/** @param {string} text the state of saving, at the end of the counter */
export const say = (text) => {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = text;
};

/** @returns {HTMLElement[]} */
export const rows = () => [...frame.querySelectorAll(/** @type {"tr"} */ ("tr[data-cell]"))];

/** @param {EventTarget | null} what @returns {HTMLElement | null} the row in which it stands */
export const rowAt = (what) =>
  what instanceof Element ? what.closest(/** @type {"tr"} */ ("tr[data-cell]")) : null;

/** @returns {HTMLElement | null} */
export const chosenRow = () => frame.querySelector("tr.is-chosen");

/** @param {HTMLElement} row whether it is the reader's to appraise */
export const isMine = (row) => "mine" in row.dataset;

/** @param {HTMLElement} row whether it can be appraised now and is not */
export const isLeft = (row) => isMine(row) && row.dataset.state === "undecided";

/** @param {HTMLElement} row */
const linkIn = (row) => /** @type {HTMLElement | null} */ (row.querySelector("a[data-opens]"));

/** @param {HTMLElement} row Mark it as the one in which one works. */
export const mark = (row) => {
  for (const other of frame.querySelectorAll("tr.is-chosen")) other.classList.remove("is-chosen");
  row.classList.add("is-chosen");
};

/** @param {HTMLElement} row Go to it, in the middle of what the window shows. */
export const goTo = (row) => {
  linkIn(row)?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
};

/** @param {HTMLElement} row @param {number} step @returns {HTMLElement | null} */
export const neighbour = (row, step) => {
  const all = rows();
  return all[all.indexOf(row) + step] ?? null;
};

/** @param {HTMLElement | null} row @returns {HTMLElement | null} the next row that is left, behind it or from the first
 * one on */
export const nextLeft = (row) => {
  const all = rows();
  const at = row ? all.indexOf(row) + 1 : 0;
  return [...all.slice(at), ...all.slice(0, at)].find((one) => one !== row && isLeft(one)) ?? null;
};

/** @param {string} name of a tab @param {number} step Count one row more or less on it; the first one shows it. */
const recount = (name, step) => {
  const tab = /** @type {HTMLElement | null} */ (document.querySelector(`[data-tab="${CSS.escape(name)}"]`));
  const count = tab?.querySelector(".count");
  if (!tab || !count) return;
  count.textContent = String(Number(count.textContent) + step);
  if (step > 0) tab.hidden = false;
};

/** @param {HTMLElement} row @param {Told} told Show what the platform tells of it. */
export const show = (row, told) => {
  if (Number(row.dataset.version) > told.version) return;
  const wasLeft = isLeft(row);
  row.classList.remove(`cell-${row.dataset.state}`);
  row.dataset.version = String(told.version);
  row.dataset.state = told.state;
  row.classList.add(`cell-${told.state}`);
  for (const [name, html] of Object.entries(told.parts)) {
    const place = row.querySelector(`[data-part="${name}"]`);
    if (!place) continue;
    place.innerHTML = html; // our own platform's HTML; the policy of the page lets nothing in it run
    place.classList.toggle("void", !place.textContent?.trim());
  }
  for (const [name, html] of Object.entries(told.sums ?? {})) {
    const place = document.querySelector(`[data-sum="${CSS.escape(name)}"]`);
    if (place) place.innerHTML = html;
  }
  const before = (row.dataset.tabs ?? "").split(" ").filter(Boolean);
  for (const name of before.filter((one) => !told.tabs.includes(one))) recount(name, -1);
  for (const name of told.tabs.filter((one) => !before.includes(one))) recount(name, 1);
  row.dataset.tabs = told.tabs.join(" ");
  const left = document.querySelector("[data-left]");
  if (left && wasLeft !== isLeft(row))
    left.textContent = String(Number(left.textContent) + (wasLeft ? -1 : 1));
};
