export const nowSeconds = () => Date.now() / 1000
