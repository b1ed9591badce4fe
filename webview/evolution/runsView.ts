import type { EvolutionSnapshot } from '../../src/protocol/evolution';
import { type TextField, iconButton } from '../shared/controls';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import { element, setAttribute, setText } from '../shared/dom';
import { plural } from '../shared/format';
import { lineSample } from '../shared/legend';
import { markerSigns } from '../shared/pointLook';
import type { RunCode } from '../shared/runCode';
import { badgeOf } from './headerModel';
import { namesOf, runId } from './runs';
import './runsView.css';

export interface RunsListener {
  /** Shows or hides its lines. */
  toggled(path: string): void;
  /** Shows its lines alone, or all again where that is so. */
  only(path: string): void;
  /** Time line and details are to be its own. */
  focused(path: string): void;
  removed(path: string): void;
}

interface Row {
  readonly root: HTMLElement;
  readonly toggle: HTMLButtonElement;
  readonly name: HTMLButtonElement;
}

/** From so many on there is a box to filter them by. */
const worthFiltering = 8;

/** Legend of several series: a row for each, with its lines on or off, and the one whose details are shown. */
export class RunsView {
  private readonly filter: TextField = element('vscode-textfield', {
    placeholder: 'Filter runs',
    'aria-label': 'Filter runs by name',
  });
  private readonly count = element('span', { class: 'dim', role: 'status' });
  private readonly list = element('ul', { class: 'runs-list', 'aria-label': 'Runs shown' });
  readonly root = element(
    'div',
    { class: 'runs', 'data-part': 'runs' },
    element('div', { class: 'runs-head' }, this.filter, this.count),
    this.list,
  );
  private readonly rows = new Map<string, Row>();
  private names: ReadonlyMap<string, string> = new Map();
  private shown = '';

  constructor(private readonly listener: RunsListener) {
    this.filter.addEventListener('input', () => {
      this.applyFilter();
    });
  }

  update(
    all: readonly EvolutionSnapshot[],
    focus: EvolutionSnapshot,
    codes: ReadonlyMap<string, RunCode>,
    hidden: ReadonlySet<string>,
  ): void {
    this.root.hidden = all.length < 2;
    this.names = namesOf(all);
    const key = JSON.stringify([...this.names, ...codes]);
    if (key !== this.shown) {
      this.shown = key;
      this.rebuild(codes);
    }
    for (const { header } of all) {
      const { root, toggle, name } = this.rows.get(header.path)!;
      const badge = badgeOf(header.state);
      setAttribute(toggle, 'aria-pressed', String(!hidden.has(runId(header.path))));
      setAttribute(name, 'aria-current', header === focus.header ? 'true' : null);
      name.title = [
        header.path,
        header.summary,
        ...(badge === null ? [] : [badge.word]),
        'Click: time line and details of this one',
      ].join('\n');
      root.classList.toggle('off', hidden.has(runId(header.path)));
    }
    (this.filter.parentElement as HTMLElement).hidden = all.length < worthFiltering;
    this.applyFilter();
  }

  private rebuild(codes: ReadonlyMap<string, RunCode>): void {
    this.rows.clear();
    for (const [path, label] of this.names) this.rows.set(path, this.row(path, label, codes.get(path)!));
    this.list.replaceChildren(...[...this.rows.values()].map(({ root }) => root));
  }

  private row(path: string, label: string, code: RunCode): Row {
    const sign = element('span', { class: 'runs-sign', 'aria-hidden': 'true' }, markerSigns[code.marker]);
    sign.style.color = `var(--ink-${code.ink})`;
    const toggle = element(
      'button',
      {
        type: 'button',
        class: 'runs-toggle',
        'aria-label': `Lines of ${label}`,
        title: 'Show or hide. Double click or Shift+Enter: only this one',
      },
      lineSample(code),
      sign,
    );
    toggle.addEventListener('click', ({ detail }) => {
      // The second click of two undoes the first, so that only what the two mean is left.
      this.listener.toggled(path);
      if (detail === 2) this.listener.only(path);
    });
    toggle.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || !event.shiftKey) return;
      event.preventDefault();
      this.listener.only(path);
    });
    const name = element('button', { type: 'button', class: 'runs-name' }, label);
    name.addEventListener('click', () => {
      this.listener.focused(path);
    });
    const remove = iconButton('close', `Remove ${label} from this panel`, () => {
      this.listener.removed(path);
    });
    const root = element('li', { class: 'runs-row', 'data-run': path }, toggle, name, remove);
    return { root, toggle, name };
  }

  private applyFilter(): void {
    const wanted = this.filter.value.trim().toLowerCase();
    let found = 0;
    for (const [path, { root }] of this.rows) {
      root.hidden = !`${this.names.get(path)!} ${path}`.toLowerCase().includes(wanted);
      if (!root.hidden) found++;
    }
    const all = this.rows.size;
    setText(this.count, found === all ? plural(all, 'run') : `${String(found)} of ${plural(all, 'run')}`);
  }
}
