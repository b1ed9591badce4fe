import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { memoryMb } from './processMemory';

/** Calls an export of a bundled bench in a process that does nothing else; it prints JSON, which is returned. */
export async function inOwnProcess(bench: string, name: string, argument: string): Promise<unknown> {
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--input-type=module',
    '--eval',
    `(await import(${JSON.stringify(bench)})).${name}(${JSON.stringify(argument)})`,
  ]);
  return JSON.parse(stdout);
}

/**
 * Of the resident set of this process. Where there is /proc from there: elsewhere a process starts with the peak of the
 * one that made it.
 */
export async function peakMb(): Promise<number> {
  return (await memoryMb('self', 'VmHWM')) ?? process.resourceUsage().maxRSS / 1024;
}
