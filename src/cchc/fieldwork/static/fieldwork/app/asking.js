/* Which questions of a questionnaire are asked after the answers before them, and what is no answer to one: as
   `core.surveys.questionnaires.answers.read_form` says it, of answers as this application writes them. */

import { compared, isCertain, ratioOf } from "./conditions.js";

/** @typedef {import("./conditions.js").Figures} Figures */
/** @typedef {import("./conditions.js").Tree} Tree */
/** @typedef {[code: string, words: string, valid: boolean]} Option */
/**
 * @typedef {object} Item
 * @property {string} code
 * @property {string} section
 * @property {string} number
 * @property {string} text
 * @property {string} note
 * @property {"single" | "multiple" | "scale" | "number" | "text"} kind
 * @property {Option[]} options
 * @property {string | null} low
 * @property {string | null} high
 * @property {number} places
 * @property {string} unit
 * @property {number | null} most
 * @property {boolean} required
 * @property {Tree | null} when
 */
/** @typedef {{code: string, number: string, title: string, note: string, when: Tree | null}} Section */
/** @typedef {{title: string, note: string, sections: Section[], items: Item[]}} Questions */
/** @typedef {Record<string, string>} Texts answers as they are sent, by the codes of items */
/** @typedef {"" | "not_chosen" | "no_number" | "too_low" | "too_high" | "too_many_places" | "too_many" | "alone"} Fault */

const NO_OPINION = "kb";
const PARTED = ";"; // the options of a multiple choice
const NUMBER = /^(-?)(\d{1,15})(?:,(\d{1,9}))?$/; // as officials write it: a comma before the decimals
const MOST_LETTERS = 3000;

/** @param {string} text @returns {string[]} the options of a multiple choice */
export const chosen = (text) => text.split(PARTED).filter(Boolean);

/** @param {string[]} codes */
export const asText = (codes) => codes.join(PARTED);

/** @param {string} text @returns {string | null} "dividend/divisor" */
const typedNumber = (text) => {
  const found = NUMBER.exec(text.trim());
  if (!found) return null;
  const [, sign, whole, decimals = ""] = found;
  return `${sign}${whole}${decimals}/1${"0".repeat(decimals.length)}`;
};

/**
 * What is wrong with an answer; empty where nothing is, and where there is none.
 * @param {Item} item
 * @param {string} text
 * @returns {Fault}
 */
export const faultOf = (item, text) => {
  if (!text.trim()) return "";
  const codes = item.options.map(([code]) => code);
  switch (item.kind) {
    case "text":
      return text.length > MOST_LETTERS ? "too_many" : "";
    case "number":
      return faultOfNumber(item, text);
    case "multiple": {
      const found = chosen(text);
      if (!found.every((code) => codes.includes(code))) return "not_chosen";
      if (found.includes(NO_OPINION) && found.length > 1) return "alone";
      return item.most !== null && found.length > item.most ? "too_many" : "";
    }
  }
  return codes.includes(text) ? "" : "not_chosen";
};

/** @param {Item} item @param {string} text @returns {Fault} */
const faultOfNumber = (item, text) => {
  const typed = typedNumber(text);
  if (typed === null) return "no_number";
  const amount = ratioOf(typed);
  if (item.low !== null && compared(amount, ratioOf(item.low)) < 0) return "too_low";
  if (item.high !== null && compared(amount, ratioOf(item.high)) > 0) return "too_high";
  const decimals = (text.split(",")[1] ?? "").trim().replace(/0+$/, "");
  return decimals.length > item.places ? "too_many_places" : "";
};

/**
 * What an answer says to conditions: nothing where it is none, or none that is valid.
 * @param {Item} item
 * @param {string} text
 * @returns {Figures}
 */
const figuresOf = (item, text) => {
  if (!text.trim() || faultOf(item, text)) return {};
  const valid = item.options.filter(([, , counts]) => counts).map(([code]) => code);
  switch (item.kind) {
    case "text":
      return {};
    case "number":
      return { [item.code]: ratioOf(typedNumber(text) ?? "0/1") };
    case "scale":
      return valid.includes(text) ? { [item.code]: ratioOf(`${text}/1`) } : {};
    case "single":
      return { [item.code]: text };
  }
  const found = chosen(text);
  if (!found.some((code) => valid.includes(code))) return {};
  return Object.fromEntries(valid.map((code) => [`${item.code}_${code}`, found.includes(code)]));
};

/**
 * The items that are asked, in their order, after what is answered.
 * @param {Questions} questions
 * @param {Texts} texts
 * @returns {Item[]}
 */
export const asked = (questions, texts) => {
  /** @type {Figures} */
  let figures = {};
  const gates = new Map(questions.sections.map((section) => [section.code, section.when]));
  return questions.items.filter((item) => {
    const shown = isCertain(gates.get(item.section) ?? null, figures) && isCertain(item.when, figures);
    if (shown) figures = { ...figures, ...figuresOf(item, texts[item.code] ?? "") };
    return shown;
  });
};

/**
 * The answers that count: of items that are asked, without those that are empty.
 * @param {Questions} questions
 * @param {Texts} texts
 * @returns {Texts}
 */
export const counting = (questions, texts) =>
  Object.fromEntries(
    asked(questions, texts)
      .map((item) => [item.code, (texts[item.code] ?? "").trim()])
      .filter(([, text]) => text),
  );

/**
 * The first item that still wants an answer, or whose answer is none; null where the form is whole.
 * @param {Questions} questions
 * @param {Texts} texts
 * @returns {Item | null}
 */
export const open = (questions, texts) =>
  asked(questions, texts).find((item) => {
    const text = texts[item.code] ?? "";
    return faultOf(item, text) || (item.required && !text.trim());
  }) ?? null;
