import type { TrainingSnapshot } from '../../../../src/checkpoints/trainingSnapshot';
import type { Dataset } from '../../../../src/training/data/dataset';
import { orderStream } from '../../../../src/training/snapshot';

/** A weight of the twin, link or not. */
export interface Cell {
  readonly neuron: number;
  readonly input: number;
  isLink: boolean;
  w: number;
  velocity: number;
  /** Mean of squared gradients, of Adam. */
  square: number;
  /** By the last batch, whether it is a link or not. */
  gradient: number;
}

export interface TwinLayer {
  readonly inputs: number;
  readonly outputs: number;
  /** In order of neuron, then input. */
  readonly cells: Cell[];
  bias: number[];
  biasVelocity: number[];
  biasSquare: number[];
  biasGradient: number[];
}

/** What an optimiser does with the gradient of one parameter, as its paper has it. */
export interface TwinStep {
  readonly learningRate: number;
  readonly momentum?: number;
  readonly nesterov?: boolean;
  readonly weightDecay?: number;
  readonly clipping?: { readonly by: string; readonly threshold: number };
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/**
 * A masked dense network in float64, trained by loops over whole matrices: nothing of the product but the order of the
 * samples. Methods of training are tested against it link for link.
 */
export class DenseTwin {
  readonly layers: TwinLayer[];

  constructor(
    start: TrainingSnapshot,
    private readonly data: Dataset,
    private readonly batchSize: number,
    private readonly seed: number,
  ) {
    this.layers = start.topology.layers.map((layer, k) => {
      const { inputs, outputs, indptr, indices, values } = layer;
      const cells = Array.from({ length: inputs * outputs }, (_, at): Cell => {
        const [neuron, input] = [Math.floor(at / inputs), at % inputs];
        const place = indices.subarray(indptr[neuron], indptr[neuron + 1]).indexOf(input);
        const w = place < 0 ? 0 : values![indptr[neuron] + place];
        return { neuron, input, isLink: place >= 0, w, velocity: 0, square: 0, gradient: 0 };
      });
      const zeros = new Array<number>(outputs).fill(0);
      return {
        inputs,
        outputs,
        cells,
        bias: [...start.biases[k]],
        biasVelocity: zeros,
        biasSquare: zeros,
        biasGradient: zeros,
      };
    });
  }

  get stepsPerEpoch(): number {
    return Math.ceil(this.data.train.count / this.batchSize);
  }

  /** Finds all gradients of batch number `step` of the run. */
  findGradients(step: number): void {
    const epoch = Math.floor(step / this.stepsPerEpoch) + 1;
    const order = this.orderOf(epoch);
    const first = (step % this.stepsPerEpoch) * this.batchSize;
    const samples = order.slice(first, first + this.batchSize);
    for (const layer of this.layers) {
      for (const cell of layer.cells) cell.gradient = 0;
      layer.biasGradient = layer.bias.map(() => 0);
    }
    for (const sample of samples) this.addGradients(sample, samples.length);
  }

  /** `count`: steps since momentum was 0 everywhere, this one among them. */
  descend(step: TwinStep, count: number): void {
    const links = this.layers.flatMap(({ cells }) => cells).filter(({ isLink }) => isLink);
    const biases = this.layers.flatMap(({ biasGradient }) => biasGradient);
    const norm = Math.hypot(...links.map(({ gradient }) => gradient), ...biases);
    const clipped = (gradient: number): number => {
      const { by, threshold } = step.clipping ?? { by: 'not', threshold: 0 };
      if (by === 'value') return Math.max(-threshold, Math.min(threshold, gradient));
      return by === 'global-norm' ? gradient * Math.min(1, threshold / norm) : gradient;
    };
    for (const cell of links) {
      const gradient = clipped(cell.gradient) + (step.weightDecay ?? 0) * cell.w;
      const moved = stepOf(step, gradient, cell, count);
      Object.assign(cell, { velocity: moved.velocity, square: moved.square, w: cell.w + moved.change });
    }
    for (const layer of this.layers) {
      const moved = layer.bias.map((_, j) => {
        const before = { velocity: layer.biasVelocity[j], square: layer.biasSquare[j] };
        return stepOf(step, clipped(layer.biasGradient[j]), before, count);
      });
      layer.bias = layer.bias.map((b, j) => b + moved[j].change);
      layer.biasVelocity = moved.map(({ velocity }) => velocity);
      layer.biasSquare = moved.map(({ square }) => square);
    }
  }

