import type { Rhythm } from './gap-rhythm.ts'

/** A rhythm in plain words: `every 60 s ± 4 s, 1,430 of 1,440 expected`. */
export function rhythmWords({ interval, spread, second, beats, expected }: Rhythm): string {
  const also = second ? ` and every ${durationWords(second.interval)}${spreadWords(second.spread)}` : ''
  const count = (value: number) => value.toLocaleString('en-US')
  return `every ${durationWords(interval)}${spreadWords(spread)}${also}, ${count(beats)} of ${count(expected)} expected`
}

function spreadWords(seconds: number): string {
  return seconds < 0.05 ? '' : ` ± ${durationWords(seconds)}`
}

/** Seconds as a person says them: `4.2 s`, `90 s`, `5 min`, `1 h 30 min`, `1 d`. */
export function durationWords(seconds: number): string {
  if (seconds < 10) return `${Number(seconds.toFixed(1))} s`
  if (seconds < 119.5) return `${Math.round(seconds)} s`
  if (seconds < 600) return two(Math.round(seconds), 60, 'min', 's')
  const minutes = Math.round(seconds / 60)
  if (minutes < 120) return `${minutes} min`
  const hours = minutes < 1440 ? minutes : Math.round(minutes / 60) * 60
  return hours < 2880 ? two(hours, 60, 'h', 'min') : two(Math.round(hours / 60), 24, 'd', 'h')
}

function two(value: number, per: number, large: string, small: string): string {
  const rest = value % per
  return `${Math.floor(value / per)} ${large}${rest === 0 ? '' : ` ${rest} ${small}`}`
}
