import { state } from './store'

export const selectedIds = () => Object.entries(state.selected).filter(([, chosen]) => chosen).map(([id]) => Number(id)).sort((one, two) => one - two)
