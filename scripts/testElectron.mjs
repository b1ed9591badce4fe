/**
 * `npm run test:electron`: the integration suite in a desktop VS Code, which @vscode/test-electron downloads.
 * VSCODE_EXECUTABLE_PATH names an installed one instead.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setUp } from './setup.mjs';
import { Problem, runMain, say } from './support/console.mjs';
import { root } from './support/paths.mjs';
import { addUp, closingLine, printReport } from './testing/report.mjs';
import { findSessions, makeSessionFolders, readResults } from './testing/sessions.mjs';
import { calmSettings } from './vscodeServer.mjs';

await runMain(async () => {
  await setUp({ withTests: true });
  const electron = await import('@vscode/test-electron');
  const executable = process.env.VSCODE_EXECUTABLE_PATH || (await download(electron));
  const startedMs = Date.now();
  const outcomes = [];
  for (const session of await findSessions()) outcomes.push(await runSession(electron, executable, session));
  const total = addUp(outcomes);
  printReport([{ name: 'electron', outcome: total, elapsedMs: Date.now() - startedMs }]);
  if (total.failures.length > 0 || total.passed === 0) process.exitCode = 1;
  say(closingLine(total));
});

async function download({ downloadAndUnzipVSCode }) {
  try {
    return await downloadAndUnzipVSCode();
  } catch (error) {
    throw new Problem(
      `VS Code cannot be downloaded: ${error.message}`,
      'set VSCODE_EXECUTABLE_PATH to an installed VS Code, or run `npm test`, which needs no download of VS Code',
    );
  }
}

async function runSession({ runTests }, executable, session) {
  say(`\nVS Code session "${session.name}"`);
  const folders = await makeSessionFolders(session);
  await writeUserSettings(folders.dataDir, session.settings);
  let whyItEnded;
  try {
    await runTests({
      vscodeExecutablePath: executable,
      extensionDevelopmentPath: root,
      extensionTestsPath: session.testsPath,
      extensionTestsEnv: folders.env,
      launchArgs: [
        folders.workspace,
        ...['--user-data-dir', folders.dataDir],
        ...['--extensions-dir', path.join(folders.dataDir, 'extensions')],
        '--disable-gpu',
      ],
    });
  } catch (error) {
    whyItEnded = error.message;
  }
  const outcome = await readResults(session, folders.resultsFile, whyItEnded);
  await folders.remove();
  return outcome;
}

async function writeUserSettings(dataDir, settings) {
  const file = path.join(dataDir, 'User', 'settings.json');
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify({ ...calmSettings, ...settings }, null, 2));
}
