/* The panel beside the rows: the form in which a row is appraised, and what it is judged by. */

import { renewToken } from "../ui/token.js";
import { chosenRow, frame, goTo, mark, nextLeft, words } from "./rows.js";

const beside = /** @type {HTMLElement} */ (document.querySelector("#beside"));
const SOON = 150; // milliseconds after which a row that the keys passed is not read
const TYPED = 250; // milliseconds after the last letter of a figure

/** Panels that were read before they are looked at, by their addresses. @type {Map<string, Promise<string>>} */
const read = new Map();
let shown = "";
let soon = 0;
let typing = 0;

/** @returns {boolean} */
export const isPanelOpen = () => !beside.hidden;

/** @returns {boolean} whether one works in the panel */
export const isInPanel = () => beside.contains(document.activeElement);

/** @returns {HTMLFormElement | null} the form of the chosen row; null while it is on its way */
export const formShown = () =>
  shown && shown === chosenRow()?.dataset.cell
    ? beside.querySelector(/** @type {"form"} */ ("form.appraisal-form"))
    : null;

/** @param {string} address @returns {Promise<string>} */
const panelAt = (address) => {
  let coming = read.get(address);
  if (!coming) {
    coming = fetch(address, { headers: { "HX-Request": "true" }, redirect: "error" })
      .then((answer) => (answer.ok ? answer.text() : ""))
      .catch(() => "");
    read.set(address, coming);
  }
  return coming;
};

/** @param {HTMLElement} row whose panel is another one now */
export const forget = (row) => read.delete(row.dataset.cell ?? "");

/** @param {HTMLElement} row @param {string} part @returns {Promise<void>} */
const put = async (row, part) => {
  const address = row.dataset.cell ?? "";
  const html = await panelAt(address);
  if (chosenRow() !== row || beside.hidden) return; // another one was chosen meanwhile
  if (shown !== address || !isInPanel()) {
    beside.innerHTML = html; // our own platform's HTML; the policy of the page lets nothing in it run
    if (!html) {
      beside.textContent = words("failed");
      forget(row);
    }
    shown = html ? address : "";
    beside.inert = false;
    beside.scrollTop = 0;
    refreshRow(row);
  }
  if (part) beside.querySelector(part)?.scrollIntoView({ block: "start" });
  const next = nextLeft(row);
  if (next) void panelAt(next.dataset.cell ?? "");
  for (const kept of read.keys()) if (kept !== address && kept !== next?.dataset.cell) read.delete(kept);
};

/**
 * Choose a row, and show what stands beside it.
 * @param {HTMLElement} row
 * @param {{ part?: string, at?: "once" | "soon" }} [how]
 * @returns {Promise<void>}
 */
export const choose = (row, { part = "", at = "once" } = {}) => {
  mark(row);
  beside.hidden = false;
  frame.classList.add("with-beside");
  window.clearTimeout(soon);
  beside.inert = shown !== row.dataset.cell; // what is shown there is of another row until it is read
  if (at === "once") return put(row, part);
  return new Promise((done) => {
    soon = window.setTimeout(() => void put(row, part).then(done), SOON);
  });
};

/** Read the panel of the chosen row anew, whatever is typed in it. @param {HTMLElement} row */
export const renew = (row) => {
  forget(row);
  shown = "";
  return choose(row);
};

/** @param {HTMLElement} row Let it say what its panel says by now. */
const refreshRow = (row) => {
  const told = beside.querySelector('[data-row="says"]');
  const place = row.querySelector('[data-part="says"]');
  if (told && place) place.replaceChildren(...told.cloneNode(true).childNodes);
};

/** @param {HTMLFormElement} form Ask the unit, and show the panel with the question. */
const ask = async (form) => {
  const row = chosenRow();
  let html = "";
  try {
    const post = () =>
      fetch(form.action, { method: "POST", headers: { "HX-Request": "true" }, body: new FormData(form) });
    let answer = await post();
    if (answer.status === 403 && (await renewToken(row?.dataset.cell ?? ""))) answer = await post();
    html = await answer.text();
  } catch {
    // said below
  }
  if (!row || row !== chosenRow()) return;
  if (!html.includes("beside-head")) {
    HTMLFormElement.prototype.submit.call(form); // the page itself says what is the matter
    return;
  }
  forget(row);
  beside.innerHTML = html; // our own platform's HTML
  refreshRow(row);
  beside.querySelector("#hoi-dap")?.scrollIntoView({ block: "nearest" });
  goTo(row);
};

/** Close the panel; whoever was in it goes back to the row. */
export const closePanel = () => {
  const row = chosenRow();
  const inside = isInPanel();
  beside.hidden = true;
  frame.classList.remove("with-beside");
  shown = "";
  if (inside && row) goTo(row);
};

/** @param {string[]} faults Say in the panel why nothing was saved. */
export const sayFaults = (faults) => {
  const place = /** @type {HTMLElement | null} */ (beside.querySelector("[data-faults]"));
  if (!place) return;
  place.textContent = faults.join(" ");
  place.hidden = faults.length === 0;
  if (faults.length) place.scrollIntoView({ block: "nearest" });
};

/** @param {HTMLFormElement} form Ask the platform what would follow from what is typed. */
const compute = async (form) => {
  const address = form.dataset.computed;
  const place = form.querySelector("[data-result]");
  if (!address || !place) return;
  const sent = new URLSearchParams();
  for (const [name, value] of new FormData(form))
    if (typeof value === "string" && (name.startsWith("figure-") || name === "points")) sent.set(name, value);
  const asked = sent.toString();
  form.dataset.asked = asked;
  try {
    const answer = await fetch(`${address}?${asked}`, { redirect: "error" });
    const html = answer.ok ? (await answer.json()).computed : "";
    if (form.dataset.asked === asked) place.innerHTML = html; // another figure was typed meanwhile
  } catch {
    place.textContent = "";
  }
};

/** Let what is typed into the panel be computed, and its cross close it. */
export const startPanel = () => {
  beside.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement || field instanceof HTMLSelectElement) || !field.form) return;
    if (!field.name.startsWith("figure-") && field.name !== "points") return;
    const form = field.form;
    window.clearTimeout(typing);
    typing = window.setTimeout(() => void compute(form), TYPED);
  });
  beside.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || !("asks" in form.dataset)) return;
    event.preventDefault();
    event.stopPropagation();
    void ask(form);
  });
  beside.addEventListener("click", (event) => {
    if (event.target instanceof Element && event.target.closest("[data-closes]")) closePanel();
  });
};
