import '../shared/noEval';
import { runFormMethods, runFormStateSchema, type RunFormSnapshot } from '../../src/protocol/runForm';
import { connect } from '../../src/protocol/rpc';
import { element } from '../shared/dom';
import '../shared/panel.css';
import { ProblemLine } from '../shared/problemLine';
import { onThemeChange, provideInks, readTheme } from '../shared/theme';
import { acquireHost } from '../shared/vscodeApi';
import { RunForm } from './runForm';
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

function build(snapshot: RunFormSnapshot): void {
  const form = new RunForm({ client, host, problem }, snapshot);
  waiting.replaceWith(...form.parts);
  form.begin();
}

client.request('subscribe', null).then(build, (error: unknown) => {
  waiting.textContent = 'This form could not be filled.';
  problem.report(error);
});
