import { statfs } from 'node:fs/promises';

/** File systems by the number Linux gives them (statfs(2)) whose changes on another machine raise no event here. */
const networkTypes = new Set([
  0x6969, // NFS
  0x517b, // SMB
  0xff534d42, // CIFS
  0xfe534d42, // SMB2
  0x01021997, // 9P
  0x65735546, // FUSE: sshfs, s3fs …
  0x0bd00bd0, // Lustre
  0x47504653, // GPFS
  0x19830326, // BeeGFS
  0x00c36400, // Ceph
  0x5346414f, // AFS
]);

export async function isNetworkFolder(folder: string): Promise<boolean> {
  if (process.platform === 'win32') return folder.startsWith('\\\\');
  if (process.platform !== 'linux') return false;
  try {
    return networkTypes.has((await statfs(folder)).type >>> 0);
  } catch {
    return false;
  }
}
