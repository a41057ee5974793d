/* Every account, index, rank, mean and class of a release once more, from the figures below it. */

import { AMOUNTS, accountOf, lost, nodeAccount, summed, withBonusLimit } from "./accounts.js";
import {
  ZERO,
  by,
  compare,
  fraction,
  most,
  least,
  plus,
  read,
  rounded,
  text,
  times,
  total,
} from "./fractions.js";

/** @typedef {import("./fractions.js").Fraction} Fraction */
/** @typedef {import("./accounts.js").Account} Account */
/** @typedef {import("./accounts.js").Row} Row */
/** @typedef {{ where: string, what: string, printed: string, computed: string }} Difference */
/** @typedef {string | (() => string)} Where a figure stands; worked out for those that differ alone */

const HUNDRED = fraction(100n, 1n);
const AT_ONCE = 10; // units between two breaths of the page

/** @param {Where} where */
const said = (where) => (typeof where === "string" ? where : where());

/** What was compared, and what differs. */
export class Findings {
  compared = 0;
  /** @type {Difference[]} */
  differences = [];

  /** @param {Where} where @param {string} what @param {string} printed @param {string} computed */
  texts(where, what, printed, computed) {
    this.compared += 1;
    if (printed !== computed) this.differences.push({ where: said(where), what, printed, computed });
  }

  /** @param {Where} where @param {string} what @param {Fraction | null} printed @param {Fraction | null} computed */
  numbers(where, what, printed, computed) {
    this.compared += 1;
    if (printed && computed ? !compare(printed, computed) : printed === computed) return;
    const [one, other] = [printed, computed].map((number) => (number ? text(number) : ""));
    this.differences.push({ where: said(where), what, printed: one ?? "", computed: other ?? "" });
  }

  /** @param {Where} where @param {Account} printed @param {Account} computed */
  accounts(where, printed, computed) {
    for (const name of AMOUNTS) this.numbers(where, name, printed[name], computed[name]);
    this.texts(where, "waiting", String(printed.waiting), String(computed.waiting));
    for (const code of new Set([...printed.losses.keys(), ...computed.losses.keys()]))
      this.numbers(where, "lost", printed.losses.get(code) ?? ZERO, computed.losses.get(code) ?? ZERO);
  }
}

/** @param {unknown} value */
const readIfAny = (value) => (value === null ? null : read(value));

/**
 * Compare every figure of the documents. `breathe` is awaited now and then, so that the page stays alive.
 * @param {Record<string, any>} documents @param {() => Promise<void>} breathe
 */
export async function compareFigures(documents, breathe) {
  const findings = new Findings();
  /** @type {Map<string, Row>} */
  const sets = new Map(documents["sets.json"].map((/** @type {Row} */ one) => [one.set, one]));
  /** @type {Map<string, Row>} */
  const indices = new Map(documents["index.json"].map((/** @type {Row} */ one) => [one.unit, one]));
  const accounts = accountsOf(documents, sets, findings);
  compareEstimates(documents, sets, findings);
  let done = 0;
  for (const unit of documents["units.json"]) {
    const tree = known(sets, unit.set);
    const own = accounts.get(unit.unit) ?? new Map();
    compareNodes(tree, unit.name, own, findings);
    compareIndex(tree, unit.name, known(indices, unit.unit), own, findings);
    done += 1;
    if (done % AT_ONCE === 0) await breathe();
  }
  for (const group of documents["groups.json"])
    compareGroup(known(sets, group.set), group, documents["units.json"], indices, findings);
  return findings;
}

/**
 * @template T
 * @param {ReadonlyMap<string, T>} among @param {string} key @returns {T}
 */
function known(among, key) {
  const found = among.get(key);
  if (found === undefined) throw new TypeError(key);
  return found;
}

/**
 * Where a figure of a criterion stands: the unit, and the criterion by number and name, where the bundle names it.
 * @param {Row | undefined} tree @param {string} unit @param {string} number
 */
function placeOf(tree, unit, number) {
  const node = tree?.nodes.find((/** @type {Row} */ one) => one.number === number);
  return node?.title ? `${unit} · ${number}. ${node.title}` : `${unit} · ${number}`;
}

/**
 * The accounts of criteria by unit and number, each held to its own law, stated points among them.
 * @param {Record<string, any>} documents @param {ReadonlyMap<string, Row>} sets @param {Findings} findings
 */
function accountsOf(documents, sets, findings) {
  /** @type {Map<string, Map<string, Account>>} */
  const accounts = new Map();
  /** @type {Map<string, Row>} */
  const units = new Map(documents["units.json"].map((/** @type {Row} */ one) => [one.unit, one]));
  for (const row of [...(documents["nodes.json"] ?? []), ...(documents["leaves.json"] ?? [])]) {
    const number = row.node ?? row.leaf;
    const account = accountOf(row);
    const unit = units.get(row.unit);
    const where = () => placeOf(sets.get(unit?.set), unit?.name, number);
    findings.numbers(where, "lost", total(account.losses.values()), lost(account));
    if (row.given === "points") findings.numbers(where, "points", account.points, read(row.stated));
    const own = accounts.get(row.unit) ?? new Map();
    accounts.set(row.unit, own.set(number, account));
  }
  return accounts;
}

/**
 * Compare what surveys found with the figures that were declared from it, and with their own intervals.
 * @param {Record<string, any>} documents @param {ReadonlyMap<string, Row>} sets @param {Findings} findings
 */
