import { awsOperations } from './aws-operations.ts'
import { azureOperations } from './azure-operations.ts'
import { entraOperations } from './entra-operations.ts'
import type { NotableOperation } from './notable-operation.ts'
import { officeOperations } from './office-operations.ts'

const byName = new Map<string, NotableOperation>()
for (const each of [...officeOperations, ...azureOperations, ...entraOperations, ...awsOperations]) {
  byName.set(keyOf(each.operation, each.how ?? ''), each)
}

/** What is known of an operation done in this way, or else in whatever way; undefined where it is nothing to look at. */
export function notableOperation(operation: string, how = ''): NotableOperation | undefined {
  return byName.get(keyOf(operation, how)) ?? byName.get(keyOf(operation, ''))
}

/** Logs differ in case, dashes and blanks of one name, and AWS adds the version of an interface to some: `UpdateFunctionCode20150331v2`. */
function keyOf(operation: string, how: string): string {
  const name = operation
    .replace(/[\u2010-\u2015]/g, '-')
    .replace(/\s+/g, ' ')
    .trim()
    .toLowerCase()
  return `${name.replace(/(?<=[a-z])20\d{6}(v\d+)?$/, '')}\n${how.toLowerCase()}`
}
