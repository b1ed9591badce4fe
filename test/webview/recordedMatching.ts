import type { LayerMatching } from '../../src/protocol/matching';
import type { DistanceMethod } from '../../src/measure/measure';

type Jsonable<T> = { readonly [K in keyof T]: T[K] extends number ? number : readonly number[] };

/** The matching of a layer as it crosses into the page of a test: as JSON. */
export interface RecordedMatching extends Jsonable<LayerMatching> {
  readonly a: string;
  readonly b: string;
  readonly layer: number;
  readonly method: DistanceMethod;
}

export function matchingFrom(recorded: RecordedMatching): LayerMatching {
  return {
    partners: Int32Array.from(recorded.partners),
    costs: Float64Array.from(recorded.costs),
    shared: Uint32Array.from(recorded.shared),
    fanInA: Uint32Array.from(recorded.fanInA),
    fanInB: Uint32Array.from(recorded.fanInB),
    interchangeable: Uint8Array.from(recorded.interchangeable),
    inputsPerUnit: recorded.inputsPerUnit,
  };
}
