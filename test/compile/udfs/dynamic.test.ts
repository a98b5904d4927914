import { expect, it } from 'vitest'
import { dynamicUdfs } from '../../../src/compile/udfs/dynamic.ts'

const deep = '{"a":'.repeat(20_000) + 1 + '}'.repeat(20_000)

function evaluate(name: string, ...values: readonly string[]): unknown {
  return dynamicUdfs.find((udf) => udf.name === name)!.evaluate(...values)
}

it('takes a value of twenty thousand levels for none, so that its row does not end the query', () => {
  expect(evaluate('kql_set', 'set_union', `[[1],[${deep}]]`)).toBeNull()
  expect(evaluate('kql_treepath', deep)).toBeNull()
  expect(evaluate('kql_bag_remove_keys', deep, '["a"]')).toBeNull()
})

it('leaves such a value out of what is made of all rows, and of nothing else', () => {
  expect(evaluate('kql_merge_bags', `[{"a":1.0},${deep},{"b":"]"}]`)).toBe('{"a":1.0,"b":"]"}')
  expect(evaluate('kql_schema', `[{"a":1.5},${deep},{"a":"x"}]`)).toBe('{"a":["double","string"]}')
})

it('tells such values apart by their texts', () => {
  expect(evaluate('kql_canonical_json', deep)).toBe(deep)
})
