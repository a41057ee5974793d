/* What stands on the screen: elements, and the words of the application, which the page brings along. */

/** @type {Record<string, string>} */
const WORDS = JSON.parse(document.getElementById("words")?.textContent ?? "{}");

/**
 * @param {string} name
 * @param {Record<string, string | number>} gaps
 * @returns {string} the words of that name, with their gaps filled
 */
export const says = (name, gaps = {}) =>
  (WORDS[name] ?? "").replace(/\{(\w+)\}/g, (_whole, gap) => String(gaps[gap] ?? ""));

/**
 * @param {string} tag
 * @param {Record<string, any>} [properties] attributes; `on…` are listeners, what is false, null or undefined is left out
 * @param {...(Node | string | null | false)} children
 * @returns {HTMLElement}
 */
export const element = (tag, properties = {}, ...children) => {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter((child) => child !== null && child !== false));
  return made;
};

/**
 * @param {string} words
 * @param {() => void} act
 * @param {"primary" | "quiet" | "plain"} kind
 */
export const button = (words, act, kind = "plain") =>
  element("button", { type: "button", class: `button button-${kind}`, onclick: act }, words);

/** @param {string} words @param {"info" | "warning"} kind */
export const notice = (words, kind = "info") =>
  element("p", { class: `notice notice-${kind}`, role: kind === "warning" ? "alert" : "status" }, words);

const screen = /** @type {HTMLElement} */ (document.getElementById("screen"));

/**
 * Show a screen; what it is about is read out first.
 * @param {HTMLElement} heading
 * @param {...(Node | string | null | false)} children
 */
export const show = (heading, ...children) => {
  heading.tabIndex = -1;
  screen.replaceChildren(heading, ...children.filter((child) => child !== null && child !== false));
  heading.focus({ preventScroll: true });
  scrollTo(0, 0);
};
