export { openTui, type ServicesToAgree, type TuiExit, type TuiOptions } from './open-tui.ts'
