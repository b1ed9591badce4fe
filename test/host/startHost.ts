/** A real VS Code with the extension in it, served on the loopback address, for one test or one suite. */
import { mkdtemp, readFile, realpath, rename, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { ensureVscodeHost } from '../../scripts/vscodeHost.mjs';
import { installExtension, startServer } from '../../scripts/vscodeServer.mjs';
import { workbenchUrl } from '../../scripts/workbenchPage.mjs';
import { projectRoot } from './projectRoot';
import { waitForWorkbench } from './workbench';

export interface HostOptions {
  /** Absolute path of the folder that the window opens. */
  readonly workspace: string;
  /** A VSIX to install; without it the extension is loaded from the project's folder, as with F5. */
  readonly vsix?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Restricted Mode when false. */
  readonly trusted?: boolean;
  readonly env?: Readonly<Record<string, string>>;
}

export interface Host {
  readonly url: string;
  /** The process group in which the server and its extension hosts run. */
  readonly processGroup: number;
  /** Loads the window in a page and waits until it can be worked with. */
  open(page: Page): Promise<void>;
  /** Changes settings while the window is open; a setting of undefined goes back to what it was. */
  changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void>;
  readLog(): Promise<string>;
  /** Ends the server with all its children; detached training runs go on. */
  stop(): Promise<void>;
}

export async function startHost(options: HostOptions): Promise<Host> {
  const { workspace, vsix, settings = {}, trusted = true, env = {} } = options;
  const vscode = await ensureVscodeHost();
  const dataDir = await realpath(await mkdtemp(path.join(os.tmpdir(), 'sparse-topology-vscode-')));
  if (vsix) await installExtension(vscode, { dataDir, vsix });
  const server = await startServer({
    host: vscode,
    dataDir,
    settings: { ...settings, 'security.workspace.trust.enabled': !trusted },
    env,
    underDevelopment: !vsix,
  });
  const url = workbenchUrl(server, { workspace, extensionPath: vsix ? undefined : projectRoot });
  return {
    url,
    processGroup: server.pid,
    open: async (page) => {
      await page.goto(url, { timeout: 60_000 });
      await waitForWorkbench(page);
    },
    changeSettings: async (changes) => {
      const current = JSON.parse(await readFile(server.liveSettingsFile, 'utf8')) as Record<string, unknown>;
      // Whole at once: the window watches this file and must not meet half of it.
      const written = `${server.liveSettingsFile}.new`;
      await writeFile(written, JSON.stringify({ ...current, ...changes }, null, 2));
      await rename(written, server.liveSettingsFile);
    },
    readLog: () => readFile(server.logFile, 'utf8'),
    stop: async () => {
      await server.stop();
      await rm(dataDir, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}
