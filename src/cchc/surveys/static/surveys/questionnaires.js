/* Ctrl+Enter saves the row of a questionnaire that is written, and opens the next question where there is one. What was
   opened in place comes into view where it stands outside of it: below the tree on a telephone. */
(() => {
  "use strict";

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    const form = event.target instanceof Element && event.target.closest("form");
    if (!(form instanceof HTMLFormElement) || !form.matches(".quest-form")) return;
    event.preventDefault();
    /** @type {HTMLButtonElement | null} */
    const button = form.querySelector("#quest-next") || form.querySelector("#quest-save");
    form.requestSubmit(button);
  });

  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement?.matches("[data-search]")) return;
    const wrong = document.querySelector(".quest-form [aria-invalid=true]");
    if (wrong instanceof HTMLElement) {
      wrong.focus();
      return;
    }
    const opened = document.getElementById("row");
    if (!opened) return;
    const { top } = opened.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * 0.7) opened.scrollIntoView();
  });
})();
