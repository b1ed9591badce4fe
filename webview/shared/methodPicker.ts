import { type Method, methodSchema } from '../../src/protocol/facts';
import { element } from './dom';

/** What a method is called, and what it does in one sentence. A new method has to be described here. */
export const methodTexts: Readonly<Record<Method, { readonly name: string; readonly meaning: string }>> = {
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
      'the least that was found over all renamings of all hidden layers at once (standard budget): no order of neurons has a say, and it is never above greedy',
  },
};

/** Shows by which method distances are computed, and lets it be chosen. */
export class MethodPicker {
  private readonly select = element(
    'select',
    {},
    ...methodSchema.options.map((method) => element('option', { value: method }, methodTexts[method].name)),
  );
  readonly root = element(
    'label',
    { class: 'method-picker' },
    element('span', { class: 'dim' }, 'Method'),
    this.select,
  );

  constructor(choose: (method: Method) => void) {
    this.select.addEventListener('change', () => {
      choose(methodSchema.parse(this.select.value));
    });
  }

  update(method: Method): void {
    if (this.select.value !== method) this.select.value = method;
    this.select.title = methodTexts[method].meaning;
  }
}
