// "All on this page" ticks every row of a list; without a script each row is ticked by itself.
for (const form of document.querySelectorAll(/** @type {"form"} */ ("form[data-chosen]"))) {
  const all = /** @type {HTMLElement} */ (form.querySelector("[data-choose-all]"));
  const every = /** @type {HTMLInputElement} */ (all.querySelector("input"));
  const rows = form.querySelectorAll(/** @type {"input"} */ ('input[name="chon"]'));
  all.hidden = false;
  every.addEventListener("change", () => {
    for (const row of rows) row.checked = every.checked;
  });
}
