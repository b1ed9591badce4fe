import { type Measure, measureKey } from '../../measure/measure';
import { distanceMethods } from '../../nnstd/methods/registry';
import type { LayerComparison } from '../../protocol/analysis';
import type { CellLayer } from '../../protocol/matrix';
import { type Content, contentSchema } from '../workerProtocol';
import {
  packCells,
  packComparison,
  packCounts,
  parsed,
  unpackCells,
  unpackComparison,
  unpackCounts,
} from './packedLayers';
import { recordKey } from './record';
import { RecordStore, type RecordStoreOptions } from './recordStore';

/**
 * What was computed before, by any process that was given the same folder: distances of pairs by the contents of both
 * networks, distances by chance by their shape, and which content a file has in a state it was read in.
 */
export interface DistanceCache {
  /**
   * Layers of the comparison of two contents (`contentHash`), `interchangeable` null where only a matrix asked for them
   * or in the other order; undefined where it is not known.
   */
  pair(measure: Measure, hashA: string, hashB: string): LayerComparison[] | undefined;
  /** The same without who is interchangeable, which costs a matrix of thousands of pairs as much again to look up. */
  matrixPair(measure: Measure, hashA: string, hashB: string): LayerComparison[] | undefined;
  keepPair(measure: Measure, hashA: string, hashB: string, layers: readonly LayerComparison[]): void;
  /** Content of a checkpoint whose files are in a state (`fileState`) in which they were read before. */
  content(path: string, stamp: string): Content | undefined;
  keepContent(path: string, stamp: string, content: Content): void;
  /** One sample of the distance by chance, by the key of its shape. */
  chance(measure: Measure, shapeKey: string, sample: number): CellLayer[] | undefined;
  keepChance(measure: Measure, shapeKey: string, sample: number, layers: readonly CellLayer[]): void;
  /** Takes notice of what other processes have kept since. */
  refresh(): void;
  /** Forgets everything, on the disk too. */
  clear(): void;
  /** Writes what is still to be written. To be called before the process ends. */
  close(): void;
}

export const DEFAULT_CACHE_BYTES = 256 * 2 ** 20;

/**
 * A folder that cannot be written or read is no error: what cannot be kept there is kept in memory. Any number of
 * processes may use the same folder at once.
 */
export function openDistanceCache(
  folder: string | null,
  { limitBytes = DEFAULT_CACHE_BYTES, onProblem = () => undefined, write }: Partial<RecordStoreOptions> = {},
): DistanceCache {
  const store = new RecordStore({ folder, limitBytes, onProblem, write });

  function value<T>(key: string, unpack: (json: string) => T | undefined): T | undefined {
    const json = store.get(key);
    return json === undefined ? undefined : unpack(json);
  }

  function unmarked(measure: Measure, hashA: string, hashB: string): LayerComparison[] | undefined {
    const { key, turned } = pairKey(measure, hashA, hashB);
    const layers = value(key, unpackComparison);
    return turned ? layers?.map(turnedLayer) : layers;
  }

  return {
    pair(measure, hashA, hashB) {
      const layers = unmarked(measure, hashA, hashB);
      const marked = layers && value(markedKey(measure, hashA, hashB), unpackCounts);
      return layers?.map((layer, k) => ({ ...layer, interchangeable: marked?.at(k) ?? null }));
    },
    matrixPair: unmarked,
    keepPair(measure, hashA, hashB, layers) {
      const { key, turned } = pairKey(measure, hashA, hashB);
      store.set(key, packComparison(turned ? layers.map(turnedLayer) : layers));
      const marked = layers.map(({ interchangeable }) => interchangeable);
      if (marked.every((count) => count !== null)) {
        store.set(markedKey(measure, hashA, hashB), packCounts(marked));
      }
    },
    content: (path, stamp) => value(recordKey('content', path, stamp), unpackContent),
    keepContent: (path, stamp, content) => {
      store.set(recordKey('content', path, stamp), JSON.stringify(content));
    },
    chance: (measure, shapeKey, sample) => value(chanceKey(measure, shapeKey, sample), unpackCells),
    keepChance: (measure, shapeKey, sample, layers) => {
      store.set(chanceKey(measure, shapeKey, sample), packCells(layers));
    },
    refresh: () => {
      store.refresh();
    },
    clear: () => {
      store.clear();
    },
    close: () => {
      store.close();
    },
  };
}

function unpackContent(json: string): Content | undefined {
  return contentSchema.safeParse(parsed(json)).data;
}

/** A symmetric distance has one record for both orders. */
function pairKey(measure: Measure, hashA: string, hashB: string): { key: string; turned: boolean } {
  const turned = distanceMethods[measure.method].symmetric && hashA > hashB;
  const hashes = turned ? [hashB, hashA] : [hashA, hashB];
  return { key: recordKey('pair', ...measureParts(measure), ...hashes), turned };
}

/**
 * Of the interchangeable neurons of the first network, which are not those of the second where widths differ, and which
 * a matrix does not ask for.
 */
function markedKey(measure: Measure, hashA: string, hashB: string): string {
  return recordKey('interchangeable', ...measureParts(measure), hashA, hashB);
}

function chanceKey(measure: Measure, shapeKey: string, sample: number): string {
  return recordKey('chance', ...measureParts(measure), shapeKey, sample);
}

/** Of a key: by which measure and which version of its method. */
export function measureParts(measure: Measure): [string, number] {
  return [measureKey(measure), distanceMethods[measure.method].version];
}

/** The same layer with the networks exchanged, but for who is interchangeable. */
function turnedLayer(layer: LayerComparison): LayerComparison {
  return { ...layer, emptyA: layer.emptyB, emptyB: layer.emptyA };
}
