/** A Fourier transform of one power-of-two length, done often: it keeps the turns it needs. */
export class Fft {
  readonly size: number
  readonly #cos: Float64Array
  readonly #sin: Float64Array

  constructor(size: number) {
    this.size = size
    this.#cos = new Float64Array(size / 2)
    this.#sin = new Float64Array(size / 2)
    for (let k = 0; k < size / 2; k++) {
      this.#cos[k] = Math.cos((2 * Math.PI * k) / size)
      this.#sin[k] = -Math.sin((2 * Math.PI * k) / size)
    }
  }

  /** Transforms in place: X[k] = Σ x[t] · exp(-2πi·k·t / size). */
  transform(re: Float64Array, im: Float64Array): void {
    const { size } = this
    for (let at = 1, mirror = 0; at < size; at++) {
      let bit = size >> 1
      for (; mirror & bit; bit >>= 1) mirror ^= bit
      mirror ^= bit
      if (at >= mirror) continue
      const real = re[at]!
      const imaginary = im[at]!
      re[at] = re[mirror]!
      im[at] = im[mirror]!
      re[mirror] = real
      im[mirror] = imaginary
    }
    for (let width = 2; width <= size; width *= 2) {
      const half = width / 2
      const step = size / width
      for (let start = 0; start < size; start += width) {
        for (let k = 0; k < half; k++) {
          const cos = this.#cos[k * step]!
          const sin = this.#sin[k * step]!
          const a = start + k
          const b = a + half
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
}

/** The least power of two that is no less than `count`. */
export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(1, count)))
}
