/* Choosing units: a name that was found goes to the list, and the field is free for the next one. Without this file the
   form takes what stands in both fields. */
(() => {
  "use strict";

  const known = (name) =>
    [...document.getElementById("unit-names").options].some((one) => one.value === name);

  document.addEventListener("input", (event) => {
    const { form, value, dataset } = event.target;
    if (!dataset.addsTo || !known(value)) return;
    const list = form.elements[dataset.addsTo];
    list.value = [...list.value.split("\n").filter((line) => line.trim()), value].join("\n");
    event.target.value = "";
  });

  document.addEventListener("click", (event) => {
    const form = event.target.closest("[data-cancel]")?.closest("form");
    if (!form) return;
    const link = form.parentElement.parentElement.querySelector(".agency-choices a");
    form.remove();
    link.focus();
  });
})();
