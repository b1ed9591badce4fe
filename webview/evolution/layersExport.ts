import type { EvolutionPoint } from '../../src/protocol/evolution';
import type { ExportedTable } from '../shared/exportedTable';
import { layerName } from '../shared/layerCode';

/** The table of layers at one checkpoint in numbers; null before it is there. */
export function layersExport({ step }: EvolutionPoint): ExportedTable | null {
  if (step === null) return null;
  const { layers } = step.facts;
  return {
    columns: [
      'Layer',
      'Inputs',
      'Outputs',
      'Links',
      'Density',
      'Fan-in min',
      'Fan-in median',
      'Fan-in max',
      'Neurons without input',
      'Distance to initial',
      'Distance to previous',
      'Links gained',
      'Links lost',
    ],
    rows: layers.map((layer, k) => {
      const change = step.layers.at(k);
      return [
        layerName(k, layers.length),
        layer.inputs,
        layer.outputs,
        layer.links,
        layer.density,
        layer.fanInMin,
        layer.fanInMedian,
        layer.fanInMax,
        layer.emptyNeurons,
        change?.counts === true ? change.toInitial : null,
        change?.counts === true ? change.toPrevious : null,
        change?.gained ?? null,
        change?.lost ?? null,
      ];
    }),
  };
}
