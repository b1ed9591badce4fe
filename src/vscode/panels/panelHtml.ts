import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** The page of a panel: its script and style, and no data. */
export function panelHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: 'evolution' | 'comparison' | 'runForm' | 'checkpoint',
  title: string,
): string {
  const nonce = randomBytes(16).toString('base64url');
  const at = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewFolder(extensionUri), file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource}`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
<head>
  <meta charset="UTF-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <meta http-equiv="Content-Security-Policy" content="${policy}">
  <link rel="stylesheet" id="vscode-codicon-stylesheet" href="${at('codicon.css')}">
  <link rel="stylesheet" href="${at(`${name}.css`)}">
  <title>${escapeHtml(title)}</title>
</head>
<body>
  <main id="root"></main>
  <script nonce="${nonce}" src="${at(`${name}.js`)}"></script>
</body>
</html>`;
}

export function webviewFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
