/** One window on one temporary workspace, for a whole test file. */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchBrowser } from '../../host/browser';
import { saveEvidence } from '../../host/screenshot';
import { startHost, type Host } from '../../host/startHost';

export interface Session {
  readonly workspace: string;
  readonly host: Host;
  readonly page: Page;
}

/** Registers set-up and tear-down; what it returns is filled once the tests run. */
export function useSession(
  prepare: (workspace: string) => void,
  settings: Readonly<Record<string, unknown>> = {},
): () => Session {
  let session: Session | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    const workspace = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'sparse-topology-ui-')));
    prepare(workspace);
    const host = await startHost({ workspace, settings });
    browser = await launchBrowser();
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    session = { workspace, host, page };
    await host.open(page);
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && session) await saveEvidence(task.name, session.page, session.host);
  });

  afterAll(async () => {
    await browser?.close();
    await session?.host.stop();
    if (session) rmSync(session.workspace, { recursive: true, force: true, maxRetries: 5 });
  });

  return () => {
    if (session === undefined) throw new Error('the window did not open');
    return session;
  };
}
