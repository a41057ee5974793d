/* Accounts: at every criterion maximum + bonus = points + losses + pending, added up from the leaves. */

import { ZERO, by, compare, least, minus, most, plus, read, times, total } from "./fractions.js";

/** @typedef {import("./fractions.js").Fraction} Fraction */
/** @typedef {"maximum" | "bonus" | "points" | "pending" | "penalty" | "survey"} Amount */
/** @typedef {Record<Amount, Fraction> & { waiting: number, losses: Map<string, Fraction> }} Account */
/** @typedef {Record<string, any>} Row a row of a document of the bundle */

/** @type {readonly Amount[]} */
export const AMOUNTS = ["maximum", "bonus", "points", "pending", "penalty", "survey"];

/** The account in a row. @param {Row} row @returns {Account} */
export function accountOf(row) {
  /** @type {Map<string, Fraction>} */
  const losses = new Map();
  for (const one of row.losses) losses.set(one.code, plus(losses.get(one.code) ?? ZERO, read(one.points)));
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, read(row[name])]));
  return /** @type {Account} */ ({ ...amounts, waiting: row.waiting, losses });
}

/** What an account lost, by the law of accounts. @param {Account} one */
export const lost = (one) => minus(minus(plus(one.maximum, one.bonus), one.points), one.pending);

/** Accounts added. @param {readonly Account[]} accounts @returns {Account} */
export function summed(accounts) {
  /** @type {Map<string, Fraction>} */
  const losses = new Map();
  for (const one of accounts)
    for (const [code, points] of one.losses) losses.set(code, plus(losses.get(code) ?? ZERO, points));
  const amounts = Object.fromEntries(AMOUNTS.map((name) => [name, total(accounts.map((one) => one[name]))]));
  const waiting = accounts.reduce((sum, one) => sum + one.waiting, 0);
  return /** @type {Account} */ ({ ...amounts, waiting, losses });
}

/**
 * Losses in their proportions, made to add up to `whole`; without any, a loss of the criterion itself.
 * @param {Map<string, Fraction>} losses @param {Fraction} whole
 */
function scaled(losses, whole) {
  const before = total(losses.values());
  if (!whole.over) return new Map();
  if (!compare(before, whole)) return losses;
  if (!before.over) return new Map([["not_done", whole]]);
  return new Map([...losses].map(([code, points]) => [code, by(times(points, whole), before)]));
}

/**
 * An account under the maximum of its criterion: what is pending fills up first.
 * @param {Row} node @param {Account} whole @param {Fraction} points @returns {Account}
 */
function within(node, whole, points) {
  const maximum = least(whole.maximum, read(node.maximum));
  const pending = least(whole.pending, most(minus(maximum, points), ZERO));
  const account = { ...whole, maximum, points, pending, survey: least(whole.survey, points) };
  return { ...account, losses: scaled(whole.losses, lost(account)) };
}

/**
 * The account of a criterion from those of its children: added, added up to its maximum, or the best.
 * @param {Row} node @param {ReadonlyMap<string, Account>} below
 */
export function nodeAccount(node, below) {
  const whole = summed([...below.values()]);
  if (node.children === "best") return bestAccount(node, below, whole);
  if (node.children === "sum") return whole;
  const maximum = read(node.maximum);
  if (node.part === "bonus") {
    const bonus = least(whole.bonus, maximum);
    return { ...whole, bonus, points: plus(minus(whole.points, whole.bonus), bonus) };
  }
  if (node.part === "penalty") {
    const penalty = least(whole.penalty, minus(ZERO, maximum));
    const points = minus(plus(whole.points, whole.penalty), penalty);
    return { ...whole, penalty, points, losses: scaled(whole.losses, penalty) };
  }
  return within(node, whole, least(whole.points, maximum));
}

/**
 * The account of the child with the most points; of equals the one that lost least, then the first by number.
 * @param {Row} node @param {ReadonlyMap<string, Account>} below @param {Account} whole
 */
function bestAccount(node, below, whole) {
  const found = [...below].filter(([, one]) => one.maximum.over || one.points.over || one.waiting);
  found.sort(
    ([name, one], [other, against]) =>
      compare(against.points, one.points) ||
      Number(one.waiting > 0) - Number(against.waiting > 0) ||
      compare(lost(one), lost(against)) ||
      (name < other ? -1 : 1),
  );
  const top = found[0]?.[1];
  if (!top) return summed([]);
  if (node.part === "bonus")
    return { ...summed([]), bonus: top.bonus, points: top.bonus, waiting: whole.waiting };
  const maximum = found.map(([, one]) => one.maximum).reduce(most);
  const account = { ...top, maximum, pending: whole.pending, waiting: whole.waiting };
  return within(node, account, account.points);
}

/**
 * The bonus cut off where the set does not let it lift the index above 100 %.
 * @param {Row} tree @param {Account} whole @returns {Account}
 */
export function withBonusLimit(tree, whole) {
  const beyond = minus(whole.points, whole.maximum);
  if (tree.bonus_above_total || compare(beyond, ZERO) <= 0) return whole;
  const over = least(beyond, whole.bonus);
  return { ...whole, points: minus(whole.points, over), bonus: minus(whole.bonus, over) };
}
