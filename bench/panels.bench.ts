import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Frame, Page } from 'playwright-core';
import { waitFor } from '../scripts/support/wait.mjs';
import { launchBrowser } from '../test/host/browser';
import { type Host, startHost } from '../test/host/startHost';
import { webviewFrame } from '../test/host/webview';
import { runCommand } from '../test/host/workbench';
import { explorerRow, rightClick, showExplorer } from '../test/ui/support/explorer';
import { choose } from '../test/webview/controls';
import { makeSeries, makeTenByNine } from './panelFolders';
import { paintMs, framesWhile, watchPage } from './panelPage';
import type { FramesSeen } from './framesSeen';
import { processesWith } from './processMemory';
import { describeMachine, median, print, printTable } from './table';

const REPEATS = 5;
const PLAYED = 'played';
const PLAYED_CHECKPOINTS = 60;
const LONG = 'thousand';
/** Three layers of so many neurons. */
const WIDE = [
  { width: 20_000, fanIn: 50 },
  { width: 100_000, fanIn: 20 },
] as const;
const WIDE_CHECKPOINTS = 3;
/** As a mouse tells of them. */
const MOVES_A_SECOND = 125;
const TEN = Array.from({ length: 10 }, (_, k) => `e5_s0_w${String(k)}`);
const EVOLUTION = 'Open Topology Evolution';
const COMPARISON = 'Compare Checkpoints (NNSTD)';

/**
 * The panels in a real VS Code in a browser: how soon they stand there (`paint`), how many frames a second they draw while
 * the time line is moved (`frames`), and how their memory grows over a long playback of so many minutes (`memory`).
 * Measured is what is published: dist/ is built anew.
 */
