import type { EvolutionPoint } from '../../src/protocol/evolution';
import type { ExportedTable } from '../shared/exportedTable';
import { layerName } from '../shared/layerCode';
import { possibleLinks, total } from './series';

/** The table of layers at one checkpoint in numbers; null before it is there. */
export function layersExport({ step }: EvolutionPoint): ExportedTable | null {
  if (step === null) return null;
  const { layers } = step.facts;
  const links = total(layers.map((layer) => layer.links));
  const possible = possibleLinks(step);
  return {
    columns: [
      'Layer',
      'Inputs',
      'Outputs',
      'Links',
      'Share of all links',
      'Density',
      'Effective density',
      'Sparsity',
      'Fan-in min',
      'Fan-in median',
      'Fan-in max',
      'Neurons without input',
      'Neurons without output',
      'Survival',
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
        links === 0 ? null : layer.links / links,
        layer.density,
        possible[k] === 0 || change === undefined ? null : change.effectiveLinks / possible[k],
        1 - layer.density,
        layer.fanInMin,
        layer.fanInMedian,
        layer.fanInMax,
        layer.emptyNeurons,
        k === layers.length - 1 || change === undefined ? null : change.noOutput,
        change?.counts === true ? change.survival : null,
        change?.counts === true ? change.toInitial : null,
        change?.counts === true ? change.toPrevious : null,
        change?.gained ?? null,
        change?.lost ?? null,
      ];
    }),
  };
}
