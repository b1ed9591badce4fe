/** Windows has no process groups: the tree of children is walked instead. */
import { spawnSync } from 'node:child_process';

/** Training runs (`cli.js train`) are left out: they are meant to outlive whoever started them. */
export function stopTreeOnWindows(pid) {
  const script =
    `$all = Get-CimInstance Win32_Process; function Stop-Tree($id) { ` +
    `$all | Where-Object { $_.ParentProcessId -eq $id -and $_.CommandLine -notmatch 'cli\\.js.* train ' } ` +
    `| ForEach-Object { Stop-Tree $_.ProcessId }; Stop-Process -Id $id -Force -ErrorAction SilentlyContinue }; ` +
    `Stop-Tree ${pid}`;
  spawnSync('powershell', ['-NoProfile', '-Command', script], { stdio: 'ignore' });
}
