import './dropTarget.css';

/** Of what VS Code drags its own type has all; the standard one, which other programs have too, the first alone. */
const types = ['application/vnd.code.uri-list', 'text/uri-list'] as const;

/** Files, folders and what the trees hold may be dropped on the page. */
export function acceptDrops(onDrop: (uris: readonly string[]) => void): void {
  const { body } = document;
  const mark = (isOver: boolean): void => {
    body.classList.toggle('drop-over', isOver);
  };
  document.addEventListener('dragover', (event) => {
    const { dataTransfer } = event;
    if (dataTransfer === null || !types.some((each) => dataTransfer.types.includes(each))) return;
    event.preventDefault();
    dataTransfer.dropEffect = 'copy';
    mark(true);
  });
  document.addEventListener('dragleave', ({ relatedTarget }) => {
    // From one part of the page to another is no leaving.
    if (relatedTarget === null) mark(false);
  });
  document.addEventListener('drop', (event) => {
    mark(false);
    const [uris = []] = types
      .map((each) => urisOf(event.dataTransfer?.getData(each) ?? ''))
      .filter(({ length }) => length > 0);
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