  private addGradients(sample: number, count: number): void {
    const { train, normalization } = this.data;
    const { means, deviations } = normalization;
    const signals: number[][] = [
      Array.from(
        train.values.subarray(sample * train.features, (sample + 1) * train.features),
        (value) => (value - means[0]) / deviations[0],
      ),
    ];
    this.layers.forEach((layer, k) => {
      const sums = [...layer.bias];
      for (const { neuron, input, isLink, w } of layer.cells)
        if (isLink) sums[neuron] += w * signals[k][input];
      signals.push(k < this.layers.length - 1 ? sums.map((sum) => Math.max(0, sum)) : sums);
    });
    const logits = signals[this.layers.length];
    const total = logits.reduce((sum, z) => sum + Math.exp(z), 0);
    let slopes = logits.map((z, c) => (Math.exp(z) / total - (c === train.labels[sample] ? 1 : 0)) / count);
    for (let k = this.layers.length - 1; k >= 0; k--) {
      const layer = this.layers[k];
      const below = new Array<number>(layer.inputs).fill(0);
      for (const cell of layer.cells) {
        cell.gradient += slopes[cell.neuron] * signals[k][cell.input];
        if (cell.isLink) below[cell.input] += cell.w * slopes[cell.neuron];
      }
      layer.biasGradient = layer.biasGradient.map((sum, j) => sum + slopes[j]);
      slopes = below.map((slope, i) => (k > 0 && signals[k][i] <= 0 ? 0 : slope));
    }
  }

  private orderOf(epoch: number): number[] {
    const order = Array.from({ length: this.data.train.count }, (_, k) => k);
    const random = orderStream(this.seed, epoch);
    for (let k = order.length - 1; k > 0; k--) {
      const other = random.below(k + 1);
      [order[k], order[other]] = [order[other], order[k]];
    }
    return order;
  }
}

function stepOf(
  { learningRate, momentum = 0, nesterov, beta1, beta2 = 0, epsilon = 0 }: TwinStep,
  gradient: number,
  before: { readonly velocity: number; readonly square: number },
  count: number,
): { readonly velocity: number; readonly square: number; readonly change: number } {
  if (beta1 === undefined) {
    const velocity = momentum * before.velocity + gradient;
    const along = nesterov ? gradient + momentum * velocity : velocity;
    return { velocity, square: 0, change: -learningRate * along };
  }
  const velocity = beta1 * before.velocity + (1 - beta1) * gradient;
  const square = beta2 * before.square + (1 - beta2) * gradient ** 2;
  const [mean, root] = [velocity / (1 - beta1 ** count), Math.sqrt(square / (1 - beta2 ** count))];
  return { velocity, square, change: (-learningRate * mean) / (root + epsilon) };
}

/** The `count` cells of smallest |w| among the links of a layer. */
export function smallestLinks(layer: TwinLayer, count: number): Cell[] {
  return layer.cells
    .filter((cell) => cell.isLink)
    .sort((a, b) => Math.abs(a.w) - Math.abs(b.w))
    .slice(0, count);
}

export function removeLinks(cells: readonly Cell[]): void {
  for (const cell of cells) Object.assign(cell, { isLink: false, w: 0, velocity: 0, square: 0 });
}

/**
 * Drops links of smallest |w| and grows where |gradient| is largest. A link that comes straight back is as it was.
 */
export function exchangeLinks(layer: TwinLayer, dropCount: number, growCount: number): void {
  const dropped = new Set(smallestLinks(layer, dropCount));
  const chosen = new Set(
    layer.cells
      .filter((cell) => !cell.isLink || dropped.has(cell))
      .sort((a, b) => Math.abs(b.gradient) - Math.abs(a.gradient))
      .slice(0, growCount),
  );
  removeLinks([...dropped].filter((cell) => !chosen.has(cell)));
  for (const cell of chosen) cell.isLink = true;
}
