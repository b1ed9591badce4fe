/** The demo's training run: the one that still trains, or a new one, started so that it outlives this process. */
import { spawn } from 'node:child_process';
import { openSync } from 'node:fs';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { lastLines, Problem, say } from '../support/console.mjs';
import { inRoot } from '../support/paths.mjs';
import { run } from '../support/processes.mjs';
import { waitFor } from '../support/wait.mjs';
import { runsDir, sampleConfig, sampleWorkspace } from './sampleWorkspace.mjs';

const commandLine = inRoot('dist', 'cli.js');
const outputFile = inRoot('.vscode-test', 'demo', 'training-output.txt');

/** Returns the run's folder. */
export async function ensureTrainingRun() {
  const running = await findLiveRun();
  if (running) {
    say(`• a run is training already: ${shown(running)}`);
    return running;
  }
  const folder = await startRun();
  say(`• training in the background: ${shown(folder)}`);
  return folder;
}

export function stopCommand(folder) {
  return `node ${shown(commandLine)} stop ${shown(folder)}`;
}

function shown(file) {
  return path.relative(process.cwd(), file);
}

/** A paused run counts too: its process is there, and whoever paused it wants to go on with it. */
async function findLiveRun() {
  for (const folder of await runFolders()) {
    const { code, output } = await run(process.execPath, [commandLine, 'status', folder, '--json'], {
      quiet: true,
      allowFailure: true,
    });
    if (code === 0 && /"state": "(running|paused)"/.test(output)) {
      const { state } = JSON.parse(output);
      if (state === 'running' || state === 'paused') return folder;
    }
  }
  return undefined;
}

async function runFolders() {
  const entries = await readdir(runsDir, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => path.join(runsDir, entry.name));
}

async function startRun() {
  const before = new Set(await runFolders());
  await mkdir(path.dirname(outputFile), { recursive: true });
  const output = openSync(outputFile, 'w');
  const child = spawn(process.execPath, [commandLine, 'train', sampleConfig, '--out', runsDir], {
    cwd: sampleWorkspace,
    detached: true,
    windowsHide: true,
    stdio: ['ignore', output, output],
  });
  let ended;
  child.once('error', (error) => (ended = error.message));
  child.once('exit', (code, signal) => (ended = `it ended with ${signal ?? `code ${code}`}`));
  const said = async () => lastLines(await readFile(outputFile, 'utf8').catch(() => ''));
  const folder = await waitFor(
    'the training run to make its folder',
    async () => {
      if (ended) {
        throw new Problem(
          `training did not start: ${ended}\n${await said()}`,
          `look at ${shown(path.join(sampleWorkspace, sampleConfig))}; removing it brings back the original`,
        );
      }
      return (await runFolders()).find((found) => !before.has(found));
    },
    { timeoutMs: 60_000, details: said },
  );
  child.unref();
  return folder;
}
