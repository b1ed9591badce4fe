import type { CheckpointSeries } from '../../checkpoints/series';
import type { EvolutionHeader } from '../../protocol/evolution';
import type { CheckpointFacts } from '../../protocol/facts';
import { networkDensity, percent } from '../labels';

/** A series as the store knows it. */
export interface EvolutionSubject extends CheckpointSeries {
  readonly state: string | null;
  readonly stateDetail: string | null;
  /** "SET ζ 0.3 · ER ε 20", where a configuration tells; null otherwise. */
  readonly summary: string | null;
  readonly notes: readonly string[];
  readonly missing: boolean;
  readonly metricsFile: string | null;
}

/** `facts`: of any checkpoint of the series, null before one is read. */
export function evolutionHeader(subject: EvolutionSubject, facts: CheckpointFacts | null): EvolutionHeader {
  const { name, path, kind, state, stateDetail, notes, missing, summary } = subject;
  return {
    name,
    path,
    kind,
    state,
    stateDetail,
    summary: summarize(facts, summary),
    notes: [...new Set([...notes, ...(facts?.notes ?? [])])],
    missing,
  };
}

/** "784·784·10 · SET ζ 0.3 · ER ε 20", as far as it is known. */
function summarize(facts: CheckpointFacts | null, configured: string | null): string {
  const parts: (string | null)[] = [];
  if (facts !== null) {
    parts.push([facts.layers[0]?.inputs, ...facts.layers.map(({ outputs }) => outputs)].join('·'));
  }
  if (configured !== null) parts.push(configured);
  else if (facts !== null) {
    const density = networkDensity(facts.layers);
    parts.push(density === null ? null : `density ${percent(density)}`, facts.formatLabel);
  }
  return parts.filter((part) => part !== null).join(' · ');
}
