/** A panel that is open while the theme changes looks, to the pixel, as one that is opened in that theme. */
import { expect, it } from 'vitest';
import { readRecorded } from '../unit/webview/recorded';
import { movedLinks, movedMatchings, movedPair } from '../webview/movedPair';
import { pagesDiffer } from '../webview/pagesDiffer';
import type { PanelOptions } from '../webview/panelPage';
import { panelSession } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { evolution, matrix } = readRecorded();
const { open } = panelSession();

const panels: Readonly<Record<string, PanelOptions>> = {
  'Topology Evolution of two runs': {
    panel: 'evolution',
    snapshot: syntheticEvolution,
    others: [evolution],
    links: syntheticLinks,
  },
  'NNSTD Comparison of two': {
    panel: 'comparison',
    snapshot: movedPair,
    links: movedLinks,
    matchings: movedMatchings,
  },
  'NNSTD Comparison of many': { panel: 'comparison', snapshot: matrix },
};

it.each(Object.entries(panels))('%s', async (_, options) => {
  // So that all of it is seen.
  const tall = { ...options, height: 3200 };
  const switched = await open({ ...tall, theme: 'dark' });
  const fresh = await open({ ...tall, theme: 'highContrastLight' });
  await switched.setTheme('highContrastLight');
  await expect.poll(() => pagesDiffer(switched, fresh)).toEqual([]);
});
