import path from 'node:path';
import type { Measure } from '../../measure/measure';
import type { FoundMatching } from '../workerProtocol';
import { DEFAULT_CACHE_BYTES, measureParts } from './distanceCache';
import { packMatchings, unpackMatchings } from './packedMatchings';
import { recordKey } from './record';
import { RecordStore, type RecordStoreOptions } from './recordStore';

/** Matchings that were found before, by the contents of both networks: kept and shared as distances are. */
export interface MatchingCache {
  /** By layer, of two contents (`contentHash`) in the order that was asked for; undefined where none is known. */
  get(measure: Measure, hashA: string, hashB: string): FoundMatching[] | undefined;
  keep(measure: Measure, hashA: string, hashB: string, layers: readonly FoundMatching[]): void;
  /** Forgets everything, on the disk too. */
  clear(): void;
  /** Writes what is still to be written. To be called before the process ends. */
  close(): void;
}

/** Of what a cache may take: matchings are thousands of times as large as distances, and quicker to lose. */
export const MATCHING_SHARE = 1 / 4;
/** Of the room for all of them, the most that one may take. */
const LARGEST_SHARE = 1 / 8;

/**
 * In a folder of its own within that of the distances, which is opened when it is first needed; null keeps nothing here.
 * What a disk does is no error.
 */
export function openMatchingCache(
  folder: string | null,
  {
    limitBytes = MATCHING_SHARE * DEFAULT_CACHE_BYTES,
    onProblem = () => undefined,
    write,
  }: Partial<RecordStoreOptions> = {},
): MatchingCache {
  let opened: RecordStore | null = null;

  function store(): RecordStore | null {
    if (folder === null) return null;
    opened ??= new RecordStore({ folder: path.join(folder, 'matchings'), limitBytes, onProblem, write });
    return opened;
  }

  return {
    get(measure, hashA, hashB) {
      const key = matchingKey(measure, hashA, hashB);
      // Another window may have found it since.
      store()?.refresh();
      const text = store()?.get(key);
      return text === undefined ? undefined : unpackMatchings(text);
    },
    keep(measure, hashA, hashB, layers) {
      const text = packMatchings(layers);
      if (text.length <= LARGEST_SHARE * limitBytes) store()?.set(matchingKey(measure, hashA, hashB), text);
    },
    clear: () => {
      store()?.clear();
    },
    close: () => {
      opened?.close();
    },
  };
}

function matchingKey(measure: Measure, hashA: string, hashB: string): string {
  return recordKey('matching', ...measureParts(measure), hashA, hashB);
}
