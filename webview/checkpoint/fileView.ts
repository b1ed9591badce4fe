import type { CheckpointSnapshot } from '../../src/protocol/checkpoint';
import { element, setText } from '../shared/dom';
import { fileRows } from './summary';

/** What is known of the file itself, a line each. */
export class FileView {
  private readonly list = element('dl', { class: 'checkpoint-file', 'data-part': 'file' });
  readonly root = element('section', { class: 'section' }, element('h2', {}, 'File'), this.list);
  private readonly values = new Map<string, HTMLElement>();

  update(snapshot: CheckpointSnapshot): void {
    const rows = fileRows(snapshot);
    if (rows.length !== this.values.size || rows.some(([name]) => !this.values.has(name))) {
      this.values.clear();
      for (const [name] of rows) this.values.set(name, element('dd'));
      this.list.replaceChildren(
        ...[...this.values].flatMap(([name, value]) => [element('dt', { class: 'dim' }, name), value]),
      );
    }
    for (const [name, text] of rows) setText(this.values.get(name)!, text);
  }
}
