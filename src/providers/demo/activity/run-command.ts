import { second } from '../calendar.ts'
import type { Process, WindowsHost } from './windows-host.ts'

const folder = 'C:\\Packages\\Plugins\\Microsoft.CPlat.Core.RunCommandWindows\\1.1.18\\'

/** What Azure's run command starts on a host: its extension and, two seconds later, the script that is given back. */
export function startRunCommand(host: WindowsHost, at: number): Process {
  const extension = host.start(
    at,
    host.system,
    `${folder}bin\\RunCommandExtension.exe`,
    'RunCommandExtension.exe enable',
    host.running(at, 'services'),
  )
  return host.start(
    at + 2 * second,
    host.system,
    'C:\\Windows\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    `powershell -ExecutionPolicy Unrestricted -File ${folder}Downloads\\script0.ps1`,
    extension,
  )
}
