/** Does what `next` gives, several at once, until it gives nothing and all is done. The first error ends all: `stop` is aborted. */
export function inTurns<Work>(
  next: () => Work | undefined,
  step: (work: Work) => Promise<void>,
  concurrent: number,
  stop: AbortController,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let running = 0
    let failed = false
    const fill = () => {
      for (let work = next(); work !== undefined && !failed; work = running < concurrent ? next() : undefined) {
        running++
        step(work).then(
          () => {
            running--
            fill()
          },
          (error) => {
            running--
            if (!failed) {
              failed = true
              stop.abort()
              reject(error)
            }
          },
        )
      }
      if (running === 0 && !failed) resolve()
    }
    fill()
  })
}
