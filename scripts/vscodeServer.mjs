/** Starts and stops the VS Code server that `vscodeHost.mjs` fetched, on the loopback address only. */
import { createWriteStream } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { lastLines, Problem } from './support/console.mjs';
import { run, startGroup, stopGroup } from './support/processes.mjs';
import { waitFor } from './support/wait.mjs';

export const loopback = '127.0.0.1';

/** Settings that make room and quiet: no chat, no welcome page, no telemetry, no look for updates. */
export const calmSettings = {
  'chat.disableAIFeatures': true,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'telemetry.telemetryLevel': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'git.enabled': false,
  'remote.autoForwardPorts': false,
  'window.autoDetectHighContrast': false,
  'security.workspace.trust.startupPrompt': 'never',
};

/**
 * @param host where the server is, from `ensureVscodeHost`
 * @param dataDir an absolute folder for user data, logs and extensions; kept between starts if it is the same
 * @param settings the user settings, beside the calm ones
 * @param underDevelopment lets a page ask for an extension from a folder instead of an installed one
 */
export async function startServer({
  host,
  dataDir,
  settings = {},
  port = 0,
  env = {},
  underDevelopment = false,
}) {
  const extensionsDir = path.join(dataDir, 'extensions');
  const userSettings = { ...calmSettings, ...settings };
  await writeJson(path.join(dataDir, 'data', 'User', 'settings.json'), userSettings);
  // An open window notices changes in this one, not in the other; and only if it was there from the start.
  const liveSettingsFile = path.join(dataDir, 'data', 'Machine', 'settings.json');
  await writeJson(liveSettingsFile, {});
  const chosenPort = port || (await freePort());
  const logFile = path.join(dataDir, 'server.log');
  const child = startGroup(
    host.node,
    [
      path.join(host.serverDir, 'out', 'server-main.js'),
      '--accept-server-license-terms',
      '--without-connection-token',
      '--disable-telemetry',
      ...['--host', loopback, '--port', String(chosenPort)],
      ...['--server-data-dir', dataDir, '--extensions-dir', extensionsDir],
      ...(underDevelopment ? ['--enable-smoke-test-driver'] : []),
    ],
    { cwd: host.serverDir, env: serverEnvironment(env) },
  );
  const log = createWriteStream(logFile);
  child.stdout.pipe(log);
  child.stderr.pipe(log);
  let ended;
  child.on('error', (error) => (ended = error.message));
  child.on('exit', (code, signal) => (ended = `it ended with ${signal ?? `code ${code}`}`));

  const readLog = async () => lastLines(await readFile(logFile, 'utf8').catch(() => ''), 20);
  const url = `http://${loopback}:${chosenPort}/`;
  const server = {
    url,
    port: chosenPort,
    pid: child.pid,
    logFile,
    liveSettingsFile,
    exited: new Promise((resolve) => child.once('exit', resolve)),
    stop: () => (child.pid ? stopGroup(child.pid) : undefined),
  };
  try {
    await waitFor(
      `the VS Code server to answer at ${url}`,
      async () => {
        if (ended)
          throw new Problem(`the VS Code server did not start: ${ended}\n${await readLog()}`, startAdvice);
        return answers(url);
      },
      { timeoutMs: 60_000, intervalMs: 100, details: readLog },
    );
  } catch (error) {
    await server.stop();
    throw error;
  }
  return server;
}

async function writeJson(file, value) {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(value, null, 2));
}

const startAdvice =
  'look at the lines above; if files are missing, remove the .vscode-test folder and run again';

/** Installs a VSIX for the servers that use this data folder. */
export async function installExtension(host, { dataDir, vsix }) {
  const server = path.join(host.serverDir, 'out', 'server-main.js');
  const folders = ['--server-data-dir', dataDir, '--extensions-dir', path.join(dataDir, 'extensions')];
  await run(host.node, [server, '--accept-server-license-terms', ...folders, '--install-extension', vsix], {
    cwd: host.serverDir,
    env: serverEnvironment({}),
    quiet: true,
    timeoutMs: 120_000,
  });
}

export async function answers(url) {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
    await response.arrayBuffer();
    return response.ok;
  } catch {
    return false;
  }
}

export async function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, loopback, () => probe.close(() => resolve(true)));
  });
}

async function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, loopback, () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** A server started from VS Code's own terminal, or under npm, must not inherit what is meant for those. */
function serverEnvironment(extra) {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(VSCODE_|ELECTRON_|npm_|NODE_OPTIONS$|NODE_ENV$)/i.test(name),
  );
  return { ...Object.fromEntries(inherited), ...extra };
}
