/* The pages of a PDF, beside what is said of it: `<pdf-pages data-src data-page>`, wherever one comes onto a page.
   Pages are drawn when they come near. pdf.js is loaded with the first one; it runs nothing that stands in a file.
   A link `a[data-view]` to a document opens its file beside the page; F9 opens that of the row in which one works, once
   more its next file, then the next document; PageDown and PageUp turn over in it; Esc closes it. */

const ROOM = 600; // pixels above and below the window in which pages are drawn
const SIZES = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const ROWS = "tr, li, .confirm-row, [data-leaf]"; // in which one works: what stands there has documents of its own
const MARKS = /[\u0300-\u036f]/g;

/** @param {string} text */
const key = (text) => text.normalize("NFD").replace(MARKS, "").replace(/đ/gi, "d").toLowerCase();

/** @type {Promise<any> | null} */
let library = null;

/** The library, with its worker; once for all files. @param {DOMStringMap} from */
const loaded = (from) => {
  library ??= import(from.library ?? "").then((pdf) => {
    pdf.GlobalWorkerOptions.workerSrc = from.worker;
    return pdf;
  });
  return library;
};

/** @param {string} text @param {string} sign @param {() => void} act */
const pressed = (text, sign, act) => {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-quiet";
  button.textContent = sign;
  button.setAttribute("aria-label", text);
  button.title = text;
  button.addEventListener("click", act);
  return button;
};

class PdfPages extends HTMLElement {
  constructor() {
    super();
    /** @type {any} */
    this.file = null;
    this.size = 2; // the place in SIZES
    this.pages = document.createElement("div");
    this.number = document.createElement("input");
    this.search = document.createElement("input");
    this.said = document.createElement("span");
    /** @type {HTMLCanvasElement[]} */
    this.sheets = [];
    /** @type {Map<number, string>} */
    this.texts = new Map();
    /** @type {IntersectionObserver | null} */
    this.near = null;
  }

  async connectedCallback() {
    if (this.file) return;
    try {
      const pdf = await loaded(this.dataset);
      this.file = await pdf.getDocument({
        url: this.dataset.src,
        standardFontDataUrl: this.dataset.fonts,
        wasmUrl: this.dataset.decoders,
        useWasm: false,
        isEvalSupported: false,
        enableXfa: false,
        withCredentials: true,
        verbosity: 0,
      }).promise;
    } catch {
      this.replaceChildren(Object.assign(document.createElement("p"), { textContent: this.dataset.failed }));
      return;
    }
    await this.lay();
    this.go(Number(this.dataset.page) || 1);
  }

  disconnectedCallback() {
    this.near?.disconnect();
    this.file?.loadingTask?.destroy();
  }

