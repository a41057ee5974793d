// "All on this page" ticks every row of a list; without a script each row is ticked by itself.
for (const form of document.querySelectorAll("[data-chosen]")) {
  const all = form.querySelector("[data-choose-all]");
  const rows = [...form.elements].filter((one) => one.name === "chon");
  all.hidden = false;
  all.querySelector("input").addEventListener("change", (event) => {
    for (const row of rows) row.checked = event.target.checked;
  });
}
