/* What was typed and was not taken: listed above the sheet by reason, each with its criterion, to be copied or thrown
   away. It stays on this computer until then, and is sent again whenever the sheet is opened. */

import { cellsOf } from "./cells.js";
import { entries, keep } from "./keeping.js";
import { notice, words } from "./showing.js";

/** @typedef {import("./keeping.js").Entry} Entry */

/**
 * @param {string} key
 * @param {string} why it was not taken
 */
export const refuse = (key, why) => {
  const entry = entries.get(key);
  if (!entry) return;
  entry.held = true;
  entry.refused = why;
  keep();
  listRefused();
};

/** List what was not taken; nothing is shown where all was. */
export const listRefused = () => {
  const refused = [...entries].filter(([, entry]) => entry.refused);
  const place = notice("refused", refused.length > 0);
  const reasons = [...new Set(refused.map(([, entry]) => entry.refused ?? ""))];
  place
    ?.querySelector("[data-refused]")
    ?.replaceChildren(...reasons.flatMap((why) => [reasonOf(why), listOf(refused, why)]));
  const all = place?.querySelector("[data-throw-all]");
  if (all instanceof HTMLButtonElement) {
    all.hidden = refused.length < 2;
    all.textContent = words("throw-all", { count: refused.length });
    all.onclick = () => {
      all.textContent = words("throw-sure", { count: refused.length });
      all.onclick = () => throwAway(refused.map(([key]) => key));
    };
  }
};

/** @param {string} why */
const reasonOf = (why) => {
  const line = document.createElement("p");
  line.textContent = why;
  return line;
};

/** @param {[string, Entry][]} refused @param {string} why */
const listOf = (refused, why) => {
  const list = document.createElement("ul");
  list.append(...refused.filter(([, entry]) => entry.refused === why).map(lineOf));
  return list;
};

/** @param {[string, Entry]} one */
const lineOf = ([key, entry]) => {
  const [leaf = ""] = key.split("|");
  const line = document.createElement("li");
  const link = document.createElement("a");
  link.href = `?xem=tat-ca#muc-${leaf}`;
  link.textContent = entry.label ?? leaf;
  const text = document.createElement("span");
  text.className = "refused-text lines";
  text.textContent = (entry.shown ?? entry.value) || words("empty");
  const away = document.createElement("button");
  away.type = "button";
  away.className = "button button-quiet";
  away.textContent = words("throw");
  away.setAttribute("aria-label", `${words("throw")}: ${link.textContent}`);
  away.onclick = () => throwAway([key]);
  line.append(link, text, away);
  return line;
};

/** @param {string[]} keys of what is not to be kept any more; its cells show again what stands on the platform */
const throwAway = (keys) => {
  for (const key of keys) {
    entries.delete(key);
    for (const cell of cellsOf(key)) {
      cell.value = cell.dataset.was ?? "";
      cell.classList.remove("is-typed", "is-unsaved", "is-refused");
    }
  }
  keep();
  listRefused();
};
