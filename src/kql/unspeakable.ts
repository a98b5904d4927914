/**
 * Names Microsoft's binder can't hold: its dictionaries are JavaScript objects, asked with their own `hasOwnProperty`. A column of
 * such a name would break every query over its table: files are read with another name in its place, what a service has of it is left
 * out, and a query that writes the name is refused.
 */
export const unspeakable: ReadonlySet<string> = new Set(['hasOwnProperty', '__proto__'])
