import { HuntletError, nearest } from '../lib/diagnostic.ts'
import type { EnquiryDefinition } from './enquiry.ts'
import { lookupEnquiries } from './lookup-enquiries.ts'

/** Enquiries that notebooklets may name. */
export const enquiries: Readonly<Record<string, EnquiryDefinition>> = { ...lookupEnquiries }

/** Throws `UNKNOWN_ENQUIRY`. */
export function enquiryNamed(name: string): EnquiryDefinition {
  if (Object.hasOwn(enquiries, name)) return enquiries[name]!
  const close = nearest(name, Object.keys(enquiries))
  throw new HuntletError('UNKNOWN_ENQUIRY', `There is no enquiry \`${name}\`.`, {
    hint: close ? `Did you mean \`${close}\`?` : `Enquiries: ${Object.keys(enquiries).join(', ')}.`,
  })
}
