import '../shared/noEval';
import {
  type Checked,
  runFormMethods,
  runFormStateSchema,
  type RunFormSnapshot,
} from '../../src/protocol/runForm';
import { connect } from '../../src/protocol/rpc';
import { button, setDisabled } from '../shared/controls';
import { element, setText } from '../shared/dom';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { Checker } from './checker';
import { valueAt, withValue } from './editing';
import { fieldsOf } from './fields';
import { fieldRows, formGroup, type Places } from './fieldViews';
import { ForecastView } from './forecastView';
import './runForm.css';

const host = acquireHost(runFormStateSchema);
const client = connect(host.port, runFormMethods);
const problem = new ProblemLine();
const waiting = element('p', { class: 'dim', role: 'status' }, 'Reading…');
const root = document.getElementById('root')!;
provideInks(root, readTheme());
root.append(waiting, problem.root);
onThemeChange(() => {
  provideInks(root, readTheme());
});

/** Sections come first, as in the documentation; what stands at the top of a configuration is about the run. */
const groups = {
  network: 'Network',
  topology: 'Topology',
  method: 'Method',
  optimizer: 'Optimiser',
  data: 'Data',
};

function build(snapshot: RunFormSnapshot): void {
  let { config, name } = host.restored() ?? snapshot;
  const { origin, runsFolder } = snapshot;
  const places: Places = new Map();
  const forecast = new ForecastView();
  const json = element('pre', {
    class: 'form-json',
    'data-part': 'json',
    tabindex: 0,
    'aria-label': 'As JSON',
  });
  const start = button('Start Training', { class: 'start' }, () => void startRun());
  start.secondary = false;
  const openJson = button('Open as JSON', { icon: 'json' }, () => {
    client.request('openJson', { name, config }).catch(problem.report);
  });
  const nameField = element('vscode-textfield', { class: 'name', required: true });
  nameField.label = 'Name';
  nameField.value = name;
  nameField.addEventListener('input', () => {
    name = nameField.value.trim();
    changed();
  });

  const checker = new Checker(
    (signal) => client.request('check', { name, config }, { signal }),
    (checked) => {
      showProblems(places, checked);
      forecast.show(checked);
      setDisabled(start, checked.forecast === null || name === '');
    },
    problem.report,
  );

  function changed(): void {
    host.keep({ version: 1, name, config, origin, runsFolder });
    setText(json, JSON.stringify(config, null, 2));
    setDisabled(start, true);
    forecast.waiting();
    checker.ask();
  }

  async function startRun(): Promise<void> {
    setDisabled(start, true);
    try {
      const { problem: why } = await client.request('start', { name, config });
      if (why !== null) problem.show(`Training did not start. ${why}`);
    } catch (error) {
      problem.report(error);
    }
    setDisabled(start, false);
  }

  const editor = {
    valueAt: (key: readonly string[]) => valueAt(config, key),
    change: (key: readonly string[], value: unknown) => {
      config = withValue(config, key, value);
      changed();
    },
    pickPath: (folder: boolean) => client.request('pickPath', { folder }),
  };
  // The name of the folder is asked for above: the key in the configuration is for the command line.
  const fields = fieldsOf(snapshot.schema).filter(({ key }) => key[0] !== 'name');
  const inGroups = Object.entries(groups).map(([key, title]) => {
    const group = fields.filter((field) => field.key[0] === key);
    const rows = group.flatMap((field) => (field.kind === 'section' ? field.fields : [field]));
    return formGroup(title, fieldRows(rows, editor, places));
  });
  const others = fields.filter(({ key }) => !Object.hasOwn(groups, key[0]));

  waiting.replaceWith(
    element(
      'header',
      { class: 'panel-head' },
      element('h1', {}, 'New Training Run'),
      element('label', { class: 'field' }, element('span', { class: 'dim' }, 'Name'), nameField),
      element('span', { class: 'dim form-place', title: runsFolder }, `in ${runsFolder}`),
      openJson,
      start,
    ),
    element('p', { class: 'form-origin', hidden: origin === null }, origin),
    element(
      'div',
      { class: 'form-columns' },
      element(
        'form',
        { class: 'form-fields' },
        ...inGroups,
        formGroup('Run', fieldRows(others, editor, places)),
      ),
      element('aside', { class: 'form-aside' }, forecast.root, element('h2', {}, 'As JSON'), json),
    ),
  );
  changed();
}

/** Each at its field, or at the section that it stands in. */
function showProblems(places: Places, { problems }: Checked): void {
  for (const { problem: line, root: place } of places.values()) {
    setText(line, '');
    place.removeAttribute('data-state');
  }
  for (const { key, possible, found } of problems) {
    const names = key.split('.');
    while (names.length > 0 && !places.has(names.join('.'))) names.pop();
    const place = places.get(names.join('.'));
    if (place === undefined) continue;
    setText(place.problem, `expected ${possible}; found ${found}`);
    place.root.dataset['state'] = 'wrong';
  }
}

client.request('subscribe', null).then(build, (error: unknown) => {
  waiting.textContent = 'This form could not be filled.';
  problem.report(error);
});
