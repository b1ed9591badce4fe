/** The processes behind the window: where extensions run, and how to kill them. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { waitFor } from '../../scripts/support/wait.mjs';
import type { Host } from './startHost';

interface ProcessInfo {
  readonly pid: number;
  readonly group: number;
  readonly command: string;
}

/** The extension host of the open window, once there is one (other than those in `except`). */
export async function extensionHostPid(host: Host, except: readonly number[] = []): Promise<number> {
  const find = (): number | undefined => extensionHosts(host).find(({ pid }) => !except.includes(pid))?.pid;
  return waitFor('an extension host', find, { timeoutMs: 60_000, details: () => host.readLog() });
}

/** Kills the extension host as a crash would, and waits until it is gone. Returns its process id. */
export async function killExtensionHost(host: Host): Promise<number> {
  const pid = await extensionHostPid(host);
  process.kill(pid, 'SIGKILL');
  await waitFor(`the extension host ${pid} to be gone`, () =>
    extensionHosts(host).every((found) => found.pid !== pid),
  );
  return pid;
}

function extensionHosts(host: Host): readonly ProcessInfo[] {
  return listProcesses().filter(
    ({ group, command }) => group === host.processGroup && command.includes('--type=extensionHost'),
  );
}

/** Read from /proc where there is one: small machines have no `ps`. */
function listProcesses(): readonly ProcessInfo[] {
  return process.platform === 'linux' ? fromProc() : fromPs();
}

function fromProc(): readonly ProcessInfo[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
        // After the command's name in parentheses: state, parent, group.
        const group = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[2]);
        const command = readFileSync(`/proc/${name}/cmdline`, 'utf8').replaceAll('\0', ' ');
        return [{ pid: Number(name), group, command }];
      } catch {
        // It ended between being listed and being read.
        return [];
      }
    });
}

function fromPs(): readonly ProcessInfo[] {
  const output = execFileSync('ps', ['-axo', 'pid=,pgid=,command='], { encoding: 'utf8' });
  return output
    .trim()
    .split('\n')
    .map((line) => {
      const [pid, group, ...command] = line.trim().split(/\s+/);
      return { pid: Number(pid), group: Number(group), command: command.join(' ') };
    });
}
