import type {
  Checked,
  RunFormMethods,
  RunFormSnapshot,
  RunFormState,
  WrittenConfig,
} from '../../src/protocol/runForm';
import type { Client } from '../../src/protocol/rpc';
import { button, setDisabled } from '../shared/controls';
import { element } from '../shared/dom';
import type { About } from '../shared/export/about';
import { Exporter, fileName } from '../shared/export/exporter';
import type { ProblemLine } from '../shared/problemLine';
import type { PanelHost } from '../shared/vscodeApi';
import { Checker } from './checker';
import { ConfigView } from './configView';
import { valueAt, withValue } from './editing';
import type { FormEditor } from './fieldControls';
import { fieldRows } from './fieldRows';
import { type Field, fieldsOf } from './fields';
import { FoldView } from './foldView';
import { ForecastView } from './forecastView';
import type { Places } from './formRow';
import { place } from './placement';
import { PlaceRows } from './placeRows';
import { goTo, placeOf, showProblems } from './problems';
import { Verdict } from './verdict';

export interface FormServices {
  readonly client: Client<RunFormMethods>;
  readonly host: PanelHost<RunFormState>;
  readonly problem: ProblemLine;
}

/** The form for a new run: what decides it first, the rest folded; what it comes to is always in sight. */
export class RunForm {
  private config: WrittenConfig;
  private name: string;
  private runsFolder: string;
  private checked: Checked | null = null;
  private readonly usualEpochs: number | null;
  private readonly places: Places = new Map();
  private readonly forecast = new ForecastView();
  private readonly written: ConfigView;
  private readonly placeRows: PlaceRows;
  private readonly folds: readonly FoldView[];
  private readonly exporter: Exporter;
  private readonly start = button('Start Training', { class: 'start' }, () => void this.startRun());
  private readonly verdict = new Verdict(
    (key) => placeOf(this.places, key)?.title ?? null,
    (key) => {
      const found = placeOf(this.places, key);
      if (found !== null) goTo(found);
    },
  );
  private readonly checker: Checker;
  /** From top to bottom. */
  readonly parts: readonly HTMLElement[];

  constructor(
    private readonly services: FormServices,
    private readonly snapshot: RunFormSnapshot,
  ) {
    const { client, host, problem } = services;
    const restored = host.restored();
    ({ config: this.config, name: this.name, runsFolder: this.runsFolder } = restored ?? snapshot);
    const save = async (file: { readonly name: string; readonly content: string | Uint8Array }) =>
      (await client.request('save', file)).name;
    this.checker = new Checker(
      (signal) => client.request('check', this.filled(), { signal }),
      (checked) => {
        this.show(checked);
      },
      problem.report,
    );
    this.written = new ConfigView((content) => save({ name: `${fileName(this.name)}.json`, content }));
    this.exporter = new Exporter({ about: () => this.about(), views: () => [this.forecast], save });
    this.placeRows = new PlaceRows(
      this.name,
      this.runsFolder,
      {
        onName: (name) => {
          this.name = name;
          this.changed();
        },
        onFolder: (folder) => {
          this.runsFolder = folder;
          this.changed();
        },
        pickFolder: () => client.request('pickPath', { folder: true }),
      },
      this.places,
    );
    const editor: FormEditor = {
      config: () => this.config,
      valueAt: (key) => valueAt(this.config, key),
      change: (key, value) => {
        this.config = withValue(this.config, key, value);
        this.changed();
      },
      pickPath: (folder) => client.request('pickPath', { folder }),
    };
    const fields = fieldsOf(snapshot.schema);
    this.usualEpochs = usualNumber(fields, 'epochs');
    const { deciding, folds } = place(fields);
    const first = fieldRows(deciding, editor, this.places);
    const open = new Set(restored?.open);
    this.folds = folds.map(
      (fold) =>
        new FoldView(fold, editor, this.places, open.has(fold.id), () => {
          this.keep();
        }),
    );
    this.start.secondary = false;
    this.parts = this.build(first);
  }

  /** Once it stands in the page. */
  begin(): void {
    this.exporter.attach();
    this.changed();
    window.addEventListener('focus', () => {
      // A folder may be mended outside.
      if ((this.checked?.folderProblem ?? null) !== null) this.checker.ask();
    });
  }

  private build(first: readonly HTMLElement[]): readonly HTMLElement[] {
    const { snapshot, services, start, verdict, exporter, placeRows, folds, forecast, written } = this;
    const openJson = button('Open as JSON', { icon: 'json' }, () => {
      services.client.request('openJson', this.filled()).catch(services.problem.report);
    });
    return [
      element(
        'div',
        { class: 'form-top' },
        element(
          'header',
          { class: 'panel-head' },
          element('h1', {}, 'New Training Run'),
          element('span', { class: 'grow' }),
          exporter.root,
          openJson,
          start,
        ),
        verdict.root,
        services.problem.root,
      ),
      element('p', { class: 'form-origin', hidden: snapshot.origin === null }, snapshot.origin),
      element(
        'div',
        { class: 'form-columns' },
        element(
          'form',
          { class: 'form-fields' },
          element('div', { class: 'form-rows form-deciding' }, ...placeRows.rows, ...first),
          ...folds.map(({ root }) => root),
        ),
        element('aside', { class: 'form-aside' }, forecast.root, written.root),
      ),
    ];
  }

  private changed(): void {
    this.keep();
    this.written.show(this.config);
    for (const fold of this.folds) fold.update(this.config);
    setDisabled(this.start, true);
    this.forecast.waiting();
    this.verdict.waiting();
    this.checker.ask();
  }

  private show(checked: Checked): void {
    this.checked = checked;
    showProblems(this.places, checked);
    this.placeRows.showRunName(this.name, checked.runName);
    this.forecast.show(checked);
    const epochs = valueAt(this.config, ['epochs']) ?? this.usualEpochs;
    this.verdict.show(checked, typeof epochs === 'number' ? epochs : null);
    const { forecast, folderProblem } = checked;
    setDisabled(this.start, forecast === null || folderProblem !== null || this.name === '');
  }

  private async startRun(): Promise<void> {
    const { client, problem } = this.services;
    setDisabled(this.start, true);
    problem.show('');
    try {
      const { problem: why } = await client.request('start', this.filled());
      if (why === null) return;
      problem.show(`Training did not start. ${why}`);
    } catch (error) {
      problem.report(error);
    }
    // What has changed under it is said at its field.
    this.checker.ask();
  }

  private filled(): { readonly name: string; readonly config: WrittenConfig; readonly runsFolder: string } {
    return { name: this.name, config: this.config, runsFolder: this.runsFolder };
  }

  private keep(): void {
    const { origin } = this.snapshot;
    const open = this.folds.filter((fold) => fold.open).map(({ id }) => id);
    this.services.host.keep({ version: 1, ...this.filled(), origin, open });
  }

  private about(): About {
    return {
      panel: 'New Training Run',
      subject: this.name,
      configuration: [
        ['Network', this.checked?.forecast?.summary ?? ''],
        ['Configuration', JSON.stringify(this.config)],
      ],
    };
  }
}

function usualNumber(fields: readonly Field[], name: string): number | null {
  const field = fields.find(({ key }) => key[0] === name);
  return field?.kind === 'number' && field.usual !== null ? Number(field.usual) : null;
}
