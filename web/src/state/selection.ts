import { reconcile } from 'solid-js/store'
import { setState, state } from './store'

export const select = (id: number) => setState('selected', id, state.selected[id] ? undefined : true)

export const selectedIds = () => Object.entries(state.selected).filter(([, chosen]) => chosen).map(([id]) => Number(id)).sort((one, two) => one - two)

export const leaveSelection = () => setState('selected', reconcile({}))
