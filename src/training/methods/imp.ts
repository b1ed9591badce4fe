import * as z from 'zod';
import type { LayerParameters } from '../../kernels/kernels';
import { ConfigError } from '../configError';
import { section, wholeNumber } from '../configSchema';
import { ResumeError } from '../trainingErrors';
import { defineMethod, nextMultiple, nothingGrown, type Exchange, type MethodSetup } from './method';
import { smallestMagnitudes } from './selection';

/**
 * Iterative magnitude pruning with rewinding (the lottery ticket; Frankle and Carbin 2019, Frankle et al. 2020). The
 * network starts with every link. After each round of training the links of smallest |w| go, and the others get the
 * weights back that they had after `rewindStep` steps, as the learning rate goes back to that step (Renda et al. 2020);
 * after the last pruning each layer has the links that the topology plans for it. Each round keeps the same share of a
 * layer's links.
 */
export const impMethod = defineMethod({
  schema: section({
    kind: z
      .literal('imp')
      .describe('Iterative magnitude pruning with rewinding, the lottery ticket (Frankle and Carbin 2019).'),
    rounds: wholeNumber(1, 1000)
      .default(5)
      .meta({ description: 'Times that links are pruned.', unit: 'rounds' }),
    roundEpochs: wholeNumber(1, 1_000_000)
      .nullable()
      .default(null)
      .meta({ description: 'Of training before each pruning; null: epochs / (rounds + 1).', unit: 'epochs' }),
    rewindStep: wholeNumber(0, 2 ** 31 - 1)
      .default(0)
      .meta({
        description: 'Whose weights are given back after a pruning; 0: the first ones, the lottery ticket.',
        unit: 'steps',
      }),
  }),
  start: 'pruned',
  complete(config, epochs) {
    const { rounds } = config;
    const roundEpochs = config.roundEpochs ?? Math.max(1, Math.floor(epochs / (rounds + 1)));
    const possible = `fewer prunings than rounds of ${roundEpochs} epochs in ${epochs} epochs`;
    return rounds * roundEpochs >= epochs
      ? { key: 'method.rounds', possible, found: String(rounds) }
      : { ...config, roundEpochs };
  },
  scheduleEpochs: ({ roundEpochs }) => roundEpochs!,
  summary: ({ rounds, roundEpochs }) => `IMP, ${rounds} rounds of ${roundEpochs} epochs`,
  create({ rounds, roundEpochs, rewindStep }, setup) {
    const roundSteps = roundEpochs! * setup.stepsPerEpoch;
    if (rewindStep >= roundSteps) {
      const possible = `below ${roundSteps}, the steps of a round`;
      const problem = { key: 'method.rewindStep', possible, found: String(rewindStep) };
      throw new ConfigError('the configuration', [problem]);
    }
    const early = new EarlyWeights(setup);
    const links = (k: number, step: number): number => {
      const round = Math.min(rounds, Math.floor(Math.max(0, step - 1) / roundSteps));
      const { inputs, outputs, links: planned } = setup.plan[k];
      const all = inputs * outputs;
      return round === rounds ? planned : Math.round(all * (planned / all) ** (round / rounds));
    };
    return {
      links,
      nextChange(step) {
        return step <= rewindStep ? rewindStep : nextMultiple(step, roundSteps, rounds * roundSteps + 1);
      },
      scheduleStep(step) {
        const round = Math.min(rounds, Math.floor(step / roundSteps));
        return round === 0 ? step : rewindStep + step - round * roundSteps;
      },
      usesGradients: false,
      exchange(layer, { k, step }) {
        if (step === rewindStep) early.keep(k, layer);
        if (step === 0 || step % roundSteps !== 0) return null;
        const dropped = smallestMagnitudes(layer.values, layer.values.length - links(k, step + 1));
        return { dropped, grown: nothingGrown, restart: early.rewind(k, layer, dropped) };
      },
      state: () => early.state,
    };
  },
});

/** The weights and biases that each layer is rewound to, of the links that are left. */
class EarlyWeights {
  readonly state: Record<string, Float32Array>;

  constructor({ state }: MethodSetup) {
    this.state = { ...state };
  }

  keep(k: number, { values, bias, srelu }: Readonly<LayerParameters>): void {
    this.state[valuesName(k)] = values.slice();
    this.state[biasName(k)] = bias.slice();
    if (srelu) this.state[sreluName(k)] = srelu.values.slice();
  }

  /** Forgets the dropped links; what is left is what the layer goes on with. */
  rewind(
    k: number,
    layer: Readonly<LayerParameters>,
    dropped: Uint32Array,
  ): NonNullable<Exchange['restart']> {
    const before = this.state[valuesName(k)];
    const bias = this.state[biasName(k)];
    const srelu = this.state[sreluName(k)];
    if (before?.length !== layer.values.length || bias?.length !== layer.bias.length) {
      throw new ResumeError(`the early weights of layer ${k}`, 'none of its links and neurons');
    }
    const values = new Float32Array(before.length - dropped.length);
    for (let position = 0, at = 0, next = 0; position < before.length; position++) {
      if (dropped[next] === position) next++;
      else values[at++] = before[position];
    }
    this.state[valuesName(k)] = values;
    return { values, bias, ...(srelu && { srelu }) };
  }
}

function valuesName(k: number): string {
  return `layers.${k}.rewind_values`;
}

function sreluName(k: number): string {
  return `layers.${k}.rewind_srelu`;
}

function biasName(k: number): string {
  return `layers.${k}.rewind_bias`;
}
