import type { RunForecast } from '../../src/protocol/runForm';
import type { ExportedTable } from '../shared/exportedTable';
import { layerName } from '../shared/layerCode';

/** A row a layer, with what pruning leaves of it. */
export function forecastTable({ layers }: RunForecast): ExportedTable {
  return {
    columns: [
      'Layer',
      'Inputs',
      'Neurons',
      'Links at the start',
      'Density at the start',
      'Links in the end',
      'Density in the end',
    ],
    rows: layers.map(({ inputs, outputs, linksAtStart, linksAtEnd }, k) => [
      layerName(k, layers.length),
      inputs,
      outputs,
      linksAtStart,
      linksAtStart / (inputs * outputs),
      linksAtEnd,
      linksAtEnd / (inputs * outputs),
    ]),
  };
}
