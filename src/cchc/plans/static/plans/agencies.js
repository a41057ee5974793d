/* Choosing units: a name that was found goes to the list, and the field is free for the next one. Without this file the
   form takes what stands in both fields. */
(() => {
  "use strict";

  /** @param {string} name */
  const known = (name) => {
    const names = document.getElementById("unit-names");
    return names instanceof HTMLDataListElement && [...names.options].some((one) => one.value === name);
  };

  document.addEventListener("input", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || !field.dataset.addsTo || !known(field.value)) return;
    const list = field.form?.elements.namedItem(field.dataset.addsTo);
    if (!(list instanceof HTMLTextAreaElement)) return;
    list.value = [...list.value.split("\n").filter((line) => line.trim()), field.value].join("\n");
    field.value = "";
  });

  document.addEventListener("click", (event) => {
    const form = event.target instanceof Element && event.target.closest("[data-cancel]")?.closest("form");
    if (!form) return;
    /** @type {HTMLAnchorElement | null | undefined} */
    const link = form.parentElement?.parentElement?.querySelector(".agency-choices a");
    form.remove();
    link?.focus();
  });
})();
