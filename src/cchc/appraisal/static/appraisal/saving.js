/* Saving one row: accepted as declared, or what stands in the form; then the next one that is left is chosen. */

import { renewToken, tokenHeaders } from "../ui/token.js";
import { choose, forget, formShown, isInPanel, renew, sayFaults } from "./panel.js";
import { chosenRow, frame, goTo, isLeft, isMine, nextLeft, say, show, words } from "./rows.js";

let sending = false;

/**
 * Send what is given; once more where somebody has signed in anew meanwhile, in another tab.
 * @param {HTMLElement} row
 * @param {URLSearchParams} body
 * @returns {Promise<{ status: number, body: any } | undefined>} undefined where nothing was answered, which is said
 */
const send = async (row, body) => {
  const panel = row.dataset.cell ?? "";
  const post = () =>
    fetch(`${panel}luu/`, {
      method: "POST",
      redirect: "manual",
      headers: { ...tokenHeaders(), Accept: "application/json" },
      body,
    });
  try {
    let answer = await post();
    if (answer.status === 403 && (await renewToken(panel))) {
      body.delete("csrfmiddlewaretoken"); // which counts before the header
      answer = await post();
    }
    if (answer.headers.get("Content-Type")?.startsWith("application/json"))
      return { status: answer.status, body: await answer.json() };
    say(
      words(
        answer.type === "opaqueredirect" || answer.status === 403
          ? "signed-out"
          : answer.status === 404
            ? "not-yours"
            : "offline",
      ),
    );
  } catch {
    say(words("offline"));
  }
  return undefined;
};

/** @param {HTMLFormElement} form @returns {string} the figures or points that are typed, in words */
const typedWords = (form) =>
  [...form.elements]
    .filter((field) => field instanceof HTMLInputElement || field instanceof HTMLSelectElement)
    .filter((field) => field.name.startsWith("figure-") || field.name === "points")
    .map((field) => `${field.labels?.[0]?.firstChild?.textContent?.trim() ?? ""} ${field.value}`)
    .join("; ");

/**
 * Send what is given for a row.
 * @param {HTMLElement} row
 * @param {string} act what the button would say: accept, save or take_back
 */
export const saveRow = async (row, act) => {
  if (sending) return;
  if (!isMine(row)) {
    say(words("not-yours"));
    return;
  }
  const form = row === chosenRow() ? formShown() : null;
  if (act !== "accept" && !form) return;
  const body = new URLSearchParams();
  if (act !== "accept" && form)
    for (const [name, value] of new FormData(form)) if (typeof value === "string") body.set(name, value);
  body.set("face", frame.dataset.cells ?? "");
  body.set("do", act);
  body.set("version", row.dataset.version ?? "0");
  sending = true;
  say(words("saving"));
  const answer = await send(row, body);
  sending = false;
  if (!answer) return;
  if (answer.status === 200) {
    delete row.dataset.conflict;
    show(row, answer.body);
    forget(row);
    say(words("saved", { time: answer.body.saved }));
    await goOn(row, act);
  } else if (answer.status === 409) {
    show(row, answer.body);
    row.dataset.conflict = act;
    const mine = act === "accept" || !form ? words("yours-accept") : typedWords(form);
    refuse(row, [words("changed", { who: answer.body.who, now: answer.body.now, mine }), words("keep")]);
  } else refuse(row, answer.body.faults ?? []);
};

/** @param {HTMLElement} row @param {string[]} faults */
const refuse = (row, faults) => {
  say(faults.join(" "));
  if (row === chosenRow()) sayFaults(faults);
};

/** @param {HTMLElement} row that was saved @param {string} act */
const goOn = async (row, act) => {
  if (chosenRow() !== row) return; // somebody went on meanwhile
  const next = act === "take_back" ? null : nextLeft(row);
  if (next) {
    const opened = choose(next);
    goTo(next);
    await opened;
    return;
  }
  if (isInPanel()) goTo(row);
  await renew(row);
  if (act !== "take_back" && !isLeft(row)) say(words("nothing-left"));
};
