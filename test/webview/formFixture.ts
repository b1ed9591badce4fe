/** The form for a new run, and what its check answers. */
import { configJsonSchema } from '../../src/training/configJsonSchema';

export const formSnapshot = {
  schema: configJsonSchema(),
  config: { network: { hidden: [256, 128] }, method: { kind: 'set', dropFraction: 0.2 }, epochs: 12 },
  name: 'set-small',
  origin: null,
  runsFolder: '/data/runs',
};
export const checkedRight = {
  problems: [],
  failure: null,
  folderProblem: null,
  runName: 'set-small',
  forecast: {
    summary: '784·256·128·10 · SET ζ 0.2 · ER ε 20',
    layers: [
      { inputs: 784, outputs: 256, linksAtStart: 20_800, linksAtEnd: 20_800 },
      { inputs: 256, outputs: 128, linksAtStart: 7680, linksAtEnd: 7680 },
      { inputs: 128, outputs: 10, linksAtStart: 1280, linksAtEnd: 1280 },
    ],
    samples: { train: 6000, validation: 0, test: 1000 },
    stepsPerEpoch: 47,
    engine: 'sparse',
    why: 'since the network is too small for dense matrices to be faster',
    threads: 2,
    secondsPerEpoch: { low: 0.041, high: 0.26 },
    memoryBytes: { low: 70 * 2 ** 20, high: 160 * 2 ** 20 },
  },
};
