/** What `{{#if (eq p "x")}}` may ask. The last argument of a helper is Handlebars' own. */
export const conditionHelpers: Readonly<Record<string, (...args: unknown[]) => boolean>> = {
  eq: (a, b) => sameValue(a, b),
  ne: (a, b) => !sameValue(a, b),
  and: (...args) => args.slice(0, -1).every(isGiven),
  or: (...args) => args.slice(0, -1).some(isGiven),
  not: (value) => !isGiven(value),
}

function sameValue(a: unknown, b: unknown): boolean {
  return typeof a === 'bigint' || typeof b === 'bigint' ? String(a) === String(b) : a === b
}

/** As `{{#if}}` decides: empty text, zero, false and the empty list are not given. */
export function isGiven(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
