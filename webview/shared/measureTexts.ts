import { budgetName, type DistanceMethod, type Measure } from '../../src/measure/measure';

interface MethodText {
  readonly name: string;
  /** What it does, in one sentence without its end. */
  readonly meaning: string;
}

/** A new method has to be described here. */
export const methodTexts: Readonly<Record<DistanceMethod, MethodText>> = {
  reference: {
    name: 'reference',
    meaning:
      'the authors’ procedure: layer by layer from the input, each an exact assignment; where several are equally good, the order of neurons decides',
  },
  greedy: {
    name: 'greedy',
    meaning:
      'layer by layer from the input, each an exact assignment; where several are equally good, what the neurons are linked to decides, not their order',
  },
  refined: {
    name: 'refined',
    meaning:
      'the least that was found over all renamings of all hidden layers at once: no order of neurons has a say, and it is never above greedy',
  },
};

/** "NNSTD by refined, standard budget, outputs matched". */
export function measureName({ method, budget, outputs }: Measure): string {
  const searched = budget === null ? '' : `, ${budgetName(budget)} budget`;
  return `NNSTD by ${methodTexts[method].name}${searched}, outputs ${outputs}`;
}

/** "Method refined, standard budget: …" */
export function measureSentence({ method, budget, outputs }: Measure): string {
  const { name, meaning } = methodTexts[method];
  const searched = budget === null ? '' : `, ${budgetName(budget)} budget`;
  const fixed =
    outputs === 'fixed' ? ' Outputs are fixed: each stands for itself, as a class that has a name.' : '';
  return `Method ${name}${searched}: ${meaning}.${fixed}`;
}
