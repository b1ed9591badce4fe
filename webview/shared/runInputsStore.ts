import type { RunInputs } from '../../src/protocol/runInputs';
import { RecentStore } from './recentStore';

const limitBytes = 16 * 2 ** 20;

/** What runs say of their inputs, by the folders that their checkpoints lie in. */
export class RunInputsStore extends RecentStore<{ readonly path: string }, RunInputs> {
  constructor(ask: (place: { readonly path: string }) => Promise<RunInputs>) {
    super(ask, bytesOf, limitBytes);
  }
}

export function folderOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/'), file.lastIndexOf('\\')));
}

function bytesOf({ columns }: RunInputs): number {
  return (columns ?? []).reduce((sum, name) => sum + 2 * name.length + 16, 64);
}
