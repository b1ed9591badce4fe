import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import type { About } from '../shared/export/about';
import { measureName } from '../shared/measureTexts';
import { checkpointsText } from './headerModel';

/** What exports of this panel carry. */
export function aboutEvolution(snapshot: EvolutionSnapshot): About {
  const { header, measure } = snapshot;
  const state = [header.state, header.stateDetail].filter((word) => word !== null).join(', ');
  return {
    panel: 'Topology Evolution',
    subject: header.name,
    configuration: [
      ['Configuration', header.summary],
      ...(state === '' ? [] : [['State', state] as const]),
      ['Checkpoints', checkpointsText(snapshot)],
      ['Distances', measureName(measure)],
    ],
  };
}
