/* Done, with a photo or a file, in one tap: what was chosen is sent at once. */

for (const form of document.querySelectorAll("[data-at-once-file]")) {
  if (!(form instanceof HTMLFormElement)) continue;
  const send = form.querySelector(".at-once-send");
  if (send instanceof HTMLElement) send.hidden = true;
  form.addEventListener("change", (event) => {
    if (event.target instanceof HTMLInputElement && event.target.files?.length) form.requestSubmit();
  });
}
