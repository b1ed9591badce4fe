/** A run that trains, from the empty window on: welcome, walkthrough, form, views, panel. */
import { describe, it } from 'vitest';
import { waitFor } from '../../scripts/support/wait.mjs';
import { webviewFrame } from '../host/webview';
import { openViewContainer, runCommand } from '../host/workbench';
import { useSession } from '../ui/support/session';
import { documentation, gallery } from './gallery';

// Checkpoints come faster than distances by a longer search.
const session = useSession(() => undefined, { 'sparseTopology.budget': 'quick' });

describe('a run that trains', () => {
  it('welcome', async () => {
    const { page, host } = session();
    await openViewContainer(page, 'Sparse Topology');
    await page.locator('.welcome-view').getByRole('button', { name: 'Start Training…' }).first().waitFor();
    // As long as its icon has the focus, a hint stands over the view.
    await page.locator('.part.sidebar .composite.title').click();
    // Small, so that it can be read in the walkthrough.
    await documentation(host, page, 'welcome', { width: 720, height: 760 });
    await gallery(host, page, 'welcome');
  });

  it('walkthrough', async () => {
    const { page, host } = session();
    await runCommand(page, 'Welcome: Open Walkthrough...');
    await page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Sparse Topology' })
      .first()
      .click();
    await page.locator('.getting-started-category').first().waitFor();
    await gallery(host, page, 'walkthrough');
    await runCommand(page, 'View: Close All Editors');
  });

  it('form', async () => {
    const { page, host } = session();
    await runCommand(page, 'Sparse Topology: New Training Run…');
    const panel = await webviewFrame(page, '.form-facts');
    await panel.locator('vscode-button.start:not([aria-disabled])').waitFor();
    await documentation(host, page, 'form');
    await gallery(host, page, 'form');
    await panel.locator('vscode-button.start').click();
  });

  it('evolution of the run', async () => {
    const { page, host } = session();
    const panel = await webviewFrame(page, '.timeline', 60_000);
    await waitFor(
      'twelve checkpoints',
      async () => parseInt(await panel.locator('[data-part="checkpoints"]').innerText(), 10) >= 12,
      { timeoutMs: 300_000 },
    );
    await runCommand(page, 'Sparse Topology: Pause');
    await panel.getByText('paused').first().waitFor();
    await panel.getByText('being computed').waitFor({ state: 'detached', timeout: 300_000 });
    await openViewContainer(page, 'Sparse Topology');
    await documentation(host, page, 'evolution');
    await gallery(host, page, 'evolution-run');
    await runCommand(page, 'Sparse Topology: Stop');
  });
});
