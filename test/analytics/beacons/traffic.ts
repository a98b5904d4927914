/** Made-up traffic: times in seconds, the same for the same seed. */
export type Traffic = (random: () => number) => number[]

export const day = 86_400

export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

const normal = (random: () => number) => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())

/** Sleeps `interval` seconds, by up to `jitter` of it more or less, between two beats; some are missed. */
export function beacon(interval: number, jitter: number, { missed = 0, span = day } = {}): Traffic {
  return (random) => {
    const times: number[] = []
    for (let time = random() * interval; time < span; time += interval * (1 + jitter * (2 * random() - 1))) {
      if (random() >= missed) times.push(time)
    }
    return times
  }
}

/** Keeps to a grid: what comes late does not make the next late. */
export function job(interval: number, jitter: number, { missed = 0, span = day } = {}): Traffic {
  return (random) => {
    const phase = random() * interval
    return Array.from({ length: Math.floor(span / interval) }, (_, beat) => beat).flatMap((beat) =>
      random() < missed ? [] : [phase + (beat + jitter * (2 * random() - 1)) * interval],
    )
  }
}

export function poisson(mean: number, span = day): Traffic {
  return (random) => {
    const times: number[] = []
    for (let time = 0; ; ) {
      time -= Math.log(1 - random()) * mean
      if (time >= span) return times
      times.push(time)
    }
  }
}

/** Visits of a person by day: pages after a while of reading, each of several connections. */
export function browsing(visits: number, reading: number, spread: number, span = day): Traffic {
  return (random) => {
    const times: number[] = []
    for (let visit = 0; visit < visits; visit++) {
      let time = Math.floor((random() * span) / day) * day + (8 + 10 * random()) * 3600
      for (let page = 3 + Math.floor(random() * 20); page > 0; page--) {
        for (let parts = 1 + Math.floor(random() * 6); parts > 0; parts--) times.push(time + random() * 2)
        time += reading * Math.exp(spread * normal(random))
      }
    }
    return times
  }
}

export function together(...parts: Traffic[]): Traffic {
  return (random) => parts.flatMap((part) => part(random))
}

/** Each connection as up to `most` of them within a second and a half. */
export function inBursts(traffic: Traffic, most: number): Traffic {
  return (random) =>
    traffic(random).flatMap((time) =>
      Array.from({ length: 1 + Math.floor(random() * most) }, () => time + random() * 1.5),
    )
}

export function inWorkingHours(traffic: Traffic): Traffic {
  return (random) => traffic(random).filter((time) => time % day > 8 * 3600 && time % day < 18 * 3600)
}

/** One after the other, each for a part of the time. */
export function inTurn(span: number, ...parts: Traffic[]): Traffic {
  return (random) =>
    parts.flatMap((part, at) =>
      part(random).filter((time) => time >= (span * at) / parts.length && time < (span * (at + 1)) / parts.length),
    )
}

export function drifting(from: number, to: number, jitter: number): Traffic {
  return (random) => {
    const times: number[] = []
    for (let time = 0; time < day; ) {
      time += (from + ((to - from) * time) / day) * (1 + jitter * (2 * random() - 1))
      times.push(time)
    }
    return times
  }
}
