// AssemblyScript: which part of the work is a thread's own.
import { element } from './records';

/** The first sample of a thread's share; that of the next thread is its end. Shares are whole vectors where they can. */
export function firstSample(batch: i32, thread: i32, threads: i32): i32 {
  const unit = batch >= 16 * threads ? 16 : 4;
  const units = (batch + unit - 1) / unit;
  return min(batch, ((units * thread) / threads) * unit);
}

/**
 * The first neuron of a thread's share of a layer's `count` neurons, so that every share has about as many links and
 * neurons together. `indptr` as in `WeightedLinks`.
 */
export function firstNeuron(indptr: usize, count: i32, thread: i32, threads: i32): i32 {
  if (thread === threads) return count;
  const all = <i64>load<u32>(element(indptr, count)) + count;
  const before = (all * thread) / threads;
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (<i64>load<u32>(element(indptr, middle)) + middle < before) low = middle + 1;
    else high = middle;
  }
  return low;
}
