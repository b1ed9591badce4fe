import { element } from '../shared/dom';

/** From this width on the page has two columns, as the style sheet has it. */
const wide = window.matchMedia('(min-width: 1100px)');

/**
 * The parts of the page in the order in which they are read, and gone through by Tab: in one column the moment comes
 * before the rest of the charts, in two after all that is at its left.
 */
export function columnsOf(first: HTMLElement, moment: HTMLElement, rest: HTMLElement): HTMLElement {
  const root = element('div', { class: 'columns' }, first, moment, rest);
  const order = (): void => {
    const { activeElement } = document;
    rest[wide.matches ? 'after' : 'before'](moment);
    // What is moved loses the focus.
    if (activeElement instanceof HTMLElement && moment.contains(activeElement)) activeElement.focus();
  };
  wide.addEventListener('change', order);
  order();
  return root;
}
