import { Fft, powerOfTwo } from '../../../lib/fft.ts'

/** Real and imaginary parts, element by element. */
export interface Complex {
  readonly real: readonly number[]
  readonly imaginary: readonly number[]
}

/** The Fourier transform of any length; with `inverse` back, divided by the length. */
export function fourier({ real, imaginary }: Complex, inverse: boolean): Complex {
  const count = real.length
  // Back is forward with real and imaginary parts exchanged, before and after.
  const [re, im] = (inverse ? [imaginary, real] : [real, imaginary]).map((part) => Float64Array.from(part)) as [
    Float64Array,
    Float64Array,
  ]
  transform(re, im)
  if (!inverse) return { real: Array.from(re), imaginary: Array.from(im) }
  return {
    real: Array.from(im, (value) => value / count),
    imaginary: Array.from(re, (value) => value / count),
  }
}

/** In place. */
function transform(re: Float64Array, im: Float64Array): void {
  const count = re.length
  if (count === 0) return
  if (count === powerOfTwo(count)) new Fft(count).transform(re, im)
  else transformAnyLength(re, im)
}

/** Bluestein: a transform of any length as a convolution, which powers of two compute. */
function transformAnyLength(re: Float64Array, im: Float64Array): void {
  const count = re.length
  const size = powerOfTwo(count * 2 + 1)
  const fft = new Fft(size)
  // The square is taken modulo 2n, or the angle loses its digits.
  const turns = re.map((_, k) => (Math.PI * ((k * k) % (2 * count))) / count)
  const zeros = () => new Float64Array(size)
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
  fft.transform(aRe, aIm)
  fft.transform(bRe, bIm)
  const product = {
    re: aRe.map((value, k) => value * bRe[k]! - aIm[k]! * bIm[k]!),
    im: aRe.map((value, k) => value * bIm[k]! + aIm[k]! * bRe[k]!),
  }
  // Back: imaginary and real parts exchanged, before and after.
  fft.transform(product.im, product.re)
  turns.forEach((turn, k) => {
    const [cos, sin] = [Math.cos(turn), Math.sin(turn)]
    const [real, imaginary] = [product.re[k]! / size, product.im[k]! / size]
    re[k] = real * cos + imaginary * sin
    im[k] = imaginary * cos - real * sin
  })
}
