// AssemblyScript: what the module exports to `../searchWasm.ts`. One problem at a time.
import { Annealer } from './anneal';
import { Descender } from './descend';
import { newF64s, newI32s } from './memory';
import { SearchState } from './searchState';
import { UnitLinks } from './unitLinks';

let state: SearchState | null = null;
let annealer: Annealer | null = null;
let descender: Descender | null = null;

/** Address of room for `length` integers, or floats, all zero. */
export function reserveI32s(length: i32): I32s {
  return newI32s(length);
}

export function reserveF64s(length: i32): F64s {
  return newF64s(length);
}

export function rewind(): void {
  state = null;
  annealer = null;
  descender = null;
  heap.reset();
}

export function links(inStart: I32s, inputs: I32s, outStart: I32s, outputs: I32s, fanIn: I32s): UnitLinks {
  return new UnitLinks(inStart, inputs, outStart, outputs, fanIn);
}

export function open(
  a: UnitLinks,
  b: UnitLinks,
  ports: i32,
  inputs: i32,
  weight: F64s,
  layerFrom: I32s,
  layerWidth: I32s,
  portsPerUnit: I32s,
  movable: I32s,
  movableCount: i32,
): void {
  const made = new SearchState(
    a,
    b,
    ports,
    inputs,
    weight,
    layerFrom,
    layerWidth,
    portsPerUnit,
    movable,
    movableCount,
  );
  state = made;
  annealer = new Annealer(made);
  descender = new Descender(made);
}

export function partner(): I32s {
  return state!.partner;
}

export function refresh(): f64 {
  return state!.refresh();
}

export function anneal(proposals: f64, hottest: f64, coolest: f64, seed: i32): f64 {
  return annealer!.run(proposals, hottest, coolest, seed);
}

export function best(): I32s {
  return annealer!.best;
}

export function descend(): f64 {
  return descender!.run();
}
