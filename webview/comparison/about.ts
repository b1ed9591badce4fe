import type { About } from '../shared/export/about';
import { plural } from '../shared/format';
import { measureName } from '../shared/measureTexts';
import type { Compared } from './model';
import { widthsText } from './pairModel';

/** What exports of this panel carry. */
export function aboutComparison({ items, measure, rule }: Compared): About {
  const widths = new Set(items.flatMap(({ facts }) => (facts === null ? [] : [widthsText(facts)])));
  const counted = typeof rule.counting === 'string' ? `${rule.counting} layers` : 'chosen layers';
  return {
    panel: 'NNSTD Comparison',
    subject:
      items.length === 2 ? `A ${items[0].label}, B ${items[1].label}` : plural(items.length, 'checkpoint'),
    configuration: [
      ['Network', [...widths].join(', ')],
      ['Distances', measureName(measure)],
      ['Mean', `${counted}, ${rule.weighting === 'links' ? 'weighed by links' : 'each alike'}`],
    ],
  };
}
