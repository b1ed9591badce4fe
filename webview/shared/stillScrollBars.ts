/** The library's scroll bars fade in and out also for those who asked for less motion; its styles are closed to the page's. */
import { VscodeScrollable } from '@vscode-elements/elements/dist/vscode-scrollable/index.js';

const still = new CSSStyleSheet();
still.replaceSync('@media (prefers-reduced-motion: reduce) { * { transition: none !important; } }');
VscodeScrollable.elementStyles.push(still);