  /** Put the bar and an empty sheet for each page in place. */
  async lay() {
    const words = this.dataset;
    const bar = document.createElement("div");
    bar.className = "viewer-bar";
    this.number.type = "number";
    this.number.min = "1";
    this.number.max = String(this.file.numPages);
    this.number.setAttribute("aria-label", words.pageLabel ?? "");
    this.number.addEventListener("change", () => this.go(Number(this.number.value)));
    this.search.type = "search";
    this.search.placeholder = words.find ?? "";
    this.search.setAttribute("aria-label", words.find ?? "");
    this.search.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || event.isComposing || event.keyCode === 229) return;
      event.preventDefault();
      void this.find();
    });
    this.said.setAttribute("role", "status");
    bar.append(
      pressed(words.previous ?? "", "‹", () => this.go(this.at() - 1)),
      this.number,
      `${words.of} ${this.file.numPages}`,
      pressed(words.next ?? "", "›", () => this.go(this.at() + 1)),
      pressed(words.smaller ?? "", "−", () => this.resize(-1)),
      pressed(words.larger ?? "", "+", () => this.resize(1)),
      this.search,
      this.said,
    );
    this.pages.className = "viewer-pages";
    this.pages.tabIndex = 0;
    this.pages.setAttribute("role", "region");
    this.pages.setAttribute("aria-label", words.src?.split("/").pop() || (words.pageLabel ?? ""));
    this.pages.addEventListener("scroll", () => (this.number.value = String(this.at())), { passive: true });
    this.replaceChildren(bar, this.pages);
    await this.spread();
  }

  /** A sheet for each page, of the first page's size until it is drawn. */
  async spread() {
    const first = (await this.file.getPage(1)).getViewport({ scale: this.scale(await this.file.getPage(1)) });
    this.near?.disconnect();
    this.near = new IntersectionObserver(
      (seen) => {
        for (const one of seen)
          if (one.isIntersecting) void this.draw(/** @type {HTMLCanvasElement} */ (one.target));
      },
      { root: this.pages, rootMargin: `${ROOM}px 0px` },
    );
    this.sheets = Array.from({ length: this.file.numPages }, (_one, place) => {
      const sheet = document.createElement("canvas");
      sheet.dataset.number = String(place + 1);
      sheet.width = first.width;
      sheet.height = first.height;
      this.near?.observe(sheet);
      return sheet;
    });
    this.pages.replaceChildren(...this.sheets);
  }

  /** How large a page is drawn: at 1 it fills the width. @param {any} page */
  scale(page) {
    const room = Math.max(this.pages.clientWidth - 20, 200);
    return (room / page.getViewport({ scale: 1 }).width) * SIZES[this.size];
  }

  /** @param {HTMLCanvasElement} sheet */
  async draw(sheet) {
    if (sheet.dataset.drawn) return;
    sheet.dataset.drawn = "";
    const page = await this.file.getPage(Number(sheet.dataset.number));
    const sharp = window.devicePixelRatio || 1;
    const viewport = page.getViewport({ scale: this.scale(page) * sharp });
    sheet.width = viewport.width;
    sheet.height = viewport.height;
    sheet.style.width = `${viewport.width / sharp}px`;
    await page.render({ canvas: sheet, viewport }).promise.catch(() => delete sheet.dataset.drawn);
  }

  /** The number of the page at the top of the window. */
  at() {
    const top = this.pages.scrollTop + this.pages.clientHeight / 3;
    const begun = this.sheets.filter((sheet) => sheet.offsetTop - this.pages.offsetTop <= top);
    return Math.max(begun.length, 1);
  }

  /** @param {number} number */
  go(number) {
    const place = Math.min(Math.max(number, 1), this.sheets.length);
    const sheet = this.sheets[place - 1];
    if (!sheet) return;
    this.pages.scrollTop = sheet.offsetTop - this.pages.offsetTop;
    this.number.value = String(place);
  }

  /** @param {number} by */
  async resize(by) {
    const here = this.at();
    this.size = Math.min(Math.max(this.size + by, 0), SIZES.length - 1);
    await this.spread();
    this.go(here);
  }

  /** Go to the next page that holds what is searched, marks or none, from the page behind this one on. */
  async find() {
    const wanted = key(this.search.value.trim());
    if (!wanted) return;
    const count = this.file.numPages;
    const here = this.at();
    for (let step = 1; step <= count; step++) {
      const number = ((here - 1 + step) % count) + 1;
      if ((await this.text(number)).includes(wanted)) {
        this.said.textContent = `${this.dataset.pageLabel} ${number}`;
        this.go(number);
        return;
      }
    }
    this.said.textContent = this.dataset.nothing ?? "";
  }

  /** @param {number} number */
  async text(number) {
    let text = this.texts.get(number);
    if (text === undefined) {
      const content = await (await this.file.getPage(number)).getTextContent();
      text = key(content.items.map((/** @type {any} */ one) => one.str).join(" "));
      this.texts.set(number, text);
    }
    return text;
  }
}

customElements.define("pdf-pages", PdfPages);

/** The file beside the page, on its right half. @type {HTMLElement | null} */
let beside = null;
/** Where one was at work when the file was opened. @type {Element | null} */
let openedFrom = null;

const isInside = () => beside?.contains(document.activeElement) ?? false;

