// Everything the pages do by script. Each part looks for its elements and does nothing without them, so that every
// page has the same script and works without it.
import { startChecklists } from "./checklist.js";
import { startChooser } from "./chooser.js";
import { startFinder } from "./finder.js";
import { startGuide } from "./guide.js";
import { startLanguages } from "./languages.js";
import { startOffline } from "./offline.js";
import { startReport } from "./report.js";
import { startScheme } from "./scheme.js";
import { startSearch } from "./search.js";
import { startShare } from "./share.js";
import { startSteps } from "./steps.js";
import { startTroubles } from "./troubles.js";

// One part that fails must not take the others with it.
for (const start of [startFinder, startChooser, startLanguages, startSteps, startReport, startShare, startGuide, startChecklists, startTroubles, startScheme, startSearch, startOffline]) queueMicrotask(start);
