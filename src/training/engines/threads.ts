import { readdirSync, readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';

/** Multiplications of a forward pass below which a thread costs more than it brings. */
const leastWork = 500_000;

/** Threads for a network of `links` links where none are asked for: as many as physical cores, fewer for a small one. */
export function fittingThreads(links: number, batchSize: number): number {
  return Math.max(1, Math.min(physicalCores(), Math.floor((links * batchSize) / leastWork)));
}

/** Cores that this process may use; where the system does not tell which processors share one, processors. */
export function physicalCores(): number {
  const cores = new Set<string>();
  const folder = '/sys/devices/system/cpu';
  try {
    for (const name of readdirSync(folder)) {
      if (!/^cpu\d+$/.test(name)) continue;
      cores.add(readFileSync(path.join(folder, name, 'topology', 'thread_siblings_list'), 'utf8'));
    }
  } catch {
    // Only Linux has the folder, and a container may hide it.
  }
  return Math.min(availableParallelism(), cores.size || Infinity);
}
