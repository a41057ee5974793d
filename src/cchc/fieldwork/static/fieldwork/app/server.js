/* How the application speaks with the server: docs/fieldwork-protocol.md. What fails changes nothing that is kept. */

import { answered, begun, bodyOf, frozen, hashOf, lost, newest, SENDABLE } from "./queue.js";
import { about, all, change } from "./store.js";

/** @typedef {import("./queue.js").Kept} Kept */
/** @typedef {"" | "no_network" | "not_connected" | "busy" | "not_understood" | "too_often" | "too_large"} Trouble */

const AT = "/thuc-dia/giao-thuc/";
const AT_ONCE = 10; // forms in one sending
const PATIENCE = 30_000; // milliseconds for one answer
const KEPT_DAYS = 14; // after its receipt a form is kept so long, for a server that is restored from a backup
const DAY = 86_400_000;

class Failed extends Error {
  /** @param {Trouble} trouble @param {string} words */
  constructor(trouble, words = "") {
    super(words);
    this.trouble = trouble;
  }
}

/** @param {string} what @param {object} told @returns {Promise<any>} */
const asked = async (what, told) => {
  const token = await about("token");
  let answer;
  let said;
  try {
    answer = await fetch(`${AT}${what}/`, {
      method: "POST",
      credentials: "omit",
      cache: "no-store",
      redirect: "error",
      headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
      body: JSON.stringify(told),
      signal: AbortSignal.timeout(PATIENCE),
    });
    said = await answer.json();
  } catch {
    throw new Failed("no_network");
  }
  if (!answer.ok) throw new Failed(said.fault ?? "busy", said.words);
  return said;
};

/** Send what is ready, form after form, and keep what the receipts say. @returns {Promise<void>} */
const sendReady = async () => {
  for (;;) {
    const waiting = [...newest(await all("queue")).values()].filter((kept) => SENDABLE.includes(kept.state));
    const part = waiting.slice(0, AT_ONCE);
    const without = (await all("said")).filter(({ words }) => !words).slice(0, AT_ONCE);
    if (!part.length && !without.length) return;
    const bodies = await Promise.all(part.map(async (kept) => [kept, await hashOf(bodyOf(kept.answers))]));
    const sending = /** @type {[Kept, string][]} */ (bodies);
    const still = await freeze(sending);
    const machine = await about("machine");
    const said = await asked("gui", {
      forms: still.map((kept) => carried(kept, machine)),
      said: without.map(({ form, state, reason }) => ({ form, state, reason })),
      now: new Date().toISOString(),
      past: (await about("past")) ?? "",
    });
    await change(["about"], async (at) => at.tell("past", said.past));
    const changed = (await receive(said.receipts, said.epoch)) + (await noted(said.said ?? [], without));
    if (!changed) return; // nothing was answered to: another time
  }
};

/** @param {number | undefined} time @returns {string | null} */
const moment = (time) => (time ? new Date(time).toISOString() : null);

/** A filled form as it is sent, with how it was filled. @param {Kept} kept @param {string} [machine] */
export const carried = ({ form, key, version, answers, began, ended, paused }, machine = "") => ({
  form, key, version, answers, begun: moment(began), ended: moment(ended), paused: Boolean(paused), device: machine,
}); // prettier-ignore

/**
 * Keep what is answered to forms without an answer, unless another word was said of them meanwhile; returns of how many.
 * @param {{form: number, outcome: string, words: string}[]} receipts
 * @param {{form: number, state: string, reason: string}[]} sent
 */
const noted = async (receipts, sent) => {
  let changed = 0;
  await change(["said", "forms"], async (at) => {
    for (const receipt of receipts) {
      const before = sent.find(({ form }) => form === receipt.form);
      const now = await at.one("said", receipt.form);
      if (!before || !now || now.state !== before.state || now.reason !== before.reason) continue;
      changed += 1;
      if (receipt.outcome === "refused") {
        at.put("said", { ...now, words: receipt.words });
        continue;
      }
      at.drop("said", receipt.form);
      const form = await at.one("forms", receipt.form);
      if (form) at.put("forms", { ...form, state: now.state });
    }
  });
  return changed;
};

/**
 * Freeze forms, but none that was opened again meanwhile.
 * @param {[Kept, string][]} sending with the hash of each
 * @returns {Promise<Kept[]>} those that are frozen now
 */
const freeze = async (sending) => {
  /** @type {Kept[]} */
  const still = [];
  await change(["queue"], async (at) => {
    for (const [kept, hash] of sending) {
      const now = await at.one("queue", [kept.key, kept.version]);
      if (!SENDABLE.includes(now.state) || bodyOf(now.answers) !== bodyOf(kept.answers)) continue;
      still.push(frozen(now, hash));
      at.put("queue", frozen(now, hash));
    }
  });
  return still;
};

/**
 * Keep what receipts say; returns how many forms they changed.
 * @param {import("./queue.js").Receipt[]} receipts
 * @param {string} epoch
 */
