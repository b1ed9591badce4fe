import { UnitLinks } from '../../kernels/search/unitLinks';
import { inputsPerUnit, type Topology } from '../../topology/topology';
import { regroup } from '../../topology/transpose';

/** How the ports of a network are numbered: as `UnitLinks` says, layer after layer. */
export interface PortLayout {
  /** Length layers + 1; layer l is ports `layerStart[l] … layerStart[l + 1])`, the network's inputs those before. */
  readonly layerStart: Int32Array;
  /** By layer: ports of each of its units. */
  readonly portsPerUnit: readonly number[];
}

/** For layers of these widths; `linked` says which of them have links. */
export function portLayout(
  topology: Topology,
  widths: readonly number[],
  linked: readonly boolean[],
): PortLayout {
  const portsPerUnit = widths.map((_, l) => (linked[l + 1] ? inputsPerUnit(topology.layers[l + 1]) : 1));
  const layerStart = new Int32Array(widths.length + 1);
  layerStart[0] = topology.layers[0].inputs;
  widths.forEach((width, l) => (layerStart[l + 1] = layerStart[l] + width * portsPerUnit[l]));
  return { layerStart, portsPerUnit };
}

/** The links of the layers of which `linked` says so. */
export function unitLinks(
  topology: Topology,
  { layerStart, portsPerUnit }: PortLayout,
  linked: readonly boolean[],
): UnitLinks {
  const ports = layerStart[topology.layers.length];
  let links = 0;
  topology.layers.forEach((layer, l) => {
    if (linked[l]) links += layer.indices.length;
  });
  const inStart = new Uint32Array(ports + 1);
  const inputs = new Uint32Array(links);
  const fanIn = new Int32Array(ports);
  let at = 0;
  topology.layers.forEach((layer, l) => {
    // The units before have their ports in the order of this layer's inputs.
    const firstInput = l === 0 ? 0 : layerStart[l - 1];
    for (let unit = layerStart[l], neuron = 0; unit < layerStart[l + 1]; neuron++) {
      inStart[unit] = at;
      if (neuron >= layer.outputs) fanIn[unit] = 1;
      else if (linked[l]) {
        for (let e = layer.indptr[neuron]; e < layer.indptr[neuron + 1]; e++) {
          inputs[at++] = firstInput + layer.indices[e];
        }
        fanIn[unit] = at - inStart[unit];
      }
      const end = unit + portsPerUnit[l];
      inStart.fill(at, unit + 1, end);
      unit = end;
    }
  });
  inStart[ports] = at;
  const { indptr, indices } = regroup(inStart, inputs, ports);
  return new UnitLinks(
    new Int32Array(inStart.buffer),
    new Int32Array(inputs.buffer),
    new Int32Array(indptr.buffer),
    new Int32Array(indices.buffer),
    fanIn,
  );
}

/** The neurons of layer l, as the numbers of their first ports. */
export function neuronsOf({ layerStart, portsPerUnit }: PortLayout, l: number): Int32Array {
  const width = (layerStart[l + 1] - layerStart[l]) / portsPerUnit[l];
  return Int32Array.from({ length: width }, (_, neuron) => layerStart[l] + neuron * portsPerUnit[l]);
}

/** The unit that each port belongs to, and the units that are neurons, in rising order. */
export function ownersOf(layout: PortLayout): { readonly owner: Int32Array; readonly neurons: Int32Array } {
  const { layerStart, portsPerUnit } = layout;
  const owner = Int32Array.from({ length: layerStart[portsPerUnit.length] }, (_, port) => port);
  const neurons: number[] = [];
  portsPerUnit.forEach((each, l) => {
    for (const unit of neuronsOf(layout, l)) {
      owner.fill(unit, unit, unit + each);
      neurons.push(unit);
    }
  });
  return { owner, neurons: Int32Array.from(neurons) };
}
