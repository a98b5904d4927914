/**
 * Told how far long work has come: `done` of `total`, of whatever is counted, and in words what is being done. Work of a second and
 * more tells it some tens of times, not at every row.
 */
export type Progress = (done: number, total: number, text?: string) => void

/** For those who need not know. */
export const noProgress: Progress = () => {}
