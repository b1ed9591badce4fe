import { expect, it } from 'vitest';
import type { WebviewPanel } from 'vscode';
import { PanelPort } from '../../../src/vscode/panels/panelPort';

/** As much of a panel as its port uses. */
function panelOf() {
  const posted: unknown[] = [];
  const listeners: (() => void)[] = [];
  const panel = {
    visible: true,
    onDidChangeViewState: (listener: () => void) => listeners.push(listener),
    webview: { postMessage: (message: unknown) => posted.push(message) },
  };
  return {
    port: new PanelPort(panel as unknown as WebviewPanel),
    posted,
    show(visible: boolean): void {
      panel.visible = visible;
      for (const listener of listeners) listener();
    },
  };
}

it('tells a hidden page nothing, and one that is shown again only what follows its snapshot', async () => {
  const { port, posted, show } = panelOf();
  let made = 0;
  const tell = (event: string): void => {
    port.tell(() => {
      made++;
      port.post(event);
    });
  };
  tell('before anyone subscribed');
  port.post(port.open('snapshot'));
  tell('a');
  // What happens while the snapshot is on its way comes after it.
  expect(posted).toEqual(['snapshot']);
  await new Promise(setImmediate);
  expect(posted).toEqual(['snapshot', 'a']);

  show(false);
  for (let k = 0; k < 100; k++) tell('unseen');
  port.post('an answer that nobody waits for');
  expect([posted.length, made]).toEqual([2, 1]);

  // Its page is made anew: it has the snapshot to come.
  show(true);
  tell('too early');
  port.post(port.open('next snapshot'));
  tell('b');
  await new Promise(setImmediate);
  expect([posted.slice(2), made]).toEqual([['next snapshot', 'b'], 2]);
});
