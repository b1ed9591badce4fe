/** A run on a table: what is listed of its inputs while the time line moves, and what is read for it. */
import { describe, expect, it } from 'vitest';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { unknownInputs } from '../../src/protocol/runInputs';
import { holdTimers, releaseTimers } from '../webview/heldTimers';
import { busiest, linksAt, weightsOf } from '../webview/linksOfRun';
import { listed } from '../webview/listedInputs';
import type { PanelPage } from '../webview/panelPage';
import { panelSession, texts } from '../webview/panelSession';
import { syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { open } = panelSession();
const columns = Array.from({ length: 784 }, (_, k) => `gene ${String(k)}`);
const { points } = syntheticEvolution;
const last = points.length - 1;

/** The same run, its facts those of one whose checkpoints take a hundred megabytes. */
const large: EvolutionSnapshot = {
  ...syntheticEvolution,
  points: points.map((point) => ({
    ...point,
    step: point.step && {
      ...point.step,
      facts: {
        ...point.step.facts,
        layers: point.step.facts.layers.map((layer) => ({ ...layer, links: 20_000 * layer.links })),
      },
    },
  })),
};

function openTable(snapshot: EvolutionSnapshot): Promise<PanelPage> {
  return open({
    panel: 'evolution',
    snapshot,
    links: syntheticLinks,
    // So that the list is in sight.
    height: 3000,
    inputs: { [snapshot.header.path]: { ...unknownInputs, columns } },
  });
}

const list = (panel: PanelPage) => panel.page.getByRole('grid', { name: 'Inputs of the neuron' });
const still = (panel: PanelPage) => panel.page.locator('.field-still');

/** Inputs and weights of the neuron with the most inputs at a checkpoint, the largest first. */
function largestAt(checkpoint: number, count: number): string[][] {
  const links = linksAt(checkpoint, 0);
  const weights = [...weightsOf(links, busiest(links))].sort(([, a], [, b]) => Math.abs(b) - Math.abs(a));
  return weights
    .slice(0, count)
    .map(([input, weight]) => [String(input), weight.toFixed(3).replace('-', '−')]);
}

async function expectListed(panel: PanelPage, checkpoint: number): Promise<void> {
  await expect
    .poll(async () => (await listed(list(panel))).slice(0, 3).map(([, input, , weight]) => [input, weight]))
    .toEqual(largestAt(checkpoint, 3));
}

/** Paths of the checkpoints that were read for weights, in their order. */
async function readForWeights(panel: PanelPage): Promise<string[]> {
  const asked = (await panel.reads()).map(({ method, params }) => ({
    method,
    ...(params as { readonly path: string; readonly weights?: boolean }),
  }));
  return asked.flatMap(({ method, path, weights }) =>
    method === 'receptiveField' && weights === true ? [path] : [],
  );
}

/** A key on the handle of what is shown, a frame each, as a drag moves it. */
async function moveBack(panel: PanelPage, steps: number): Promise<void> {
  await panel.page.evaluate(`(async () => {
    for (let k = 0; k < ${String(steps)}; k++) {
      document.querySelector('[data-handle=shown]').dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft' }));
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
  })()`);
}

describe('lists of inputs', () => {
  it('have weights of large checkpoints once the time line rests; until then those before stay, and say so', async () => {
    const panel = await openTable(large);
    await expectListed(panel, last);
    expect(await readForWeights(panel)).toEqual([points[last].path, points[0].path]);

    await holdTimers(panel);
    await moveBack(panel, 3);
    await expect
      .poll(() => texts(still(panel)))
      .toEqual([expect.stringMatching(/^still neuron \d+ at epoch 40: weights are read at rest$/)]);
    await expectListed(panel, last);
    expect(await readForWeights(panel)).toHaveLength(2);

    await releaseTimers(panel);
    await expectListed(panel, 1);
    expect((await readForWeights(panel)).slice(2)).toEqual([points[1].path]);
    expect(await texts(still(panel))).toEqual(['']);
    // What was read is at hand: nothing waits on the way back to it.
    await holdTimers(panel);
    await panel.page.locator('[data-handle=shown]').press('End');
    await expectListed(panel, last);
    expect(await readForWeights(panel)).toHaveLength(3);
  });

  it('go along with the time line where checkpoints are small', async () => {
    const panel = await openTable(syntheticEvolution);
    await expectListed(panel, last);
    await holdTimers(panel);
    await moveBack(panel, 2);
    await expectListed(panel, last - 2);
    expect(await texts(still(panel))).toEqual(['']);
  });

  it('stay where they were scrolled to when a narrow window puts them elsewhere', async () => {
    const panel = await openTable(syntheticEvolution);
    await panel.page.locator('[data-part=input-map]').getByRole('button', { name: 'All 784' }).click();
    const inputs = panel.page.getByRole('grid', { name: 'Inputs of the network' });
    await expect.poll(() => inputs.getAttribute('aria-rowcount')).toBe('785');
    const seen = () => inputs.evaluate((node) => (node as unknown as { scrollTop: number }).scrollTop);
    await inputs.focus();
    for (let k = 0; k < 5; k++) await panel.page.keyboard.press('PageDown');
    const before = await seen();
    expect(before).toBeGreaterThan(1000);
    const isBeforeRest = () =>
      panel.page.evaluate("document.querySelector('.columns > :last-child').classList.contains('rest')");
    for (const [width, order] of [
      [900, true],
      [1400, false],
    ] as const) {
      await panel.page.setViewportSize({ width, height: 3000 });
      await expect.poll(isBeforeRest).toBe(order);
      expect(await seen()).toBe(before);
      expect(await panel.page.evaluate("document.activeElement.getAttribute('aria-label')")).toBe(
        'Inputs of the network',
      );
    }
  });
});
