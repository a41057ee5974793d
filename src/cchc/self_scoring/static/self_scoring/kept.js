/* The sheet that cannot be filled in any more: what was typed before and is kept on this computer is sent once more.
   The platform says whether it still takes it; what it does not take is listed. */

import { bringBack, entries } from "./keeping.js";
import { sendAll } from "./saving.js";
import { notice } from "./showing.js";

document.addEventListener("cchc:leaf", () => notice("taken", true));
bringBack();
if (entries.size) void sendAll();
