/* The keys of an item: the one before, the next one, sending the form, the evidence. Input methods are left alone. */

const TYPED = "input:not([type=radio], [type=checkbox]), textarea, select";

/** @param {KeyboardEvent} event @returns {boolean} whether the key was ours */
const answer = (event) => {
  const at = event.target instanceof Element ? event.target : null;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = at?.closest("form") ?? document.querySelector(/** @type {"form"} */ ("form[data-sends]"));
    form?.requestSubmit();
    return form !== null;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return false;
  if (event.key === "F9") {
    const link = document.querySelector(/** @type {"a"} */ ("#tai-lieu a[data-view]"));
    link?.click();
    return link !== null;
  }
  if (at?.closest(TYPED) || at?.matches("[type=radio]")) return false;
  const link = document.querySelector(/** @type {"a"} */ (`a[data-key="${event.key}"]`));
  link?.click();
  return link !== null;
};

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || event.defaultPrevented) return;
  if (document.querySelector("dialog[open]")) return;
  if (!["Enter", "F9", "ArrowLeft", "ArrowRight"].includes(event.key)) return;
  if (answer(event)) event.preventDefault();
});

const legend = document.querySelector(/** @type {"p"} */ ("[data-keys]"));
if (legend) legend.hidden = false;
