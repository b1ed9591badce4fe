import type { StructureChoices } from '../../../src/protocol/structureChoices';
import type { Choices } from '../../shared/choices';
import { ChosenNeuron } from './chosenNeuron';
import type { ConnectionsSources } from './connectionsSources';
import { ConnectionsView } from './connectionsView';
import { DegreesView } from './degrees/degreesView';
import { FactsView } from './factsView';
import { FieldView } from './inputs/fieldView';
import { InputMapView } from './inputs/inputMapView';
import { InputNames } from './inputs/inputNames';
import type { MomentView } from './momentView';
import type { Structure } from './structure';

export interface MomentSources {
  readonly connections: ConnectionsSources;
  readonly structure: Structure;
  readonly choices: Choices<StructureChoices>;
}

/** What is shown of one layer, from top to bottom. A new view is a line here. */
export function momentViews({ connections, structure, choices }: MomentSources): readonly MomentView[] {
  const redraw = (): void => {
    for (const view of [map, field, degrees]) view.redraw();
  };
  const names = new InputNames(choices, structure.inputs, redraw);
  const neuron = new ChosenNeuron(choices);
  const field = new FieldView(structure, choices, neuron, names);
  const degrees = new DegreesView(structure, choices, neuron, names);
  const map = new InputMapView(structure, choices, names, redraw);
  return [new FactsView(), new ConnectionsView(connections), map, field, degrees];
}