export async function run(root: string, [minutes = '3', ...parts]: string[]): Promise<void> {
  const wanted = (part: string): boolean => parts.length === 0 || parts.includes(part);
  await promisify(execFile)(process.execPath, ['scripts/build.mjs', '--production'], { cwd: root });
  const workspace = await realpath(await mkdtemp(path.join(tmpdir(), 'sparse-topology-panels-')));
  try {
    const authors = await makeTenByNine(workspace, root);
    await makeSeries(path.join(workspace, PLAYED), PLAYED_CHECKPOINTS);
    await makeSeries(path.join(workspace, LONG), 1000);
    for (const shape of WIDE) {
      await makeSeries(path.join(workspace, `wide-${String(shape.width)}`), WIDE_CHECKPOINTS, shape);
    }
    await mkdir(path.join(root, 'out'), { recursive: true });
    print(describeMachine());
    print(
      authors
        ? "Ten networks of nine checkpoints: the NNSTD authors' own."
        : "Ten networks of nine checkpoints of the shape of the NNSTD authors'.",
    );
    await inWorkbench(workspace, root, async (page, host) => {
      if (wanted('paint')) await firstPaint(page);
      // What is drawn is the same for all methods, and this one has distances of sixty checkpoints in a moment.
      await host.changeSettings({ 'sparseTopology.method': 'greedy' });
      if (wanted('frames')) await scrubbing(page);
      if (wanted('memory')) await playback(page, Number(minutes));
    });
  } finally {
    await rm(workspace, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function inWorkbench(
  workspace: string,
  root: string,
  work: (page: Page, host: Host) => Promise<void>,
): Promise<void> {
  const host = await startHost({ workspace });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
    await host.open(page);
    await watchPage(page, root);
    await showExplorer(page);
    await work(page, host);
  } finally {
    await browser.close();
    await host.stop();
  }
}

async function firstPaint(page: Page): Promise<void> {
  const opened: readonly [string, readonly string[], string, string][] = [
    ['evolution of ten networks, nine checkpoints each', TEN, EVOLUTION, '.timeline'],
    ['comparison of the newest of each', TEN, COMPARISON, '.heat'],
    ['evolution of 1,000 checkpoints', [LONG], EVOLUTION, '.timeline'],
  ];
  const table = [
    ['paint after the click, ms', 'very first', 'median after', 'worst after', 'all charts, median'],
  ];
  for (const [what, folders, command, selector] of opened) {
    const times: { first: number; charts: number }[] = [];
    for (let k = 0; k <= REPEATS; k++) {
      const panel = await open(page, folders, command, selector);
      times.push(await paintMs(page, panel));
      await runCommand(page, 'View: Close All Editors');
    }
    const [first, ...again] = times.map((each) => each.first);
    const charts = median(times.slice(1).map((each) => each.charts));
    table.push([what, ...[first, median(again), Math.max(...again), charts].map((ms) => ms.toFixed(0))]);
  }
  print('');
  printTable(table);
}

async function scrubbing(page: Page): Promise<void> {
  const panel = await open(page, [PLAYED], EVOLUTION, '.timeline');
  await allThere(panel, PLAYED_CHECKPOINTS);
  await choose(panel, 'Speed', '50 / s');
  const played = await framesWhile(panel, () => playOnce(panel));
  const dragged = await framesWhile(panel, () => drag(page, panel, 600));
  await runCommand(page, 'View: Close All Editors');
  const rows = [row(`784 wide, played at 50 a second`, played), row(`784 wide, dragged`, dragged)];
  for (const { width, fanIn } of WIDE) {
    const wide = await open(page, [`wide-${String(width)}`], EVOLUTION, '.timeline');
    // Distances of this size take minutes, and are not what is drawn here.
    await wide
      .locator('[data-part=changes]', { hasText: 'lost' })
      .waitFor({ timeout: 300_000, state: 'attached' });
    const what = `${width.toLocaleString('en')} wide, ${String((3 * width * fanIn) / 1e6)} million links, dragged`;
    rows.push(row(what, await framesWhile(wide, () => drag(page, wide, 600))));
    await runCommand(page, 'View: Close All Editors');
  }
  print('');
  printTable([
    [
      'frames',
      'a second',
      'median ms',
      'of 20, 19 within',
      'worst',
      'checkpoints a second',
      'pictures a second',
    ],
    ...rows,
  ]);
}

function row(what: string, { frames, moments, pictures }: FramesSeen): string[] {
  const sorted = [...frames].sort((a, b) => a - b);
  return [
    what,
    (1000 / (sorted.reduce((sum, each) => sum + each, 0) / sorted.length)).toFixed(0),
    median(frames).toFixed(1),
    sorted[Math.floor(0.95 * sorted.length)].toFixed(1),
    sorted[sorted.length - 1].toFixed(0),
    rate(moments),
    rate(pictures),
  ];
}

/** By the median time from one change to the next: clicks before and after a playback have no say. */
function rate(times: readonly number[]): string {
  const between = times.slice(1).map((time, k) => time - times[k]);
  return between.length === 0 ? '–' : (1000 / median(between)).toFixed(0);
}

async function playback(page: Page, minutes: number): Promise<void> {
  const panel = await open(page, [PLAYED], EVOLUTION, '.timeline');
  await allThere(panel, PLAYED_CHECKPOINTS);
  await choose(panel, 'Speed', '50 / s');
  const session = await page.context().newCDPSession(page);
  const table = [
    [
      'after',
      'checkpoints shown',
      'heap of the window, MB',
      'DOM nodes',
      'listeners',
      'analysis, MB',
      'host, MB',
    ],
  ];
  const startedAt = Date.now();
  let shown = 0;
  const note = async (): Promise<void> => {
    await session.send('HeapProfiler.collectGarbage');
    const { usedSize } = await session.send('Runtime.getHeapUsage');
    const { nodes, jsEventListeners } = await session.send('Memory.getDOMCounters');
    table.push([
      `${((Date.now() - startedAt) / 60_000).toFixed(1)} min`,
      String(shown),
      (usedSize / 2 ** 20).toFixed(1),
      String(nodes),
      String(jsEventListeners),
      await megabytes('analysis.js'),
      await megabytes('type=extensionHost'),
    ]);
  };
  await playOnce(panel);
  await note();
  for (let part = 1; part <= 6; part++) {
    while (Date.now() - startedAt < (part * minutes * 60_000) / 6) {
      await playOnce(panel);
      shown += PLAYED_CHECKPOINTS;
    }
    await note();
  }
  print('');
  printTable(table);
}

async function megabytes(command: string): Promise<string> {
  const found = await processesWith(command);
  return found.reduce((sum, { residentMb }) => sum + residentMb, 0).toFixed(0);
}

async function open(
  page: Page,
  folders: readonly string[],
  command: string,
  selector: string,
): Promise<Frame> {
  const rows = [];
  for (const folder of folders) rows.push(await explorerRow(page, folder));
  await rightClick(page, rows, 'Sparse Topology', command);
  return webviewFrame(page, selector, 60_000);
}

async function allThere(panel: Frame, checkpoints: number): Promise<void> {
  await waitFor(
    'all checkpoints',
    async () =>
      (await panel.locator('[data-part="checkpoints"]').innerText()) === `${String(checkpoints)} checkpoints`,
    { timeoutMs: 60_000, details: () => panel.locator('body').innerText() },
  );
}

/** From the first to the last checkpoint. */
async function playOnce(panel: Frame): Promise<void> {
  await panel.getByRole('button', { name: 'First checkpoint' }).click();
  await panel.getByRole('button', { name: 'Play' }).click();
  await panel.getByRole('button', { name: 'Pause' }).waitFor();
  await panel.getByRole('button', { name: 'Play' }).waitFor({ timeout: 60_000 });
}

/**
 * The handle, forth and back, as a hand does it: at a rate of its own, since to wait for the answer to each move takes
 * several frames.
 */
async function drag(page: Page, panel: Frame, moves: number): Promise<void> {
  const handle = (await panel.locator('[data-handle=shown]').boundingBox())!;
  const rail = (await panel.locator('.track-rail').boundingBox())!;
  const y = handle.y + handle.height / 2;
  await page.mouse.move(handle.x + handle.width / 2, y);
  await page.mouse.down();
  const mouse = await page.context().newCDPSession(page);
  const moved = [];
  for await (const k of ticks(moves, 1000 / MOVES_A_SECOND)) {
    const x = rail.x + (rail.width * (1 + Math.cos((k * Math.PI) / 100))) / 2;
    moved.push(
      mouse.send('Input.dispatchMouseEvent', { type: 'mouseMoved', x, y, button: 'left', buttons: 1 }),
    );
  }
  await Promise.all(moved);
  await mouse.detach();
  await page.mouse.up();
}

/** Numbers from 0, so many ms apart. */
async function* ticks(count: number, everyMs: number): AsyncGenerator<number> {
  const begun = performance.now();
  for (let k = 0; k < count; k++) {
    await setTimeout(Math.max(0, begun + k * everyMs - performance.now()));
    yield k;
  }
}
