/** Exports of `../assembly/training/training.ts`. Records and arrays are given by their addresses. */
export interface TrainingExports {
  /** Does the run's task together with its other threads; 0 where one of them failed. */
  start(run: number): number;
  /** What every other thread does, until it is ended or one of them fails. */
  help(run: number, thread: number): void;
  /** Has every thread leave what it does. */
  fail(run: number): void;
  forward(
    layer: number,
    input: number,
    output: number,
    size: number,
    relu: number,
    fromNeuron: number,
    toNeuron: number,
    firstSample: number,
    lastSample: number,
  ): void;
  inputGradient(
    layer: number,
    outputGradient: number,
    activations: number,
    gradient: number,
    weights: number,
    size: number,
    fromInput: number,
    toInput: number,
    firstSample: number,
    lastSample: number,
  ): void;
  update(
    layer: number,
    input: number,
    batch: number,
    learningRate: number,
    momentum: number,
    weightDecay: number,
    fromNeuron: number,
    toNeuron: number,
  ): void;
}

const sleepMs = 1000;

/** One thread's instance; all threads of a run have the same memory, in which the run's record already has its place. */
export function startTrainingModule(module: WebAssembly.Module, memory: WebAssembly.Memory): TrainingExports {
  const words = new Int32Array(memory.buffer);
  const sleep = (address: number, number: number) => {
    Atomics.wait(words, address / 4, number, sleepMs);
  };
  const wake = (address: number) => {
    Atomics.notify(words, address / 4);
  };
  return new WebAssembly.Instance(module, { env: { memory, sleep, wake } }).exports as TrainingExports;
}
