/* In the tree, the leaf that is shown keeps the mark when another is opened in place. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const chosen = event.target instanceof Element && event.target.closest(".set-tree a");
    if (!chosen) return;
    for (const link of document.querySelectorAll(".set-tree a[aria-current]"))
      link.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "true");
  });

  /* A refused figure is gone to. What was opened in place comes into view where it stands outside it: below the tree
     on a telephone. While the tree is searched, nothing moves. */
  document.addEventListener("htmx:after:swap", () => {
    if (document.activeElement?.matches(".tree-search input")) return;
    /** @type {HTMLElement | null} */
    const refused = document.querySelector("#attempt [aria-invalid=true]");
    if (refused) {
      refused.focus();
      return;
    }
    const opened = document.querySelector(".trial-result") || document.getElementById("leaf");
    if (!opened) return;
    const { top } = opened.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * 0.7) opened.scrollIntoView();
  });
})();
