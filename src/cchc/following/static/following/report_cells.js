/* The cells of a report under the keys of a spreadsheet: Enter and ↓ go down, ↑ up, Esc takes back what was typed,
   Ctrl+Enter saves. While an input method composes a letter, its keys are its own. */

for (const form of document.querySelectorAll("form[data-report-cells]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const cells = /** @type {HTMLInputElement[]} */ ([...form.querySelectorAll("input[data-cell]")]);
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!(cell instanceof HTMLInputElement) || event.isComposing) return;
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      const save = form.querySelector("button[name=save]");
      if (save instanceof HTMLElement) save.click();
      return;
    }
    const at = cells.indexOf(cell);
    if (event.key === "Enter") event.preventDefault(); // nobody sends a report by the way
    if (at < 0) return;
    if (event.key === "Escape") cell.value = cell.defaultValue;
    const step = event.key === "Enter" || event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    const next = step === 0 ? undefined : cells[at + step];
    if (next === undefined) return;
    event.preventDefault();
    next.focus();
    next.select();
  });
}
