import { averageLinkage } from '../arrangement/averageLinkage';
import { classicalScaling } from '../arrangement/classicalScaling';
import { stressScaling } from '../arrangement/stressScaling';
import { type ArrangementMethods, mapAxes } from '../protocol/arrangement';
import type { Handlers } from '../protocol/rpc';

/** What a worker thread does with distances that are known. */
export const arrangementTasks: Handlers<ArrangementMethods> = {
  cluster(distances) {
    const { merges, order } = averageLinkage(distances);
    return { merges: [...merges], order: [...order] };
  },
  classicalMap(distances) {
    const { points, eigenvalues } = classicalScaling(distances, mapAxes);
    return { points, eigenvalues };
  },
  stressMap: (distances) => stressScaling(distances, classicalScaling(distances, 2).points),
};
