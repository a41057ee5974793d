/* Questions over the sheet, one after the other: the next one opens when the one before is answered. */

/** @typedef {object} Question
 * @property {HTMLDialogElement} dialog in which it is asked; several questions may share it
 * @property {() => boolean} fill puts the question into the dialog; false where it need not be asked any more
 * @property {(choice: string) => void} answered with the value of the button; empty where none was pressed */

/** @type {Question[]} */
const coming = [];
let isAsked = false;

/** @param {Question} question to be asked as soon as those before it are answered */
export const ask = (question) => {
  coming.push(question);
  if (!isAsked) askNext();
};

const askNext = () => {
  const question = coming.shift();
  isAsked = question !== undefined;
  if (!question) return;
  const { dialog, fill, answered } = question;
  if (!fill()) {
    askNext();
    return;
  }
  dialog.returnValue = "";
  dialog.onclose = () => {
    answered(dialog.returnValue);
    askNext();
  };
  dialog.showModal();
};
