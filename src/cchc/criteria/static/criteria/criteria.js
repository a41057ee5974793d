/* In the tree, the leaf that is shown keeps the mark when another is opened in place. */
(() => {
  "use strict";

  document.addEventListener("click", (event) => {
    const chosen = event.target.closest(".set-tree a");
    if (!chosen) return;
    for (const link of document.querySelectorAll(".set-tree a[aria-current]")) link.removeAttribute("aria-current");
    chosen.setAttribute("aria-current", "true");
  });

  /* What was opened in place comes into view where it stands outside it: below the tree on a telephone. */
  document.addEventListener("htmx:after:swap", () => {
    const opened = document.querySelector(".trial-result, .attempt [aria-invalid=true]") || document.getElementById("leaf");
    const { top } = opened.getBoundingClientRect();
    if (top < 0 || top > window.innerHeight * 0.7) opened.scrollIntoView();
  });
})();
