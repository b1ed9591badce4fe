import { element, setText } from '../../shared/dom';
import { formatCount, formatDensity, formatEpoch, plural } from '../../shared/format';
import type { Moment } from './moment';
import type { MomentView } from './momentView';

/** The chosen layer in a line. */
export class FactsView implements MomentView {
  readonly root = element('p', { class: 'facts', 'data-part': 'layer-facts' });

  update({ shown, layer }: Moment): void {
    const facts = shown.step?.facts.layers[layer];
    if (facts === undefined) {
      setText(this.root, `No facts of epoch ${formatEpoch(shown.epoch)} yet.`);
      return;
    }
    const { inputs, outputs, links, density, full, emptyNeurons } = facts;
    const share = full
      ? 'full: every link that could be'
      : `density ${formatDensity(density)}, sparsity ${formatDensity(1 - density)}`;
    setText(
      this.root,
      [
        `${formatCount(inputs)} → ${formatCount(outputs)}`,
        plural(links, 'link'),
        share,
        `fan-in ${formatCount(facts.fanInMin)} to ${formatCount(facts.fanInMax)}, median ${String(facts.fanInMedian)}`,
        emptyNeurons === 0 ? 'every neuron has an input' : `${plural(emptyNeurons, 'neuron')} without input`,
      ].join(' · '),
    );
  }
}
