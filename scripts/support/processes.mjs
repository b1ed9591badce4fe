/** Child processes: run to completion, or start as a group that is stopped as a whole. */
import { spawn } from 'node:child_process';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { lastLines, Problem } from './console.mjs';
import { inRoot } from './paths.mjs';
import { stopTreeOnWindows } from './windows.mjs';

/**
 * Runs a command to its end. Its output is collected and, unless `quiet`, passed through. A non-zero exit is a
 * Problem with the last lines of the output, unless `allowFailure`; so is one that takes too long.
 */
export function run(command, args, options = {}) {
  const { cwd, env = process.env, quiet = false, allowFailure = false, timeoutMs, shell = false } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, env, shell, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    let timedOut = false;
    const stopLate = () => {
      timedOut = true;
      child.kill('SIGTERM');
      setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
    };
    const timer = timeoutMs && setTimeout(stopLate, timeoutMs);
    for (const [stream, sink] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
        if (!quiet) sink.write(text);
      });
    }
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(new Problem(`cannot run ${command}: ${error.message}`));
    });
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      if (!timedOut && (code === 0 || allowFailure)) return resolve({ code, signal, output });
      const how = timedOut
        ? `did not end within ${timeoutMs / 1000} s`
        : `ended with ${signal ?? `code ${code}`}`;
      const shown = quiet ? `\n${lastLines(output)}` : '';
      reject(new Problem(`${[command, ...args].join(' ')} ${how}${shown}`));
    });
  });
}

/**
 * Starts a process in a group of its own: Ctrl-C reaches it only through `stopGroup`, and it does not outlive
 * this process (see guard.mjs).
 */
export function startGroup(command, args, { cwd, env }) {
  return spawn(
    process.execPath,
    [inRoot('scripts', 'support', 'guard.mjs'), path.normalize(command), ...args],
    {
      cwd,
      env,
      detached: process.platform !== 'win32',
      windowsHide: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    },
  );
}

/**
 * Stops a process started with `startGroup` together with its children. Children that made themselves a group
 * of their own, as a training run does, are meant to outlive it and do.
 */
export async function stopGroup(pid, { graceMs = 5000 } = {}) {
  if (process.platform === 'win32') return stopTreeOnWindows(pid);
  signalGroup(pid, 'SIGTERM');
  if (await groupIsGone(pid, graceMs)) return;
  // Nothing resists SIGKILL; what is left after it are dead processes that their parent has not collected.
  signalGroup(pid, 'SIGKILL');
  await groupIsGone(pid, graceMs);
}

export function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
    return true;
  } catch (error) {
    if (error.code === 'ESRCH') return false;
    throw error;
  }
}

async function groupIsGone(pid, timeoutMs) {
  const deadline = Date.now() + timeoutMs;
  while (signalGroup(pid, 0)) {
    if (Date.now() >= deadline) return false;
    await delay(50);
  }
  return true;
}
