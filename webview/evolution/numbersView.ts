import { chartText } from '../shared/chartTable';
import type { ViewedPicture } from '../shared/chartView';
import { element, scrollable } from '../shared/dom';
import { formatCount, noValue } from '../shared/format';
import { textTable } from './textTable';

/** The numbers behind the charts, made when they are asked for. */
export class NumbersView {
  private readonly body = element('div', { class: 'numbers' });
  readonly root: HTMLDetailsElement;
  private pictures: readonly ViewedPicture[] = [];

  constructor() {
    this.root = element(
      'details',
      { class: 'section' },
      element('summary', {}, 'Numbers behind the charts'),
      this.body,
    );
    this.root.addEventListener('toggle', () => {
      this.fill();
    });
  }

  update(pictures: readonly ViewedPicture[]): void {
    this.pictures = pictures;
    this.fill();
  }

  private fill(): void {
    if (!this.root.open) {
      this.body.replaceChildren();
      return;
    }
    this.body.replaceChildren(
      ...this.pictures.map((picture) => {
        const { columns, rows, leftOut } = chartText(picture, noValue);
        return element(
          'section',
          { class: 'numbers-of' },
          element('h3', {}, picture.title),
          leftOut === 0
            ? null
            : element(
                'p',
                { class: 'dim' },
                `the newest ${formatCount(rows.length)} of ${formatCount(rows.length + leftOut)}`,
              ),
          scrollable(picture.title, textTable(columns, rows, `${picture.title}, ${picture.measure}`)),
        );
      }),
    );
  }
}
