import { execFile } from 'node:child_process';
import { readFile, readlink } from 'node:fs/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/**
 * What the system tells of a process id. `start` is when it started, in a form that tells a reused id apart and that
 * only the same system can compare: it begins with the `scope` that ids are unique in.
 */
export type ProcessLook =
  | { readonly status: 'gone' }
  | { readonly status: 'running'; readonly start: string }
  | { readonly status: 'unknown' };

/**
 * Inside which process ids mean the same: on Linux one boot and one id namespace (two containers can share a host name),
 * elsewhere the platform. No `/` in it.
 */
export async function processScope(): Promise<string> {
  if (process.platform !== 'linux') return process.platform;
  const [boot, namespace] = await Promise.all([
    readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => 'unknown'),
    readlink('/proc/self/ns/pid').catch(() => 'unknown'),
  ]);
  return `linux ${boot.trim()} ${namespace}`;
}

export async function lookAtProcess(pid: number): Promise<ProcessLook> {
  if (!exists(pid)) return { status: 'gone' };
  const scope = await processScope();
  const start = await (
    process.platform === 'linux' ? linuxStart : process.platform === 'win32' ? windowsStart : psStart
  )(pid).catch(() => undefined);
  if (start === null) return { status: 'gone' };
  return start === undefined ? { status: 'unknown' } : { status: 'running', start: `${scope}/${start}` };
}

/** The scope that a start of `lookAtProcess` was told in. */
export function scopeOf(start: string): string {
  return start.slice(0, Math.max(0, start.lastIndexOf('/')));
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH';
  }
}

/** Start in clock ticks since boot: field 22 of proc(5), counted behind the name, which may hold spaces and brackets. */
async function linuxStart(pid: number): Promise<string | null> {
  let stat: string;
  try {
    stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOENT' || code === 'ESRCH') return null;
    throw error;
  }
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  // A zombie has ended; only its parent has not asked yet.
  return /^[ZXx]/.test(fields[0]) ? null : fields[19];
}

async function psStart(pid: number): Promise<string | null> {
  const { stdout } = await run('ps', ['-o', 'stat=', '-o', 'lstart=', '-p', String(pid)], {
    env: { ...process.env, LC_ALL: 'C', TZ: 'UTC' },
    timeout: 10_000,
  }).catch((error: unknown) => {
    // It ends with 1 and prints nothing where there is no such process.
    if ((error as { code?: unknown }).code === 1) return { stdout: '' };
    throw error;
  });
  const [stat, ...start] = stdout.trim().split(/\s+/);
  return start.length === 0 || stat.startsWith('Z') ? null : start.join(' ');
}

async function windowsStart(pid: number): Promise<string | null> {
  const script =
    `$p = Get-Process -Id ${pid} -ErrorAction SilentlyContinue; ` +
    `if ($p) { $p.StartTime.ToUniversalTime().Ticks } else { 'gone' }`;
  const { stdout } = await run('powershell.exe', ['-NoProfile', '-NonInteractive', '-Command', script], {
    windowsHide: true,
    timeout: 30_000,
  });
  const answer = stdout.trim();
  if (answer === 'gone') return null;
  if (!/^\d+$/.test(answer)) throw new Error(`unexpected start time: ${answer}`);
  return answer;
}
