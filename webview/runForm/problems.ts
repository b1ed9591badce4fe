import type { Checked } from '../../src/protocol/runForm';
import { setText } from '../shared/dom';
import type { Place, Places } from './formRow';

/** Where a key stands in the form, or else what it stands in. */
export function placeOf(places: Places, key: string): Place | null {
  const names = key.split('.');
  while (names.length > 0 && !places.has(names.join('.'))) names.pop();
  return places.get(names.join('.')) ?? null;
}

/** Says each problem at its field, and unfolds what it is in: nothing that is wrong is out of sight. */
export function showProblems(places: Places, { problems, folderProblem }: Checked): void {
  for (const { problem: line, root } of places.values()) {
    setText(line, '');
    root.removeAttribute('data-state');
  }
  const told = [
    ...problems.map(({ key, possible, found }) => [key, `expected ${possible}; found ${found}`] as const),
    ...(folderProblem === null ? [] : [['runsFolder', folderProblem] as const]),
  ];
  for (const [key, text] of told) {
    const place = placeOf(places, key);
    if (place === null) continue;
    setText(place.problem, text);
    place.root.dataset['state'] = 'wrong';
    unfold(place);
  }
}

/** Brings what is to be chosen there into sight, and the focus to it. */
export function goTo(place: Place): void {
  unfold(place);
  place.root.scrollIntoView({ block: 'center' });
  place.root
    .querySelector<HTMLElement>('input, vscode-textfield, vscode-single-select, vscode-button')
    ?.focus();
}

function unfold({ root }: Place): void {
  const fold = root.closest('details');
  if (fold !== null) fold.open = true;
}
