/* The sheet as a spreadsheet. Without this script the cells only show what stands in them, and each criterion is filled
   in on a page of its own. */

import { cellsIn, table } from "./cells.js";
import { startGrid } from "./grid.js";
import { bringBack, entries, keep } from "./keeping.js";
import { startPanel } from "./panel.js";
import { sendAll } from "./saving.js";
import { startWatching } from "./watching.js";

for (const cell of cellsIn(table)) {
  if (cell instanceof HTMLSelectElement) cell.disabled = false;
  else cell.readOnly = false;
}
bringBack();
startGrid();
startPanel();
startWatching();
void sendAll();

window.addEventListener("beforeunload", (event) => {
  for (const entry of entries.values()) entry.left = true;
  keep();
  if ([...entries.values()].some((entry) => !entry.refused)) event.preventDefault();
});
