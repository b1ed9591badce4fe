/**
 * A menu as one opens it by a button or a right-click. The library's context menu has no roles and takes the focus from
 * nobody and back to nobody, so this is our own.
 */
import '@vscode-elements/elements/dist/vscode-icon/index.js';
import { type Button, button, iconButton } from './controls';
import { element } from './dom';
import './menu.css';

export interface MenuEntry {
  readonly label: string;
  /** Of `@vscode/codicons`. */
  readonly icon: string;
  /** Entries of another group are set apart by a line. */
  readonly group: string;
  run(): void;
}

export interface MenuPlace {
  readonly x: number;
  readonly y: number;
}

/** An icon, and words where `text` gives any, that open a menu below. */
export function menuButton(
  icon: string,
  label: string,
  entries: () => readonly MenuEntry[],
  text: string | null = null,
): Button {
  const open = (): void => {
    const { left, bottom } = node.getBoundingClientRect();
    node.ariaExpanded = 'true';
    openMenu(label, entries(), { x: left, y: bottom + 2 }, () => {
      node.ariaExpanded = 'false';
      node.focus();
    });
  };
  const node = text === null ? iconButton(icon, label, open) : button(text, { icon, title: label }, open);
  node.ariaHasPopup = 'menu';
  node.ariaExpanded = 'false';
  return node;
}

/** `onClose` is told once, whether something was chosen or not; it gives the focus back. */
export function openMenu(
  label: string,
  entries: readonly MenuEntry[],
  place: MenuPlace,
  onClose: () => void,
): void {
  const items = entries.map((entry, k) =>
    element(
      'button',
      {
        type: 'button',
        role: 'menuitem',
        tabindex: -1,
        class: k > 0 && entry.group !== entries[k - 1].group ? 'apart' : null,
      },
      element('vscode-icon', { name: entry.icon }),
      entry.label,
    ),
  );
  const menu = element(
    'div',
    { class: 'menu', role: 'menu', popover: 'auto', 'aria-label': label },
    ...items,
  );
  const close = (): void => {
    menu.hidePopover();
  };
  items.forEach((item, k) => {
    item.addEventListener('click', () => {
      close();
      entries[k].run();
    });
    item.addEventListener('pointerenter', () => {
      item.focus();
    });
  });
  menu.addEventListener('keydown', (event) => {
    if (event.key === 'Tab') close();
    const next = nextItem(event.key, items);
    if (next === null) return;
    event.preventDefault();
    next.focus();
  });
  menu.addEventListener('toggle', (event) => {
    if (event.newState !== 'closed') return;
    menu.remove();
    onClose();
  });
  document.getElementById('root')!.append(menu);
  menu.showPopover();
  putWithin(menu, place);
  items.at(0)?.focus();
}

function nextItem(key: string, items: readonly HTMLElement[]): HTMLElement | null {
  const at = items.findIndex((item) => item === document.activeElement);
  switch (key) {
    case 'ArrowDown':
      return items[(at + 1) % items.length];
    case 'ArrowUp':
      return items[(at + items.length - 1) % items.length];
    case 'Home':
      return items[0];
    case 'End':
      return items[items.length - 1];
    default: {
      if (key.length !== 1 || key === ' ') return null;
      const later = [...items.slice(at + 1), ...items.slice(0, at + 1)];
      return later.find(({ textContent }) => textContent.toLowerCase().startsWith(key.toLowerCase())) ?? null;
    }
  }
}

/** Nothing of it beyond the edges of the page. */
function putWithin(menu: HTMLElement, { x, y }: MenuPlace): void {
  const { width, height } = menu.getBoundingClientRect();
  menu.style.left = `${String(Math.max(0, Math.min(x, window.innerWidth - width - 4)))}px`;
  menu.style.top = `${String(Math.max(0, Math.min(y, window.innerHeight - height - 4)))}px`;
}
