/* A form is filled: consent, then one question at a time about each unit. Every answer is on the disk before the next
   question stands there, so a closed page or an empty battery takes nothing away. */

import { asked, asText, chosen, counting, faultOf, open } from "./asking.js";
import { button, element, notice, says, show } from "./page.js";
import { begun, edited, finished } from "./queue.js";
import { change, one } from "./store.js";

/** @typedef {import("./asking.js").Item} Item */
/** @typedef {import("./queue.js").Kept} Kept */
/** @typedef {{form: any, survey: any, questions: import("./asking.js").Questions, kept: Kept, units: [number, string][]}} Sheet */

/** @param {number} id of a handed-out form @returns {Promise<Omit<Sheet, "kept">>} */
export const sheetOf = async (id) => {
  const form = await one("forms", id);
  const survey = await one("surveys", form.survey);
  const { questions } = await one("questionnaires", form.questionnaire);
  const units = form.unit
    ? survey.units.filter((/** @type {any} */ [unit]) => unit === form.unit)
    : survey.units;
  return { form, survey, questions, units };
};

/** @param {Kept} kept */
const keep = (kept) => change(["queue"], (at) => at.put("queue", kept));

/**
 * Begin a form with the respondent's consent.
 * @param {number} id
 * @param {() => void} home
 */
export const begin = async (id, home) => {
  const sheet = await sheetOf(id);
  const agreed = async () => {
    const kept = { ...begun(id, crypto.randomUUID()), began: Date.now() };
    await change(["queue", "said"], (at) => {
      at.put("queue", kept);
      at.drop("said", id); // there is an answer after all
    });
    await ask({ ...sheet, kept }, home);
  };
  const who = (sheet.form.who ?? []).map((/** @type {[string, string]} */ [name, text]) =>
    element("div", {}, element("dt", {}, name), element("dd", {}, text)),
  );
  show(
    element("h1", {}, says("form", { number: sheet.form.number })),
    element("p", { class: "app-about" }, sheet.survey.name),
    who.length > 0 && element("dl", { class: "app-who" }, ...who),
    element("h2", {}, says("consent_asked")),
    element("p", { class: "app-consent lines" }, sheet.survey.consent),
    sheet.questions.note ? element("p", { class: "app-note" }, sheet.questions.note) : null,
    element(
      "div",
      { class: "app-steps" },
      button(says("agreed"), agreed, "primary"),
      button(says("say_refused"), () => withoutAnswer(sheet.form, "refused", home)),
      button(says("say_not_reached"), () => withoutAnswer(sheet.form, "not_reached", home)),
      button(says("back"), home, "quiet"),
    ),
  );
};

/**
 * Note that the respondent refused or was not reached, and why.
 * @param {any} form
 * @param {"refused" | "not_reached"} state
 * @param {() => void} home
 * @param {string} [fault]
 */
const withoutAnswer = (form, state, home, fault = "") => {
  const usual = says(`reasons_${state}`).split(";");
  const boxes = usual.map((words) => {
    const box = /** @type {HTMLInputElement} */ (
      element("input", { type: "radio", name: "reason", value: words })
    );
    return { box, label: element("label", { class: "app-option" }, box, element("span", {}, words)) };
  });
  const other = /** @type {HTMLInputElement} */ (
    element("input", { autocomplete: "off", maxlength: 500, "aria-label": says("other_reason") })
  );
  /** @param {Event} event */
  const note = async (event) => {
    event.preventDefault();
    const reason = other.value.trim() || boxes.find(({ box }) => box.checked)?.box.value || "";
    if (!reason) return withoutAnswer(form, state, home, says("reason_wanted"));
    await change(["said"], (at) => at.put("said", { form: form.id, state, reason, words: "" }));
    home();
  };
  show(
    element("h1", {}, says("form", { number: form.number })),
    fault ? notice(fault, "warning") : null,
    element(
      "form",
      { class: "app-question", novalidate: true, onsubmit: note },
      element(
        "fieldset",
        { "aria-invalid": fault ? "true" : null },
        element("legend", {}, says(`why_${state}`)),
        ...boxes.map(({ label }) => label),
        element("p", { class: "app-note" }, says("other_reason")),
        other,
      ),
      element(
        "div",
        { class: "app-steps" },
        element("button", { type: "submit", class: "button button-primary" }, says("note_it")),
        button(says("back"), home, "quiet"),
      ),
    ),
  );
};

/**
 * Open a form again: where it was left, or as its next version.
 * @param {Kept} kept
 * @param {() => void} home
 */
export const goOn = async (kept, home) => {
  const sheet = { ...(await sheetOf(kept.form)), kept };
  if (kept.state === "filling") {
    sheet.kept = { ...kept, paused: true };
    await keep(sheet.kept);
    return ask(sheet, home);
  }
  sheet.kept = { ...edited(kept, kept.answers), paused: true };
  await keep(sheet.kept);
  const [unit] = sheet.units[0];
  return question(sheet, unit, asked(sheet.questions, textsOf(sheet, unit))[0], home);
};

/** @param {Sheet} sheet @param {number} unit */
const textsOf = (sheet, unit) => sheet.kept.answers[String(unit)] ?? {};

/**
 * Ask what is open next; when nothing is, show the end.
 * @param {Sheet} sheet
 * @param {() => void} home
 */
const ask = async (sheet, home) => {
  for (const [unit] of sheet.units) {
    const item = open(sheet.questions, textsOf(sheet, unit));
    if (item) return question(sheet, unit, item, home);
  }
  return end(sheet, home);
};

