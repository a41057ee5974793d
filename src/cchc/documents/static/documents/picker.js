/* Choosing a document while typing; new files brought beside something: once stored they wait to be confirmed, and the
   page is never left for it. A picker may come onto a page at any time. */

import { showFound } from "../ui/finding.js";

const SOON = 250; // milliseconds without a letter, after which is searched
const AT_ONCE = 50; // stored files that are named in one question
const AGAIN_AFTER = 5_000; // milliseconds
let soon = 0;
let asked = 0;

/** @param {EventTarget | null} from the search form of a picker, if this is in one */
const searchOf = (from) => {
  const form = from instanceof Element ? from.closest(".picker > form") : null;
  return form instanceof HTMLFormElement ? form : null;
};

/** @param {HTMLFormElement} form */
const search = async (form) => {
  const number = ++asked;
  const query = new URLSearchParams();
  for (const [name, value] of new FormData(form)) query.set(name, String(value));
  const answer = await fetch(`${form.action}?${query}`, { headers: { "HX-Request": "true" } });
  const html = await answer.text();
  const found = form.closest(".picker")?.querySelector(".picker-found");
  if (!answer.ok || !found || number !== asked) return;
  showFound(found, () => {
    if (number === asked && !holds(found, html)) found.innerHTML = html;
  });
};

/** @param {Element} found @param {string} html @returns {boolean} whether the list is already what the answer says */
const holds = (found, html) => {
  const [old, fresh] = [document.createElement("template"), document.createElement("template")];
  [old.innerHTML, fresh.innerHTML] = [found.innerHTML, html];
  for (const { content } of [old, fresh]) {
    for (const token of content.querySelectorAll("input[name=csrfmiddlewaretoken]")) token.remove(); // never twice the same
  }
  return old.innerHTML === fresh.innerHTML;
};

document.addEventListener("input", (event) => {
  const form = searchOf(event.target);
  window.clearTimeout(soon);
  if (form) soon = window.setTimeout(() => void search(form), SOON);
});
document.addEventListener("focusin", (event) => {
  const form = searchOf(event.target);
  const found = form?.closest(".picker")?.querySelector(".picker-found");
  if (form && found && !found.childElementCount) void search(form);
});
/* Who presses on a document has found it: what was still asked is not shown. */
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element) || !event.target.closest(".picker-found")) return;
  window.clearTimeout(soon);
  asked += 1;
});
document.addEventListener("submit", (event) => {
  const form = searchOf(event.target);
  if (!form) return;
  event.preventDefault();
  void search(form);
});

/** The stored files of an upload that are still to wait for their confirmation. @type {WeakMap<Element, Set<number>>} */
const stored = new WeakMap();
/** @type {WeakSet<Element>} */
const busy = new WeakSet();

document.addEventListener("cchc:stored", (event) => {
  const box = event.target;
  if (!(event instanceof CustomEvent) || !(box instanceof Element) || !box.closest(".picker")) return;
  const files = stored.get(box) ?? new Set();
  stored.set(box, files.add(Number(event.detail.file)));
  const onward = box.closest(".picker")?.querySelector(".picker-brought");
  if (onward instanceof HTMLElement) onward.hidden = true; // until this one waits too
  if (!busy.has(box)) void handOver(box, files);
});

/** Let stored files wait, those that came meanwhile together; over a broken line until it is back.
 * @param {Element} box @param {Set<number>} files */
const handOver = async (box, files) => {
  busy.add(box);
  while (files.size) {
    const some = [...files].slice(0, AT_ONCE);
    const told = await broughtIn(box, some);
    if (!told) {
      await new Promise((resolve) => window.setTimeout(resolve, AGAIN_AFTER));
      await /** @type {any} */ (box).freshToken(); // who signed in anew has a new one
      continue;
    }
    for (const file of some) files.delete(file);
    const onward = box.closest(".picker")?.querySelector(".picker-brought");
    if (onward instanceof HTMLElement) onward.hidden = !told.waiting || files.size > 0;
    const said = box.closest(".picker")?.querySelector(".picker-said");
    if (said && told.said.length) said.textContent = `${said.textContent} ${told.said.join(" ")}`.trim();
  }
  busy.delete(box);
};

/** @param {Element} box @param {number[]} files
 * @returns {Promise<{ waiting: number, said: string[] } | null>} what the platform says; nothing where it does not */
const broughtIn = async (box, files) => {
  const picker = box.closest(".picker");
  if (!(picker instanceof HTMLElement)) return { waiting: 0, said: [] };
  const form = new FormData();
  for (const file of files) form.append("file", String(file));
  form.set("wanted", picker.dataset.wanted ?? "");
  try {
    const answer = await fetch(picker.dataset.bring ?? "", {
      method: "POST",
      body: form,
      headers: { Accept: "application/json", "X-CSRFToken": /** @type {any} */ (box).token },
      redirect: "error",
    });
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
};
