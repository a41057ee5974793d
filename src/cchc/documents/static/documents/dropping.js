/* Files that are dropped or pasted anywhere on a page go into its box of files (upload.js), which is told of them by the
   event cchc:bring; the browser never leaves the page for a file. */
(() => {
  "use strict";

  const OVER = "upload-over";

  /** The box in which somebody is, else the first one that may be seen; a folded one is opened.
   * @param {EventTarget | null} where
   * @returns {HTMLElement | null} */
  const boxFor = (where) => {
    const own = where instanceof Element ? where.closest("cchc-upload") : null;
    const boxes = [...document.querySelectorAll("cchc-upload")];
    const box = own ?? boxes.find((one) => (one.closest("details") ?? one).checkVisibility?.() ?? true);
    if (!(box instanceof HTMLElement)) return null;
    const folded = box.closest("details");
    if (folded) folded.open = true;
    return box;
  };

  /** @param {Element} box @param {File[]} files */
  const bring = (box, files) => box.dispatchEvent(new CustomEvent("cchc:bring", { detail: files }));

  const calm = () => document.querySelector(`.${OVER}`)?.classList.remove(OVER);

  for (const name of ["dragover", "dragleave", "drop"]) {
    document.addEventListener(name, (event) => {
      if (!(event instanceof DragEvent) || event.defaultPrevented) return;
      if (!event.dataTransfer?.types.includes("Files")) return;
      event.preventDefault(); // else the browser leaves the page for the file
      calm();
      const own = event.target instanceof Element ? event.target.closest("cchc-upload") : null;
      if (name === "dragover") own?.classList.add(OVER);
      const box = name === "drop" ? boxFor(event.target) : null;
      if (box) bring(box, [...event.dataTransfer.files]);
    });
  }

  document.addEventListener("paste", (event) => {
    const files = [...(event.clipboardData?.files ?? [])];
    const box = files.length ? boxFor(document.activeElement) : null;
    if (!box) return;
    event.preventDefault();
    const now = new Date().toTimeString().slice(0, 8).replaceAll(":", ".");
    const named = `${box.dataset.pasted} ${now}.png`;
    bring(
      box,
      files.map((file) => (file.name === "image.png" ? new File([file], named, { type: file.type }) : file)),
    );
  });
})();
