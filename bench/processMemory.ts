/** Memory of processes, from /proc: nothing where there is none. */
import { readdir, readFile } from 'node:fs/promises';

export interface ProcessMemory {
  readonly pid: number;
  readonly command: string;
  readonly residentMb: number;
}

/** All whose command line has `text` in it. */
export async function processesWith(text: string): Promise<readonly ProcessMemory[]> {
  const names = await readdir('/proc').catch(() => []);
  const all = await Promise.all(
    names
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
      .map(memoryOf),
  );
  return all.filter((each) => each !== null && each.command.includes(text)).filter((each) => each !== null);
}

async function memoryOf(pid: number): Promise<ProcessMemory | null> {
  const read = (name: string): Promise<string> => readFile(`/proc/${String(pid)}/${name}`, 'utf8');
  try {
    const [command, status] = await Promise.all([read('cmdline'), read('status')]);
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    return kilobytes === undefined
      ? null
      : { pid, command: command.replaceAll('\0', ' '), residentMb: Number(kilobytes) / 1024 };
  } catch {
    // Ended while it was looked at.
    return null;
  }
}
