import type { GetSchema } from '../../kql/tree.ts'
import type { KqlType } from '../../lib/kql-type.ts'
import { cast, column, literal } from '../../sql/tree.ts'
import type { Compilation } from '../compilation.ts'
import type { Relation } from '../relation.ts'

/** The names .NET has for the types; bool really is a signed byte there. */
const dataTypes: Readonly<Record<KqlType, string>> = {
  bool: 'System.SByte',
  int: 'System.Int32',
  long: 'System.Int64',
  real: 'System.Double',
  decimal: 'System.Data.SqlTypes.SqlDecimal',
  datetime: 'System.DateTime',
  timespan: 'System.TimeSpan',
  string: 'System.String',
  dynamic: 'System.Object',
  guid: 'System.Guid',
}

/** A row for each column of the input: name, ordinal from 0, .NET type, KQL type. */
export function compileGetSchema(getSchema: GetSchema, compilation: Compilation): Relation {
  const described = compilation.compile(getSchema.input).columns
  const names = getSchema.columns.map(() => compilation.nextColumn())
  const from = compilation.addStep(
    {
      kind: 'values',
      rows: described.map(({ name, type }, index) => [
        literal(name),
        cast(literal(BigInt(index)), 'INTEGER'),
        literal(dataTypes[type]),
        literal(type),
      ]),
    },
    { columns: names },
  )
  return {
    columns: getSchema.columns.map((one, index) => ({
      ...one,
      type: index === 1 ? 'int' : 'string',
      sql: column(names[index]!),
    })),
    from,
    where: [],
    order: {
      keys: [{ expression: column(names[1]!), direction: 'ASC', nulls: 'LAST' }],
      serialized: true,
      isPosition: true,
    },
  }
}
