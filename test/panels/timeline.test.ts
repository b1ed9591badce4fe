/** The time line of the Topology Evolution panel, by mouse and by keys: all that is shown follows it. */
import type { Locator } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { layerRows } from '../../webview/evolution/layersTable';
import { choose, chosen } from '../webview/controls';
import { chart, panelSession, rows, texts } from '../webview/panelSession';
import { holdTimers, releaseTimers } from '../webview/heldTimers';
import type { PanelPage } from '../webview/panelPage';
import { syntheticEpochs, syntheticEvolution, syntheticLinks } from '../webview/syntheticRun';

const { points } = syntheticEvolution;
const session = panelSession();

function open(state?: unknown): Promise<PanelPage> {
  return session.open({ panel: 'evolution', snapshot: syntheticEvolution, links: syntheticLinks, state });
}

const handle = (panel: PanelPage, name: 'shown' | 'against'): Locator =>
  panel.page.locator(`[data-handle=${name}]`);
const words = async (panel: PanelPage): Promise<string> =>
  panel.page.locator('[data-part=moment]').innerText();

const placeOf = (k: number): unknown => ({ path: points[k].path, epoch: points[k].epoch });

/** Of the first layer between two checkpoints, counted from sets of pairs. */
function changes(shown: number, against: number): string {
  const pairs = (k: number): Set<string> => {
    const { indptr, indices } = syntheticLinks.find(
      ({ path, layer }) => path === points[k].path && layer === 0,
    )!;
    return new Set(
      indptr
        .slice(1)
        .flatMap((end, j) => indices.slice(indptr[j], end).map((i) => `${String(i)} ${String(j)}`)),
    );
  };
  const [now, before] = [pairs(shown), pairs(against)];
  const kept = [...now].filter((pair) => before.has(pair)).length;
  return `${String(kept)} kept, ${String(now.size - kept)} gained, ${String(before.size - kept)} lost`;
}

/** Whether table, details, words and cursors are at one moment. */
async function expectMoment(panel: PanelPage, shown: number, against: number): Promise<void> {
  const [epoch, other] = [shown, against].map((k) => String(syntheticEpochs[k]));
  await expect
    .poll(() => words(panel))
    .toBe(shown === against ? `epoch ${epoch}` : `epoch ${epoch} against ${other}`);
  await expect
    .poll(() => texts(panel.page.getByRole('heading', { name: /^Layers/ })))
    .toEqual([`Layers at epoch ${epoch}`]);
  const expected = layerRows(points[shown]).map((cells) =>
    cells.map((cell) => cell.replaceAll('\u00a0', ' ')),
  );
  expect(await rows(panel, 'layers')).toEqual(expected);
  if (shown !== against) {
    await expect
      .poll(() => panel.page.locator('[data-part=changes]').textContent())
      .toContain(changes(shown, against));
  }
  const along = await cursorPlace(panel);
  expect(along).toBeCloseTo(await handlePlace(panel), 1);
}

/** How far the handle of what is shown is along the time line, 0 to 1. */
async function handlePlace(panel: PanelPage): Promise<number> {
  const rail = (await panel.page.locator('.track-rail').boundingBox())!;
  const box = (await handle(panel, 'shown').boundingBox())!;
  return (box.x + box.width / 2 - rail.x) / rail.width;
}

/** How far the cursor of a chart is along its axis, which begins right of the numbers at its left. */
async function cursorPlace(panel: PanelPage): Promise<number> {
  const plot = (await chart(panel, 'empty').locator('canvas').boundingBox())!;
  const box = (await chart(panel, 'empty').locator('.chart-cursor.shown').boundingBox())!;
  return (box.x - plot.x - 50) / (plot.width - 60);
}

