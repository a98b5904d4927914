import { company, people } from './company.ts'
import { Random } from './random.ts'

export interface Machine {
  /** Host name without domain. */
  readonly name: string
  /** Fully qualified, as agents report it. */
  readonly computer: string
  readonly address: string
  readonly system: 'windows' | 'linux'
  readonly role: 'workstation' | 'server'
  /** The resource's id where the machine runs in Azure. */
  readonly azureId?: string
  /** The agent's id. */
  readonly id: string
}

const fixed: readonly (readonly [name: string, address: string, Machine['system'], azureGroup?: string])[] = [
  ['AF-DC01', '10.20.1.11', 'windows'],
  ['AF-DC02', '10.30.1.11', 'windows'],
  ['AF-FS01', '10.20.1.21', 'windows'],
  ['AF-BKP01', '10.20.1.31', 'windows'],
  ['AF-JUMP01', '10.20.1.41', 'windows'],
  ['AF-APP01', '10.60.1.14', 'windows', 'rg-business'],
  ['AF-SQL01', '10.60.1.15', 'windows', 'rg-business'],
  ['af-web01', '10.60.2.14', 'linux', 'rg-web'],
  ['af-web02', '10.60.2.15', 'linux', 'rg-web'],
  ['af-ci01', '10.20.1.51', 'linux'],
  ['af-mon01', '10.20.1.52', 'linux'],
  ['af-bastion01', '10.20.1.53', 'linux'],
]

function machine(
  name: string,
  address: string,
  system: Machine['system'],
  role: Machine['role'],
  azureGroup?: string,
): Machine {
  const id = new Random(`machine ${name}`).guid()
  const scope = `/subscriptions/${company.subscriptionId}/resourceGroups/${azureGroup}`
  return {
    name,
    computer: `${name}.${company.activeDirectory}`,
    address,
    system,
    role,
    id,
    ...(azureGroup && { azureId: `${scope}/providers/Microsoft.Compute/virtualMachines/${name}` }),
  }
}

export const servers: readonly Machine[] = fixed.map(([name, address, system, group]) =>
  machine(name, address, system, 'server', group),
)

export const workstations: readonly Machine[] = people.map((one) =>
  machine(one.workstation, one.lanAddress, 'windows', 'workstation'),
)

const byName = new Map([...servers, ...workstations].map((one) => [one.name, one]))

/** The machine of that host name. */
export function machineNamed(name: string): Machine {
  const found = byName.get(name)
  if (!found) throw new RangeError(`No machine is called ${name}`)
  return found
}
