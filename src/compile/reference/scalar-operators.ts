import type { OperatorRow } from '../row.ts'
import { scalarOperator } from './define.ts'

const negatedAndCased = 'Negated with `!`; told apart by case with `_cs`.'

/** Operators between values. */
export const scalarOperatorRows: readonly OperatorRow[] = [
  scalarOperator({
    name: '==',
    aliases: ['!='],
    syntax: 'a == b',
    doc: 'Equal, or not; texts by case.',
    trap: 'One null and a value are not equal; two nulls give null.',
    examples: [
      ['print "A" == "a", 1 == 1.0, int(null) == 1, isnull(int(null) == int(null))', [[false, true, false, true]]],
    ],
  }),
  scalarOperator({
    name: '=~',
    aliases: ['!~'],
    syntax: 'a =~ b',
    doc: 'Texts equal in any case, or not.',
    examples: [['print "A" =~ "a", "A" !~ "a"', [[true, false]]]],
  }),
  scalarOperator({
    name: '<',
    aliases: ['<=', '>', '>='],
    syntax: 'a < b',
    doc: 'Order of numbers, instants, timespans and texts.',
    trap: 'Null where either side is.',
    examples: [['print 1 < 2, 2h >= 120m, isnull(int(null) < 1)', [[true, true, true]]]],
  }),
  scalarOperator({
    name: '+',
    aliases: ['-', '*', '/', '%'],
    syntax: 'a + b',
    doc: 'Arithmetic on numbers, instants and timespans.',
    trap: 'Whole numbers divide to whole ones, and by zero to null; longs wrap around; `%` is never negative.',
    examples: [
      ['print 7 / 2, 7.0 / 2, isnull(1 / 0), -7 % 5', [[3, 3.5, true, 3]]],
      ['print datetime(2020-01-02) - datetime(2020-01-01), 1h * 2', [['1.00:00:00', '02:00:00']]],
    ],
  }),
  scalarOperator({
    name: 'and',
    aliases: ['or', 'not'],
    syntax: 'a and b',
    doc: 'Conditions joined.',
    trap: 'Null and false is false, null or true is true.',
    examples: [['print true and false, true or bool(null), not(false)', [[false, true, true]]]],
  }),
  scalarOperator({
    name: 'between',
    aliases: ['!between'],
    syntax: 'a between (low .. high)',
    doc: 'Within two bounds, both included.',
    trap: 'An instant may be bounded by an instant and a timespan from there.',
    examples: [
      ['print 5 between (1 .. 5), datetime(2020-01-03) between (datetime(2020-01-01) .. 1d)', [[true, false]]],
    ],
  }),
  scalarOperator({
    name: 'in',
    aliases: ['!in', 'in~', '!in~'],
    syntax: 'a in (b, c, …)',
    doc: 'One of several values, of an array, or of the first column of a table; with `~` in any case.',
    examples: [
      ['print "b" in ("a", "b"), "B" in ("b"), "B" in~ ("b"), 3 in (dynamic([1, 3]))', [[true, false, true, true]]],
      ['let T = datatable(x:long) [1, 2]; print 2 in (T)', [[true]]],
    ],
  }),
  scalarOperator({
    name: 'has',
    aliases: ['!has', 'has_cs', '!has_cs'],
    syntax: 'text has term',
    doc: 'A text holds a whole term: letters and digits with none beside them.',
    trap: 'An underscore ends a term. Negated with `!`; told apart by case with `_cs`.',
    examples: [
      ['print "North America" has "america", "cat_alog" has "cat", "catalog" has "cat"', [[true, true, false]]],
    ],
  }),
  scalarOperator({
    name: 'hasprefix',
    aliases: ['!hasprefix', 'hasprefix_cs', '!hasprefix_cs'],
    syntax: 'text hasprefix term',
    doc: 'A term of a text begins so.',
    trap: negatedAndCased,
    examples: [['print "North America" hasprefix "ame", "North America" hasprefix "rica"', [[true, false]]]],
  }),
  scalarOperator({
    name: 'hassuffix',
    aliases: ['!hassuffix', 'hassuffix_cs', '!hassuffix_cs'],
    syntax: 'text hassuffix term',
    doc: 'A term of a text ends so.',
    trap: negatedAndCased,
    examples: [['print "North America" hassuffix "rth", "North America" hassuffix "nor"', [[true, false]]]],
  }),
  scalarOperator({
    name: 'has_any',
    syntax: 'text has_any (term, …)',
    doc: 'A text holds any of several terms, each as `has` finds it.',
    trap: 'False for an empty list.',
    examples: [['print "run cmd.exe" has_any ("powershell", "cmd"), "x" has_any (dynamic([]))', [[true, false]]]],
  }),
  scalarOperator({
    name: 'has_all',
    syntax: 'text has_all (term, …)',
    doc: 'A text holds all of several terms, each as `has` finds it.',
    trap: 'True for an empty list.',
    examples: [['print "run cmd.exe" has_all ("run", "cmd"), "x" has_all (dynamic([]))', [[true, true]]]],
  }),
  scalarOperator({
    name: 'contains',
    aliases: ['!contains', 'contains_cs', '!contains_cs'],
    syntax: 'text contains part',
    doc: 'A text holds another one anywhere.',
    trap: negatedAndCased,
    examples: [
      ['print "FabriKam" contains "BRik", "FabriKam" contains_cs "Kam", "x" !contains "y"', [[true, true, true]]],
    ],
  }),
  scalarOperator({
    name: 'startswith',
    aliases: ['!startswith', 'startswith_cs', '!startswith_cs'],
    syntax: 'text startswith part',
    doc: 'A text begins so.',
    trap: negatedAndCased,
    examples: [['print "Fabrikam" startswith "fab", "Fabrikam" startswith_cs "fab"', [[true, false]]]],
  }),
  scalarOperator({
    name: 'endswith',
    aliases: ['!endswith', 'endswith_cs', '!endswith_cs'],
    syntax: 'text endswith part',
    doc: 'A text ends so.',
    trap: negatedAndCased,
    examples: [['print "Fabrikam" endswith "KAM", "Fabrikam" endswith_cs "KAM"', [[true, false]]]],
  }),
  scalarOperator({
    name: 'matches regex',
    syntax: 'text matches regex pattern',
    doc: 'A text matches an RE2 pattern anywhere.',
    trap: 'By case, unless the pattern begins with `(?i)`.',
    examples: [['print "cmd.exe" matches regex @"^\\w+\\.exe$", "CMD" matches regex "cmd"', [[true, false]]]],
  }),
]
