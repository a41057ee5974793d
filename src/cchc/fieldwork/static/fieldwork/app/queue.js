/* What may happen to a filled form on the device, as values in and values out. A form is frozen at its first sending; an
   edit after that is a new version of the same key; and only a receipt with the number and the hash of what is kept here
   lets a form be dropped. */

/** @typedef {"filling" | "ready" | "frozen" | "received" | "refused" | "lost"} State
 * filling: being asked · ready: whole, not sent yet · frozen: sent, and nothing came back yet · received: a receipt is
 * here · refused: the server said why not · lost: the server was restored and has it no more */
/** @typedef {Record<string, Record<string, string>>} Answers by the id of the rated unit and the code of the item */
/**
 * @typedef {object} Kept one version of one filled form
 * @property {string} key
 * @property {number} version
 * @property {number} form the id of the handed-out form
 * @property {State} state
 * @property {Answers} answers
 * @property {string} sha256 of what was frozen; empty before
 * @property {number} receipt its number; 0 where there is none
 * @property {string} epoch under which the receipt was given
 * @property {string} reason why it was refused
 * @property {string} words the server's own words for that
 * @property {number} [at] when the receipt came, by the clock of the device
 * @property {number} [began] when filling began, by the clock of the device
 * @property {number} [ended] when it ended
 * @property {boolean} [paused] whether it was left and gone on with in between
 */
/**
 * @typedef {object} Receipt
 * @property {string} key
 * @property {number} version
 * @property {"accepted" | "already_there" | "refused"} outcome
 * @property {number} number
 * @property {string} sha256
 * @property {string} reason
 * @property {string} words
 * @property {{why: string}[]} [faults]
 */

export const SENDABLE = ["ready", "frozen"];

/**
 * A form that begins to be filled.
 * @param {number} form
 * @param {string} key
 * @param {number} version
 * @param {Answers} answers
 * @returns {Kept}
 */
export const begun = (form, key, version = 1, answers = {}) => ({
  key, version, form, answers,
  state: "filling", sha256: "", receipt: 0, epoch: "", reason: "", words: "",
}); // prettier-ignore

/** @param {Kept} kept whether its answers may still be changed in place: it was never sent */
export const isOpen = (kept) => kept.state === "filling" || kept.state === "ready";

/**
 * The form with other answers: itself while it was never sent, else a new version of the same key.
 * @param {Kept} kept
 * @param {Answers} answers
 * @returns {Kept}
 */
export const edited = (kept, answers) =>
  isOpen(kept)
    ? { ...kept, answers, state: "filling" }
    : begun(kept.form, kept.key, kept.version + 1, answers);

/** @param {Kept} kept @returns {Kept} */
export const finished = (kept) => (kept.state === "filling" ? { ...kept, state: "ready" } : kept);

/** @param {Kept} kept @param {string} sha256 @returns {Kept} as it is when it is sent */
export const frozen = (kept, sha256) => {
  if (!SENDABLE.includes(kept.state)) throw new Error("not to be sent");
  return { ...kept, state: "frozen", sha256 };
};

/**
 * The form after a receipt: unchanged unless the receipt is about this version and, where it was taken, bears a number
 * and the hash of exactly what is kept here.
 * @param {Kept} kept
 * @param {Receipt} receipt
 * @param {string} epoch
 * @returns {Kept}
 */
export const answered = (kept, receipt, epoch) => {
  if (kept.state !== "frozen" || receipt.key !== kept.key || receipt.version !== kept.version) return kept;
  if (receipt.outcome === "refused")
    return { ...kept, state: "refused", reason: receipt.reason, words: receipt.words };
  const isWhole = receipt.number > 0 && receipt.sha256 === kept.sha256;
  return isWhole
    ? { ...kept, state: "received", receipt: receipt.number, epoch, reason: "", words: "" }
    : kept;
};

/** @param {Kept} kept @returns {Kept} to be sent once more, as it is: after a refusal, or where the server lost it */
export const again = (kept) =>
  kept.state === "refused" || kept.state === "lost"
    ? { ...kept, state: "frozen", reason: "", words: "" }
    : kept;

/** @param {Kept} kept @returns {Kept} after the server said that it has not what it once gave a receipt for */
export const lost = (kept) => (kept.state === "received" ? { ...kept, state: "lost" } : kept);

/** @param {Kept} kept @returns {boolean} whether the device may drop it */
export const mayGo = (kept) => kept.state === "received";

/**
 * Of the versions of each key the last one, by number of form.
 * @param {Kept[]} all
 * @returns {Map<string, Kept>}
 */
export const newest = (all) => {
  /** @type {Map<string, Kept>} */
  const found = new Map();
  for (const one of all) if ((found.get(one.key)?.version ?? 0) < one.version) found.set(one.key, one);
  return found;
};

/** @param {Answers} answers @returns {string} the one text of equal answers, over which the hash is taken */
export const bodyOf = (answers) => {
  const units = Object.keys(answers).sort();
  const body = units.map((unit) => {
    const texts = answers[unit];
    const items = Object.keys(texts).sort();
    return `${JSON.stringify(unit)}:{${items.map((item) => `${JSON.stringify(item)}:${JSON.stringify(texts[item])}`).join(",")}}`;
  });
  return `{${body.join(",")}}`;
};

/** @param {string} text @returns {Promise<string>} its SHA-256 in hexadecimal */
export const hashOf = async (text) => {
  const bytes = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
};
