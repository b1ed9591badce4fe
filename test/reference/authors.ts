import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import { readCheckpoint } from '../../src/checkpoints/readCheckpoint';
import type { Topology } from '../../src/topology/topology';

const folder = path.resolve(import.meta.dirname, '../../../shared/reference');

/** The topologies that the authors of NNSTD publish, `e5_s0_w0/epoch_190` and so on. */
export const topologies = path.join(folder, 'topologies');

/** Why the tests of these topologies are skipped, or null where they are there. */
export const noTopologies = existsSync(folder) ? null : '../shared/reference is absent';

const pairSchema = z.object({
  a: z.string(),
  b: z.string(),
  layers: z.array(z.number()),
  minCost: z.array(z.number()),
  matching: z.array(z.array(z.number())),
});

/** What the authors' procedure gives, layer by layer: distance, cost and matching. */
export type ExpectedPair = z.infer<typeof pairSchema>;

export function expectedPairs(): ExpectedPair[] {
  if (noTopologies !== null) return [];
  const text = readFileSync(path.join(folder, 'nnstd-expected.json'), 'utf8');
  return z.object({ pairs: z.array(pairSchema) }).parse(JSON.parse(text)).pairs;
}

export async function readTopology(name: string): Promise<Topology> {
  return (await readCheckpoint(path.join(topologies, name))).topology;
}
