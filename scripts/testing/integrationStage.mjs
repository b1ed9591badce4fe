/** Runs the integration tests inside the extension host of a real VS Code, in the web workbench. */
import { createWriteStream } from 'node:fs';
import { copyFile } from 'node:fs/promises';
import path from 'node:path';
import { say, seconds } from '../support/console.mjs';
import { root } from '../support/paths.mjs';
import { ensureVscodeHost } from '../vscodeHost.mjs';
import { startServer } from '../vscodeServer.mjs';
import { launchChromium, workbenchUrl } from '../workbenchPage.mjs';
import { addUp } from './report.mjs';
import { resultsDir } from './results.mjs';
import { findSessions, makeSessionFolders, readResults } from './sessions.mjs';

const sessionTimeoutMs = 10 * 60_000;

export async function runIntegrationStage() {
  const host = await ensureVscodeHost();
  const browser = await launchChromium();
  try {
    const outcomes = [];
    for (const session of await findSessions()) outcomes.push(await runSession(session, host, browser));
    return addUp(outcomes);
  } finally {
    await browser.close();
  }
}

async function runSession(session, host, browser) {
  say(`\nVS Code session "${session.name}"`);
  const folders = await makeSessionFolders(session);
  const server = await startServer({
    host,
    dataDir: folders.dataDir,
    settings: session.settings,
    env: folders.env,
    underDevelopment: true,
  });
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  try {
    const whyItEnded = await untilTestsEnd(page, server, session, folders);
    const outcome = await readResults(session, folders.resultsFile, whyItEnded);
    if (outcome.failures.length > 0) await saveEvidence(page, server, session);
    return outcome;
  } finally {
    await page.close();
    await server.stop();
    await folders.remove();
  }
}

/** Opens the workbench, which runs the tests and then calls `codeAutomationExit`. Returns how it ended. */
async function untilTestsEnd(page, server, session, folders) {
  const log = createWriteStream(path.join(resultsDir, `integration-${session.name}.log`));
  let timer;
  try {
    return await new Promise((resolve, reject) => {
      timer = setTimeout(() => resolve(`it took longer than ${seconds(sessionTimeoutMs)}`), sessionTimeoutMs);
      page.on('crash', () => resolve('the page crashed'));
      server.exited.then(() => resolve('the VS Code server ended'));
      const url = workbenchUrl(server, {
        workspace: folders.workspace,
        extensionPath: root,
        extensionTestsPath: session.testsPath,
      });
      page
        .exposeFunction('codeAutomationExit', (code) => resolve(`the extension host ended with code ${code}`))
        .then(() => page.exposeFunction('codeAutomationLog', (type, args) => writeLog(log, type, args)))
        .then(() => page.goto(url, { timeout: 60_000 }))
        .catch(reject);
    });
  } finally {
    clearTimeout(timer);
    log.end();
  }
}

/** All of the console goes to the log; what the tests report (index.ts) is shown as well. */
function writeLog(log, type, args) {
  const text = args.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(' ');
  log.write(`${type}: ${text}\n`);
  if (/^[✓✗-] /u.test(text)) say(`  ${text}`);
}

async function saveEvidence(page, server, session) {
  const file = (ending) => path.join(resultsDir, `integration-${session.name}${ending}`);
  await page.screenshot({ path: file('.png') }).catch(() => undefined);
  await copyFile(server.logFile, file('-server.log')).catch(() => undefined);
  say(`  logs and a screenshot: ${path.relative(root, file('.*'))}`);
}
