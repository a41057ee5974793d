/* Saving: each cell goes on its own when it is left, one after the other; what could not go is sent again. */

import { tokenHeaders } from "../ui/token.js";
import { cellsIn, cellsOf, labelOf, leafOf, keyOf, rowOf, shownValue, table, versionOf } from "./cells.js";
import { entries, isHeld, keep, restOn, UNCHANGED, waiting } from "./keeping.js";
import { ask } from "./questions.js";
import { listRefused, refuse } from "./refused.js";
import { notice, saySaved, show, words } from "./showing.js";

/** @typedef {import("./cells.js").Cell} Cell
 * @typedef {import("./showing.js").Told} Told
 * @typedef {import("./keeping.js").Entry} Entry
 * @typedef {{ key: string, before: string, after: string }} Change */

const AGAIN_AFTER = 15_000; // milliseconds

/** @type {Change[][]} what this page saved, the last one last */
const done = [];
let sending = false;
/** @type {Set<string>} */
const takenBack = new Set();

/** @param {string} leaf whose row may be on another tab of the sheet */
const savingAddress = (leaf) => `${rowOf(leaf)?.dataset.href ?? `${location.pathname}muc/${leaf}/`}luu/`;

/**
 * Send a form; undefined where the platform did not answer or asks for a sign-in, which is said.
 * @param {string} address
 * @param {Record<string, string>} fields
 * @returns {Promise<{ status: number, body: any } | undefined>}
 */
export const send = async (address, fields) => {
  /** @type {Response} */
  let answer;
  try {
    answer = await fetch(address, {
      method: "POST",
      redirect: "manual",
      headers: { ...tokenHeaders(), Accept: "application/json" },
      body: new URLSearchParams({ person: table.dataset.person ?? "", ...fields }),
    });
  } catch {
    notice("offline", true);
    return undefined;
  }
  const isJson = answer.headers.get("Content-Type")?.startsWith("application/json");
  notice("offline", answer.status >= 500);
  notice("signed-out", answer.type === "opaqueredirect" || (answer.status === 403 && !isJson));
  if (!isJson) return undefined;
  const body = await answer.json();
  notice("other-person", answer.status === 403);
  return answer.status === 403 || answer.status >= 500 ? undefined : { status: answer.status, body };
};

/** @param {Told} told */
export const showTold = (told) => {
  const holder = document.createElement("template");
  holder.innerHTML = told.row;
  const now = new Map(
    cellsIn(holder.content).map((cell) => [`${told.leaf}|${cell.dataset.field}`, cell.dataset.was ?? ""]),
  );
  restOn(told.leaf, told.version, (key) => now.get(key));
  show(told, isHeld);
  document.dispatchEvent(new CustomEvent("cchc:leaf", { detail: told.leaf }));
};

/** @param {Cell} cell @returns {Pick<Entry, "value" | "label" | "shown" | "at">} what is typed there now, in words */
const typedIn = (cell) => ({
  value: cell.value,
  label: labelOf(cell),
  ...(cell instanceof HTMLSelectElement ? { shown: shownValue(cell, cell.value) } : {}),
  at: Date.now(),
});

/** @param {Cell} cell Remember what is being typed. */
export const typed = (cell) => {
  const key = keyOf(cell);
  const before = entries.get(key);
  const was = before?.was ?? cell.dataset.was ?? "";
  entries.set(key, {
    ...typedIn(cell),
    was,
    version: before?.version ?? versionOf(leafOf(cell)),
    left: false,
  });
  if (before?.refused) listRefused();
  for (const other of cellsOf(key)) {
    other.classList.add("is-typed");
    other.classList.remove("is-refused");
    if (other !== cell) other.value = cell.value;
  }
  keep();
};

/** @param {Cell} cell Save what was typed into a cell, if something was. */
export const left = (cell) => {
  const key = keyOf(cell);
  const entry = entries.get(key);
  if (!entry || entry.held) return;
  if (entry.value === entry.was && !entry.why) {
    restore(cell);
    return;
  }
  entry.left = true;
  keep();
  void sendAll();
};

