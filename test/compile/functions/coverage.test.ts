import { describe, expect, it } from 'vitest'
import { aggregates } from '../../../src/compile/aggregates/index.ts'
import { scalarFunctions } from '../../../src/compile/functions/index.ts'
import { refusedFunctions } from '../../../src/compile/functions/refused.ts'
import { rowFunctionRows } from '../../../src/compile/reference/row-functions.ts'
import { languageService } from '../../../src/kql/language-service.ts'

/** Functions that are no row of the tables because another part of a query answers, or refuses, them. */
const elsewhere: Readonly<Record<string, string>> = {
  'the name of a table, of a place that holds tables': `table database cluster external_table materialized_view
    entity_group stored_query_result graph`,
  'the columns of a table, which are known before the query runs': 'column_names_of',
  'the size of bins that `set` names, in the facade': 'bin_auto',
  'graphs, which are refused as a whole': 'all any map inner_nodes node_id node_degree_in node_degree_out labels',
}

/** Names of old that queries still use, and what they are called now. */
const formerNames: Readonly<Record<string, string>> = {
  any: 'take_any',
  anyif: 'take_anyif',
  argmax: 'arg_max',
  argmin: 'arg_min',
  array_strcat: 'strcat_array',
  arraylength: 'array_length',
  base64_decodestring: 'base64_decode_tostring',
  base64_encodestring: 'base64_encode_tostring',
  cnt: 'count',
  extractall: 'extract_all',
  extractjson: 'extract_json',
  iif: 'iff',
  make_dictionary: 'make_bag',
  make_string: 'unicode_codepoints_to_string',
  notempty: 'isnotempty',
  notnull: 'isnotnull',
  pack: 'bag_pack',
  pack_dictionary: 'bag_pack',
  parsejson: 'parse_json',
  parseurl: 'parse_url',
  parseurlquery: 'parse_urlquery',
  percentilesw: 'percentilesw',
  todynamic: 'parse_json',
  toobject: 'parse_json',
  totime: 'totimespan',
  weekofyear: 'week_of_year',
}

describe('every function and aggregate that KQL documents', () => {
  const { functions, aggregates: aggregateNames } = languageService().builtIns
  const rows = new Set(rowFunctionRows.map(({ name }) => name))
  const placed = new Set(Object.values(elsewhere).flatMap((names) => names.split(/\s+/)))

  it('is in a table, or stands among the refused with its reason', () => {
    const lost = [...functions, ...aggregateNames].filter(
      (name) =>
        !scalarFunctions.has(name) &&
        !aggregates.has(name) &&
        !refusedFunctions.has(name) &&
        !rows.has(name) &&
        !placed.has(name),
    )
    expect(lost).toEqual([])
  })

  it('is known under its former names', () => {
    for (const [former, name] of Object.entries(formerNames)) {
      const row = scalarFunctions.get(former) ?? aggregates.get(former)
      expect(row?.name, former).toBe(name)
    }
  })

  it('is refused under a name that KQL has', () => {
    const hidden = ['bin_auto']
    const known = new Set([...functions, ...aggregateNames, ...languageService().builtIns.plugIns, ...hidden])
    expect([...refusedFunctions.keys()].filter((name) => !known.has(name))).toEqual([])
  })
})
