import { hurwitzZeta } from '../metrics/hurwitzZeta';
import { pathsFromInputs } from '../metrics/pathsFromInputs';
import { judgePowerLaw } from '../metrics/powerLaw';
import { standardError } from '../metrics/powerLawFit';
import type { DegreeFit, DegreeSide, LayerProfile, ReceptiveField } from '../protocol/layerProfile';
import { randomStream } from '../topology/random';
import type { SparseLayer } from '../topology/topology';
import { fanIn, fanOut } from '../topology/transpose';

/** Answers about the degrees of a layer and about what its neurons see, from the layers themselves. */

export function profileOf(layer: SparseLayer, strengths: Float32Array | null): LayerProfile {
  return {
    inputs: layer.inputs,
    outputs: layer.outputs,
    inDegrees: Uint32Array.from(fanIn(layer)),
    outDegrees: Uint32Array.from(fanOut(layer)),
    strengths: strengths && Float32Array.from(strengths),
  };
}

/** Of a neuron of the last of `layers`. */
export function receptiveFieldOf(layers: readonly SparseLayer[], neuron: number): ReceptiveField {
  const { indptr, indices, values } = layers[layers.length - 1];
  const links = [indptr[neuron], indptr[neuron + 1]] as const;
  return {
    paths: pathsFromInputs(layers, neuron),
    own: indices.slice(...links),
    weights: values?.slice(...links) ?? null,
  };
}

export function degreeFitOf(layer: SparseLayer, side: DegreeSide): DegreeFit {
  // The same degrees are judged alike each time.
  const random = randomStream(1, 'degreeFit');
  const { verdict, count, fit, p } = judgePowerLaw(side === 'in' ? fanIn(layer) : fanOut(layer), random);
  return {
    verdict,
    count,
    fit: fit && {
      exponent: fit.exponent,
      standardError: standardError(fit),
      from: fit.from,
      tail: fit.tail,
      shareAtFrom: fit.from ** -fit.exponent / hurwitzZeta(fit.exponent, fit.from),
    },
    p,
  };
}
