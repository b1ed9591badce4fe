/** Where logs, screenshots and reports of a test run are kept. */
import { inRoot } from '../support/paths.mjs';

export const resultsDir = inRoot('test-results');
