import type { Browser } from 'playwright-core';
import type { VscodeServer } from './vscodeServer.mjs';

export function workbenchUrl(
  server: VscodeServer,
  options: {
    readonly workspace: string;
    readonly extensionPath?: string | undefined;
    readonly extensionTestsPath?: string | undefined;
  },
): string;

export function launchChromium(): Promise<Browser>;
