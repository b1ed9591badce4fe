import { open } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { writeFileAtomic } from '../atomicWrite';
import { runPaths } from './layout';
import { errorCode } from './runFolderErrors';
import { runRecordSchema, type RunRecord } from './runRecord';

/** A small file as read: what is in it, or why it cannot be had. */
export type FileRead<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'missing' }
  | { readonly status: 'invalid'; readonly problem: string };

/** No file of ours that is read whole comes near it. */
const maxBytes = 4 << 20;

/** `run.json`, validated. Throws nothing. */
export async function readRunRecord(folder: string): Promise<FileRead<RunRecord>> {
  const json = await readJson(runPaths(folder).record);
  if (json.status !== 'read') return json;
  const record = runRecordSchema.safeParse(json.value);
  return record.success
    ? { status: 'read', value: record.data }
    : { status: 'invalid', problem: `${runPaths(folder).record}: ${z.prettifyError(record.error)}` };
}

/** `config.json` as an object, its keys unchecked. Throws nothing. */
export async function readRunConfig(folder: string): Promise<FileRead<Readonly<Record<string, unknown>>>> {
  const file = runPaths(folder).config;
  const json = await readJson(file);
  if (json.status !== 'read') return json;
  return typeof json.value === 'object' && json.value !== null && !Array.isArray(json.value)
    ? { status: 'read', value: json.value as Record<string, unknown> }
    : { status: 'invalid', problem: `${file}: expected a JSON object` };
}

export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeFileAtomic(runPaths(folder).record, `${JSON.stringify(record, null, 2)}\n`);
}

/** Any JSON of ours. Throws nothing. */
export async function readJson(file: string): Promise<FileRead<unknown>> {
  let text: string;
  try {
    text = await readText(file);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { status: 'missing' };
    return { status: 'invalid', problem: error instanceof Error ? error.message : String(error) };
  }
  try {
    return { status: 'read', value: JSON.parse(text) as unknown };
  } catch {
    return { status: 'invalid', problem: `${file}: expected JSON, found something else` };
  }
}

async function readText(file: string): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    try {
      const handle = await open(file, 'r');
      try {
        const { size } = await handle.stat();
        if (size > maxBytes) throw new Error(`${file}: expected at most ${maxBytes} bytes, found ${size}`);
        return await handle.readFile('utf8');
      } finally {
        await handle.close();
      }
    } catch (error) {
      // Windows refuses for a moment while the writer replaces the file.
      const busy = ['EPERM', 'EACCES', 'EBUSY'].includes(errorCode(error) ?? '');
      if (!busy || process.platform !== 'win32' || attempt === 5) throw error;
      await delay(20 * (attempt + 1));
    }
  }
}
