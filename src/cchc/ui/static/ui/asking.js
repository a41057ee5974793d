/* What a form asks before it is sent: what is missing is said beside its field, in the words of the page, and a grave
   act is asked once more in a dialogue of the page. Without JavaScript the platform asks both in its answer. */
(() => {
  "use strict";

  const NEEDED = "[aria-required='true'], [data-required]";
  const dialog = document.querySelector("#ask");
  const words = document.body.dataset;

  /** @param {Element} field */
  const missing = (field) => {
    if (field instanceof HTMLInputElement && (field.type === "radio" || field.type === "checkbox")) {
      const chosen = field.form && field.form.elements.namedItem(field.name);
      return chosen instanceof RadioNodeList ? !chosen.value : !field.checked;
    }
    return "value" in field && typeof field.value === "string" && !field.value.trim();
  };

  /** @param {Element} field */
  const forget = (field) => {
    const group = field.closest(".field");
    group?.querySelector("[data-missing]")?.remove();
    field.removeAttribute("aria-invalid");
  };

  /**
   * Say beside a field that it is missing, once.
   * @param {Element} field
   */
  const complain = (field) => {
    const group = field.closest(".field") || field.parentElement;
    if (!group || group.querySelector("[data-missing]")) return;
    const fault = document.createElement("p");
    fault.className = "field-fault";
    fault.dataset.missing = "";
    fault.setAttribute("role", "alert");
    fault.textContent =
      field instanceof HTMLInputElement && field.type === "file"
        ? (words.noFile ?? "")
        : (words.noEntry ?? "");
    group.append(fault);
    field.setAttribute("aria-invalid", "true");
    field.addEventListener("change", () => forget(field), { once: true });
    field.addEventListener("input", () => forget(field), { once: true });
  };

  /**
   * @param {HTMLFormElement} form
   * @returns {boolean} whether everything is there that must be
   */
  const complete = (form) => {
    const lacking = [...form.elements].filter((field) => field.matches(NEEDED) && missing(field));
    lacking.forEach(complain);
    const first = lacking[0];
    if (first instanceof HTMLElement) first.focus();
    return !first;
  };

  /**
   * Ask the question of a form; sent again when the answer is yes.
   * @param {HTMLFormElement} form
   * @param {HTMLInputElement} question
   * @param {HTMLElement | null} pressed
   */
  const ask = (form, question, pressed) => {
    if (!(dialog instanceof HTMLDialogElement)) return;
    const [yes, no] = dialog.querySelectorAll("button");
    const [heading, rest] = [dialog.querySelector("h2"), dialog.querySelector("p")];
    if (!yes || !no || !heading || !rest) return;
    const cut = question.value.indexOf("? ") + 1 || question.value.length;
    heading.textContent = question.value.slice(0, cut);
    rest.textContent = question.value.slice(cut).trim();
    rest.hidden = !rest.textContent;
    yes.textContent = pressed?.textContent?.replace(/\s+/g, " ").trim() || "";
    const grave = pressed?.matches(".button-danger, .menu-danger") || false;
    yes.classList.toggle("button-grave", grave);
    yes.onclick = () => {
      dialog.close();
      question.disabled = true; // it was asked
      form.requestSubmit(pressed instanceof HTMLButtonElement ? pressed : null);
    };
    no.onclick = () => dialog.close();
    dialog.showModal();
    (grave ? no : yes).focus();
  };

  /* Before anybody else hears of it, also htmx. */
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!(form instanceof HTMLFormElement) || form.method !== "post") return;
      const question = form.querySelector("input[name='ask_first']:not(:disabled)");
      const isComplete = complete(form);
      if (isComplete && !question) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (isComplete && question instanceof HTMLInputElement) ask(form, question, event.submitter);
    },
    { capture: true },
  );
  window.addEventListener("pageshow", () => {
    for (const asked of document.querySelectorAll("input[name='ask_first']:disabled"))
      asked.removeAttribute("disabled");
  });

  /* The names of the chosen files. */
  document.addEventListener("change", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || field.type !== "file") return;
    const name = field.closest(".file")?.querySelector(".file-name");
    if (!(name instanceof HTMLElement)) return;
    name.dataset.none ??= name.textContent ?? "";
    name.textContent = [...(field.files ?? [])].map((file) => file.name).join(", ") || name.dataset.none;
  });
})();
