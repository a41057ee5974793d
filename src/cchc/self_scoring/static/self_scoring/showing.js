/* What the platform answered, shown in the sheet: the row of a leaf, the sums above it, and what was said. */

import { cellsIn, keyOf, rowOf, table } from "./cells.js";

/** What the platform tells of one leaf after a save, or when somebody else has changed it.
 * @typedef {object} Told
 * @property {string} leaf
 * @property {number} version
 * @property {string} row the row as HTML
 * @property {Record<string, { points: string, given: string }>} sums of the branches above it
 * @property {string} tally
 * @property {string} saved the time of day */

const WORDS = document.querySelector("#sheet-words");

/**
 * @param {string} name of a sentence that the page brought
 * @param {Record<string, string | number>} [facts]
 */
export const words = (name, facts = {}) => {
  let text = WORDS?.getAttribute(`data-word-${name}`) ?? "";
  for (const [gap, fact] of Object.entries(facts)) text = text.replace(`{${gap}}`, String(fact));
  return text;
};

/** @param {string} text the state of saving, at the end of the running total */
export const saySaved = (text) => {
  const place = document.querySelector("[data-saved]");
  if (place) place.textContent = text;
};

/**
 * @param {string} name of a notice above the sheet
 * @param {boolean} shown
 */
export const notice = (name, shown) => {
  const place = /** @type {HTMLElement | null} */ (document.querySelector(`[data-notice="${name}"]`));
  if (place && place.hidden === shown) place.hidden = !shown;
  return place;
};

/** @param {string} html @returns {HTMLElement | null} */
const parsedRow = (html) => {
  const holder = document.createElement("template");
  holder.innerHTML = html; // our own platform's HTML; the policy of the page lets nothing in it run
  return holder.content.querySelector("tr");
};

/**
 * Show what the platform tells of a leaf. What is being typed stays as it is.
 * @param {Told} told
 * @param {(key: string, now: string) => boolean} isHeld whether a cell holds what was typed and not saved; it learns
 *   what stands on the platform now
 */
export const show = (told, isHeld) => {
  const old = rowOf(told.leaf);
  const fresh = parsedRow(told.row);
  if (!old || !fresh || Number(old.dataset.version) > told.version) return;
  old.dataset.version = String(told.version);
  old.className = fresh.className + (old.classList.contains("is-chosen") ? " is-chosen" : "");
  old
    .querySelector("[data-done]")
    ?.setAttribute(
      "aria-pressed",
      fresh.querySelector("[data-done]")?.getAttribute("aria-pressed") ?? "false",
    );
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const place = old.querySelector(`[data-part="${part.getAttribute("data-part")}"]`);
    if (place && place.innerHTML !== part.innerHTML) place.innerHTML = part.innerHTML;
  }
  for (const cell of cellsIn(fresh)) showCell(told.leaf, cell, isHeld);
  for (const [branch, sum] of Object.entries(told.sums)) {
    const row = table.querySelector(`tr[data-branch="${CSS.escape(branch)}"]`);
    for (const [name, html] of Object.entries(sum)) {
      const place = row?.querySelector(`[data-part="${name}"]`);
      if (place) place.innerHTML = html;
    }
  }
  const tally = document.querySelector("[data-part=tally]");
  if (tally && told.tally) tally.innerHTML = told.tally;
};

/**
 * @param {string} leaf
 * @param {import("./cells.js").Cell} fresh
 * @param {(key: string, now: string) => boolean} isHeld
 */
const showCell = (leaf, fresh, isHeld) => {
  const now = fresh.dataset.was ?? "";
  const places = document.querySelectorAll(
    `[data-leaf="${CSS.escape(leaf)}"] [data-field="${CSS.escape(fresh.dataset.field ?? "")}"]`,
  );
  for (const cell of /** @type {NodeListOf<import("./cells.js").Cell>} */ (places)) {
    cell.dataset.was = now;
    if (isHeld(keyOf(cell), now)) continue;
    if (cell.value !== now) cell.value = now;
    cell.toggleAttribute("data-proposed", fresh.hasAttribute("data-proposed"));
    cell.classList.remove("is-typed", "is-unsaved", "is-refused");
    const frame = cell.closest(".entry");
    const freshFrame = fresh.closest(".entry");
    if (frame && freshFrame) frame.className = freshFrame.className;
  }
};
