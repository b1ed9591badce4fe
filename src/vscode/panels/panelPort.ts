import type * as vscode from 'vscode';
import type { Port } from '../../protocol/rpc';

/**
 * Messages between a panel and its page. A hidden page is gone and gets nothing; events reach it only after it
 * subscribed, and never before the snapshot that they continue.
 */
export class PanelPort implements Port {
  private subscribed = false;
  private held: (() => void)[] | null = null;

  constructor(private readonly panel: vscode.WebviewPanel) {
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.subscribed = false;
    });
  }

  post(message: unknown): void {
    if (this.panel.visible) void this.panel.webview.postMessage(message);
  }

  onMessage(listener: (message: unknown) => void): void {
    this.panel.webview.onDidReceiveMessage(listener);
  }

  /** Called with the snapshot in hand: what happens from now on is sent after it. */
  open<T>(snapshot: T): T {
    this.subscribed = true;
    this.held = [];
    setImmediate(() => {
      const held = this.held ?? [];
      this.held = null;
      for (const send of held) send();
    });
    return snapshot;
  }

  /** Sends an event if the page is there to see it. */
  tell(send: () => void): void {
    if (!this.subscribed || !this.panel.visible) return;
    if (this.held === null) send();
    else this.held.push(send);
  }
}
