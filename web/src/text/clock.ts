import { timeFormat } from './timeFormat'

export const clock = timeFormat({ hour: '2-digit', minute: '2-digit' })
