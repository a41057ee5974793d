/* The lists of an appraisal by keys alone. Without this script each row leads to a page of its own. */

import { startKeys } from "./keys.js";
import { startPanel } from "./panel.js";

startPanel();
startKeys();
