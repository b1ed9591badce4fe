const type = 'text/uri-list';

/** Files, folders and checkpoints of the trees may be dropped on the page. */
export function acceptDrops(onDrop: (uris: readonly string[]) => void): void {
  document.addEventListener('dragover', (event) => {
    if (event.dataTransfer?.types.includes(type) !== true) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = 'copy';
  });
  document.addEventListener('drop', (event) => {
    const uris = urisOf(event.dataTransfer?.getData(type) ?? '');
    if (uris.length === 0) return;
    event.preventDefault();
    onDrop(uris);
  });
}

/** RFC 2483: one a line, lines that begin with # are comments. */
function urisOf(list: string): readonly string[] {
  return list
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'));
}
