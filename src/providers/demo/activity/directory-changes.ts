import { Random } from '../random.ts'
import type { DirectoryChange, Target } from '../rows/directory.ts'

type By = DirectoryChange['by']

/** Takes down a change. */
export type AddChange = (at: number, change: DirectoryChange) => void

/** The service that logs most changes. */
export const core = 'Core Directory'

/** A user a change is about or comes from. */
export interface Named {
  readonly name: string
  readonly upn: string
  readonly id: string
}

/** A user as the target of a change. */
export function userTarget(user: Named, changes?: Target['changes']): Target {
  return { type: 'User', name: user.name, id: user.id, upn: user.upn, ...(changes && { changes }) }
}

/** Anything else as the target of a change; its id follows from its name. */
export function named(type: Target['type'], name: string, changes?: Target['changes']): Target {
  return { type, name, id: new Random(`${type} ${name}`).guid(), ...(changes && { changes }) }
}

/** A user consents to an application: the three records the directory writes for it. */
export function consent(add: AddChange, at: number, user: Named, address: string, name: string, scopes: string): void {
  const by: By = { upn: user.upn, id: user.id, address }
  const target = named('ServicePrincipal', name, {
    'ConsentContext.IsAdminConsent': [null, 'False'],
    'ConsentAction.Permissions': [null, scopes],
  })
  const common = { category: 'ApplicationManagement', service: core, by } as const
  add(at, { ...common, operation: 'Add service principal', kind: 'Add', targets: [named('ServicePrincipal', name)] })
  add(at + 700, {
    ...common,
    operation: 'Add delegated permission grant',
    kind: 'Add',
    targets: [named('ServicePrincipal', 'Microsoft Graph', { 'DelegatedPermissionGrant.Scope': [null, scopes] })],
  })
  add(at + 900, { ...common, operation: 'Consent to application', kind: 'Assign', targets: [target] })
}

/** A user registers a way to prove who they are: the two records the directory writes for it. */
export function registerMethod(add: AddChange, at: number, user: Named, address: string, method: string): void {
  const change = {
    category: 'UserManagement',
    service: 'Authentication Methods',
    by: { upn: user.upn, id: user.id, address },
    targets: [userTarget(user)],
  } as const
  add(at, { ...change, operation: 'User registered security info', kind: 'Add', details: { Method: method } })
  add(at + 1200, {
    ...change,
    operation: 'User registered all required security info',
    kind: 'Add',
    details: { Method: method },
  })
}
