import { type MeanRule, publishedRule } from '../../src/measure/meanRule';
import { meanRuleSchema } from '../../src/protocol/facts';
import { element } from '../shared/dom';
import { field, select } from '../shared/measurePicker';

/** Which layers make the distance of the networks, and how they weigh. */
export class RulePicker {
  private readonly counting = select(
    [
      ['sparse', 'sparse layers'],
      ['all', 'all layers'],
      ['chosen', 'chosen layers'],
    ],
    () => {
      const counting = this.counting.value === 'chosen' ? this.shown.counting : this.counting.value;
      this.choose(meanRuleSchema.parse({ ...this.shown, counting }));
    },
  );
  private readonly chosen = this.counting.options[2];
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
    this.chosen.disabled = named !== null;
    this.counting.value = named ?? 'chosen';
    this.weighting.value = rule.weighting;
  }
}
