/**
 * Controls that look and behave as VS Code's own. Every button is a `vscode-button`, also where only its icon shows:
 * the library's toolbar button can be neither disabled nor tell of a menu that it opens. Check boxes are native ones:
 * the library's does not hear the click that assistive technology sends to the input inside of it.
 */
import '@vscode-elements/elements/dist/vscode-button/index.js';
import type { VscodeButton } from '@vscode-elements/elements/dist/vscode-button/index.js';
import '@vscode-elements/elements/dist/vscode-single-select/index.js';
import type { VscodeSingleSelect } from '@vscode-elements/elements/dist/vscode-single-select/index.js';
import '@vscode-elements/elements/dist/vscode-textfield/index.js';
import type { VscodeTextfield } from '@vscode-elements/elements/dist/vscode-textfield/index.js';
import './controls.css';
import { type Attributes, element, setAttribute } from './dom';
import './stillScrollBars';

export type Button = VscodeButton;
export type Select = VscodeSingleSelect;
export type TextField = VscodeTextfield;

export function button(label: string, attributes: Attributes, onClick: () => void): Button {
  const node = element('vscode-button', { secondary: true, ...attributes }, label);
  node.addEventListener('click', onClick);
  node.addEventListener('keydown', (event) => {
    // The library does not hold them back: the page would scroll, or what gets the focus now be pressed too.
    if (event.key === ' ' || event.key === 'Enter') event.preventDefault();
  });
  return node;
}

/** An icon of `@vscode/codicons` whose words stand in its hover. */
export function iconButton(icon: string, label: string, onClick: () => void): Button {
  const node = button('', { icon, 'icon-only': true, class: 'flat' }, onClick);
  setLabel(node, label);
  return node;
}

/** Says what an icon button does now. */
export function setLabel(node: Button, label: string): void {
  node.title = label;
  node.ariaLabel = label;
}

export function setDisabled(node: Button, disabled: boolean): void {
  node.disabled = disabled;
  // Of an element that is none of HTML's own, nothing else tells.
  setAttribute(node, 'aria-disabled', disabled ? 'true' : null);
}

/** A button that stays pressed. */
export function toggle(label: string, onClick: () => void): Button {
  return button(label, { 'aria-pressed': 'false' }, onClick);
}

export function setPressed(node: Button, pressed: boolean): void {
  node.ariaPressed = String(pressed);
}

/** Looks like a link and acts here. */
export function textLink(label: string, onClick: () => void): HTMLButtonElement {
  const node = element('button', { type: 'button', class: 'link' }, label);
  node.addEventListener('click', onClick);
  return node;
}

/** A third entry says why it cannot be chosen now. */
export type Choice = readonly [value: string, text: string, unavailable?: string];

/** To be put into a `field`, which names it. As wide as its widest choice, so that nothing moves by choosing. */
export function select(choices: readonly Choice[], onChange: () => void): Select {
  const node = element('vscode-single-select');
  setChoices(node, choices);
  const widest = choices.reduce((most, [, text]) => Math.max(most, text.length), 0);
  node.style.width = `calc(${String(widest)}ch + 34px)`;
  node.addEventListener('change', onChange);
  node.addEventListener('focusout', () => {
    node.open = false;
  });
  const place = (): void => {
    placeList(node);
  };
  node.addEventListener('pointerdown', place, { capture: true });
  node.addEventListener('keydown', place, { capture: true });
  return node;
}

/** The library opens a list below its field, also where the window ends. */
function placeList(node: Select): void {
  const { top, bottom } = node.getBoundingClientRect();
  const height = Math.min(node.options.length, mostOptionsInSight) * optionHeight;
  const below = window.innerHeight - bottom;
  node.position = below < height && top > below ? 'above' : 'below';
}

/** Of the library's lists, in pixels. */
const optionHeight = 24;
const mostOptionsInSight = 10;

/** Keeps the value where it is still among them. */
export function setChoices(node: Select, choices: readonly Choice[]): void {
  const { value } = node;
  node.options = choices.map(([each, label, unavailable]) => ({
    value: each,
    label,
    description: unavailable ?? '',
    selected: false,
    disabled: unavailable !== undefined,
  }));
  node.value = value;
}

export function setValue(control: Select | TextField, value: string): void {
  if (control.value !== value) control.value = value;
}

/** A control with its name before it. */
export function field(label: string, control: Select | TextField): HTMLElement {
  control.label = label;
  return element('label', { class: 'field' }, element('span', { class: 'dim' }, label), control);
}

export interface NumberLimits {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** `onChange` gets a number within the limits; what is none is marked, and said to whoever typed it. */
export function numberField(
  label: string,
  { min, max, step }: NumberLimits,
  onChange: (value: number) => void,
): TextField {
  const node = element('vscode-textfield', { type: 'number', min, max, step, required: true });
  node.label = label;
  node.addEventListener('change', () => {
    if (node.reportValidity()) onChange(Number(node.value));
  });
  return node;
}

/** `onInput` gets the text at each stroke. */
export function textField(label: string, placeholder: string, onInput: (text: string) => void): TextField {
  const node = element('vscode-textfield', { placeholder });
  node.label = label;
  node.addEventListener('input', () => {
    onInput(node.value);
  });
  return node;
}
