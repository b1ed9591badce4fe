/** The links of the synthetic run, as tests count them. */
import type { RecordedLinks } from './recordedLinks';
import { syntheticLinks, syntheticRun } from './syntheticRun';

/** Of a checkpoint by its place, from the end where that is negative. */
export function linksAt(checkpoint: number, layer: number): RecordedLinks {
  const { path } = syntheticRun.at(checkpoint)!.facts;
  return syntheticLinks.find((each) => each.path === path && each.layer === layer)!;
}

export function inputsOf({ indptr, indices }: RecordedLinks, neuron: number): number[] {
  return indices.slice(indptr[neuron], indptr[neuron + 1]);
}

/** By input, of a neuron. */
export function weightsOf(
  { indptr, indices, weights }: RecordedLinks,
  neuron: number,
): ReadonlyMap<number, number> {
  const links = [indptr[neuron], indptr[neuron + 1]] as const;
  return new Map(indices.slice(...links).map((input, k) => [input, weights!.slice(...links)[k]]));
}

/** The neuron with the most inputs. */
export function busiest(links: RecordedLinks): number {
  const fanIns = Array.from({ length: links.outputs }, (_, neuron) => inputsOf(links, neuron).length);
  return fanIns.indexOf(Math.max(...fanIns));
}
