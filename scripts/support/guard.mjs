/**
 * Runs a command, and ends it with all its children as soon as whoever started this guard is gone, by whatever
 * death: then our standard input closes. usage: node guard.mjs COMMAND [ARG…], as a process group of its own
 */
import { spawn } from 'node:child_process';
import { stopTreeOnWindows } from './windows.mjs';

const [command, ...args] = process.argv.slice(2);
const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));

// The whole group gets it; this process stays to see the end of the others.
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => undefined);

process.stdin.resume();
process.stdin.once('close', () => {
  if (process.platform === 'win32') return void stopTreeOnWindows(process.pid);
  process.kill(0, 'SIGTERM');
  setTimeout(() => process.kill(0, 'SIGKILL'), 5000);
});
