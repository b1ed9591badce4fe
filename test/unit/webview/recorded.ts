import { readFileSync } from 'node:fs';
import path from 'node:path';
import { comparisonMethods, type ComparisonSnapshot } from '../../../src/protocol/comparison';
import { type EvolutionSnapshot, evolutionSnapshotSchema } from '../../../src/protocol/evolution';

export interface Recorded {
  readonly evolution: EvolutionSnapshot;
  /** By `reference`. */
  readonly pair: ComparisonSnapshot;
  readonly refinedPair: ComparisonSnapshot;
  readonly matrix: ComparisonSnapshot;
}

/** What `test/webview/recordFixture.ts` computed from the authors' topologies, checked against the protocol. */
export function readRecorded(): Recorded {
  const file = path.resolve(import.meta.dirname, '../../webview/recorded.json');
  const raw = JSON.parse(readFileSync(file, 'utf8')) as Record<keyof Recorded, unknown>;
  return {
    evolution: evolutionSnapshotSchema.parse(raw.evolution),
    pair: comparisonMethods.subscribe.result.parse(raw.pair),
    refinedPair: comparisonMethods.subscribe.result.parse(raw.refinedPair),
    matrix: comparisonMethods.subscribe.result.parse(raw.matrix),
  };
}
