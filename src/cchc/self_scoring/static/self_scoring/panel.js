/* The panel beside the sheet: how the points of a leaf come, its evidence, last year; opened by one key. */

import { cellsIn, leafOf, rowOf, table } from "./cells.js";
import { entries } from "./keeping.js";
import { refreshRow } from "./watching.js";
import { words } from "./showing.js";

const beside = /** @type {HTMLElement} */ (document.querySelector("#beside"));
const SOON = 200; // milliseconds after which a row that the keys passed is not read

let shown = "";
let soon = 0;

/** @returns {boolean} whether the panel stands open */
export const isBesideOpen = () => !beside.hidden;

/** @param {string} leaf @param {string} [part] the part of the panel to be seen */
const read = async (leaf, part = "") => {
  const address = rowOf(leaf)?.dataset.href;
  if (!address) return;
  shown = leaf;
  let html = "";
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" });
    if (answer.ok) html = await answer.text();
  } catch {
    // said below
  }
  if (shown !== leaf || beside.hidden) return; // another one was opened meanwhile
  if (html) beside.innerHTML = html;
  else beside.textContent = words("failed");
  for (const cell of cellsIn(beside)) {
    const entry = entries.get(`${leaf}|${cell.dataset.field}`);
    if (entry) cell.value = entry.value;
  }
  if (part) beside.querySelector(part)?.scrollIntoView({ block: "start" });
  else beside.scrollTop = 0;
  document.dispatchEvent(new CustomEvent("cchc:beside", { detail: beside }));
};

/**
 * Show the panel of a leaf.
 * @param {string} leaf
 * @param {string} [part]
 */
export const openBeside = (leaf, part = "") => {
  const wasOpen = isBesideOpen();
  if (wasOpen && shown === leaf && !part) return;
  beside.hidden = false;
  beside.parentElement?.classList.add("with-beside");
  window.clearTimeout(soon);
  soon = window.setTimeout(() => void read(leaf, part), wasOpen && !part ? SOON : 0);
  if (!wasOpen) rowOf(leaf)?.scrollIntoView({ block: "nearest" });
};

/** Close the panel, and go back to the row that it was about. */
export const closeBeside = () => {
  const inside = beside.contains(document.activeElement);
  beside.hidden = true;
  beside.parentElement?.classList.remove("with-beside");
  const row = rowOf(shown);
  shown = "";
  if (inside && row) /** @type {HTMLElement | null} */ (row.querySelector("[data-field], a"))?.focus();
};

/** @param {string} leaf Open the panel of a leaf, or go into it when it is open. */
export const turnBeside = (leaf) => {
  if (!isBesideOpen()) openBeside(leaf);
  else if (beside.contains(document.activeElement)) closeBeside();
  else beside.focus();
};

/**
 * Send a form of the panel, and show the panel and the row as they stand behind it.
 * @param {HTMLFormElement} form
 */
const sendForm = async (form) => {
  const leaf = shown;
  let html = "";
  try {
    const body = new FormData(form);
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { "HX-Request": "true" },
      redirect: "error",
      body,
    });
    html = await answer.text();
  } catch {
    HTMLFormElement.prototype.submit.call(form); // the page itself says what is the matter
    return;
  }
  if (shown === leaf && html) beside.innerHTML = html;
  void refreshRow(leaf);
};

/** Let links, keys and saves work the panel. */
export const startPanel = () => {
  table.addEventListener("click", (event) => {
    const link = event.target instanceof Element && event.target.closest("a[data-opens]");
    if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    openBeside(leafOf(link), link.hash);
  });
  beside.addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-closes]")) closeBeside();
    const to = event.target.closest("a[data-goes]");
    const row = to && rowOf(to.getAttribute("data-goes") ?? "");
    if (!to || !row) return;
    event.preventDefault();
    row.scrollIntoView({ block: "center" });
    /** @type {HTMLElement | null} */ (row.querySelector("[data-field], a"))?.focus();
    openBeside(to.getAttribute("data-goes") ?? "");
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || event.defaultPrevented || !isBesideOpen()) return;
    const inside = beside.contains(document.activeElement);
    if (event.key !== "Escape" && !(event.key === "F4" && inside)) return;
    if (document.querySelector("dialog[open]")) return;
    event.preventDefault();
    closeBeside();
  });
  beside.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("besideForm" in form.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    void sendForm(form);
  });
  document.addEventListener("cchc:leaf", (event) => {
    const typing = cellsIn(beside).some((cell) => cell === document.activeElement);
    if (isBesideOpen() && event instanceof CustomEvent && event.detail === shown && !typing) void read(shown);
  });
};
