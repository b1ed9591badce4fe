import type { ExpectedWork } from './engines/choice';
import type { LayerPlan } from './layerPlan';
import type { TrainingMethod } from './methods/method';

/** Moments at which the links of a run are counted. */
const moments = 100;

/** The links of a run of so many steps, which a method may prune, and the possible ones. */
export function expectedWork(
  plan: readonly LayerPlan[],
  method: Pick<TrainingMethod, 'links'>,
  steps: number,
): ExpectedWork {
  let links = 0;
  for (let moment = 0; moment < moments; moment++) {
    const step = Math.floor(((moment + 0.5) / moments) * steps);
    for (const k of plan.keys()) links += method.links(k, step) / moments;
  }
  return { links, cells: plan.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0) };
}
