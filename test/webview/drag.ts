import type { PanelPage } from './panelPage';

/**
 * Drags files and folders over a panel up to the last of `events`; from VS Code with the first alone in the
 * standard list and all in a list of its own.
 *
 * `list`: their URIs as RFC 2483 has it.
 */
export async function drag(
  { page }: PanelPage,
  list: string,
  events: readonly ('dragover' | 'dragleave' | 'drop')[],
  from: 'VS Code' | 'elsewhere' = 'elsewhere',
): Promise<void> {
  const lists =
    from === 'elsewhere'
      ? [['text/uri-list', list]]
      : [
          ['text/uri-list', list.split('\r\n')[0]],
          ['application/vnd.code.uri-list', list],
        ];
  await page.evaluate(`(() => {
    const dataTransfer = new DataTransfer();
    for (const [type, uris] of ${JSON.stringify(lists)}) dataTransfer.setData(type, uris);
    for (const name of ${JSON.stringify(events)}) {
      document.body.dispatchEvent(new DragEvent(name, { bubbles: true, cancelable: true, dataTransfer }));
    }
  })()`);
}