function compareEstimates(documents, sets, findings) {
  const given = new Map();
  for (const leaf of documents["estimates.json"] ? documents["leaves.json"] : [])
    for (const figure of leaf.figures) given.set(`${leaf.unit} ${leaf.leaf} ${figure.figure}`, figure.value);
  /** @type {Map<string, Row>} */
  const units = new Map(documents["units.json"].map((/** @type {Row} */ one) => [one.unit, one]));
  for (const one of documents["estimates.json"] ?? []) {
    const unit = units.get(one.unit);
    const where = () => placeOf(sets.get(unit?.set), unit?.name, one.leaf);
    const value = read(one.value);
    findings.numbers(
      where,
      "surveyed",
      readIfAny(given.get(`${one.unit} ${one.leaf} ${one.figure}`) ?? null),
      value,
    );
    const isWithin =
      (one.low === null || compare(read(one.low), value) <= 0) &&
      (one.high === null || compare(value, read(one.high)) <= 0);
    findings.texts(where, "interval", isWithin ? "" : "≠", "");
    findings.texts(where, "answers", one.answers > 0 && one.answers <= one.base ? "" : "≠", "");
  }
}

/**
 * Compare each criterion with its children, where the bundle has them.
 * @param {Row} tree @param {string} unit @param {ReadonlyMap<string, Account>} accounts @param {Findings} findings
 */
function compareNodes(tree, unit, accounts, findings) {
  /** @type {Map<string, string[]>} */
  const children = new Map();
  for (const node of tree.nodes)
    children.set(node.parent, [...(children.get(node.parent) ?? []), node.number]);
  for (const node of tree.nodes) {
    const below = new Map(
      (children.get(node.number) ?? []).flatMap((number) => {
        const account = accounts.get(number);
        return account ? [/** @type {[string, Account]} */ ([number, account])] : [];
      }),
    );
    if (below.size && below.size === children.get(node.number)?.length)
      findings.accounts(
        () => placeOf(tree, unit, node.number),
        known(accounts, node.number),
        nodeAccount(node, below),
      );
  }
}

/**
 * Compare the account of a unit as a whole, its index, the printed one and the class.
 * @param {Row} tree @param {string} unit @param {Row} row @param {ReadonlyMap<string, Account>} accounts
 * @param {Findings} findings
 */
function compareIndex(tree, unit, row, accounts, findings) {
  const whole = accountOf(row);
  findings.numbers(unit, "lost", total(whole.losses.values()), lost(whole));
  const tops = tree.nodes
    .filter((/** @type {Row} */ one) => one.parent === "")
    .map((/** @type {Row} */ one) => accounts.get(one.number));
  if (tops.every(Boolean)) findings.accounts(unit, whole, withBonusLimit(tree, summed(tops)));
  const isScored = !whole.waiting && compare(whole.maximum, ZERO) > 0;
  const index = isScored ? times(by(whole.points, whole.maximum), HUNDRED) : null;
  const printed = index && rounded(index, tree.places, tree.rounding);
  findings.numbers(unit, "index", readIfAny(row.index), index);
  findings.texts(unit, "printed", row.printed, printed ? printed.text : "");
  const judged = printed && (tree.grade_by === "exact" ? index : printed.value);
  const grade = tree.grades.find((/** @type {Row} */ one) => judged && liesIn(one, judged));
  findings.texts(unit, "grade", row.grade, grade ? grade.grade : "");
}

/** Whether an index lies in the band of a class. @param {Row} band @param {Fraction} index */
function liesIn(band, index) {
  const low = band.low === null ? 1 : compare(index, read(band.low));
  const high = band.high === null ? -1 : compare(index, read(band.high));
  return (low > 0 || (low === 0 && band.low_closed)) && (high < 0 || (high === 0 && band.high_closed));
}

/**
 * Compare the members, order, ranks, mean and ends of a peer group. Equals stand in the order of the bundle.
 * @param {Row} tree @param {Row} group @param {Row[]} units @param {ReadonlyMap<string, Row>} indices
 * @param {Findings} findings
 */
function compareGroup(tree, group, units, indices, findings) {
  const where = group.group;
  /** @type {string[]} */
  const members = group.units.map((/** @type {Row} */ one) => one.unit);
  const own = units.filter((one) => one.set === group.set && one.group === group.group);
  const names = new Map(own.map((one) => [one.unit, one.name]));
  findings.texts(where, "units", [...members].sort().join(" "), [...names.keys()].sort().join(" "));
  let rank = 0;
  /** @type {Fraction | null} */
  let last = null;
  /** @type {Fraction[]} */
  const ranked = [];
  members.forEach((key, place) => {
    const row = known(indices, key);
    const index = readIfAny(row.index);
    const unit = String(names.get(key) ?? key);
    if (index) {
      findings.texts(
        unit,
        "order",
        "",
        place > ranked.length || (last && compare(last, index) < 0) ? "≠" : "",
      );
      if (tree.ties === "ordinal" || !last || compare(last, index))
        rank = tree.ties === "dense" ? rank + 1 : place + 1;
      last = index;
      ranked.push(index);
    }
    findings.texts(unit, "rank", String(row.rank ?? ""), index ? String(rank) : "");
  });
  const mean = ranked.length ? by(ranked.reduce(plus), fraction(BigInt(ranked.length), 1n)) : null;
  findings.numbers(where, "mean", readIfAny(group.mean), mean);
  findings.numbers(where, "highest", readIfAny(group.highest), ranked.length ? ranked.reduce(most) : null);
  findings.numbers(where, "lowest", readIfAny(group.lowest), ranked.length ? ranked.reduce(least) : null);
}