/** @param {Cell} cell Save the figure that stands in it, though nobody typed it: a proposed one is confirmed. */
export const confirm = (cell) => {
  entries.set(keyOf(cell), {
    ...typedIn(cell),
    was: UNCHANGED,
    version: versionOf(leafOf(cell)),
    left: true,
  });
  keep();
  void sendAll();
};

/** @param {Cell} cell Give a cell back what stood in it. */
export const restore = (cell) => {
  const key = keyOf(cell);
  const before = entries.get(key);
  entries.delete(key);
  if (before?.refused) listRefused();
  if (before?.held) sayDone("");
  for (const other of cellsOf(key)) {
    other.value = other.dataset.was ?? "";
    other.classList.remove("is-typed", "is-unsaved", "is-refused");
  }
  keep();
};

/** Send what was left, one cell after the other, until nothing more goes. */
export const sendAll = async () => {
  if (sending) return;
  sending = true;
  try {
    for (;;) {
      const next = [...entries].find(([, entry]) => entry.left && !entry.held);
      if (!next) break;
      saySaved(words("saving"));
      if (!(await sendOne(...next))) {
        window.setTimeout(sendAll, AGAIN_AFTER);
        break;
      }
    }
  } finally {
    sending = false;
    sayKept();
  }
};

/** @param {string} text what is said of a save, where nothing else is left to be saved */
export const sayDone = (text) => saySaved(waiting() ? words("unsaved") : text);

const sayKept = () => {
  const count = waiting();
  const place = document.querySelector("[data-kept]");
  if (place) place.textContent = count ? words("kept", { count }) : "";
  for (const [key, entry] of entries) {
    if (!entry.left) continue;
    for (const cell of cellsOf(key)) cell.classList.add("is-unsaved");
  }
  if (count) saySaved(words("unsaved"));
};

/**
 * @param {string} key
 * @param {Entry} entry
 * @returns {Promise<boolean>} whether the platform answered
 */
const sendOne = async (key, entry) => {
  const [leaf = "", field = ""] = key.split("|");
  const sent = entry.value;
  const answer = await send(savingAddress(leaf), {
    field,
    value: sent,
    why: entry.why ?? "",
    version: String(field === "done" && rowOf(leaf) ? versionOf(leaf) : entry.version), // a mark overwrites nothing
    age: String(Math.max(0, Date.now() - entry.at)),
  });
  if (!answer) return false;
  const { status, body } = answer;
  if (status === 200) {
    if (entries.get(key)?.value === sent) entries.delete(key);
    const before = entry.was === UNCHANGED ? sent : entry.was;
    const isBack = takenBack.delete(key);
    if (!isBack && before !== sent) done.push([{ key, before, after: sent }]);
    const typing = entries.get(key);
    if (typing) typing.was = sent;
    keep();
    showTold(body);
    sayDone(words(isBack ? "undone" : "saved", { time: body.saved }));
    if (body.ask) askWhy(key, body.version);
    return true;
  }
  if (status === 409) showTold(body);
  if (entries.get(key) !== entry) return true; // typed anew meanwhile: that is sent when it is left
  if (status === 409) {
    const untouched = field === "done" || [entry.was, sent].includes(body.now);
    if (untouched)
      entry.version = body.version; // only what stands beside it was saved meanwhile
    else conflict(key, entry, body);
    keep();
    return true;
  }
  entry.held = true;
  keep();
  for (const cell of cellsOf(key)) cell.classList.add("is-refused");
  const faults = body.faults ?? [];
  if (status === 423 || !cellsOf(key).length) {
    refuse(key, faults.join(" "));
    saySaved(""); // the list above the sheet says it
  } else sayFaults(leaf, key, faults);
  return true;
};

/**
 * @param {string} leaf
 * @param {string} key
 * @param {string[]} faults
 */
const sayFaults = (leaf, key, faults) => {
  const place = rowOf(leaf)?.querySelector("[data-part=says]") ?? rowOf(leaf)?.querySelector(".how");
  for (const fault of faults) {
    const line = document.createElement("p");
    line.className = "says-fault";
    line.dataset.about = key;
    line.textContent = fault;
    place?.append(line);
  }
  saySaved(words("unsaved"));
};

