import { describe, expect, it } from 'vitest'
import { declarationProblem, type Parameter, parameterText, parseParameter } from '../../src/queries/parameter.ts'

describe('parseParameter', () => {
  it.each<[Parameter, unknown, unknown]>([
    [{ type: 'string' }, 'a "b"', 'a "b"'],
    [{ type: 'string' }, 42, '42'],
    [{ type: 'int' }, '-7', -7],
    [{ type: 'int' }, 7, 7],
    [{ type: 'long' }, '9223372036854775807', 9223372036854775807n],
    [{ type: 'real' }, '1e-3', 0.001],
    [{ type: 'bool' }, 'TRUE', true],
    [{ type: 'datetime' }, '2026-01-31', 639054144000000000n],
    [{ type: 'timespan' }, '20m', 12_000_000_000n],
    [{ type: 'list' }, 'a, b,,c', ['a', 'b', 'c']],
    [{ type: 'list' }, '["a,b", "c"]', ['a,b', 'c']],
    [{ type: 'list' }, '[not json', ['[not json']],
    [{ type: 'list', items: 'int' }, [4624, '4625'], [4624, 4625]],
    [{ type: 'list' }, '', []],
    [{ type: 'string', values: ['All', 'office'] }, 'ALL', 'All'],
  ])('%j takes %j', (parameter, written, value) => {
    expect(parseParameter(parameter, written)).toEqual({ value })
  })

  it.each<[Parameter, unknown, string]>([
    [{ type: 'int' }, '2147483648', 'is `"2147483648"`: expected a whole number of 32 bits'],
    [{ type: 'int' }, 1.5, 'is `1.5`: expected a whole number of 32 bits'],
    [{ type: 'int' }, '1; drop', 'is `"1; drop"`: expected a whole number of 32 bits'],
    [{ type: 'long' }, '9223372036854775808', 'is `"9223372036854775808"`: expected a whole number of 64 bits'],
    [{ type: 'long' }, 2 ** 60, 'is `1152921504606847000`: expected a whole number of 64 bits'],
    [{ type: 'real' }, 'NaN', 'is `"NaN"`: expected a number'],
    [{ type: 'real' }, '', 'is `""`: expected a number'],
    [{ type: 'bool' }, 'yes', 'is `"yes"`: expected true or false'],
    [{ type: 'datetime' }, '2026-02-30', 'is `"2026-02-30"`: expected a datetime such as 2026-01-31T08:00:00Z'],
    [{ type: 'timespan' }, '20x', 'is `"20x"`: expected a timespan such as 20m, 7d or 1.12:00:00'],
    [{ type: 'string', values: ['a', 'b'] }, 'c', 'is `"c"`: expected one of a, b'],
    [{ type: 'list', values: ['a', 'b'] }, 'a,c', 'holds `"c"`: expected one of a, b'],
    [{ type: 'list', items: 'int' }, '1,x', 'holds `"x"`: expected a whole number of 32 bits'],
    [{ type: 'string' }, { a: 1 }, 'is `{"a":1}`: expected a text'],
    [{ type: 'table' }, '', 'is `""`: expected the name of a table'],
  ])('%j refuses %j', (parameter, written, problem) => {
    expect(parseParameter(parameter, written)).toEqual({ problem })
  })
})

describe('declarationProblem', () => {
  it.each<[Parameter, string]>([
    [{ type: 'string' }, 'give it a `default` or `required: true`'],
    [{ type: 'string', required: true, default: 'x' }, 'a required parameter has no default'],
    [{ type: 'int', default: 'x' }, 'its default is `"x"`: expected a whole number of 32 bits'],
    [{ type: 'int', required: true, example: 'x' }, 'its example is `"x"`: expected a whole number of 32 bits'],
    [{ type: 'string', items: 'int', default: '' }, '`items` belongs to the type `list`'],
  ])('%j: %s', (parameter, problem) => {
    expect(declarationProblem(parameter)).toBe(problem)
  })
})

describe('parameterText', () => {
  it.each<[Parameter, unknown]>([
    [{ type: 'timespan' }, '1.02:03:04.5000000'],
    [{ type: 'datetime' }, '2021-04-16T12:07:14.1234560Z'],
    [{ type: 'list' }, 'a,b'],
    [{ type: 'list' }, '["a,b","","c"]'],
    [{ type: 'long' }, '9007199254740993'],
  ])('%j: what it writes, parseParameter reads back (%s)', (parameter, text) => {
    const parsed = parseParameter(parameter, text)
    expect('value' in parsed && parameterText(parameter, parsed.value)).toBe(text)
  })
})
