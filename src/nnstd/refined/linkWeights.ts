import { naturalLog } from '../../kernels/search/elementary';
import type { UnitLinks } from '../../kernels/search/unitLinks';
import { regroup } from '../../topology/transpose';
import type { PortLayout } from './ports';

/** √ of the log-odds of a shared link, by link in the order of the neurons' inputs, and again in that of the outputs. */
export interface LinkWeights {
  readonly into: Float64Array;
  readonly outOf: Float64Array;
}

export function linkWeights({ layerStart }: PortLayout, links: UnitLinks): LinkWeights {
  const into = new Float64Array(links.inputs.length);
  const outOf = new Float64Array(links.inputs.length);
  const next = links.outStart.slice();
  for (let l = 0; l + 1 < layerStart.length; l++) {
    const layerLinks = links.inStart[layerStart[l + 1]] - links.inStart[layerStart[l]];
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit++) {
      const fanIn = links.inStart[unit + 1] - links.inStart[unit];
      for (let e = links.inStart[unit]; e < links.inStart[unit + 1]; e++) {
        const input = links.inputs[e];
        const fanOut = links.outStart[input + 1] - links.outStart[input];
        const odds = (0.5 * layerLinks) / (fanIn * fanOut);
        into[e] = Math.sqrt(Math.max(0.9, naturalLog(odds)));
        outOf[next[input]++] = into[e];
      }
    }
  }
  return { into, outOf };
}

/** The inputs of each neuron in groups, one for each port that a unit of the layer before has. */
export interface InputGroups {
  /** Length groups + 1. */
  readonly start: Int32Array;
  /** By place in a group: the unit, and the weight of its link. */
  readonly units: Int32Array;
  readonly weights: Float64Array;
  /** By layer: its first group; that of neuron d and port p is `first[l] + d · ports of a unit before + p`. */
  readonly first: readonly number[];
}

export function inputGroups(
  { layerStart, portsPerUnit }: PortLayout,
  { inStart, inputs }: UnitLinks,
  { into }: LinkWeights,
): InputGroups {
  const groupOf = new Uint32Array(inputs.length);
  const owner = new Int32Array(inputs.length);
  const first: number[] = [];
  let groups = 0;
  portsPerUnit.forEach((each, l) => {
    const eachBefore = l === 0 ? 1 : portsPerUnit[l - 1];
    const startBefore = l === 0 ? 0 : layerStart[l - 1];
    first.push(groups);
    for (let unit = layerStart[l]; unit < layerStart[l + 1]; unit += each, groups += eachBefore) {
      for (let e = inStart[unit]; e < inStart[unit + 1]; e++) {
        const port = (inputs[e] - startBefore) % eachBefore;
        groupOf[e] = groups + port;
        owner[e] = inputs[e] - port;
      }
    }
  });
  const { indptr, positions } = regroup(new Uint32Array(inStart), groupOf, groups);
  return {
    start: new Int32Array(indptr.buffer),
    units: Int32Array.from(positions, (e) => owner[e]),
    weights: Float64Array.from(positions, (e) => into[e]),
    first,
  };
}
