import { totalmem } from 'node:os';
import { setImmediate } from 'node:timers/promises';
import { exploredAfter } from '../metrics/exploration';
import type { ExploredLinks } from '../protocol/analysis';
import { type LinkSet, setBytes, setSize } from '../topology/linkSet';
import { type Topology, widths } from '../topology/topology';
import { BoundedMap } from './boundedMap';
import { fileState } from './fileState';

/** Of the machine's memory: unions larger than that are given up, and lately used ones kept up to it. */
const SHARE_OF_MEMORY = 1 / 8;

/** How far a series was followed. */
interface Course {
  readonly steps: { readonly path: string; readonly stamp: string | null; readonly links: number[] | null }[];
  /** Of the first checkpoint that could be read; null before. */
  widths: string | null;
  /** Of each layer, after the last of `steps`; null once it grew too large. */
  union: LinkSet[] | null;
}

/**
 * Links ever seen along series of checkpoints that do not record them. The union is kept where a series was left, so
 * that one checkpoint more costs that one; where an earlier one changed, all is read anew.
 */
export class SeenLinks {
  private readonly courses: BoundedMap<Course>;

  /** `read` gives null for what cannot be read. */
  constructor(
    private readonly read: (path: string) => Promise<Topology | null>,
    private readonly limitBytes = totalmem() * SHARE_OF_MEMORY,
  ) {
    this.courses = new BoundedMap(limitBytes);
  }

  async along(paths: readonly string[], signal: AbortSignal): Promise<ExploredLinks> {
    if (paths.length === 0) return [];
    const stamps = await Promise.all(paths.map(async (path) => (await fileState(path))?.stamp ?? null));
    const kept = this.courses.get(paths[0]);
    const course = kept !== undefined && continues(kept, paths, stamps) ? kept : newCourse();
    while (course.steps.length < paths.length) {
      const at = course.steps.length;
      const topology = await this.read(paths[at]);
      const links = topology === null ? null : this.add(course, topology);
      course.steps.push({ path: paths[at], stamp: stamps[at], links });
      // Also where it is cancelled here: whoever asks next goes on.
      this.courses.set(paths[0], course, bytesOf(course));
      await setImmediate();
      signal.throwIfAborted();
    }
    return course.steps.slice(0, paths.length).map(({ links }) => links);
  }

  /** Links of each layer in the union with `topology`; null where it does not fit. */
  private add(course: Course, topology: Topology): number[] | null {
    const shape = widths(topology).join();
    course.widths ??= shape;
    if (course.union === null || course.widths !== shape) return null;
    const before = course.union;
    course.union = topology.layers.map((layer, k) => exploredAfter(before.at(k) ?? null, layer));
    const links = course.union.map(setSize);
    if (bytesOf(course) > this.limitBytes) course.union = null;
    return links;
  }
}

function newCourse(): Course {
  return { steps: [], widths: null, union: [] };
}

/** Whether what was seen is where `paths` begin, or all that they are. */
function continues({ steps }: Course, paths: readonly string[], stamps: readonly (string | null)[]): boolean {
  const common = steps.slice(0, paths.length);
  return common.every(({ path, stamp }, k) => path === paths[k] && stamp === stamps[k]);
}

function bytesOf({ union, steps }: Course): number {
  const numbers = steps.length * (union?.length ?? 0) * 8;
  return numbers + (union ?? []).reduce((sum, set) => sum + setBytes(set), 0);
}
