/** Arrays of the plain-TypeScript twin, all zero at first; `../assembly/memory.ts` is the other half. */
export { newF64s, newI32s, newU8s } from '../assignment/memory';
