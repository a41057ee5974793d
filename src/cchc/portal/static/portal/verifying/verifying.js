/* The page on which the browser of whoever visits recomputes a release. Its words stand in the page; without this script
   the page says how to recompute elsewhere. */

import { NoBundle, checkedSeal, documentsOf, mayHash, membersOf, shortRoot } from "./archive.js";
import { compareFigures } from "./figures.js";

const MOST_LISTED = 200; // differences; how many there are is said in full

/** @param {string} name */
function part(name) {
  const found = document.querySelector(`[data-recompute="${name}"]`);
  if (!(found instanceof HTMLElement)) throw new TypeError(name);
  return found;
}

const template = part("words");
const sentences = template instanceof HTMLTemplateElement ? template.content : template;

/** The words of the page under a name, gaps filled. @param {string} name @param {Record<string, string>} gaps */
function words(name, gaps = {}) {
  const sentence = sentences.querySelector(`[data-word="${name}"]`)?.textContent?.trim();
  return (sentence ?? name).replace(/\{(\w+)\}/g, (whole, gap) => gaps[gap] ?? whole);
}

/** @param {number} count */
const counted = (count) => String(count).replace(/\B(?=(?:\d{3})+$)/g, ".");

const whole = part("whole");
const state = part("state");
const found = part("found");
const begin = part("begin");

/** @param {string} text @param {string} kind right, wrong or open */
function say(text, kind) {
  const line = document.createElement("li");
  line.className = kind;
  line.textContent = text;
  found.append(line);
}

const breathe = () => new Promise((/** @type {(value: void) => void} */ resolve) => setTimeout(resolve));

async function recompute() {
  state.textContent = words("fetching");
  const answer = await fetch(whole.dataset.bundle ?? "", { credentials: "omit" });
  if (!answer.ok) throw new NoBundle();
  const members = await membersOf(new Uint8Array(await answer.arrayBuffer()));
  const manifest = JSON.parse(new TextDecoder().decode(members.get("manifest.json") ?? new Uint8Array()));
  state.textContent = words("computing");
  await breathe();
  if (mayHash()) {
    const { wrong, root } = await checkedSeal(members, manifest);
    for (const path of wrong) say(words("changed", { path }), "wrong");
    if (!wrong.length) say(words("sums", { count: counted(members.size) }), "right");
    const isDecided = shortRoot(root) === whole.dataset.root;
    say(words(isDecided ? "root" : "other-root", { root: shortRoot(root) }), isDecided ? "right" : "wrong");
  } else {
    say(words("no-sums"), "open");
  }
  const findings = await compareFigures(documentsOf(members), breathe);
  const all = findings.compared;
  const right = all - findings.differences.length;
  say(words("figures", { right: counted(right), all: counted(all) }), right === all ? "right" : "wrong");
  for (const one of findings.differences.slice(0, MOST_LISTED)) {
    const nothing = words("nothing");
    const gaps = {
      where: one.where,
      what: words(one.what),
      printed: one.printed || nothing,
      computed: one.computed || nothing,
    };
    say(words("difference", gaps), "wrong");
  }
  if (findings.differences.length > MOST_LISTED)
    say(words("more", { count: counted(findings.differences.length - MOST_LISTED) }), "wrong");
  say(words("not-checked"), "open");
}

begin.addEventListener("click", async () => {
  begin.setAttribute("disabled", "");
  found.replaceChildren();
  try {
    await recompute();
    state.textContent = words(found.querySelector(".wrong") ? "differs" : "agrees");
  } catch (error) {
    say(error instanceof NoBundle ? words("no-bundle") : words("broken", { reason: String(error) }), "wrong");
    state.textContent = words("differs");
  }
  begin.removeAttribute("disabled");
});
whole.hidden = false;
