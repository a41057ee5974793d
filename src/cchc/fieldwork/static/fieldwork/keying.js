/* Keying a paper form without a pointer: a key that answers leads on, Enter and ↓ lead on, ↑ and Backspace in an empty
   field lead back. A key that no box bears is said at once and written over by the next. Input methods are left alone. */

/** @param {HTMLFormElement} form */
const keep = (form) => {
  const fields = [...form.querySelectorAll(/** @type {"input"} */ ("[data-key-field]"))];
  const end = /** @type {HTMLButtonElement} */ (
    form.querySelector("button[type=submit], button:not([type])")
  );
  const said = /** @type {HTMLElement} */ (form.querySelector("[data-said]"));

  /** @param {HTMLInputElement} field @param {1 | -1} step */
  const lead = (field, step) => {
    const at = fields.indexOf(field) + step;
    if (at < 0) return;
    const next = fields[at];
    (next ?? end).focus();
    next?.select();
  };

  /** @param {HTMLInputElement} field @returns {boolean} whether the boxes of the question bear what was keyed */
  const bears = (field) => {
    const keys = field.dataset.keys?.split(" ");
    const ends = "ends" in field.dataset;
    const wrong = ends && field.value !== "" && keys !== undefined && !keys.includes(field.value);
    field.toggleAttribute("aria-invalid", wrong);
    if (wrong) field.setAttribute("aria-invalid", "true");
    said.textContent = wrong
      ? `${field.labels?.[0]?.textContent?.trim()}: ${field.value}? ${keys.join(", ")}`
      : "";
    if (wrong) field.select();
    return !wrong;
  };

  form.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !fields.includes(field)) return;
    if (/** @type {InputEvent} */ (event).isComposing || !("ends" in field.dataset)) return;
    if (bears(field) && field.value !== "") lead(field, 1);
  });

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !fields.includes(field)) return;
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    const back = event.key === "ArrowUp" || (event.key === "Backspace" && field.value === "");
    if (!back && event.key !== "Enter" && event.key !== "ArrowDown") return;
    event.preventDefault();
    lead(field, back ? -1 : 1);
  });
};

for (const form of document.querySelectorAll(/** @type {"form"} */ ("form[data-keying]"))) keep(form);
