/* What was typed and is not on the platform yet: kept on this computer by person and sheet, so that neither a broken
   line nor a session that has ended loses a word. */

import { cellsOf, table } from "./cells.js";

/** @typedef {object} Entry
 * @property {string} value as it was typed
 * @property {string} was what stood in the cell before
 * @property {number} version of the answer that was seen while it was typed
 * @property {number} at when it was typed, in milliseconds by this computer's clock
 * @property {boolean} left whether the cell was left, so that it may be sent
 * @property {string} [label] what a screen reader calls the cell
 * @property {string} [shown] the value as a choice shows it, where that is another
 * @property {boolean} [held] waits for the person: a fault, a conflict, a question
 * @property {string} [refused] why the platform did not take it, where no cell can say it
 * @property {string} [why] the reason why another figure than the proposed one stands there */

export const UNCHANGED = "\u0000"; // what stood there before something is confirmed, which changes no value
const PLACE = `cchc:sheet:${table.dataset.person}:${table.dataset.sheet}`;

/** @type {Map<string, Entry>} */
export const entries = new Map();
/** @type {Set<string>} keys of what this page has kept: another window of the same sheet keeps its own */
const own = new Set();

/** @returns {[string, Entry][]} what all windows of this sheet keep on this computer */
const stored = () => JSON.parse(localStorage.getItem(PLACE) ?? "[]");

/** Keep the entries of this page on this computer, beside those of other windows. */
export const keep = () => {
  for (const key of entries.keys()) own.add(key);
  try {
    const all = new Map([...stored().filter(([key]) => !own.has(key)), ...entries]);
    if (all.size) localStorage.setItem(PLACE, JSON.stringify([...all]));
    else localStorage.removeItem(PLACE);
  } catch {
    // a full or forbidden store: the entries live as long as the page
  }
};

/** Bring back what an earlier page of this person and sheet kept, into its cells. */
export const bringBack = () => {
  /** @type {[string, Entry][]} */
  let kept = [];
  try {
    kept = stored();
  } catch {
    return;
  }
  for (const [key, entry] of kept) {
    own.add(key);
    const cells = cellsOf(key);
    const arrived = cells.length > 0 && cells.every((cell) => cell.dataset.was === entry.value);
    if (arrived && entry.was !== UNCHANGED) continue;
    const { refused: _refused, ...rest } = entry;
    entries.set(key, { ...rest, left: true, held: false });
    for (const cell of cells) {
      cell.value = entry.value;
      cell.classList.add("is-unsaved");
    }
  }
  keep();
};

/**
 * @param {string} key
 * @param {string} now what stands on the platform
 * @returns {boolean} whether something is typed there; what rests on nothing that changed rests on the newest version
 */
export const isHeld = (key, now) => entries.has(key) && entries.get(key)?.value !== now;

/**
 * Entries of a leaf whose own cell did not change meanwhile rest on its new version.
 * @param {string} leaf
 * @param {number} version
 * @param {(key: string) => string | undefined} nowOf what stands in a cell on the platform
 */
export const restOn = (leaf, version, nowOf) => {
  for (const [key, entry] of entries) {
    if (key.startsWith(`${leaf}|`) && nowOf(key) === entry.was) entry.version = version;
  }
};

/** @returns {number} how many entries are not on the platform: they wait to be sent, or for an answer of the person */
export const waiting = () => [...entries.values()].filter((entry) => entry.left && !entry.refused).length;
