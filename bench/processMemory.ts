/** Memory of processes, from /proc: nothing where there is none. */
import { readdir, readFile } from 'node:fs/promises';

export interface ProcessMemory {
  readonly command: string;
  readonly residentMb: number;
}

/** All whose command line has `text` in it. */
export async function processesWith(text: string): Promise<readonly ProcessMemory[]> {
  const names = await readdir('/proc').catch(() => []);
  const all = await Promise.all(names.filter((name) => /^\d+$/.test(name)).map(memoryOf));
  return all.filter((each) => each !== null).filter(({ command }) => command.includes(text));
}

/** Of a process by its number, or of this one: `VmRSS` is what is resident now, `VmHWM` its peak. Null where it is not told. */
export async function memoryMb(pid: string, field: 'VmRSS' | 'VmHWM'): Promise<number | null> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  const kilobytes = new RegExp(`^${field}:\\s+(\\d+) kB$`, 'm').exec(status)?.[1];
  return kilobytes === undefined ? null : Number(kilobytes) / 1024;
}

async function memoryOf(pid: string): Promise<ProcessMemory | null> {
  const [command, residentMb] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    memoryMb(pid, 'VmRSS'),
  ]);
  // Ended while it was looked at, or none that has memory of its own.
  return residentMb === null ? null : { command: command.replaceAll('\0', ' '), residentMb };
}
