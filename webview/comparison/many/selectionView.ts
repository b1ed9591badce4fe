import type { ComparedItem } from '../../../src/protocol/comparison';
import { type AvailableRun, type Follow, mostCompared } from '../../../src/protocol/selection';
import { button, numberField, setDisabled, setPressed, setValue, toggle } from '../../shared/controls';
import { element, setText } from '../../shared/dom';
import type { Exported, Exporting } from '../../shared/exported';
import { formatCount, plural } from '../../shared/format';
import { everyNth, type RunChoice, runChoices, type SelectionChange, selectionTable } from './selectionModel';

export interface SelectionEvents {
  readonly ask: () => Promise<readonly AvailableRun[]>;
  readonly onChange: (change: SelectionChange) => void;
  readonly onPick: () => void;
  readonly onFollow: (follow: Follow | null) => void;
}

/** Which checkpoints are compared: by run, every k-th epoch or one by one, and those that come. */
export class SelectionView implements Exporting {
  private readonly summary = element('span', { class: 'dim' });
  private readonly filter = element('vscode-textfield', {
    type: 'search',
    placeholder: 'Filter runs and epochs',
    'aria-label': 'Filter runs and epochs',
  });
  private readonly every = numberField('Every so many epochs', { min: 1, max: 1_000_000, step: 1 }, () => {
    if (this.follow !== null) this.events.onFollow({ every: Number(this.every.value) });
  });
  private readonly apply = button('Take these', {}, () => {
    this.events.onChange(everyNth(this.runs, this.compared, Number(this.every.value)));
  });
  private readonly followed = toggle('Add new ones as they come', () => {
    this.events.onFollow(this.follow === null ? { every: Number(this.every.value) } : null);
  });
  private readonly problem = element('p', { class: 'failure' });
  private readonly list = element('div', { class: 'run-list', 'data-part': 'selection' });
  readonly root = element(
    'details',
    { class: 'selection wide' },
    element(
      'summary',
      { 'data-part': 'selection-summary' },
      element('h2', {}, 'Selection'),
      ' ',
      this.summary,
    ),
    element(
      'div',
      { class: 'choices' },
      this.filter,
      element(
        'span',
        { class: 'field' },
        element('span', { class: 'dim' }, 'Every'),
        this.every,
        element('span', { class: 'dim' }, 'epochs'),
      ),
      this.apply,
      this.followed,
      button('Add…', { icon: 'add' }, () => {
        this.events.onPick();
      }),
    ),
    element('p', { class: 'dim' }, 'Files and folders can be dropped here too (hold Shift).'),
    this.problem,
    this.list,
  );
  private items: readonly ComparedItem[] = [];
  private runs: readonly AvailableRun[] = [];
  private compared: ReadonlySet<string> = new Set();
  private follow: Follow | null = null;
  private readonly opened = new Set<string>();
  private written = '';

  constructor(private readonly events: SelectionEvents) {
    setValue(this.every, '1');
    this.followed.title =
      'Checkpoints that come to these runs are added as rows, as far as their epoch is one of these. What is there is not computed again.';
    this.filter.addEventListener('input', () => {
      this.write();
    });
    this.root.addEventListener('toggle', () => {
      this.refresh();
    });
  }

  update(items: readonly ComparedItem[], follow: Follow | null): void {
    const paths = items.map(({ path }) => path);
    const changed = paths.some((path) => !this.compared.has(path)) || paths.length !== this.compared.size;
    this.items = items;
    this.compared = new Set(paths);
    this.follow = follow;
    const runs = new Set(items.map(({ run }) => run.path)).size;
    const most = items.length >= mostCompared ? ` (no more than ${formatCount(mostCompared)} fit)` : '';
    setText(
      this.summary,
      `${plural(items.length, 'checkpoint')} of ${plural(runs, 'run')}${most}${follow === null ? '' : ', new ones are added'}`,
    );
    setPressed(this.followed, follow !== null);
    if (follow !== null) setValue(this.every, String(follow.every));
    if (changed) this.refresh();
    this.write();
  }

  exported(): Exported {
    const table = selectionTable(this.items, this.runs);
    return { id: 'selection', title: 'Selection', subtitle: '', picture: null, table };
  }

  /** Asks for what there is, while someone looks. */
  refresh(): void {
    if (!this.root.open) return;
    this.events.ask().then(
      (runs) => {
        this.runs = runs;
        setText(this.problem, '');
        this.write();
      },
      (error: unknown) => {
        setText(this.problem, error instanceof Error ? error.message : String(error));
      },
    );
  }

  private write(): void {
    setDisabled(this.apply, this.runs.length === 0);
    if (!this.root.open) return;
    const choices = runChoices(this.runs, this.compared, this.filter.value);
    const key = JSON.stringify([choices, [...this.opened], [...this.compared]]);
    if (key === this.written) return;
    this.written = key;
    const focused = document.activeElement?.getAttribute('data-choice') ?? null;
    this.list.replaceChildren(...choices.map((choice) => this.runEntry(choice)));
    if (focused !== null) {
      this.list.querySelector<HTMLElement>(`[data-choice="${CSS.escape(focused)}"]`)?.focus();
    }
  }

  private runEntry({ run, checkpoints, compared }: RunChoice): HTMLElement {
    const all = element('input', {
      type: 'checkbox',
      'data-choice': run.path,
      'aria-label': `All of ${run.name}`,
    });
    all.checked = compared === run.checkpoints.length;
    all.indeterminate = compared > 0 && compared < run.checkpoints.length;
    all.addEventListener('change', () => {
      this.change(
        checkpoints.map(({ path }) => path),
        all.checked,
      );
    });
    const node = element(
      'details',
      {},
      element(
        'summary',
        {},
        `${run.name} `,
        element(
          'span',
          { class: 'dim' },
          `${formatCount(compared)} of ${formatCount(run.checkpoints.length)}`,
        ),
      ),
    );
    const fill = (): void => {
      if (node.childElementCount > 1) return;
      node.append(
        element(
          'div',
          { class: 'checkpoint-list' },
          ...checkpoints.map(({ path, moment }) => this.checkpointEntry(path, moment)),
        ),
      );
    };
    // Hundreds of runs of hundreds of checkpoints are not all made at once.
    node.open = this.opened.has(run.path);
    if (node.open) fill();
    node.addEventListener('toggle', () => {
      if (node.open) this.opened.add(run.path);
      else this.opened.delete(run.path);
      if (node.open) fill();
    });
    return element('div', { class: 'run-row' }, all, node);
  }

  private checkpointEntry(path: string, moment: string): HTMLElement {
    const box = element('input', { type: 'checkbox', 'data-choice': path });
    box.checked = this.compared.has(path);
    box.addEventListener('change', () => {
      this.change([path], box.checked);
    });
    return element('label', {}, box, ` ${moment}`);
  }

  private change(paths: readonly string[], compared: boolean): void {
    const open = paths.filter((path) => this.compared.has(path) !== compared);
    if (open.length === 0) return;
    this.written = '';
    this.events.onChange(compared ? { add: open, remove: [] } : { add: [], remove: open });
  }
}
