/* The panel beside the sheet: how the points of a leaf come, its evidence, last year; opened by one key. */

import { cellsIn, isCell, leafOf, rowOf, table } from "./cells.js";
import { entries } from "./keeping.js";
import { refreshRow } from "./watching.js";
import { notice, saySaved, words } from "./showing.js";

/** @typedef {import("./cells.js").Cell} Cell */

const beside = /** @type {HTMLElement} */ (document.querySelector("#beside"));
const content = /** @type {HTMLElement} */ (beside.querySelector("[data-content]"));
const sending = /** @type {HTMLElement} */ (beside.querySelector("[data-sending]"));
const SOON = 200; // milliseconds after which a row that the keys passed is not read

let shown = "";
let soon = 0;
/** The cell of the sheet in which somebody was when the panel opened. @type {Cell | null} */
let typing = null;

/** @returns {boolean} whether the panel stands open */
export const isBesideOpen = () => !beside.hidden;

/** @returns {string} the leaf of which the panel tells, which may be another one than is asked for */
const leafInside = () => content.querySelector("[data-leaf]")?.getAttribute("data-leaf") ?? "";

/** @returns {boolean} whether somebody types in the panel, which stays as it is meanwhile */
const isTypedIn = () =>
  content.contains(document.activeElement) && Boolean(document.activeElement?.matches("input, textarea"));

/** Files that are on their way to a criterion stay on the page, whichever one the panel turns to. */
const keepFiles = () => {
  const picker = content.querySelector(".picker");
  const files = picker?.querySelector(".picker-new");
  if (!picker || !files?.querySelector(".upload-file")) return;
  const leaf = leafInside();
  const kept = /** @type {HTMLElement} */ (picker.cloneNode(false));
  kept.dataset.of = leaf;
  const heading = document.createElement("h3");
  heading.textContent = words("sending", { leaf });
  kept.append(heading, files);
  sending.append(kept);
};

/** @param {string} leaf whose files on the way come back into its panel */
const bringFilesBack = (leaf) => {
  const kept = sending.querySelector(`[data-of="${CSS.escape(leaf)}"]`);
  const files = kept?.querySelector(".picker-new");
  const place = content.querySelector(".picker-new");
  if (!kept || !files || !place) return;
  place.replaceWith(files);
  kept.remove();
};

/** @param {string} html what the platform says of the leaf that is shown */
const put = (html) => {
  const wasInside = content.contains(document.activeElement);
  keepFiles();
  content.innerHTML = html;
  bringFilesBack(shown);
  for (const cell of cellsIn(content)) {
    const entry = entries.get(`${shown}|${cell.dataset.field}`);
    if (entry) cell.value = entry.value;
  }
  if (wasInside) beside.focus();
};

/** Whose column gave way to the panel goes on in the same field there. */
const goOnTyping = () => {
  if (!typing || typing.checkVisibility()) return;
  const same = cellsIn(content).find((cell) => cell.dataset.field === typing?.dataset.field);
  typing = null;
  same?.focus();
};

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
  const isSame = leafInside() === leaf;
  if (isSame && isTypedIn()) return;
  put(html);
  goOnTyping();
  if (!html) content.textContent = words("failed");
  if (part) content.querySelector(part)?.scrollIntoView({ block: "start" });
  else if (!isSame) beside.scrollTop = 0;
};

const unfold = () => {
  typing = isCell(document.activeElement) ? document.activeElement : null;
  beside.hidden = false;
  beside.parentElement?.classList.add("with-beside");
  window.clearTimeout(soon);
};

/**
 * Show the panel of a leaf.
 * @param {string} leaf
 * @param {string} [part]
 */
export const openBeside = (leaf, part = "") => {
  const wasOpen = isBesideOpen();
  if (wasOpen && shown === leaf && !part) return;
  unfold();
  soon = window.setTimeout(() => void read(leaf, part), wasOpen && !part ? SOON : 0);
  if (!wasOpen) rowOf(leaf)?.scrollIntoView({ block: "nearest" });
};

/** Close the panel, and go back to the row that it was about. */
export const closeBeside = () => {
  const at = document.activeElement;
  const inside = beside.contains(at);
  const field = isCell(at) ? at.dataset.field : undefined;
  beside.hidden = true;
  beside.parentElement?.classList.remove("with-beside");
  const row = rowOf(shown);
  shown = "";
  if (!inside || !row) return;
  const cells = cellsIn(row);
  const back = cells.find((cell) => cell.dataset.field === field) ?? cells[0] ?? row.querySelector("a");
  back?.focus();
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
    if (answer.status === 403) {
      notice("signed-out", true); // the form stays as it is, and may be sent again after the new sign-in
      return;
    }
    html = await answer.text();
  } catch {
    HTMLFormElement.prototype.submit.call(form); // the page itself says what is the matter
    return;
  }
  if (shown === leaf && html) put(html);
  void refreshRow(leaf);
};

/**
 * Bring files that were dropped on the row of a leaf, beside it.
 * @param {string} leaf
 * @param {File[]} files
 */
const bringBeside = async (leaf, files) => {
  unfold();
  await read(leaf, "#tai-lieu");
  const box = shown === leaf ? content.querySelector("cchc-upload") : null;
  const folded = box?.closest("details");
  if (folded) folded.open = true;
  if (box) box.dispatchEvent(new CustomEvent("cchc:bring", { detail: files }));
  else saySaved(words("no-files"));
};

/** Files may be dropped on any row; a drop that hits none is said. */
const startDropping = () => {
  /** @type {Element | null} */
  let over = null;
  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(
      name,
      (event) => {
        if (!(event instanceof DragEvent) || !event.dataTransfer?.types.includes("Files")) return;
        over?.classList.remove("takes-files");
        over = event.target instanceof Element ? event.target.closest("tr[data-leaf]") : null;
        if (over) event.preventDefault();
        if (name === "dragover") over?.classList.add("takes-files");
        if (name !== "drop") return;
        if (over) void bringBeside(leafOf(over), [...event.dataTransfer.files]);
        else if (!isBesideOpen()) saySaved(words("drop-on-row"));
      },
      true,
    ); // before what takes files that are dropped anywhere
  }
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
    if (isBesideOpen() && event instanceof CustomEvent && event.detail === shown) void read(shown);
  });
  startDropping();
};
