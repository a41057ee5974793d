/* The token that is sent along with whatever changes something. A new sign-in, in another tab, brings another one: it
   reaches everything that stands on a page through here. */

const HEADERS = "hx-headers:inherited"; // which the page sends along with whatever changes something
const FIELD = "input[name=csrfmiddlewaretoken]";

/** @returns {Record<string, string>} what a script sends along with whatever changes something */
export const tokenHeaders = () => JSON.parse(document.body.getAttribute(HEADERS) ?? "{}");

/** @param {string} fresh the token of a new session, for every form that stands on this page */
export const useToken = (fresh) => {
  document.body.setAttribute(HEADERS, JSON.stringify({ "X-CSRFToken": fresh }));
  for (const field of document.querySelectorAll(FIELD)) field.setAttribute("value", fresh);
};

/**
 * Use the token that stands in a form of another page, read anew.
 * @param {string} address
 * @returns {Promise<boolean>} whether one was there: not where nobody is signed in, or nothing answers
 */
export const renewToken = async (address) => {
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual" });
    const text = answer.ok ? await answer.text() : "";
    const field = new DOMParser().parseFromString(text, "text/html").querySelector(FIELD);
    const fresh = field?.getAttribute("value");
    if (fresh) useToken(fresh);
    return Boolean(fresh);
  } catch {
    return false;
  }
};
