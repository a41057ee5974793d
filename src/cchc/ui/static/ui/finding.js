/* Who has pressed on something keeps it under the finger: an answer that comes meanwhile for the place around it waits
   until they let go. A list that is searched while one types also waits while somebody is in it or has chosen one of
   its entries by the arrow keys. */

/** @typedef {{ isSearched: boolean, show: () => void }} Answer */

const TAP = 300; // milliseconds within which a touch that has ended still becomes a click

/** What the finger is on. @type {Node | null} */
let pressed = null;
let lifting = 0;
/** The newest answer that waits for each place. @type {Map<Element, Answer>} */
const waiting = new Map();

/** @param {Element} place @param {boolean} isSearched */
const isHeld = (place, isSearched) =>
  place.contains(pressed) ||
  (isSearched && (place.contains(document.activeElement) || !!place.querySelector("[aria-selected=true]")));

/** Show what waits for places that nobody holds any more. */
const showWaiting = () => {
  for (const [place, answer] of waiting) {
    if (isHeld(place, answer.isSearched)) continue;
    waiting.delete(place);
    if (place.isConnected) answer.show();
  }
};

/**
 * Show an answer in a list that is searched while one types, as soon as nobody holds the list.
 * @param {Element} place
 * @param {() => void} show
 */
export const showFound = (place, show) => {
  waiting.set(place, { isSearched: true, show });
  showWaiting();
};

/** @param {number} after milliseconds */
const letGo = (after) => {
  window.clearTimeout(lifting);
  lifting = window.setTimeout(() => {
    pressed = null;
    showWaiting();
  }, after);
};

document.addEventListener(
  "pointerdown",
  (event) => {
    window.clearTimeout(lifting);
    pressed = event.target instanceof Node ? event.target : null;
  },
  true,
);
window.addEventListener("pointerup", () => letGo(TAP), true);
window.addEventListener("pointercancel", () => letGo(0), true);
window.addEventListener("click", () => letGo(0), true); // once all that listen to the click have heard it
for (const left of ["focusout", "keyup"]) window.addEventListener(left, () => window.setTimeout(showWaiting));

document.addEventListener("htmx:before:swap", (event) => {
  if (!(event instanceof CustomEvent)) return;
  const { ctx } = event.detail;
  const isSearched = ctx.sourceElement instanceof Element && ctx.sourceElement.matches("[data-search]");
  if (!(ctx.target instanceof Element)) return;
  waiting.delete(ctx.target); // an older answer
  if (!isHeld(ctx.target, isSearched)) return;
  event.preventDefault();
  waiting.set(ctx.target, { isSearched, show: () => void (/** @type {any} */ (window).htmx.swap(ctx)) });
});
