/* The search field of the bar as a combobox: suggestions while typing, chosen with the arrow keys, Enter and Esc.
   Without JavaScript it is a field that leads to the page of results. */
(() => {
  "use strict";

  const field = /** @type {HTMLInputElement | null} */ (document.getElementById("search"));
  const sheet = document.getElementById("suggestions");
  if (!field || !sheet) return;

  field.setAttribute("role", "combobox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-haspopup", "listbox");
  field.setAttribute("aria-expanded", "false");

  const options = () => /** @type {HTMLAnchorElement[]} */ ([...sheet.querySelectorAll("[role=option]")]);
  const chosen = () => options().findIndex((option) => option.getAttribute("aria-selected") === "true");

  /** @param {boolean} open */
  const show = (open) => {
    const filled = open && sheet.childElementCount > 0;
    const list = filled && options().length > 0;
    sheet.hidden = !filled;
    field.setAttribute("aria-expanded", String(list));
    if (list) field.setAttribute("aria-controls", "suggestions-list");
    else field.removeAttribute("aria-controls");
    if (!list) choose(-1);
  };

  /** @param {number} at which option is chosen; none where there is none */
  const choose = (at) => {
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    const option = options()[at];
    if (option) {
      field.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else field.removeAttribute("aria-activedescendant");
  };

  field.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229) return;
    const open = !sheet.hidden;
    const count = options().length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!count) return;
      event.preventDefault();
      show(true);
      /* One place more than there are options: the field itself stands between the last and the first. */
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((chosen() + 1 + step + count + 1) % (count + 1)) - 1);
    } else if (event.key === "Enter" && open && chosen() >= 0) {
      event.preventDefault();
      options()[chosen()]?.click();
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      event.stopPropagation();
      show(false);
    }
  });

  document.addEventListener("htmx:after:swap", () => show(document.activeElement === field));
  field.addEventListener("input", () => {
    choose(-1); // who types on chooses among other entries
    if (!field.value.trim()) {
      sheet.replaceChildren();
      show(false);
    }
  });
  field.addEventListener("focus", () => show(field.value.trim() !== "" && sheet.childElementCount > 0));
  field.addEventListener("blur", () => show(false));
  sheet.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus until the click
})();
