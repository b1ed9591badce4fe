import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { type About, localTime } from '../shared/export/about';
import { formatDensity, formatEpoch, plural } from '../shared/format';

/** "784·784·10 · 14,000 links, density 0.51 %" */
export function summaryOf({ step }: CheckpointSnapshot): string {
  if (step === null) return '';
  const { layers } = step.facts;
  const links = layers.reduce((sum, layer) => sum + layer.links, 0);
  const possible = layers.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const density = possible === 0 ? '' : `, density ${formatDensity(links / possible)}`;
  return [...widthsOf(layers), `${plural(links, 'link')}${density}`].join(' · ');
}

/** Name and value of what is known of the file. */
export function fileRows({
  path,
  series,
  step,
  bytes,
  modified,
}: CheckpointSnapshot): readonly (readonly [name: string, value: string])[] {
  const epoch = step?.facts.epoch ?? null;
  return [
    ['Path', path],
    ...(step === null ? [] : [['Format', step.facts.formatLabel] as const]),
    ...(bytes === null ? [] : [['Size', sizeText(bytes)] as const]),
    ...(modified === null ? [] : [['Written', localTime(new Date(modified))] as const]),
    ...(epoch === null ? [] : [['Epoch', formatEpoch(epoch)] as const]),
    [series.kind === 'run' ? 'Run' : 'Folder', series.name],
  ];
}

/** What exports of this editor carry. */
export function aboutCheckpoint(snapshot: CheckpointSnapshot): About {
  return {
    panel: 'Sparse Topology Checkpoint',
    subject: snapshot.label,
    configuration: [['Network', summaryOf(snapshot)], ...fileRows(snapshot)],
  };
}

/** Nothing where the outputs of a layer are not the inputs of the next, as behind a flatten. */
function widthsOf(layers: readonly { readonly inputs: number; readonly outputs: number }[]): string[] {
  const fits = layers.every(({ inputs }, k) => k === 0 || inputs === layers[k - 1].outputs);
  if (!fits || layers.length === 0) return [];
  return [[layers[0].inputs, ...layers.map(({ outputs }) => outputs)].join('·')];
}

function sizeText(bytes: number): string {
  if (bytes < 1000) return plural(bytes, 'byte');
  const [value, unit] =
    bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toPrecision(3)} ${unit}`;
}
