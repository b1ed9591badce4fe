import { readCheckpoint } from '../checkpoints/readCheckpoint';
import { frameOf, type Matching } from '../overlay/frame';
import { overlayOf, type Span } from '../overlay/overlay';
import { tileOf } from '../overlay/tile';
import { mostLinksSent, type LayerDataMethods } from '../protocol/layerData';
import { type Handlers, RemoteError } from '../protocol/rpc';
import { linkCount, type SparseLayer } from '../topology/topology';
import { layerAt } from './layerAt';
import { layerProfileTasks } from './layerProfileTasks';
import { readForTask } from './readForTask';
import { runInputsTask } from './runInputsTask';
import type { TopologyCache } from './topologyCache';

/** What a worker thread tells of single layers. */
export function layerDataTasks(cache: TopologyCache): Handlers<LayerDataMethods> {
  return {
    ...layerProfileTasks(cache),
    ...runInputsTask,

    async layerLinks({ path, layer, weights }) {
      // Weights are not kept: they are looked at rarely, and would take half of the room.
      const { topology } = await readForTask(async () =>
        weights ? readCheckpoint(path) : (await cache.read(path)).checkpoint,
      );
      const found = layerAt(topology, layer, path);
      const links = linkCount(found);
      if (links > mostLinksSent) {
        throw new RemoteError(
          'TooManyLinks',
          `${path}: layer ${String(layer + 1)} has ${String(links)} links, at most ${String(mostLinksSent)} are shown one by one`,
        );
      }
      const { inputs, outputs, indptr, indices, values } = found;
      return {
        inputs,
        outputs,
        indptr: indptr.slice(),
        indices: indices.slice(),
        weights: weights ? (values?.slice() ?? null) : null,
      };
    },

    async layerTile({ path, against, matching = null, layer, order, ...window }) {
      const layerIn = async (file: string): Promise<SparseLayer> =>
        layerAt((await readForTask(() => cache.read(file))).checkpoint.topology, layer, file);
      const base = await layerIn(path);
      const other = against === null ? null : await layerIn(against);
      if (
        other !== null &&
        (matching === null
          ? other.inputs !== base.inputs || other.outputs !== base.outputs
          : !isMatchingOf(matching, base, other))
      ) {
        throw new RemoteError(
          'DifferentWidths',
          `layer ${String(layer + 1)} is ${widthsOf(base)} in ${path}, ${widthsOf(other)} in ${String(against)}`,
        );
      }
      const frame = frameOf(base, other, order, matching);
      checkPart('neurons', window.rows, frame.neurons.length);
      checkPart('inputs', window.columns, frame.inputs.length);
      return {
        counts: tileOf(overlayOf(base, other, frame, window.rows), window).counts,
        neurons: order === 'stored' ? null : frame.neurons.slice(...window.rows),
        inputs: order === 'stored' ? null : frame.inputs.slice(...window.columns),
      };
    },
  };
}

function checkPart(what: string, [from, to]: Span, count: number): void {
  if (from < to && to <= count) return;
  throw new RemoteError(
    'NoSuchPart',
    `expected a part of ${String(count)} ${what}, found ${String(from)} to ${String(to)}`,
  );
}

/** What crosses a process border may have been made from other files than those that are read now. */
function isMatchingOf(
  { neurons, unitsBefore, inputsPerUnit }: Matching,
  base: SparseLayer,
  other: SparseLayer,
): boolean {
  const within = (partners: Int32Array, units: number, others: number): boolean =>
    partners.length === units && partners.every((partner) => partner < others);
  return (
    within(neurons, base.outputs, other.outputs) &&
    (unitsBefore === null
      ? base.inputs === other.inputs
      : within(unitsBefore, base.inputs / inputsPerUnit, other.inputs / inputsPerUnit))
  );
}

function widthsOf({ inputs, outputs }: SparseLayer): string {
  return `${String(inputs)} → ${String(outputs)}`;
}
