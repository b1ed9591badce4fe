/** The demo's VS Code: one for each clone of the project, found again by a second `npm start`. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { say, step } from '../support/console.mjs';
import { inRoot } from '../support/paths.mjs';
import { isAlive } from '../support/processes.mjs';
import { ensureVscodeHost } from '../vscodeHost.mjs';
import { answers, isFree, startServer } from '../vscodeServer.mjs';
import { installIntoExtensionsDir } from './extensionFolder.mjs';

// Not in the cache, which several clones may share.
const dataDir = inRoot('.vscode-test', 'demo');
const stateFile = path.join(dataDir, 'server.json');
const usualPort = 8347;

const demoSettings = {
  // The one folder that this VS Code opens is the sample workspace, made by this project.
  'security.workspace.trust.enabled': false,
};

/** The address of the server of another `npm start` in this clone, if it still answers. */
export async function findRunningServer() {
  try {
    const { ownerPid, url } = JSON.parse(await readFile(stateFile, 'utf8'));
    // The server never outlives its owner, so a reused process id or port is not taken for it.
    return isAlive(ownerPid) && (await answers(url)) ? { ownerPid, url } : undefined;
  } catch {
    return undefined;
  }
}

export async function startDemoServer(wantedPort) {
  const host = await ensureVscodeHost();
  await mkdir(dataDir, { recursive: true });
  const server = await step('starting VS Code', async () => {
    await installIntoExtensionsDir(path.join(dataDir, 'extensions'));
    return startServer({ host, dataDir, settings: demoSettings, port: await choosePort(wantedPort) });
  });
  await writeFile(stateFile, JSON.stringify({ ownerPid: process.pid, url: server.url }));
  return {
    ...server,
    stop: async () => {
      await rm(stateFile, { force: true });
      await server.stop();
    },
  };
}

/** The usual port keeps the address the same from day to day; 0 stands for any free one. */
async function choosePort(wanted = usualPort) {
  if (await isFree(wanted)) return wanted;
  say(`  port ${wanted} is in use, another is taken`);
  return 0;
}