const receive = async (receipts, epoch) => {
  let changed = 0;
  await change(["queue"], async (at) => {
    for (const receipt of receipts) {
      const kept = await at.one("queue", [receipt.key, receipt.version]);
      const words = [receipt.words, ...(receipt.faults ?? []).map(({ why }) => why)].join(" ");
      const after = kept && answered(kept, { ...receipt, words }, epoch);
      if (!after || after === kept) continue;
      at.put("queue", after.state === "received" ? { ...after, at: Date.now() } : after);
      changed += 1;
      if (after.state !== "received") continue;
      for (let version = after.version - 1; version > 0; version -= 1) at.drop("queue", [after.key, version]);
    }
  });
  return changed;
};

/** Ask what there is, and whether the server forgot something. @returns {Promise<void>} */
const exchange = async () => {
  const [epoch, event] = [(await about("epoch")) ?? "", (await about("event")) ?? 0];
  const known = (await all("questionnaires")).map(({ sha256 }) => sha256);
  const receipts = (await all("queue")).filter(({ state }) => state === "received");
  const past = (await about("past")) ?? "";
  let after = 0;
  /** @type {any} */
  let first = null;
  const found = { surveys: new Map(), forms: new Map(), questionnaires: new Map() };
  do {
    const said = await asked("trao-doi", { epoch, event, questionnaires: known, after, past });
    first ??= said;
    for (const one of said.surveys) found.surveys.set(one.id, one);
    for (const one of said.forms) found.forms.set(one.id, one);
    for (const [sha256, questions] of Object.entries(said.questionnaires))
      found.questionnaires.set(sha256, questions);
    after = said.after;
  } while (after);
  if (first.epoch === epoch && first.event < event) return; // an older answer that came late
  const missing = epoch && first.epoch !== epoch && receipts.length ? await gone(receipts) : [];
  await takeAlong(first, found, missing);
};

/** @param {Kept[]} receipts @returns {Promise<{key: string, version: number}[]>} those that the server has no more */
const gone = async (receipts) => {
  const claims = receipts.map(({ key, version, sha256 }) => ({ key, version, sha256 }));
  return (await asked("doi-chieu", { receipts: claims })).missing;
};

/**
 * Keep what the server told: its forms in place of those before, never what was filled in.
 * @param {any} said
 * @param {{surveys: Map<number, any>, forms: Map<number, any>, questionnaires: Map<string, any>}} found
 * @param {{key: string, version: number}[]} missing
 */
const takeAlong = (said, found, missing) =>
  change(["about", "surveys", "forms", "questionnaires", "queue"], async (at) => {
    const queue = /** @type {Kept[]} */ (await at.all("queue"));
    const restored = said.epoch !== (await at.one("about", "epoch"))?.value;
    for (const one of found.surveys.values()) at.put("surveys", one);
    for (const [sha256, questions] of found.questionnaires) at.put("questionnaires", { sha256, questions });
    const before = new Map((await at.all("forms")).map((one) => [one.id, one]));
    for (const one of found.forms.values())
      if (restored || (before.get(one.id)?.version ?? 0) <= one.version) at.put("forms", one);
    const busy = new Set(queue.filter((kept) => kept.state !== "received").map((kept) => kept.form));
    for (const id of before.keys()) if (!found.forms.has(id) && !busy.has(id)) at.drop("forms", id);
    for (const kept of queue)
      if (missing.some((one) => one.key === kept.key && one.version === kept.version))
        at.put("queue", lost(kept));
      else if (kept.state === "received") {
        const old = Date.now() - /** @type {any} */ (kept.at ?? 0) > KEPT_DAYS * DAY;
        if (old && !found.forms.get(kept.form)?.back) at.drop("queue", [kept.key, kept.version]);
        else if (restored) at.put("queue", { ...kept, epoch: said.epoch });
      }
    comeBack(at, found.forms, newest(queue));
    at.tell("epoch", said.epoch);
    at.tell("event", said.event);
    at.tell("past", said.past);
    at.tell("key", said.key);
    at.tell("device", said.device.name);
    at.tell("told_at", Date.now());
    at.tell("clock_off", Math.round((Date.now() - Date.parse(said.time)) / 60_000));
  });

/**
 * Forms that were sent back to be corrected here: the next version of their key begins, with what was answered where
 * that is still kept.
 * @param {{put: (place: "queue", row: object) => void}} at
 * @param {Map<number, any>} forms
 * @param {Map<string, Kept>} latest
 */
const comeBack = (at, forms, latest) => {
  for (const form of forms.values()) {
    if (!form.back?.here) continue;
    const kept = latest.get(form.back.key);
    if (kept && (kept.version > form.back.version || kept.state !== "received")) continue;
    at.put("queue", begun(form.id, form.back.key, form.back.version + 1, kept?.answers ?? {}));
  }
};

/**
 * Send and ask, one window of the application at a time.
 * @returns {Promise<{trouble: Trouble, words: string}>} what went wrong, if anything did
 */
export const meet = async () => {
  const work = async () => {
    try {
      await sendReady();
      await exchange();
      return { trouble: /** @type {Trouble} */ (""), words: "" };
    } catch (fault) {
      if (fault instanceof Failed) return { trouble: fault.trouble, words: fault.message };
      throw fault;
    }
  };
  return navigator.locks ? navigator.locks.request("cchc-thuc-dia", work) : work();
};
