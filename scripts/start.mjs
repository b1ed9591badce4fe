/**
 * `npm start`: a real VS Code in the browser with the extension in it, and a sparse network training in the
 * background. `npm start -- --desktop` uses an installed VS Code instead.
 */
import { parseArgs } from 'node:util';
import { checkDesktop, openDesktop } from './demo/desktop.mjs';
import { openBrowser } from './demo/openBrowser.mjs';
import { prepareSampleWorkspace, sampleWorkspace } from './demo/sampleWorkspace.mjs';
import { findRunningServer, startDemoServer } from './demo/server.mjs';
import { ensureTrainingRun, stopCommand } from './demo/trainingRun.mjs';
import { setUp } from './setup.mjs';
import { Problem, runMain, say } from './support/console.mjs';
import { ensureVscodeHost } from './vscodeHost.mjs';
import { workbenchUrl } from './workbenchPage.mjs';

const usage = `usage: npm start [-- OPTION…]
  --desktop     open an installed VS Code instead of serving one
  --port N      serve on this port
  --no-open     do not open a browser`;

await runMain(async () => {
  const options = readOptions();
  if (options.help) return say(usage);
  await (options.desktop ? startDesktop() : startInBrowser(options));
});

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        desktop: { type: 'boolean' },
        port: { type: 'string' },
        'no-open': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
    const port = values.port === undefined ? undefined : Number(values.port);
    if (port !== undefined && !(Number.isInteger(port) && port > 0 && port < 65_536)) {
      throw new Error(`--port ${values.port} is no port (1 to 65535)`);
    }
    return { ...values, port };
  } catch (error) {
    throw new Problem(error.message, usage);
  }
}

async function startDesktop() {
  await setUp();
  await checkDesktop();
  await prepareSampleWorkspace();
  const run = await ensureTrainingRun();
  await openDesktop();
  say(`Stop the training run with: ${stopCommand(run)}`);
}

async function startInBrowser(options) {
  const running = await findRunningServer();
  if (running) return useRunning(running, options);
  // Side by side: the one mostly computes, the other mostly downloads.
  await Promise.all([setUp(), ensureVscodeHost()]);
  const interrupted = nextInterrupt();
  await prepareSampleWorkspace();
  // The run first: a few epochs are there to be seen by the time the window opens.
  const run = await ensureTrainingRun();
  const server = await startDemoServer(options.port);
  try {
    show(server, options);
    say('Ctrl-C stops VS Code; the training run goes on.');
    const why = await Promise.race([interrupted, server.exited.then(() => 'ended')]);
    if (why === 'ended') {
      throw new Problem('the VS Code server ended by itself', `its last words are in ${server.logFile}`);
    }
  } finally {
    await server.stop();
  }
  say('\nVS Code is stopped. The training run goes on if it has not finished; to stop it:');
  say(`  ${stopCommand(run)}`);
}

/** The extension is not built anew, since the running VS Code has the one that it was started with. */
async function useRunning(server, options) {
  await prepareSampleWorkspace();
  await ensureTrainingRun();
  show(server, options);
  say(`It is served by the npm start that runs already (process ${server.ownerPid}); Ctrl-C there stops it.`);
}

function show(server, options) {
  const url = workbenchUrl(server, { workspace: sampleWorkspace });
  say(`\nSparse Topology is at ${url}\n`);
  if (!options['no-open']) openBrowser(url);
}

/** The first signal is answered in good order; a second one ends this process, and the server with it. */
function nextInterrupt() {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => resolve(signal));
  });
}
