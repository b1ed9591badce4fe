import type { Auction } from './auction';
import { newAuction, runScale } from './auction';
import type { Duals, Matching } from './matching';
import { bestValues, emptyMatching } from './matching';
import type { OverlapGraph } from './overlapGraph';
import { transposed } from './overlapGraph';
import { refine } from './refine';
import { repair, repairRows, restoreClasses } from './repair';
import type { Weights } from './weights';
import { coarseScale } from './weights';

export interface Solution {
  readonly matching: Matching;
  readonly duals: Duals;
  /** The step that proved the optimum. */
  readonly provenBy: 'start' | 'quick' | 'final';
}

/** The last ε of the auction, at scale 2²⁸: 2⁻¹⁶ of similarity 1. */
const smallestEpsilon = 2 ** 12;
const epsilonStep = 4;
/** Above this share of free rows the start has no chance to be repaired cheaply. */
const hopefulShare = 0.25;

/** A matching of the largest total weight, each row and column free to stay unmatched, with duals that prove it. */
export function solve(graph: OverlapGraph, weights: Weights): Solution {
  const { exact } = weights;
  const started = startOnTightEdges(graph, exact);
  if (started !== undefined) return { ...started, provenBy: 'start' };

  let columnwise: OverlapGraph | undefined;
  const byColumn = () => (columnwise ??= transposed(graph));
  const auction = newAuction(graph);
  for (let epsilon = firstEpsilon(weights.coarse); ; epsilon /= epsilonStep) {
    runScale(auction, graph, weights.coarse, epsilon);
    const last = epsilon / epsilonStep < smallestEpsilon;
    const { matching, duals } = exactState(auction, graph, weights, epsilon);
    if (refine(graph, byColumn(), exact, matching, duals, { quick: !last, edges: 40 * graph.end.length + 1000 })) {
      repair(graph, byColumn, exact, matching, duals);
      restoreClasses(graph, matching);
      return { matching, duals, provenBy: last ? 'final' : 'quick' };
    }
    if (last) {
      makeFeasible(graph, exact, matching, duals);
      repair(graph, byColumn, exact, matching, duals);
      restoreClasses(graph, matching);
      return { matching, duals, provenBy: 'final' };
    }
  }
}

/**
 * Each row takes a best column that is still free; where nearly all find one, the others are placed by shortest paths.
 * Enough where networks are related: there most rows have one best partner.
 */
function startOnTightEdges(
  graph: OverlapGraph,
  weights: Float64Array,
): { matching: Matching; duals: Duals } | undefined {
  const { rows, start, end, edgeClass } = graph;
  const matching = emptyMatching(graph);
  const duals: Duals = { ofRow: new Float64Array(rows), ofColumn: new Float64Array(graph.columns) };
  const { columnOfRow, rowOfColumn, classOfRow } = matching;
  const allowed = rows * hopefulShare;
  let free = 0;
  for (let row = 0; row < rows; row++) {
    let best = 0;
    let bestColumn = -1;
    let bestClass = -1;
    for (let edge = start[row], stop = start[row + 1]; edge < stop; edge++) {
      const weight = weights[edgeClass[edge]];
      if (weight < best) continue;
      const column = end[edge];
      if (weight > best) {
        best = weight;
        bestColumn = -1;
      }
      if (bestColumn < 0 && rowOfColumn[column] < 0) {
        bestColumn = column;
        bestClass = edgeClass[edge];
      }
    }
    duals.ofRow[row] = best;
    if (bestColumn >= 0) {
      columnOfRow[row] = bestColumn;
      rowOfColumn[bestColumn] = row;
      classOfRow[row] = bestClass;
    } else if (best > 0 && ++free > allowed) {
      return undefined;
    }
  }
  const limit = 2 * graph.end.length;
  if (repairRows(graph, weights, columnOfRow, rowOfColumn, duals.ofRow, duals.ofColumn, limit) === 'gaveUp') {
    return undefined;
  }
  restoreClasses(graph, matching);
  return { matching, duals };
}

/** A quarter of the largest power of two ≤ the largest weight. */
function firstEpsilon(coarse: Int32Array): number {
  let largest = 1;
  for (const weight of coarse) if (weight > largest) largest = weight;
  return Math.max(1, 2 ** (Math.floor(Math.log2(largest)) - 2));
}

/** The auction's state in exact integers: zero-weight pairs dissolved, free columns at price 0, rows feasible. */
function exactState(
  auction: Auction,
  graph: OverlapGraph,
  weights: Weights,
  epsilon: number,
): { matching: Matching; duals: Duals } {
  const { rows, columns } = graph;
  const matching = emptyMatching(graph);
  const { columnOfRow, rowOfColumn, classOfRow } = matching;
  for (let row = 0; row < rows; row++) {
    if (auction.classOfRow[row] < 0) continue;
    columnOfRow[row] = auction.columnOfRow[row];
    rowOfColumn[columnOfRow[row]] = row;
    classOfRow[row] = auction.classOfRow[row];
  }
  let least = auction.price[0];
  for (const price of auction.price) if (price < least) least = price;
  const lowered = least + 8 * epsilon;
  const factor = weights.scale / coarseScale;
  const ofColumn = new Float64Array(columns);
  for (let column = 0; column < columns; column++) {
    if (rowOfColumn[column] >= 0 && auction.price[column] > lowered) {
      ofColumn[column] = Math.round((auction.price[column] - lowered) * factor);
    }
  }
  const ofRow = new Float64Array(rows);
  bestValues(graph, weights.exact, ofColumn, ofRow);
  return { matching, duals: { ofRow, ofColumn } };
}

/** After refinement has given up: keeps the prices and the pairs that are tight beside them. */
function makeFeasible(graph: OverlapGraph, weights: Float64Array, matching: Matching, duals: Duals): void {
  const { columnOfRow, rowOfColumn, classOfRow } = matching;
  bestValues(graph, weights, duals.ofColumn, duals.ofRow);
  for (let row = 0; row < columnOfRow.length; row++) {
    const column = columnOfRow[row];
    if (column >= 0 && weights[classOfRow[row]] !== duals.ofRow[row] + duals.ofColumn[column]) {
      columnOfRow[row] = -1;
      rowOfColumn[column] = -1;
    }
  }
}
