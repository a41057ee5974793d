/* Exact numbers: whole numbers of any size above one another, always in lowest terms. Nothing here is rounded. */

/** @typedef {{ over: bigint, under: bigint }} Fraction */

/** @type {Fraction} */
export const ZERO = { over: 0n, under: 1n };
const NUMBER = /^-?[0-9]{1,4000}(?:[./][0-9]{1,4000})?$/;

/** @param {bigint} over @param {bigint} under @returns {Fraction} */
export function fraction(over, under) {
  if (under === 0n) throw new RangeError("0");
  let [one, other] = [over < 0n ? -over : over, under < 0n ? -under : under];
  while (other) [one, other] = [other, one % other];
  const shared = under < 0n ? -one : one;
  return { over: over / shared, under: under / shared };
}

/** The number that a text of the bundle says: "83.125" or "1/3". @param {unknown} text @returns {Fraction} */
export function read(text) {
  if (typeof text !== "string" || !NUMBER.test(text)) throw new TypeError(String(text));
  const [whole = "", part] = text.split("/");
  if (part !== undefined) return fraction(BigInt(whole), BigInt(part));
  const [before = "", after = ""] = whole.split(".");
  return fraction(BigInt(before + after), 10n ** BigInt(after.length));
}

/** @param {Fraction} one @param {Fraction} other */
export const plus = (one, other) =>
  one.under === other.under
    ? one.under === 1n
      ? { over: one.over + other.over, under: 1n }
      : fraction(one.over + other.over, one.under)
    : fraction(one.over * other.under + other.over * one.under, one.under * other.under);

/** @param {Fraction} one @param {Fraction} other */
export const minus = (one, other) => plus(one, { over: -other.over, under: other.under });

/** @param {Fraction} one @param {Fraction} other */
export const times = (one, other) => fraction(one.over * other.over, one.under * other.under);

/** @param {Fraction} one @param {Fraction} other */
export const by = (one, other) => fraction(one.over * other.under, one.under * other.over);

/** Below 0, 0 or above 0, as `one` is less than, equal to or more than `other`. @param {Fraction} one @param {Fraction} other */
export function compare(one, other) {
  const left = one.over * other.under;
  const right = other.over * one.under;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** @param {Fraction} one @param {Fraction} other */
export const least = (one, other) => (compare(one, other) <= 0 ? one : other);

/** @param {Fraction} one @param {Fraction} other */
export const most = (one, other) => (compare(one, other) >= 0 ? one : other);

/** @param {Iterable<Fraction>} amounts */
export function total(amounts) {
  let sum = ZERO;
  for (const one of amounts) if (one.over) sum = plus(sum, one);
  return sum;
}

/** The number as the bundle writes it: in full where it ends, else as a fraction. @param {Fraction} one */
export function text(one) {
  let places = 0n;
  while (places < 40n && (one.over * 10n ** places) % one.under) places += 1n;
  if ((one.over * 10n ** places) % one.under) return `${one.over}/${one.under}`;
  const digits = String((one.over * 10n ** places) / one.under);
  const size = digits.replace("-", "").padStart(Number(places) + 1, "0");
  const sign = digits.startsWith("-") ? "-" : "";
  const end = size.length - Number(places);
  return `${sign}${size.slice(0, end)}${places ? `.${size.slice(end)}` : ""}`;
}

/**
 * The number rounded to places by the rule of a set, as a page prints it: 1.234,50.
 * @param {Fraction} amount @param {number} places @param {string} rule
 */
export function rounded(amount, places, rule) {
  const scale = 10n ** BigInt(places);
  const size = amount.over < 0n ? -amount.over : amount.over;
  let whole = (size * scale) / amount.under;
  const rest = (size * scale) % amount.under;
  const half = 2n * rest - amount.under; // below 0, 0 or above 0
  const halfGoesUp = rule === "half_up" || (rule === "half_even" && whole % 2n === 1n);
  const goesUp = rule === "up" ? rest > 0n : rule !== "down" && (half > 0n || (half === 0n && halfGoesUp));
  if (goesUp) whole += 1n;
  const digits = String(whole).padStart(places + 1, "0");
  const end = digits.length - places;
  const grouped = digits.slice(0, end).replace(/\B(?=(?:\d{3})+$)/g, ".");
  const sign = amount.over < 0n && whole > 0n ? "-" : "";
  return {
    value: fraction(amount.over < 0n ? -whole : whole, scale),
    text: `${sign}${grouped}${places ? `,${digits.slice(end)}` : ""}`,
  };
}
