import type { Udf } from '../row.ts'

// The parameters of RFC 3492, section 5.
const base = 36
const tMin = 1
const tMax = 26
const skew = 38
const damp = 700
const firstBias = 72
const firstCode = 128

function adapt(delta: number, count: number, isFirst: boolean): number {
  let rest = isFirst ? Math.floor(delta / damp) : delta >> 1
  rest += Math.floor(rest / count)
  let steps = 0
  for (; rest > ((base - tMin) * tMax) >> 1; steps += base) rest = Math.floor(rest / (base - tMin))
  return steps + Math.floor(((base - tMin + 1) * rest) / (rest + skew))
}

const threshold = (step: number, bias: number) => Math.min(Math.max(step - bias, tMin), tMax)

/** The text a punycode form stands for; undefined where it is none. */
function decodePunycode(form: string): string | undefined {
  const dash = form.lastIndexOf('-')
  const codes = [...form.slice(0, Math.max(dash, 0))].map((character) => character.codePointAt(0)!)
  if (codes.some((code) => code >= firstCode)) return undefined
  let code = firstCode
  let place = 0
  let bias = firstBias
  for (let at = dash + 1; at < form.length; ) {
    const before = place
    let weight = 1
    for (let step = base; ; step += base) {
      const digit = Number.parseInt(form[at] ?? '', base)
      // The digits of punycode begin with the letters, those of JavaScript with 0 to 9.
      const value = digit < 10 ? digit + 26 : digit - 10
      if (!(value >= 0 && value < base)) return undefined
      at++
      place += value * weight
      const limit = threshold(step, bias)
      if (value < limit) break
      weight *= base - limit
      if (weight > Number.MAX_SAFE_INTEGER) return undefined
    }
    const count = codes.length + 1
    bias = adapt(place - before, count, before === 0)
    code += Math.floor(place / count)
    place %= count
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined
    codes.splice(place, 0, code)
    place++
  }
  return String.fromCodePoint(...codes)
}

const digitOf = (value: number) => String.fromCharCode(value < 26 ? value + 97 : value + 22)

/** The punycode form of a text, ASCII only. */
function encodePunycode(text: string): string {
  const codes = [...text].map((character) => character.codePointAt(0)!)
  const basic = codes.filter((code) => code < firstCode)
  let form = String.fromCodePoint(...basic) + (basic.length > 0 ? '-' : '')
  let code = firstCode
  let delta = 0
  let bias = firstBias
  for (let done = basic.length; done < codes.length; ) {
    const next = Math.min(...codes.filter((one) => one >= code))
    delta += (next - code) * (done + 1)
    code = next
    for (const one of codes) {
      if (one < code) delta++
      if (one !== code) continue
      let rest = delta
      for (let step = base; ; step += base) {
        const limit = threshold(step, bias)
        if (rest < limit) break
        form += digitOf(limit + ((rest - limit) % (base - limit)))
        rest = Math.floor((rest - limit) / (base - limit))
      }
      form += digitOf(rest)
      bias = adapt(delta, done + 1, done === basic.length)
      delta = 0
      done++
    }
    delta++
    code++
  }
  return form
}

/** Longer texts are not encoded: the work grows with the square of the length. */
const longestText = 10_000

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

function decodeDomain(domain: string): string {
  const labels = domain.split('.').map((label) => (/^xn--/i.test(label) ? decodePunycode(label.slice(4)) : label))
  return labels.includes(undefined) ? '' : labels.join('.')
}

function encodeDomain(domain: string): string {
  return domain
    .split(/[.\u3002\uff0e\uff61]/)
    .map((label) => (isAscii(label) ? label : `xn--${encodePunycode(label)}`))
    .join('.')
}

function textUdf(name: string, convert: (text: string) => string): Udf {
  return {
    name,
    parameters: ['VARCHAR'],
    returns: 'VARCHAR',
    evaluate: (text) => (typeof text === 'string' && text.length <= longestText ? convert(text.toWellFormed()) : ''),
  }
}

export const punycodeUdfs: readonly Udf[] = [
  textUdf('kql_punycode_from_string', encodePunycode),
  textUdf('kql_punycode_to_string', (form) => decodePunycode(form) ?? ''),
  textUdf('kql_punycode_domain_from_string', decodeDomain),
  textUdf('kql_punycode_domain_to_string', encodeDomain),
]
