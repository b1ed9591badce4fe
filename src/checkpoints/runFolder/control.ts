import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { errorCode } from './runFolderErrors';
import { controlRequestSchema, type ControlRequest } from './runRecord';
import { runPaths } from './layout';

/** A request as it lies in `control/`; its file is removed once it is obeyed. */
export interface PendingRequest {
  readonly request: ControlRequest;
  readonly file: string;
}

export interface ControlListing {
  /** In the order they were made. */
  readonly requests: readonly PendingRequest[];
  /** Names that are no requests. */
  readonly unknown: readonly string[];
}

/**
 * Asks the run for something and returns the request's file, which disappears once it is obeyed. Works for a reader on
 * any machine that sees the folder; `touch control/stop` by hand is the same.
 */
export async function dropRequest(folder: string, request: ControlRequest): Promise<string> {
  const { control } = runPaths(folder);
  await mkdir(control, { recursive: true });
  const id = randomBytes(6).toString('hex');
  const draft = path.join(control, `.${request}-${id}.tmp`);
  const file = path.join(control, `${request}-${Date.now()}-${id}`);
  await writeFile(draft, '');
  await rename(draft, file);
  return file;
}

/** What is asked of the run now. A folder that is not there holds nothing. */
export async function listRequests(folder: string): Promise<ControlListing> {
  const { control } = runPaths(folder);
  let names: string[];
  try {
    names = await readdir(control);
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return { requests: [], unknown: [] };
    throw error;
  }
  const requests: (PendingRequest & { readonly timeMs: number })[] = [];
  const unknown: string[] = [];
  for (const name of names) {
    if (name.startsWith('.')) continue;
    const request = controlRequestSchema.safeParse(/^([a-z]+)(?:[-.].*)?$/.exec(name)?.[1]);
    if (!request.success) {
      unknown.push(name);
      continue;
    }
    const file = path.join(control, name);
    // Taken back by its author since the listing.
    const found = await stat(file).catch(() => null);
    if (found !== null) requests.push({ request: request.data, file, timeMs: found.mtimeMs });
  }
  requests.sort((a, b) => a.timeMs - b.timeMs || (a.file < b.file ? -1 : 1));
  return { requests: requests.map(({ request, file }) => ({ request, file })), unknown };
}

/** Removes a request, obeyed or taken back. False where the file cannot be removed. */
export async function removeRequest(file: string): Promise<boolean> {
  return rm(file, { force: true }).then(
    () => true,
    () => false,
  );
}
