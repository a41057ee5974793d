/* What others save in the same sheet: one light question each quarter of a minute, and the rows that have changed. */

import { useToken } from "../ui/token.js";
import { rowOf, table } from "./cells.js";
import { sendAll, showTold } from "./saving.js";
import { notice } from "./showing.js";

const EVERY = 15_000; // milliseconds
const MOST = 20; // rows that are read at once

/** @param {string} address @returns {Promise<any>} what the platform answers; undefined where it does not */
const ask = async (address) => {
  let answer;
  try {
    answer = await fetch(address, { redirect: "manual", headers: { Accept: "application/json" } });
  } catch {
    notice("offline", true);
    return undefined;
  }
  notice("offline", answer.status >= 500);
  notice("signed-out", answer.type === "opaqueredirect");
  return answer.ok ? answer.json() : undefined;
};

const look = async () => {
  const told = await ask(table.dataset.versions ?? "");
  if (!told) return;
  const isSame = String(told.person) === table.dataset.person;
  notice("other-person", !isSame);
  if (!isSame) return;
  useToken(told.token);
  void sendAll();
  const changed = Object.entries(told.versions).filter(
    ([leaf, version]) => Number(version) > Number(rowOf(leaf)?.dataset.version ?? Infinity),
  );
  for (const [leaf] of changed.slice(0, MOST)) await refreshRow(leaf);
};

/** @param {string} leaf Show the row of a leaf as it stands on the platform now. */
export const refreshRow = async (leaf) => {
  const row = await ask(`${rowOf(leaf)?.dataset.href ?? ""}dong/`);
  if (row) showTold(row);
};

/** Look again and again while the page is seen, and whenever somebody comes back to it. */
export const startWatching = () => {
  window.setInterval(() => {
    if (document.visibilityState === "visible") void look();
  }, EVERY);
  for (const event of ["focus", "online"]) window.addEventListener(event, () => void look());
};
