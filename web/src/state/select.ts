import { setState, state } from './store'

export const select = (id: number) => setState('selected', id, state.selected[id] ? undefined : true)
