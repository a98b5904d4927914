/** Real and imaginary parts, element by element. */
export interface Complex {
  readonly real: readonly number[]
  readonly imaginary: readonly number[]
}

/** The Fourier transform of any length; with `inverse` back, divided by the length. */
export function fourier({ real, imaginary }: Complex, inverse: boolean): Complex {
  const count = real.length
  // Back is forward with real and imaginary parts exchanged, before and after.
  const [re, im] = inverse ? [[...imaginary], [...real]] : [[...real], [...imaginary]]
  if (isPowerOfTwo(count)) transform(re, im)
  else transformAnyLength(re, im)
  if (!inverse) return { real: re, imaginary: im }
  return { real: im.map((value) => value / count), imaginary: re.map((value) => value / count) }
}

const isPowerOfTwo = (count: number) => count > 0 && (count & (count - 1)) === 0

/** Cooley and Tukey, in place, for powers of two. */
function transform(re: number[], im: number[]): void {
  const count = re.length
  for (let at = 1, mirror = 0; at < count; at++) {
    let bit = count >> 1
    for (; mirror & bit; bit >>= 1) mirror ^= bit
    mirror ^= bit
    if (at < mirror) {
      ;[re[at], re[mirror]] = [re[mirror]!, re[at]!]
      ;[im[at], im[mirror]] = [im[mirror]!, im[at]!]
    }
  }
  for (let size = 2; size <= count; size *= 2) {
    const half = size / 2
    for (let start = 0; start < count; start += size) {
      for (let k = 0; k < half; k++) {
        const turn = (-2 * Math.PI * k) / size
        const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
        const [a, b] = [start + k, start + k + half]
        const x = re[b]! * cos - im[b]! * sin
        const y = re[b]! * sin + im[b]! * cos
        re[b] = re[a]! - x
        im[b] = im[a]! - y
        re[a] = re[a]! + x
        im[a] = im[a]! + y
      }
    }
  }
}

/** Bluestein: a transform of any length as a convolution, which powers of two compute. */
function transformAnyLength(re: number[], im: number[]): void {
  const count = re.length
  if (count === 0) return
  let size = 1
  while (size < count * 2 + 1) size *= 2
  // The square is taken modulo 2n, or the angle loses its digits.
  const turns = re.map((_, k) => (Math.PI * ((k * k) % (2 * count))) / count)
  const zeros = () => new Array<number>(size).fill(0)
  const [aRe, aIm, bRe, bIm] = [zeros(), zeros(), zeros(), zeros()]
  turns.forEach((turn, k) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    aRe[k] = re[k]! * cos + im[k]! * sin
    aIm[k] = im[k]! * cos - re[k]! * sin
    for (const place of k === 0 ? [0] : [k, size - k]) {
      bRe[place] = cos
      bIm[place] = sin
    }
  })
  transform(aRe, aIm)
  transform(bRe, bIm)
  const product: Complex = {
    real: aRe.map((value, k) => value * bRe[k]! - aIm[k]! * bIm[k]!),
    imaginary: aRe.map((value, k) => value * bIm[k]! + aIm[k]! * bRe[k]!),
  }
  const back = fourier(product, true)
  turns.forEach((turn, k) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    re[k] = back.real[k]! * cos + back.imaginary[k]! * sin
    im[k] = back.imaginary[k]! * cos - back.real[k]! * sin
  })
}
