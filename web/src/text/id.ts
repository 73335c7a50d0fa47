export const id = {}