/** @param {string | null} bound "dividend/divisor" @returns {string} as it is written here */
const printed = (bound) => {
  const [top, under] = (bound ?? "0/1").split("/").map(Number);
  return (top / under).toLocaleString("vi-VN", { maximumFractionDigits: 9 });
};

/**
 * @param {Sheet} sheet
 * @param {number} unit
 * @param {Item} item
 * @param {() => void} home
 * @param {string} [fault]
 */
const question = (sheet, unit, item, home, fault = "") => {
  const texts = textsOf(sheet, unit);
  const shown = asked(sheet.questions, texts);
  const at = shown.findIndex(({ code }) => code === item.code);
  const section = sheet.questions.sections.find(({ code }) => code === item.section);
  const name = sheet.units.find(([id]) => id === unit)?.[1] ?? "";

  /** @param {string} text */
  const answer = async (text) => {
    const answers = { ...sheet.kept.answers, [unit]: { ...texts, [item.code]: text } };
    sheet.kept = edited(sheet.kept, answers);
    await keep(sheet.kept);
  };
  const before = () => {
    const last = shown[at - 1];
    if (last) return question(sheet, unit, last, home);
    const place = sheet.units.findIndex(([id]) => id === unit);
    if (!place) return home();
    const [other] = sheet.units[place - 1];
    const items = asked(sheet.questions, textsOf(sheet, other));
    return question(sheet, other, items[items.length - 1], home);
  };
  const field = fieldOf(item, texts[item.code] ?? "");
  /** @param {Event} event */
  const next = async (event) => {
    event.preventDefault();
    const text = field.text();
    const wrong = faultOf(item, text) || (item.required && !text.trim() ? "missing" : "");
    if (wrong)
      return question(
        sheet,
        unit,
        item,
        home,
        says(wrong, { low: printed(item.low), high: printed(item.high), places: item.places }),
      );
    await answer(text);
    const following = asked(sheet.questions, textsOf(sheet, unit));
    const after = following[following.findIndex(({ code }) => code === item.code) + 1];
    if (after) return question(sheet, unit, after, home);
    const place = sheet.units.findIndex(([id]) => id === unit) + 1;
    if (place === sheet.units.length) return ask(sheet, home);
    const [other] = sheet.units[place];
    return question(sheet, other, asked(sheet.questions, textsOf(sheet, other))[0], home);
  };
  show(
    element("h1", { class: "app-place" }, `${says("form", { number: sheet.form.number })} · ${name}`),
    element("p", { class: "app-about" }, [section?.number, section?.title].filter(Boolean).join(". ")),
    section?.note && at === shown.findIndex(({ section: of }) => of === section.code)
      ? element("p", { class: "app-note" }, section.note)
      : null,
    fault ? notice(fault, "warning") : null,
    element(
      "form",
      { class: "app-question", novalidate: true, onsubmit: next },
      element(
        "fieldset",
        { "aria-invalid": fault ? "true" : null },
        element("legend", {}, [item.number, item.text].filter(Boolean).join(". ")),
        item.note ? element("p", { class: "app-note" }, item.note) : null,
        ...field.parts,
      ),
      element("p", { class: "app-progress" }, says("progress", { at: at + 1, of: shown.length })),
      element(
        "div",
        { class: "app-steps" },
        element("button", { type: "submit", class: "button button-primary" }, says("next")),
        button(says("before"), before),
        button(says("later"), home, "quiet"),
      ),
    ),
  );
};

/** @param {Item} item @param {string} text @returns {{parts: HTMLElement[], text: () => string}} */
const fieldOf = (item, text) => {
  if (item.kind === "number" || item.kind === "text") {
    const long = item.kind === "text";
    const input = /** @type {HTMLInputElement | HTMLTextAreaElement} */ (
      element(long ? "textarea" : "input", {
        rows: long ? 4 : null,
        inputmode: long ? null : "decimal",
        autocomplete: "off",
        "aria-label": item.text,
      })
    );
    input.value = text;
    const unit = item.unit ? [element("span", { class: "app-unit" }, item.unit)] : [];
    return { parts: [input, ...unit], text: () => input.value.trim() };
  }
  const several = item.kind === "multiple";
  const before = several ? chosen(text) : [text];
  const boxes = item.options.map(([code, words]) => {
    const box = /** @type {HTMLInputElement} */ (
      element("input", { type: several ? "checkbox" : "radio", name: "answer", value: code })
    );
    box.checked = before.includes(code);
    return { box, label: element("label", { class: "app-option" }, box, element("span", {}, words)) };
  });
  return {
    parts: boxes.map(({ label }) => label),
    text: () => asText(boxes.filter(({ box }) => box.checked).map(({ box }) => box.value)),
  };
};

/** @param {Sheet} sheet @param {() => void} home */
const end = async (sheet, home) => {
  const done = async () => {
    const answers = Object.fromEntries(
      sheet.units.map(([unit]) => [String(unit), counting(sheet.questions, textsOf(sheet, unit))]),
    );
    await keep(finished({ ...sheet.kept, answers, state: "filling", ended: Date.now() }));
    home();
  };
  const [unit] = sheet.units[sheet.units.length - 1];
  const items = asked(sheet.questions, textsOf(sheet, unit));
  const before = () => question(sheet, unit, items[items.length - 1], home);
  show(
    element("h1", {}, says("whole", { number: sheet.form.number })),
    element("p", {}, says("whole_means")),
    element(
      "div",
      { class: "app-steps" },
      button(says("done"), done, "primary"),
      button(says("before"), before),
    ),
  );
};