/**
 * Ask which of both values is to stand, with the name of whoever saved the other. Until that is answered, what was typed
 * is not saved.
 * @param {string} key
 * @param {Entry} entry
 * @param {{ version: number, who: string, now: string }} body
 */
const conflict = (key, entry, { version, who, now }) => {
  entry.held = true;
  const dialog = document.querySelector("#conflict");
  const list = () => refuse(key, words("changed", { who, now: now || words("empty") }));
  if (!(dialog instanceof HTMLDialogElement)) {
    list();
    return;
  }
  dialog.oncancel = (event) => event.preventDefault(); // the cell cannot hold both
  /** @param {string} name @param {string} text */
  const write = (name, text) => {
    const place = dialog.querySelector(`[${name}]`);
    if (place) place.textContent = text || words("empty");
  };
  const question = {
    dialog,
    fill: () => {
      if (entries.get(key) !== entry) return false; // typed anew meanwhile: it is sent when it is left
      const cell = cellsOf(key)[0];
      if (!cell) {
        list();
        return false;
      }
      write("data-cell", labelOf(cell));
      write("data-theirs-by", who);
      write("data-theirs", shownValue(cell, now));
      write("data-mine", shownValue(cell, entry.value));
      return true;
    },
    /** @param {string} choice */
    answered: (choice) => {
      const cell = cellsOf(key)[0];
      if (choice === "mine") {
        entries.set(key, { ...entry, was: now, version, held: false, left: true });
        keep();
        void sendAll();
      } else if (choice === "theirs" && cell) restore(cell);
      else ask(question); // a browser closes a dialog when Esc is pressed twice
      cell?.focus();
    },
  };
  ask(question);
};

/**
 * Ask why another figure than that of its source stands in a cell; it is saved already.
 * @param {string} key
 * @param {number} version of the answer that was saved with it
 */
const askWhy = (key, version) => {
  const value = cellsOf(key)[0]?.dataset.was ?? "";
  const dialog = document.querySelector("#override");
  const why = dialog?.querySelector("[data-why]");
  const field = document.querySelector("#override-reason");
  if (!(dialog instanceof HTMLDialogElement) || !why || !(field instanceof HTMLTextAreaElement)) return;
  ask({
    dialog,
    fill: () => {
      const cell = cellsOf(key)[0];
      if (!cell || entries.has(key)) return false; // another figure is typed there by now
      why.textContent = `${labelOf(cell)}: ${shownValue(cell, value)}`;
      field.value = "";
      return true;
    },
    answered: (choice) => {
      const cell = cellsOf(key)[0];
      const reason = choice === "yes" ? field.value.trim() : "";
      if (!cell || !reason) return;
      entries.set(key, { ...typedIn(cell), value, was: UNCHANGED, version, left: true, why: reason });
      keep();
      void sendAll();
    },
  });
};

/** @param {Change[]} changes that were saved together */
export const remember = (changes) => {
  if (changes.length) done.push(changes);
};

/** @returns {Change[] | undefined} the last saves of this page, taken off the list */
export const lastSaved = () => done.pop();

/** @param {Change} change Save again what stood in a cell before; not where somebody has changed it since. */
export const takeBack = ({ key, before, after }) => {
  const cell = cellsOf(key)[0];
  if (!cell || cell.dataset.was !== after) return;
  takenBack.add(key);
  cell.value = before;
  typed(cell);
  left(cell);
  cell.focus();
};

/** @param {string} leaf @param {boolean} isDone Mark a leaf as done, or take the mark off, behind what waits. */
export const markDone = (leaf, isDone) => {
  const value = isDone ? "yes" : "no";
  const said = { label: `${leaf}: ${words("done")}`, shown: words(value) };
  entries.set(`${leaf}|done`, { value, ...said, was: UNCHANGED, version: 0, at: Date.now(), left: true });
  void sendAll();
};
