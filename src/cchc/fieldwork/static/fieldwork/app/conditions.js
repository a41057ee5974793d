/* Conditions of questionnaires on a device: the same verdicts as `core.surveys.questionnaires.conditions.is_certain`.
   Trees are those of `core.surveys.questionnaires.carrying`; numbers are exact: pairs of whole numbers. */

/** @typedef {{top: bigint, under: bigint}} Ratio a number: dividend and divisor, the divisor above 0 */
/** @typedef {Ratio | boolean | string} Figure */
/** @typedef {Record<string, Figure>} Figures by the names that conditions use */
/** @typedef {[string, ...any[]]} Tree */

/** An item without a valid answer is asked for, or something cannot be computed: the condition stays open. */
class Open extends Error {}

/**
 * @param {bigint} top
 * @param {bigint} under
 * @returns {Ratio}
 */
const ratio = (top, under = 1n) => (under < 0n ? { top: -top, under: -under } : { top, under });

/**
 * @param {string} text "dividend/divisor"
 * @returns {Ratio}
 */
export const ratioOf = (text) => {
  const [top, under] = text.split("/");
  return ratio(BigInt(top), BigInt(under ?? 1));
};

/**
 * @param {Ratio} one
 * @param {Ratio} other
 * @returns {number} below 0, 0, or above 0
 */
export const compared = (one, other) => {
  const difference = one.top * other.under - other.top * one.under;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
};

/** @param {Figure} figure @returns {figure is Ratio} */
const isRatio = (figure) => typeof figure === "object";

/** @type {Record<string, (one: Ratio, other: Ratio) => Ratio>} */
const ARITHMETIC = {
  "+": (one, other) => ratio(one.top * other.under + other.top * one.under, one.under * other.under),
  "-": (one, other) => ratio(one.top * other.under - other.top * one.under, one.under * other.under),
  "*": (one, other) => ratio(one.top * other.top, one.under * other.under),
  "/": (one, other) => {
    if (other.top === 0n) throw new Open();
    return ratio(one.top * other.under, one.under * other.top);
  },
};

/** @type {Record<string, (order: number) => boolean>} */
const COMPARISONS = {
  "=": (order) => order === 0,
  "!=": (order) => order !== 0,
  "<": (order) => order < 0,
  "<=": (order) => order <= 0,
  ">": (order) => order > 0,
  ">=": (order) => order >= 0,
};

/** @param {Tree} tree @param {Figures} figures @returns {Ratio} */
const amount = (tree, figures) => {
  const found = value(tree, figures);
  if (!isRatio(found)) throw new Open();
  return found;
};

/** @param {Figure} figure */
const holds = (figure) => (isRatio(figure) ? figure.top !== 0n : Boolean(figure));

/** @param {string} sign @param {Figure} one @param {Figure} other @returns {boolean} */
const comparison = (sign, one, other) => {
  /** @param {Figure} figure @returns {Figure} */
  const asNumber = (figure) => (typeof figure === "boolean" ? ratio(figure ? 1n : 0n) : figure);
  const [left, right] = [asNumber(one), asNumber(other)];
  if (isRatio(left) && isRatio(right)) return COMPARISONS[sign](compared(left, right));
  if (typeof left === "string" && typeof right === "string")
    return COMPARISONS[sign](left < right ? -1 : left > right ? 1 : 0);
  if (sign !== "=" && sign !== "!=") throw new Open();
  return sign === "!=";
};

/** @param {Tree} tree @param {Figures} figures @returns {Figure} */
const value = ([word, ...parts], figures) => {
  switch (word) {
    case "number":
      return ratioOf(parts[0]);
    case "text":
      return parts[0];
    case "name":
      if (!Object.hasOwn(figures, parts[0])) throw new Open();
      return figures[parts[0]];
    case "and":
      return parts.every((part) => holds(value(part, figures)));
    case "or":
      return parts.some((part) => holds(value(part, figures)));
    case "not":
      return !holds(value(parts[0], figures));
    case "if":
      return amount(holds(value(parts[0], figures)) ? parts[1] : parts[2], figures);
    case "mean":
      return mean(parts, figures);
    case "min":
    case "max":
    case "abs":
    case "floor":
      return called(word, parts.map((part) => amount(part, figures))); // prettier-ignore
    case "never":
      throw new Open();
  }
  if (word in ARITHMETIC) return ARITHMETIC[word](amount(parts[0], figures), amount(parts[1], figures));
  if (word.endsWith("#"))
    return comparison(word.slice(0, -1), amount(parts[0], figures), amount(parts[1], figures));
  return comparison(word, value(parts[0], figures), value(parts[1], figures));
};

/** @param {string} name @param {Ratio[]} amounts @returns {Ratio} */
const called = (name, amounts) => {
  const [first] = amounts;
  if (name === "abs") return first.top < 0n ? ratio(-first.top, first.under) : first;
  if (name === "floor") {
    const whole = first.top / first.under;
    return ratio(first.top < 0n && whole * first.under !== first.top ? whole - 1n : whole);
  }
  const wanted = name === "min" ? -1 : 1;
  return amounts.reduce((best, one) => (compared(one, best) === wanted ? one : best));
};

/** @param {[Tree, string][]} parts @param {Figures} figures @returns {Ratio} */
const mean = (parts, figures) => {
  const amounts = parts.map(([part]) => amount(part, figures));
  const whole = amounts.reduce(ARITHMETIC["+"], ratio(0n));
  const weighted = parts
    .map(([, worth], at) => ARITHMETIC["*"](amounts[at], ratioOf(worth)))
    .reduce(ARITHMETIC["+"], ratio(0n));
  return ARITHMETIC["/"](weighted, whole);
};

/** @param {Tree} tree @param {Figures} figures @returns {boolean | null} null: left open by items without an answer */
const verdict = (tree, figures) => {
  const [word, ...parts] = tree;
  if (word === "and" || word === "or") {
    const found = parts.map((part) => verdict(part, figures));
    const deciding = word === "or";
    if (found.includes(deciding)) return deciding;
    return found.includes(null) ? null : !deciding;
  }
  if (word === "not") {
    const found = verdict(parts[0], figures);
    return found === null ? null : !found;
  }
  try {
    return holds(value(tree, figures));
  } catch (fault) {
    if (fault instanceof Open) return null;
    throw fault;
  }
};

/**
 * Whether what is answered makes a condition certain; where there is none, it is.
 * @param {Tree | null} tree
 * @param {Figures} figures
 */
export const isCertain = (tree, figures) => tree === null || verdict(tree, figures) === true;
