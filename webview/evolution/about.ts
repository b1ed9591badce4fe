import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { About } from '../shared/export/about';
import { measureName } from '../shared/measureTexts';
import { checkpointsText } from './headerModel';

/** What exports of this panel carry: of the run that the time line belongs to, and the names of all that are drawn. */
export function aboutEvolution(series: readonly EvolutionSnapshot[], snapshot: EvolutionSnapshot): About {
  const { header, measure } = snapshot;
  const state = [header.state, header.stateDetail].filter((word) => word !== null).join(', ');
  return {
    panel: 'Topology Evolution',
    subject: series.map(({ header: { name } }) => name).join(', '),
    configuration: [
      ['Configuration', header.summary],
      ...(state === '' ? [] : [['State', state] as const]),
      ['Checkpoints', checkpointsText(snapshot)],
      ['Distances', measureName(measure)],
    ],
  };
}
