/** Opens a panel alone in a browser page, with the harness in place of VS Code and the same security policy. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import * as esbuild from 'esbuild';
import type { Browser, Page } from 'playwright-core';
import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { RunInputs } from '../../src/protocol/runInputs';
import type { HeatCellPixels } from './heatCellPixels';
import type { RecordedLinks } from './recordedLinks';
import type { RecordedMatching } from './recordedMatching';
import { themes, type ThemeName } from './themes';

const projectRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const icons = path.join(projectRoot, 'node_modules', '@vscode', 'codicons', 'dist');
const origin = 'http://panel.test';

export interface PanelOptions {
  readonly panel: 'evolution' | 'comparison' | 'runForm' | 'checkpoint';
  /** Of the evolution, that of its one series. */
  readonly snapshot: unknown;
  /** Series shown beside the first. */
  readonly others?: readonly EvolutionSnapshot[];
  /** What the chance level of a cell is. */
  readonly chance?: unknown;
  /** What another method gives. */
  readonly beside?: unknown;
  /** What runs there are to choose from. */
  readonly runs?: unknown;
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly state?: unknown;
  /** What `layerLinks` answers. */
  readonly links?: readonly RecordedLinks[];
  /** What `matching` answers. */
  readonly matchings?: readonly RecordedMatching[];
  /** What runs say of their inputs, by the folders of their checkpoints. */
  readonly inputs?: Readonly<Record<string, RunInputs>>;
  readonly failure?: string;
  /** What the form's `check` answers. */
  readonly checked?: unknown;
  /** Why the form's `start` fails. */
  readonly startProblem?: string;
}

export interface Asked {
  readonly method: string;
  readonly params: unknown;
}

export interface PanelPage {
  readonly page: Page;
  /** Errors of scripts in the page, so far. */
  readonly errors: readonly string[];
  /** Of an evolution, what is told of its first series, or of the one that is named. */
  emit(name: string, value: unknown, series?: string): Promise<void>;
  setTheme(theme: ThemeName): Promise<void>;
  requests(): Promise<readonly Asked[]>;
  /** What was asked about checkpoints (links, profiles, matchings …), and when the page said that it is painted. */
  reads(): Promise<readonly Asked[]>;
  state(): Promise<unknown>;
  violations(): Promise<readonly string[]>;
  /** Files that the page gave away to be saved. */
  saved(): Promise<readonly { readonly name: string; readonly content: Buffer }[]>;
  /** How many pixels of the canvas of a chart have about this colour. */
  pixelsOf(chart: string, rgb: readonly number[]): Promise<number>;
  heatCell(row: number, column: number): Promise<HeatCellPixels>;
}

/** Bundles as the product's build does; name of a file in the page → its text. */
export async function bundlePanels(): Promise<ReadonlyMap<string, string>> {
  const { outputFiles } = await esbuild.build({
    absWorkingDir: projectRoot,
    entryPoints: {
      evolution: 'webview/evolution/main.ts',
      comparison: 'webview/comparison/main.ts',
      runForm: 'webview/runForm/main.ts',
      checkpoint: 'webview/checkpoint/main.ts',
      harness: 'test/webview/harness/harness.ts',
    },
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    outdir: 'bundle',
    write: false,
  });
  return new Map(outputFiles.map(({ path: file, text }) => [path.basename(file), text]));
}

export async function openPanel(
  browser: Browser,
  files: ReadonlyMap<string, string>,
  options: PanelOptions,
): Promise<PanelPage> {
  const page = await browser.newPage({
    viewport: { width: options.width ?? 1400, height: options.height ?? 880 },
  });
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(error.message));
  await page.route(`${origin}/**`, (route) => {
    const name = new URL(route.request().url()).pathname.slice(1);
    if (name === '') return route.fulfill({ contentType: 'text/html', body: pageHtml(options.panel) });
    if (/^codicon\.(css|ttf)$/.test(name)) return route.fulfill({ path: path.join(icons, name) });
    const text = files.get(name);
    if (text === undefined) return route.fulfill({ status: 404 });
    const contentType = name.endsWith('.css') ? 'text/css' : 'text/javascript';
    return route.fulfill({ contentType, body: text });
  });
  const setup = {
    panel: options.panel,
    snapshot:
      options.panel === 'evolution'
        ? { series: [options.snapshot, ...(options.others ?? [])] }
        : options.snapshot,
    chance: options.chance ?? null,
    beside: options.beside ?? null,
    runs: options.runs ?? [],
    theme: themes[options.theme ?? 'dark'],
    state: options.state ?? null,
    failure: options.failure ?? null,
    checked: options.checked ?? null,
    startProblem: options.startProblem ?? null,
    links: options.links ?? [],
    inputs: options.inputs ?? {},
    matchings: options.matchings ?? [],
  };
  await page.addInitScript(`window.harnessSetup = ${JSON.stringify(setup)};`);
  await page.goto(`${origin}/`);
  const run = (expression: string): Promise<unknown> => page.evaluate(expression);
  return {
    page,
    errors,
    emit: async (name, value, series = firstSeries(options)) => {
      const told = options.panel !== 'evolution' || ofThePanel.has(name) ? value : { series, value };
      await run(`window.harness.emit(${JSON.stringify(name)}, ${JSON.stringify(told)})`);
    },
    setTheme: async (theme) => {
      await run(`window.harness.setTheme(${JSON.stringify(themes[theme])})`);
    },
    requests: async () => (await run('window.harness.requests')) as Asked[],
    reads: async () => (await run('window.harness.reads')) as Asked[],
    state: () => run('window.harness.state'),
    pixelsOf: async (chart, rgb) =>
      (await run(`window.harness.pixelsOf(${JSON.stringify(chart)}, ${JSON.stringify(rgb)})`)) as number,
    heatCell: async (row, column) =>
      (await run(`window.harness.heatCell(${String(row)}, ${String(column)})`)) as HeatCellPixels,
    violations: async () => (await run('window.harness.violations')) as string[],
    saved: async () => {
      const files = (await run(savedFiles)) as { name: string; text: string | null; bytes: string | null }[];
      return files.map(({ name, text, bytes }) => ({
        name,
        content: text === null ? Buffer.from(bytes!, 'base64') : Buffer.from(text, 'utf8'),
      }));
    },
  };
}

/** Bytes in base 64, to cross into the test. */
const savedFiles = `window.harness.saved.map(({ name, content }) =>
  typeof content === 'string'
    ? { name, text: content, bytes: null }
    : { name, text: null, bytes: btoa(Array.from(content, (byte) => String.fromCharCode(byte)).join('')) },
)`;

/** Events of an evolution panel that are of no single series. */
const ofThePanel: ReadonlySet<string> = new Set(['joined', 'left']);

function firstSeries({ snapshot }: PanelOptions): string {
  return (snapshot as Partial<EvolutionSnapshot> | null)?.header?.path ?? '';
}

/** Script and style as the extension's own page allows them, and nothing else. */
function pageHtml(panel: string): string {
  const nonce = 'harness';
  const policy = `default-src 'none'; script-src 'nonce-${nonce}'; style-src ${origin}; img-src ${origin} data:; font-src ${origin}`;
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" id="vscode-codicon-stylesheet" href="codicon.css">
  <link rel="stylesheet" href="${panel}.css">
  <title>${panel}</title>
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}" src="harness.js"></script>
  <script nonce="${nonce}" src="${panel}.js"></script>
</body>
</html>`;
}
