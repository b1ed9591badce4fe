/** Opens the sample workspace in an installed VS Code, with the extension from this folder. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { Problem, say } from '../support/console.mjs';
import { inRoot, root } from '../support/paths.mjs';
import { run } from '../support/processes.mjs';
import { sampleWorkspace } from './sampleWorkspace.mjs';

const advice =
  'install VS Code with its `code` command (in VS Code: "Shell Command: Install \'code\' command in PATH"), or set CODE_PATH; or run `npm start` without --desktop';

export async function checkDesktop() {
  const { code, output } = await call(['--version']).catch((error) => ({ code: 1, output: error.message }));
  if (code !== 0) throw new Problem(`${codeCommand()} cannot be run: ${output.trim()}`, advice);
  say(`• VS Code ${output.split('\n')[0].trim()} (${codeCommand()})`);
}

export async function openDesktop() {
  // A profile of its own would hide the user's theme; trust is left to the user to give.
  const args = ['--new-window', `--extensionDevelopmentPath=${root}`, sampleWorkspace];
  const env = { ...process.env };
  delete env.ELECTRON_RUN_AS_NODE;
  const child = spawn(codeCommand(), args, { env, detached: true, stdio: 'ignore', shell: needsShell() });
  await new Promise((resolve, reject) => {
    child.once('spawn', resolve);
    child.once('error', (error) => reject(new Problem(`${codeCommand()}: ${error.message}`, advice)));
  });
  child.unref();
  say(
    `VS Code opens ${path.relative(process.cwd(), inRoot('sample-workspace'))}; trust the folder when it asks.`,
  );
}

function call(args) {
  return run(codeCommand(), args, {
    quiet: true,
    allowFailure: true,
    shell: needsShell(),
    timeoutMs: 30_000,
  });
}

function codeCommand() {
  return process.env.CODE_PATH || (process.platform === 'win32' ? 'code.cmd' : 'code');
}

/** Windows starts .cmd files only through its shell. */
function needsShell() {
  return /\.(cmd|bat)$/i.test(codeCommand());
}
