/* The matrix of what applies: whole columns and all shown cells at once, the arrows from cell to cell, and a filter that
   answers when it changes. Ticks are sent with every look at another part. Without this file each cell is ticked by
   itself, and the filter has its button. */
(() => {
  "use strict";

  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form[data-matrix]");
  if (!form) return;

  /** @param {string} [column] */
  const cells = (column) =>
    [.../** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[name=cell]"))].filter(
      (cell) => !column || cell.value.endsWith(`:${column}`),
    );
  const heads = /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll(".matrix-all input"));

  /** A head is ticked when all its cells are, and half ticked when some are. */
  const refresh = () => {
    for (const head of heads) {
      const own = cells(head.dataset.column);
      const ticked = own.filter((cell) => cell.checked).length;
      head.checked = ticked === own.length;
      head.indeterminate = ticked > 0 && ticked < own.length;
    }
    for (const cell of cells()) cell.closest("td")?.classList.toggle("off", !cell.checked);
  };

  for (const label of /** @type {NodeListOf<HTMLElement>} */ (form.querySelectorAll(".matrix-all"))) {
    label.hidden = false;
  }
  refresh();
  window.addEventListener("pageshow", refresh); // a browser that goes back restores the ticks after this file ran

  form.addEventListener("change", (event) => {
    const field = event.target;
    if (field instanceof HTMLSelectElement) {
      /** @type {HTMLButtonElement | null} */
      const look = form.querySelector("[data-look]");
      form.requestSubmit(look);
    } else if (field instanceof HTMLInputElement && field.type === "checkbox") {
      if (field.closest(".matrix-all")) {
        for (const cell of cells(field.dataset.column)) cell.checked = field.checked;
      }
      refresh();
    }
  });

  form.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!(field instanceof HTMLInputElement) || event.isComposing || event.keyCode === 229) return;
    const row = field.closest("tbody tr");
    if (field.name !== "cell" || !row || event.ctrlKey || event.altKey || event.metaKey) return;
    const own = [.../** @type {NodeListOf<HTMLInputElement>} */ (row.querySelectorAll("input[name=cell]"))];
    const rows = [...form.querySelectorAll("tbody tr")];
    const column = own.indexOf(field);
    const steps = { ArrowRight: [0, 1], ArrowLeft: [0, -1], ArrowDown: [1, 0], ArrowUp: [-1, 0] };
    const step = steps[/** @type {keyof typeof steps} */ (event.key)];
    const place = event.key === "Home" ? 0 : event.key === "End" ? own.length - 1 : column + (step?.[1] ?? 0);
    if (!step && event.key !== "Home" && event.key !== "End") return;
    event.preventDefault();
    const next = rows[rows.indexOf(row) + (step?.[0] ?? 0)];
    /** @type {HTMLInputElement | undefined} */
    const cell =
      next &&
      [.../** @type {NodeListOf<HTMLInputElement>} */ (next.querySelectorAll("input[name=cell]"))][place];
    cell?.focus();
  });
})();
