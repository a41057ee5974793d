/* A typed password is shown while its button is pressed in, and hidden again before the form is sent. Without this file
   the buttons stay away. */
(() => {
  "use strict";

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (
    document.querySelectorAll("[data-shows]")
  )) {
    const field = document.getElementById(button.getAttribute("aria-controls") ?? "");
    if (!(field instanceof HTMLInputElement)) continue;

    /** @param {boolean} shown */
    const show = (shown) => {
      field.type = shown ? "text" : "password";
      button.setAttribute("aria-pressed", String(shown));
    };

    field.spellcheck = false; // nobody else reads along what is shown
    field.autocapitalize = "none";
    button.hidden = false;
    button.addEventListener("click", () => {
      show(field.type === "password");
      field.focus();
    });
    field.form?.addEventListener("submit", () => show(false));
    window.addEventListener("pagehide", () => show(false));
  }
})();