/** Close the file; who was in it goes back to where it was opened, who works on beside it stays there. */
const closeBeside = () => {
  const shown = beside?.dataset.shows;
  const goesBack = isInside() || document.activeElement === document.body;
  beside?.remove();
  beside = null;
  if (!goesBack) return;
  const links = [...document.querySelectorAll(/** @type {"a"} */ ("a[data-view]"))];
  const back = openedFrom?.isConnected ? openedFrom : links.find((link) => link.href === shown);
  if (back instanceof HTMLElement) back.focus();
};

/** The viewer at an address; where there is none, the page of the link opens in a tab of its own.
 * @param {HTMLAnchorElement} link */
const viewerAt = async (link) => {
  try {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, redirect: "error" });
    if (answer.ok) return await answer.text();
  } catch {
    // said in the tab that opens
  }
  window.open(link.href, link.target || "_blank"); // the page with what is typed stays
  return "";
};

const offerToClose = () => {
  const words = beside?.querySelector(".viewer-head");
  const viewer = beside?.querySelector(".viewer");
  if (words && viewer instanceof HTMLElement)
    words.append(pressed(viewer.dataset.close ?? "", "✕", closeBeside));
};

/** Another file of the document in the place of the one that is shown. @param {HTMLAnchorElement} link */
const step = async (link) => {
  const viewer = link.closest(".viewer");
  const found = await viewerAt(link);
  if (!found || !viewer) return;
  const way = `[data-step="${link.dataset.step}"]`;
  const around = viewer.parentElement;
  viewer.outerHTML = found;
  if (around === beside) offerToClose();
  const onward = around?.querySelector(way) ?? around?.querySelector("[data-step]");
  if (onward instanceof HTMLElement && document.activeElement === document.body) onward.focus();
};

/** @param {HTMLAnchorElement} link */
const openBeside = async (link) => {
  if (!isInside()) openedFrom = document.activeElement;
  const found = await viewerAt(link);
  if (!found) return;
  if (!beside) {
    beside = document.createElement("aside");
    beside.className = "viewer-beside";
    document.body.append(beside);
  }
  beside.dataset.shows = link.href;
  beside.setAttribute("aria-label", link.textContent?.trim() ?? "");
  beside.innerHTML = found;
  offerToClose();
};

/** The documents of the row, item or criterion in which one works; those of the whole page where one works in none.
 * @returns {HTMLAnchorElement[]} */
const linksHere = () => {
  const views = /** @type {"a"} */ ("a[data-view]");
  let place = (isInside() ? openedFrom : document.activeElement)?.closest(ROWS) ?? null;
  if (!place) return [...document.querySelectorAll(views)];
  for (; place; place = place.parentElement?.closest(ROWS) ?? null) {
    const links = [...place.querySelectorAll(views)];
    if (links.length) return links;
  }
  return [];
};

/** Turn over in the file while one types beside it. @param {number} by windows of the file
 * @returns {boolean} whether there is something to turn over */
const turnOver = (by) => {
  const pages = beside?.querySelector(".viewer-pages, .viewer-picture, .viewer-pieces");
  pages?.scrollBy({ top: by * 0.9 * pages.clientHeight });
  return Boolean(pages);
};

/** @param {string} name of a key @returns {boolean} whether it was ours */
const worked = (name) => {
  if (name === "F9") {
    const onward = beside?.querySelector('[data-step="after"]');
    if (onward instanceof HTMLAnchorElement) {
      void step(onward);
      return true;
    }
    const links = linksHere();
    const at = links.findIndex((link) => link.href === beside?.dataset.shows);
    const next = links[(at + 1) % links.length];
    if (next) void openBeside(next);
    return Boolean(next);
  }
  if (!beside) return false;
  if (name === "Escape") closeBeside();
  else if ((name === "PageDown" || name === "PageUp") && !isInside())
    return turnOver(name === "PageDown" ? 1 : -1);
  else return false;
  return true;
};

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[data-view], a[data-step]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  void ("step" in link.dataset ? step(link) : openBeside(link));
});

document.addEventListener(
  "keydown",
  (event) => {
    if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.altKey || event.metaKey) return;
    if (document.querySelector("dialog[open]") || !worked(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
  },
  true,
); // before whatever else the keys mean on the page
