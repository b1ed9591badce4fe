import type { PanelPage } from './panelPage';

/** From now on the page waits for no time to pass: what it does after a while it does when timers are released. */
export async function holdTimers({ page }: PanelPage): Promise<void> {
  await page.evaluate(`(() => {
    const held = new Map();
    let asked = 0;
    const { setTimeout, clearTimeout } = window;
    window.setTimeout = (work) => (held.set(--asked, work), asked);
    window.clearTimeout = (id) => held.delete(id);
    window.releaseTimers = () => {
      Object.assign(window, { setTimeout, clearTimeout });
      for (const work of held.values()) work();
    };
  })()`);
}

export async function releaseTimers({ page }: PanelPage): Promise<void> {
  await page.evaluate('window.releaseTimers()');
}
