// `node scripts/remedies-page.mjs`, after the build: writes docs/remedies.md from suites/requirements/remedies/.
import { writeFileSync } from 'node:fs';
import { renderRemediesPage } from '../dist/suites/requirements/remedies/page.js';

writeFileSync(new URL('../docs/remedies.md', import.meta.url), renderRemediesPage());
