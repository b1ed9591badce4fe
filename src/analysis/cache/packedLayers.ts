import type { LayerComparison } from '../../protocol/analysis';
import type { CellLayer } from '../../protocol/matrix';

/**
 * Layers as rows of numbers, without names: they are written and read hundreds of thousands of times, and what was read
 * is checked by hand for the same reason.
 */

export function packCells(layers: readonly CellLayer[]): string {
  return JSON.stringify(layers.map(({ distance, links, counts }) => [distance, links, Number(counts)]));
}

/** Undefined where it is no list of such layers. */
export function unpackCells(json: string): CellLayer[] | undefined {
  return rowsOf(json, 3)?.map(([distance, links, counts]) => ({ distance, links, counts: counts === 1 }));
}

/** All but who is interchangeable. */
export function packComparison(layers: readonly LayerComparison[]): string {
  return JSON.stringify(
    layers.map((layer) => [
      layer.distance,
      layer.cost,
      layer.links,
      Number(layer.counts),
      layer.neurons,
      layer.matchedWithSelf,
      layer.matchedAtCostOne,
      layer.emptyA,
      layer.emptyB,
    ]),
  );
}

/** All but who is interchangeable. Undefined where it is no list of such layers. */
export function unpackComparison(json: string): LayerComparison[] | undefined {
  return rowsOf(json, 9)?.map((row, layer) => ({
    layer,
    distance: row[0],
    cost: row[1],
    links: row[2],
    counts: row[3] === 1,
    neurons: row[4],
    matchedWithSelf: row[5],
    matchedAtCostOne: row[6],
    emptyA: row[7],
    emptyB: row[8],
    interchangeable: null,
  }));
}

/** A number for each layer. */
export function packCounts(counts: readonly number[]): string {
  return JSON.stringify(counts.map((count) => [count]));
}

/** Undefined where it is no list of such numbers. */
export function unpackCounts(json: string): number[] | undefined {
  return rowsOf(json, 1)?.map(([count]) => count);
}

function rowsOf(json: string, columns: number): number[][] | undefined {
  const rows = parsed(json);
  return Array.isArray(rows) && rows.every((row) => isRow(row, columns)) ? rows : undefined;
}

function isRow(row: unknown, columns: number): row is number[] {
  return Array.isArray(row) && row.length === columns && row.every((value) => typeof value === 'number');
}

/** Undefined where it is no JSON. */
export function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}
