/** What the panels get to know of networks, by the library alone: neither analysis process nor panel has a part in it. */
import path from 'node:path';
import { publishedRule } from '../../src/measure/meanRule';
import type { Measure } from '../../src/measure/measure';
import { layerFacts } from '../../src/metrics/layerFacts';
import { matchedAtCostOne, matchedPairs, matchedWithSelf } from '../../src/metrics/matching';
import { pathsOf } from '../../src/metrics/paths';
import { survival } from '../../src/metrics/survival';
import { turnover } from '../../src/metrics/turnover';
import type { NetworkDistance } from '../../src/nnstd/distance';
import { distanceMethods } from '../../src/nnstd/methods/registry';
import { networkDistance } from '../../src/nnstd/networkDistance';
import type { LayerComparison, Step } from '../../src/protocol/analysis';
import type { ComparedItem, ComparisonSnapshot } from '../../src/protocol/comparison';
import type { EvolutionPoint } from '../../src/protocol/evolution';
import type { CheckpointFacts } from '../../src/protocol/facts';
import type { Yardsticks } from '../../src/protocol/yardsticks';
import type { Topology } from '../../src/topology/topology';

/** A checkpoint, and what is told of it. */
export interface Described {
  readonly topology: Topology;
  readonly facts: CheckpointFacts;
}

export function described(topology: Topology, facts: Omit<CheckpointFacts, 'layers'>): Described {
  return { topology, facts: { ...facts, layers: topology.layers.map(layerFacts) } };
}

/** Checkpoints of one run, in the order of their epochs. */
export function evolutionPoints(checkpoints: readonly Described[], measure: Measure): EvolutionPoint[] {
  return checkpoints.map((current, k) => ({
    path: current.facts.path,
    name: path.posix.basename(current.facts.path),
    epoch: current.facts.epoch ?? k,
    status: 'done',
    reason: null,
    step: step(current, k === 0 ? null : checkpoints[0], k === 0 ? null : checkpoints[k - 1], measure),
  }));
}

function step(
  current: Described,
  initial: Described | null,
  previous: Described | null,
  measure: Measure,
): Step {
  const to = (other: Described | null): NetworkDistance | null =>
    other === null ? null : networkDistance(other.topology, current.topology, measure);
  const toInitial = to(initial);
  const toPrevious = to(previous);
  const paths = pathsOf(current.topology);
  return {
    facts: current.facts,
    layers: current.topology.layers.map((layer, k) => {
      const change = previous === null ? null : turnover(previous.topology.layers[k], layer);
      return {
        ...paths[k],
        gained: change?.gained ?? null,
        lost: change?.lost ?? null,
        survival: initial === null ? null : survival(initial.topology.layers[k], layer),
        explored: null,
        toInitial: toInitial?.layers[k].distance ?? null,
        toPrevious: toPrevious?.layers[k].distance ?? null,
        counts: toInitial?.layers[k].counts ?? !current.facts.layers[k].full,
      };
    }),
    meanToInitial: toInitial?.mean ?? null,
    meanToPrevious: toPrevious?.mean ?? null,
  };
}

/** Links of each layer seen up to each checkpoint, by its path: by sets of their numbers. */
export function exploredLinks(checkpoints: readonly Described[]): Record<string, number[]> {
  const seen: Set<number>[] = [];
  return Object.fromEntries(
    checkpoints.map(({ topology, facts }) => {
      topology.layers.forEach(({ inputs, outputs, indptr, indices }, k) => {
        seen[k] ??= new Set();
        for (let j = 0; j < outputs; j++) {
          for (const input of indices.subarray(indptr[j], indptr[j + 1])) seen[k].add(j * inputs + input);
        }
      });
      return [facts.path, seen.map(({ size }) => size)];
    }),
  );
}

export function comparedItem({ facts }: Described): ComparedItem {
  const [network] = facts.path.split('/').slice(-2);
  const moment = `epoch ${String(facts.epoch)}`;
  return {
    path: facts.path,
    label: `${network} · ${moment}`,
    run: { path: path.posix.dirname(facts.path), name: network },
    moment,
    facts,
    problem: null,
  };
}

export function pairSnapshot(
  a: Described,
  b: Described,
  measure: Measure,
  yardsticks: Yardsticks,
): ComparisonSnapshot {
  const networks = [a.topology, b.topology] as const;
  const distance = networkDistance(...networks, measure);
  const marks = distanceMethods[measure.method].interchangeable(...networks, distance.layers, measure);
  const layers: LayerComparison[] = distance.layers.map((layer, k) => ({
    layer: k,
    distance: layer.distance,
    cost: layer.cost,
    links: layer.links,
    counts: layer.counts,
    neurons: matchedPairs(layer.matching),
    matchedWithSelf: matchedWithSelf(layer.matching),
    matchedAtCostOne: matchedAtCostOne(layer.pairCosts, layer.matching),
    emptyA: a.facts.layers[k].emptyNeurons,
    emptyB: b.facts.layers[k].emptyNeurons,
    interchangeable: marks[k].reduce((sum, mark) => sum + mark, 0),
  }));
  return {
    items: [comparedItem(a), comparedItem(b)],
    measure,
    rule: publishedRule,
    follow: null,
    status: { phase: 'done', reason: null, done: layers.length, total: layers.length, secondsLeft: null },
    layers,
    yardsticks,
    cells: [],
  };
}
