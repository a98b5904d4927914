import { daysInMonth, hour, isWeekend, minute, on, second } from '../calendar.ts'
import { addresses, person, servicePrincipals } from '../company.ts'
import type { Log } from '../log.ts'
import type { Presence } from '../presence.ts'
import type { Random } from '../random.ts'
import { type AzureOperation, logAzureOperation } from '../rows/azure-activity.ts'

/** An operation as tasks list it: title, operation, resource group, resource. */
type Step = readonly [title: string, operation: string, group: string, resource: string]

const vm = (name: string) => `Microsoft.Compute/virtualMachines/${name}`
const deployment: Step = [
  'Create Deployment',
  'Microsoft.Resources/deployments/write',
  'rg-web',
  'Microsoft.Resources/deployments/web',
]
const businessMachines = ['AF-APP01', 'AF-SQL01'] as const
const webMachines = ['af-web01', 'af-web02'] as const

const terraform: readonly Step[] = [
  [
    'Validate Deployment',
    'Microsoft.Resources/deployments/validate/action',
    'rg-web',
    'Microsoft.Resources/deployments/web',
  ],
  deployment,
  ['Create or Update Virtual Machine', 'Microsoft.Compute/virtualMachines/write', 'rg-web', vm('af-web01')],
  [
    'Create or Update Security Rule',
    'Microsoft.Network/networkSecurityGroups/securityRules/write',
    'rg-web',
    'Microsoft.Network/networkSecurityGroups/nsg-web/securityRules/allow-https',
  ],
  ['Update website', 'Microsoft.Web/sites/config/write', 'rg-web', 'Microsoft.Web/sites/af-portal/config/web'],
  [
    'List Storage Account Keys',
    'Microsoft.Storage/storageAccounts/listKeys/action',
    'rg-platform',
    'Microsoft.Storage/storageAccounts/afterraform',
  ],
  [
    'Create or Update Diagnostic Setting',
    'microsoft.insights/diagnosticSettings/write',
    'rg-platform',
    'microsoft.insights/diagnosticSettings/to-sentinel',
  ],
]

const engineerTasks: readonly (readonly [task: readonly Step[], weight: number])[] = [
  [
    businessMachines.map(
      (name): Step => [
        'Restart Virtual Machine',
        'Microsoft.Compute/virtualMachines/restart/action',
        'rg-business',
        vm(name),
      ],
    ),
    2,
  ],
  [
    [
      ['Start Virtual Machine', 'Microsoft.Compute/virtualMachines/start/action', 'rg-lab', vm('lab-01')],
      ['Deallocate Virtual Machine', 'Microsoft.Compute/virtualMachines/deallocate/action', 'rg-lab', vm('lab-01')],
    ],
    6,
  ],
  [
    [
      [
        'List Storage Account Keys',
        'Microsoft.Storage/storageAccounts/listKeys/action',
        'rg-platform',
        'Microsoft.Storage/storageAccounts/aftelemetry',
      ],
    ],
    4,
  ],
  [
    [
      [
        'Create or Update Security Rule',
        'Microsoft.Network/networkSecurityGroups/securityRules/write',
        'rg-lab',
        'Microsoft.Network/networkSecurityGroups/nsg-lab/securityRules/office',
      ],
      [
        'Delete Security Rule',
        'Microsoft.Network/networkSecurityGroups/securityRules/delete',
        'rg-lab',
        'Microsoft.Network/networkSecurityGroups/nsg-lab/securityRules/office',
      ],
    ],
    2,
  ],
  [
    [
      [
        'Get Secret',
        'Microsoft.KeyVault/vaults/secrets/read',
        'rg-platform',
        'Microsoft.KeyVault/vaults/kv-af-platform',
      ],
      [
        'Update Key Vault',
        'Microsoft.KeyVault/vaults/write',
        'rg-platform',
        'Microsoft.KeyVault/vaults/kv-af-platform',
      ],
    ],
    2,
  ],
  [[deployment], 5],
  [
    [
      ['Create or Update Disk', 'Microsoft.Compute/disks/write', 'rg-lab', 'Microsoft.Compute/disks/lab-data'],
      ['Delete Disk', 'Microsoft.Compute/disks/delete', 'rg-lab', 'Microsoft.Compute/disks/lab-data'],
    ],
    1.5,
  ],
  [
    [['Run Command on Virtual Machine', 'Microsoft.Compute/virtualMachines/runCommand/action', 'rg-lab', vm('lab-01')]],
    0.8,
  ],
]

/** Operations on Azure resources: pipelines, backups and policies around the clock, engineers by day. */
export function logAzureActivity(log: Log, random: Random, presences: readonly Presence[]): void {
  for (let day = 1; day <= daysInMonth; day++) {
    backUp(log, random, day)
    for (let hours = 2; hours < 24; hours += 6) audit(log, random, on(day, hours, random.between(0, 59)))
    if (isWeekend(day)) continue
    for (let count = random.integer(1, 4); count > 0; count--)
      runPipeline(log, random, on(day, 7) + random.between(0, 10) * hour)
    if (random.chance(0.6)) scale(log, random, on(day, 6) + random.between(0, 14) * hour)
  }
  for (const presence of presences) {
    const { department } = presence.person
    if (presence.device === 'phone' || !(department === 'platform' || presence.person.sam === 'saoirse.kilbride'))
      continue
    for (let count = random.integer(0, 3); count > 0; count--) {
      let at = random.between(presence.from, presence.to - 20 * minute)
      for (const step of random.weighted(engineerTasks)) {
        logAzureOperation(log, random, at, {
          ...operationOf(step),
          ...callerOf(presence),
          lasts: random.between(2, 90) * second,
          failed: random.chance(0.04),
        })
        at += random.between(20, 400) * second
      }
    }
  }
  rareButRightful(log, random)
}