describe('the time line', () => {
  it('is stepped by keys, and all below follows', async () => {
    const panel = await open();
    await expectMoment(panel, 4, 0);
    await handle(panel, 'shown').focus();
    for (const [key, shown] of [
      ['ArrowLeft', 3],
      ['PageDown', 2],
      ['Home', 0],
      ['ArrowRight', 1],
      ['PageUp', 2],
      ['End', 4],
      ['ArrowRight', 4],
    ] as const) {
      await panel.page.keyboard.press(key);
      await expectMoment(panel, shown, 0);
    }
    await handle(panel, 'against').focus();
    await panel.page.keyboard.press('ArrowRight');
    await expectMoment(panel, 4, 1);
    expect(await handle(panel, 'against').getAttribute('aria-valuetext')).toBe('epoch 10, checkpoint 2 of 5');
    expect(await chosen(panel.page, 'Compare with')).toBe('chosen');
    await panel.page.getByRole('button', { name: 'Compare with epoch 10' }).click();
    await expect
      .poll(() => panel.requests())
      .toEqual([{ method: 'compare', params: { paths: [points[1].path, points[4].path] } }]);
  });

  it('loses no key of several between two frames', async () => {
    const panel = await open();
    await panel.page.evaluate(`
      for (const [handle, key] of [
        ['shown', 'ArrowLeft'], ['against', 'ArrowRight'], ['shown', 'ArrowLeft'], ['against', 'ArrowRight'],
      ]) document.querySelector('[data-handle=' + handle + ']').dispatchEvent(new KeyboardEvent('keydown', { key }));`);
    await expectMoment(panel, 2, 2);
    expect(await panel.state()).toMatchObject({ clock: { shown: placeOf(2), against: placeOf(2) } });
  });

  it('is dragged by both handles, and a click on the line shows that place', async () => {
    const panel = await open();
    const rail = (await panel.page.locator('.track-rail').boundingBox())!;
    const y = rail.y + 10;
    const at = (k: number): number => rail.x + (syntheticEpochs[k] / 40) * rail.width;
    await panel.page.mouse.move(at(4), y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(at(3) + 5, y + 30);
    await expectMoment(panel, 3, 0);
    await panel.page.mouse.move(at(2) - 5, y);
    await panel.page.mouse.up();
    await expectMoment(panel, 2, 0);
    await panel.page.mouse.move(at(0), y);
    await panel.page.mouse.down();
    await panel.page.mouse.move(at(1), y);
    await panel.page.mouse.up();
    await expectMoment(panel, 2, 1);
    await panel.page.mouse.click(at(3) + 8, y);
    await expectMoment(panel, 3, 1);
    await panel.page.keyboard.down('Shift');
    await panel.page.mouse.click(at(4), y);
    await panel.page.keyboard.up('Shift');
    await expectMoment(panel, 3, 4);
    await choose(panel.page, 'Compare with', 'previous');
    await expectMoment(panel, 3, 2);
  });

  it('plays through every checkpoint, and stops at the last', async () => {
    const panel = await open();
    await panel.page.evaluate(`
      window.seen = [];
      new MutationObserver(() => {
        const text = document.querySelector('[data-part=moment]').textContent;
        if (window.seen.at(-1) !== text) window.seen.push(text);
        window.animated += document.getAnimations().length;
      }).observe(document.querySelector('[data-part=moment]'), { subtree: true, childList: true, characterData: true });`);
    await choose(panel.page, 'Speed', '50 / s');
    const play = panel.page.locator('.timeline-buttons vscode-button').nth(2);
    await play.click();
    await expect.poll(() => panel.page.evaluate('window.seen.at(-1)')).toBe('epoch 40 against 0');
    await expect.poll(() => play.getAttribute('aria-label')).toBe('Play');
    const epochsSeen = async (): Promise<number[]> => {
      const seen = (await panel.page.evaluate('window.seen')) as string[];
      return seen.map((text) => Number(/^epoch (\d+)/.exec(text)![1]));
    };
    expect(await epochsSeen()).toEqual([...syntheticEpochs]);
    await expectMoment(panel, 4, 0);
    expect(await panel.state()).toMatchObject({ pace: 50, clock: { shown: null, against: 'initial' } });

    // Playing is what was asked for: where motion is unwanted it still steps, and nothing glides from one to the next.
    await panel.page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.page.evaluate('window.seen = []; window.animated = 0;');
    await play.click();
    await expect.poll(() => panel.page.evaluate('window.seen.at(-1)')).toBe('epoch 40 against 0');
    expect(await epochsSeen()).toEqual([...syntheticEpochs]);
    expect(await panel.page.evaluate('window.animated')).toBe(0);
  });

  it('draws another checkpoint in each frame where the pace is that of the frames', async () => {
    const panel = await open();
    await choose(panel.page, 'Speed', '50 / s');
    await handle(panel, 'shown').press('Home');
    // Asked for last, so that the links of all are there.
    await expect.poll(() => panel.page.locator('[data-part=changes]').textContent()).toContain('epoch 0:');
    const drawn = await panel.page.evaluate(`
      const frames = new Map();
      let asked = 0;
      window.requestAnimationFrame = (work) => (frames.set(--asked, work), asked);
      window.cancelAnimationFrame = (id) => frames.delete(id);
      const texts = () => ['moment', 'changes'].map((part) => document.querySelector('[data-part=' + part + ']').textContent);
      document.querySelector('vscode-button[aria-label=Play]').click();
      const begun = performance.now();
      Array.from({ length: 5 }, (_, k) => {
        const now = [...frames.values()];
        frames.clear();
        for (const work of now) work(begun + 20 * k);
        return texts();
      });`);
    expect(drawn).toEqual(
      syntheticEpochs.map((epoch, k) => [
        `epoch ${String(epoch)} against 0`,
        expect.stringContaining(k === 0 ? '600 links' : changes(k, 0)),
      ]),
    );
  });

  it('is followed by what is out of sight at rest, or as soon as that comes into sight', async () => {
    const panel = await session.open({
      panel: 'evolution',
      snapshot: syntheticEvolution,
      links: syntheticLinks,
      width: 700,
      height: 300,
    });
    const subtitle = panel.page.locator('[data-part=connections] .section-head .dim').first();
    const isOf = async (epoch: number) =>
      expect.poll(() => subtitle.textContent()).toContain(`epoch ${String(epoch)} against 0`);
    await isOf(40);
    await holdTimers(panel);
    await handle(panel, 'shown').press('ArrowLeft');
    await expectMomentWords(panel, 'epoch 30 against 0');
    expect(await subtitle.textContent()).toContain('epoch 40');
    await subtitle.scrollIntoViewIfNeeded();
    await isOf(30);
    await panel.page.evaluate('window.scrollTo(0, 0)');
    await expect.poll(() => panel.page.evaluate('window.scrollY')).toBe(0);
    await releaseTimers(panel);
    await handle(panel, 'shown').press('ArrowLeft');
    await isOf(20);
  });

  it('exports the moment that is shown, also from a view that is out of sight and drawn later', async () => {
    const panel = await session.open({
      panel: 'evolution',
      snapshot: syntheticEvolution,
      links: syntheticLinks,
      width: 700,
      height: 300,
    });
    // There and back, so that the links of both are at hand.
    for (const [key, shown] of [
      ['ArrowLeft', 3],
      ['ArrowRight', 4],
    ] as const) {
      await handle(panel, 'shown').press(key);
      await expectMoment(panel, shown, 0);
    }
    // All in the frame that follows the key: before the hand is at rest.
    const late = await panel.page.evaluate(`new Promise((resolve) => {
      const view = document.querySelector('[data-part=connections]');
      const handle = document.querySelector('[data-handle=shown]');
      handle.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowLeft', bubbles: true }));
      requestAnimationFrame(() => {
        const subtitle = view.querySelector('.section-head .dim').textContent;
        view.querySelector('.export-one').click();
        resolve(subtitle);
      });
    })`);
    expect(late).toContain('epoch 40 against 0');
    await panel.page.getByRole('menuitem', { name: 'Save as SVG…' }).click();
    await expect.poll(async () => (await panel.saved()).length).toBe(1);
    const svg = (await panel.saved())[0].content.toString();
    expect(svg).toContain('epoch 30 against 0');
    expect(svg).not.toContain('epoch 40');
  });

  it('shows the newest of a live run unless it was moved away, and again by Follow', async () => {
    const panel = await session.open({
      panel: 'evolution',
      snapshot: { ...syntheticEvolution, points: points.slice(0, 3) },
      links: syntheticLinks,
    });
    const follow = panel.page.getByRole('button', { name: 'Follow' });
    await expect.poll(() => words(panel)).toBe('epoch 20 against 0');
    await panel.emit('points', [points[3]]);
    await expect.poll(() => words(panel)).toBe('epoch 30 against 0');
    expect(await follow.getAttribute('aria-pressed')).toBe('true');
    await panel.page.getByRole('button', { name: 'Previous checkpoint' }).click();
    await expect.poll(() => follow.getAttribute('aria-pressed')).toBe('false');
    await panel.emit('points', [points[4]]);
    await expect.poll(() => handle(panel, 'shown').getAttribute('aria-valuemax')).toBe('5');
    expect(await words(panel)).toBe('epoch 20 against 0');
    await follow.click();
    await expectMoment(panel, 4, 0);
  });

  it('is restored to where it was', async () => {
    const panel = await open();
    await handle(panel, 'shown').press('ArrowLeft');
    await handle(panel, 'against').press('ArrowRight');
    await panel.page.getByRole('tab', { name: 'Layer 2' }).click();
    await expectMomentWords(panel, 'epoch 30 against 10');
    const again = await open(await panel.state());
    await expectMomentWords(again, 'epoch 30 against 10');
    expect(await again.page.getByRole('tab', { name: 'Layer 2' }).getAttribute('aria-selected')).toBe('true');
  });
});

async function expectMomentWords(panel: PanelPage, expected: string): Promise<void> {
  await expect.poll(() => words(panel)).toBe(expected);
}
