/* New files brought beside something: once stored they wait to be confirmed, and the page is never left for it. */
(() => {
  "use strict";

  /** @type {Map<Element, Set<number>>} */
  const brought = new Map();

  document.addEventListener("cchc:stored", (event) => {
    const picker = event.target instanceof Element ? event.target.closest(".picker") : null;
    if (!(event instanceof CustomEvent) || !(picker instanceof HTMLElement)) return;
    const files = brought.get(picker) ?? new Set();
    brought.set(picker, files.add(Number(event.detail.file)));
    void handOver(picker, files);
  });

  /** @param {HTMLElement} picker @param {Set<number>} files */
  const handOver = async (picker, files) => {
    const token = picker.querySelector(".picker-new > form input");
    const form = new FormData();
    if (token instanceof HTMLInputElement) form.set(token.name, token.value);
    for (const file of files) form.append("file", String(file));
    form.set("wanted", picker.dataset.wanted ?? "");
    const answer = await fetch(picker.dataset.bring ?? "", {
      method: "POST",
      body: form,
      headers: { Accept: "application/json" },
      redirect: "manual",
    });
    const told = answer.ok ? await answer.json() : { waiting: 0, said: [] };
    const onward = picker.querySelector(".picker-brought");
    if (onward instanceof HTMLElement) onward.hidden = !told.waiting;
    const said = picker.querySelector(".picker-said");
    if (said) said.textContent = told.said.join(" ");
  };
})();
