import { type MeanRule, publishedRule } from '../../src/measure/meanRule';
import { meanRuleSchema } from '../../src/protocol/facts';
import { type Choice, field, select, setChoices, setValue } from '../shared/controls';
import { element } from '../shared/dom';

const namedLayers: readonly Choice[] = [
  ['sparse', 'sparse layers'],
  ['all', 'all layers'],
];
const chosenLayers: Choice = ['chosen', 'chosen layers'];

/** Which layers make the distance of the networks, and how they weigh. */
export class RulePicker {
  private readonly counting = select([...namedLayers, chosenLayers], () => {
    const counting = this.counting.value === 'chosen' ? this.shown.counting : this.counting.value;
    this.choose(meanRuleSchema.parse({ ...this.shown, counting }));
  });
  private readonly weighting = select(
    [
      ['layers', 'each alike'],
      ['links', 'by links'],
    ],
    () => {
      this.choose(meanRuleSchema.parse({ ...this.shown, weighting: this.weighting.value }));
    },
  );
  readonly root = element(
    'div',
    { class: 'picker', role: 'group', 'aria-label': 'The mean over layers' },
    field('Mean of', this.counting),
    field('weighing', this.weighting),
  );
  private shown: MeanRule = publishedRule;

  constructor(private readonly choose: (rule: MeanRule) => void) {
    this.counting.title =
      'Which layers make the mean: those that are not full in both networks, all, or those ticked in the table of layers.';
    this.weighting.title = 'each alike: as published. by links: each layer by its links in both networks.';
  }

  update(rule: MeanRule): void {
    this.shown = rule;
    const named = typeof rule.counting === 'string' ? rule.counting : null;
    // Chosen where the layers are listed, not here.
    setChoices(this.counting, named === null ? [...namedLayers, chosenLayers] : namedLayers);
    setValue(this.counting, named ?? 'chosen');
    setValue(this.weighting, rule.weighting);
  }
}