/** The operation a step names, without who calls it. */
function operationOf([title, operation, group, resource]: Step): Pick<
  AzureOperation,
  'title' | 'operation' | 'group' | 'resource'
> {
  return { title, operation, group, resource }
}

function callerOf(presence: Presence): Pick<AzureOperation, 'caller' | 'callerId' | 'address' | 'role'> {
  const { person: one, address } = presence
  return { caller: one.upn, callerId: one.id, address, role: 'Contributor' }
}

function principal(one: { id: string }): Pick<AzureOperation, 'caller' | 'callerId' | 'address' | 'role'> {
  return { caller: one.id, callerId: one.id, address: addresses.cloudAutomation, role: 'Contributor' }
}

function runPipeline(log: Log, random: Random, start: number): void {
  let at = start
  for (const step of terraform) {
    if (!random.chance(0.75)) continue
    logAzureOperation(log, random, at, {
      ...operationOf(step),
      ...principal(servicePrincipals.terraform),
      lasts: random.between(1, 30) * second,
      failed: random.chance(0.03),
    })
    at += random.between(2, 25) * second
  }
}

function backUp(log: Log, random: Random, day: number): void {
  let at = on(day, 0, 30)
  for (const name of [...businessMachines, ...webMachines]) {
    at += random.between(20, 200) * second
    const group = name.startsWith('AF') ? 'rg-business' : 'rg-web'
    const step: Step = [
      'Create Restore Point',
      'Microsoft.Compute/restorePointCollections/restorePoints/write',
      group,
      `Microsoft.Compute/restorePointCollections/AzureBackup_${name}`,
    ]
    logAzureOperation(log, random, at, {
      ...operationOf(step),
      ...principal(servicePrincipals.backup),
      lasts: random.between(30, 400) * second,
      failed: random.chance(0.02),
    })
  }
}

function audit(log: Log, random: Random, at: number): void {
  const name = random.pick([...businessMachines, ...webMachines])
  const step: Step = [
    "'audit' Policy action.",
    'Microsoft.Authorization/policies/audit/action',
    name.startsWith('AF') ? 'rg-business' : 'rg-web',
    vm(name),
  ]
  logAzureOperation(log, random, at, {
    ...operationOf(step),
    ...principal(servicePrincipals.policy),
    category: 'Policy',
  })
}

function scale(log: Log, random: Random, at: number): void {
  const step: Step = [
    'Autoscale scale up completed',
    'Microsoft.Insights/AutoscaleSettings/Scaleup/Action',
    'rg-web',
    'microsoft.insights/autoscalesettings/portal',
  ]
  logAzureOperation(log, random, at, {
    ...operationOf(step),
    ...principal(servicePrincipals.policy),
    category: 'Autoscale',
  })
}

const roleAssignment: Step = [
  'Create role assignment',
  'Microsoft.Authorization/roleAssignments/write',
  'rg-platform',
  'Microsoft.Authorization/roleAssignments/af',
]

// After patch day a command is run on two machines; a new pipeline is given its role; a log moves house.
function rareButRightful(log: Log, random: Random): void {
  const okondo = person('amara.okondo')
  const zalewicz = person('piotr.zalewicz')
  const by = (one: typeof okondo): Pick<AzureOperation, 'caller' | 'callerId' | 'address' | 'role'> => ({
    caller: one.upn,
    callerId: one.id,
    address: addresses.bristolOffice,
    role: 'Owner',
  })
  for (const [index, name] of businessMachines.entries()) {
    const step: Step = [
      'Run Command on Virtual Machine',
      'Microsoft.Compute/virtualMachines/runCommand/action',
      'rg-business',
      vm(name),
    ]
    logAzureOperation(log, random, on(10, 10, 12 + 3 * index), {
      ...operationOf(step),
      ...by(okondo),
      lasts: 50 * second,
    })
  }
  logAzureOperation(log, random, on(15, 9, 41), { ...operationOf(roleAssignment), ...by(zalewicz), lasts: 3 * second })
  logAzureOperation(log, random, on(14, 10, 5), { ...operationOf(roleAssignment), ...by(okondo), lasts: 2 * second })
  const setting: Step = [
    'Delete Diagnostic Setting',
    'microsoft.insights/diagnosticSettings/delete',
    'rg-lab',
    'microsoft.insights/diagnosticSettings/old-workspace',
  ]
  logAzureOperation(log, random, on(21, 15, 20), { ...operationOf(setting), ...by(okondo), lasts: second })
  logAzureOperation(log, random, on(21, 15, 24), {
    ...operationOf([
      'Create or Update Diagnostic Setting',
      'microsoft.insights/diagnosticSettings/write',
      'rg-lab',
      'microsoft.insights/diagnosticSettings/to-sentinel',
    ]),
    ...by(okondo),
    lasts: second,
  })
}
