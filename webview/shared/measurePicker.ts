import { type Budget, type Measure, measureOf } from '../../src/measure/measure';
import { measureSchema, methodSchema } from '../../src/protocol/facts';
import { field, numberField, select, setValue } from './controls';
import { element } from './dom';
import { methodTexts } from './measureTexts';

const namedBudgets = ['quick', 'standard', 'thorough'] as const;
const ownBudget = 'seconds';
/** What a number of seconds starts from. */
const firstSeconds = 10;
const secondsLimits = { min: 0.1, max: 3600, step: 0.1 };

/**
 * Shows by which measure distances are computed, and lets it be chosen. What belongs to one method alone stands last,
 * so that nothing moves when it goes.
 */
export class MeasurePicker {
  private readonly method = select(
    methodSchema.options.map((method) => [method, methodTexts[method].name] as const),
    () => {
      const method = methodSchema.parse(this.method.value);
      this.choose(measureOf(method, { budget: this.budgetBefore, outputs: this.shown.outputs }));
    },
  );
  private readonly outputs = select(
    [
      ['matched', 'matched'],
      ['fixed', 'fixed'],
    ],
    () => {
      const { outputs } = measureSchema.pick({ outputs: true }).parse({ outputs: this.outputs.value });
      this.choose({ ...this.shown, outputs });
    },
  );
  private readonly budget = select(
    [...namedBudgets.map((name) => [name, name] as const), [ownBudget, 'in seconds']],
    () => {
      const named = namedBudgets.find((name) => name === this.budget.value);
      this.choose({ ...this.shown, budget: named ?? { seconds: this.secondsBefore } });
    },
  );
  private readonly seconds = numberField('Seconds to search', secondsLimits, (seconds) => {
    this.choose({ ...this.shown, budget: { seconds } });
  });
  private readonly budgetField = field('Budget', this.budget);
  private readonly secondsField = element(
    'span',
    { class: 'field' },
    this.seconds,
    element('span', { class: 'dim', 'aria-hidden': 'true' }, 's'),
  );
  readonly root = element(
    'div',
    { class: 'picker', role: 'group', 'aria-label': 'How distances are computed' },
    field('Method', this.method),
    field('Outputs', this.outputs),
    this.budgetField,
    this.secondsField,
  );
  private shown: Measure = measureOf('refined');
  private budgetBefore: Budget = 'standard';
  private secondsBefore = firstSeconds;

  constructor(private readonly choose: (measure: Measure) => void) {
    this.outputs.title =
      'matched: the neurons of the last layer are matched, as published. fixed: each stands for itself, as a class that has a name.';
    this.budget.title =
      'How long the search goes on. Seconds are nominal: the result is the same on every machine.';
  }

  update(measure: Measure): void {
    const { method, budget, outputs } = measure;
    this.shown = measure;
    setValue(this.method, method);
    this.method.title = methodTexts[method].meaning;
    setValue(this.outputs, outputs);
    if (budget !== null) this.budgetBefore = budget;
    const named = typeof budget === 'string';
    this.budgetField.hidden = budget === null;
    this.secondsField.hidden = budget === null || named;
    if (budget === null) return;
    setValue(this.budget, named ? budget : ownBudget);
    if (named) return;
    this.secondsBefore = budget.seconds;
    // Not under the fingers of whoever types.
    if (this.seconds !== document.activeElement) setValue(this.seconds, String(budget.seconds));
  }
}
